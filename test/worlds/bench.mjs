// The world's figures on plain Node, as a program of their own.
import { bundled, printRows } from '../bundle.mjs';

const { measureWorld } = await bundled('worlds/measure.ts');
const { measureDrs } = await bundled('worlds/measure-drs.ts');
printRows([...measureWorld(), measureDrs()]);
