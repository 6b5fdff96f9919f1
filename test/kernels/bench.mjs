// The kernels' figures on plain Node, as a program of their own; with --instructions what they take for a prefix instead, with
// --chromium those inside a page.
import { bundled, printRows } from '../bundle.mjs';

if (process.argv.includes('--instructions')) {
  const { measureInstructions } = await import('./instructions.mjs');
  await measureInstructions();
} else if (process.argv.includes('--chromium')) {
  const { measureInChromium } = await import('./chromium.mjs');
  await measureInChromium();
} else {
  const { measureKernels } = await bundled('kernels/measure.ts');
  printRows(await measureKernels());
}
