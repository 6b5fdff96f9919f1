// The kernels' figures on plain Node, as a program of their own; with --instructions what they take for a prefix instead.
import { bundled, printRows } from '../bundle.mjs';

if (process.argv.includes('--instructions')) {
  const { measureInstructions } = await import('./instructions.mjs');
  await measureInstructions();
} else {
  const { measureKernels } = await bundled('kernels/measure.ts');
  printRows(await measureKernels());
}
