// The kernels' figures on plain Node, as a program of their own.
import { bundled, printRows } from '../bundle.mjs';

const { measureKernels } = await bundled('kernels/measure.ts');
printRows(await measureKernels());
