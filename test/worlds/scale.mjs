// The world's figures with many hosts and very many Pods, as a program of their own.
import { bundled, printRows } from '../bundle.mjs';

const { measureScale } = await bundled('worlds/measure.ts');
printRows(measureScale());
