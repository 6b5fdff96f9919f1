// The kernels in Node: compiled and instantiated at once, without waiting. The bytes come with the program (#wasm).
import { wasmBase64 } from '#wasm';
import type { KernelExports } from '../../kernels/exports.ts';
import { createKernels, type Kernels } from '../../kernels/kernels.ts';

/** What is used of WebAssembly here; Node's types leave it to the DOM's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

/** The kernels for one world. */
export function instantiateKernels(): Kernels {
  return createKernels(compileKernels()());
}

/** Compiles the module; every call of the answer is a fresh instance with its own memory, by its raw exports. */
export function compileKernels(wasm: Uint8Array = Buffer.from(wasmBase64, 'base64')): () => KernelExports {
  const module = new WebAssembly.Module(wasm);
  return () => new WebAssembly.Instance(module).exports as KernelExports;
}
