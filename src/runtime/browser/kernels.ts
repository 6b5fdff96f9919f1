// The kernels in a worker, compiled off the thread. The bytes come with the program (#wasm), so there is nothing to fetch
// and the page's policy needs no more than 'wasm-unsafe-eval'.
import { wasmBase64 } from '#wasm';
import type { KernelExports } from '../../kernels/exports.ts';
import { createKernels, type Kernels } from '../../kernels/kernels.ts';

let compiled: Promise<WebAssembly.Module> | undefined;

/** Compiles the kernels, once for all instances. Rejects where WebAssembly or its SIMD is missing. */
export const compileKernels = (): Promise<WebAssembly.Module> =>
  (compiled ??= WebAssembly.compile(
    Uint8Array.from(atob(wasmBase64), (character) => character.charCodeAt(0)),
  ));

/**
 * A fresh instance with a memory of its own. Rejects where there is no module, and where too many are open: an engine holds a limited
 * number of live memories (Chromium 156: 124 a process).
 */
export async function instantiate(): Promise<KernelExports> {
  const instance = await WebAssembly.instantiate(await compileKernels());
  return instance.exports as unknown as KernelExports;
}

/** The kernels for one world. */
export const instantiateKernels = async (): Promise<Kernels> => createKernels(await instantiate());
