// The kernels in a worker, compiled off the thread. The bytes come with the program (#wasm), so there is nothing to fetch
// and the page's policy needs no more than 'wasm-unsafe-eval'.
import { wasmBase64 } from '#wasm';
import type { KernelExports } from '../../kernels/exports.ts';
import { createKernels, type Kernels } from '../../kernels/kernels.ts';

/**
 * The kernels for one world. Rejects where WebAssembly or its SIMD is missing, and where too many worlds are open: an
 * engine holds a limited number of live memories (Chromium 156: 124 a process).
 */
export async function instantiateKernels(): Promise<Kernels> {
  const bytes = Uint8Array.from(atob(wasmBase64), (character) => character.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes);
  return createKernels(instance.exports as unknown as KernelExports);
}
