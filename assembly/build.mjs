// Compiles assembly/ with the options of asconfig.json and writes build/kernels/kernels.{wasm,js,d.ts}. The module goes
// into a JavaScript string, because that loads the same way from Vite, Vitest, a worker and plain Node: no fetch, no
// path, no MIME type. Only changed files are written, so a watching server reloads once. With --scalar it writes scalar.wasm
// instead: the route kernels without SIMD and with names, for tools that know neither.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const types = `/** The WebAssembly module of assembly/, base64. */\nexport declare const wasmBase64: string;\n`;

/**
 * Compiles and writes. Rejects with the compiler's own diagnostics.
 * @returns {Promise<{ rawBytes: number, gzipBytes: number }>}
 */
export async function buildKernels() {
  const wasm = await compile(['assembly/index.ts']);
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(wasm));
  if (imports.length > 0) throw new Error(`kernels must stand alone, but import ${JSON.stringify(imports)}`);
  await writeIfChanged('kernels.wasm', wasm);
  await writeIfChanged(
    'kernels.js',
    Buffer.from(`export const wasmBase64 =\n  '${wasm.toString('base64')}';\n`),
  );
  await writeIfChanged('kernels.d.ts', Buffer.from(types));
  return { rawBytes: wasm.length, gzipBytes: gzipSync(wasm, { level: 9 }).length };
}

/**
 * The same for the route kernels without SIMD.
 * @returns {Promise<string>} where the module is
 */
export async function buildScalarRoutes() {
  const entries = ['assembly/memory/arena.ts', 'assembly/routes/index.ts'];
  await writeIfChanged('scalar.wasm', await compile([...entries, '--disable', 'simd', '--debug']));
  return `${root}build/kernels/scalar.wasm`;
}

/** @param {readonly string[]} args entries, and options beside those of asconfig.json */
async function compile(args) {
  /** @type {Buffer | undefined} */
  let wasm;
  const outFile = 'kernels.wasm';
  const options = ['--config', 'asconfig.json', '--baseDir', root, '--outFile', outFile];
  const { error, stderr } = await asc.main([...args, ...options], {
    writeFile: (name, contents) => {
      if (name === outFile) wasm = Buffer.from(contents);
    },
  });
  if (error !== null || wasm === undefined) throw new Error(`${stderr}${error ?? 'no module was written'}`);
  if (`${stderr}`.includes('WARNING')) throw new Error(`${stderr}`);
  return wasm;
}

/**
 * @param {string} name
 * @param {Buffer} contents
 */
async function writeIfChanged(name, contents) {
  const path = `${root}build/kernels/${name}`;
  await mkdir(`${root}build/kernels`, { recursive: true });
  const present = await readFile(path).catch(() => undefined);
  if (present === undefined || !present.equals(contents)) await writeFile(path, contents);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--scalar')) {
    console.log(await buildScalarRoutes());
  } else {
    const { rawBytes, gzipBytes } = await buildKernels();
    console.log(`build/kernels/kernels.wasm: ${rawBytes} bytes, ${gzipBytes} with gzip -9`);
  }
}
