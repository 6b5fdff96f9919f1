// The worker's entry: the world behind a door (comlink). Dictionaries with keys from outside are guarded where they are read; that
// Object.prototype takes nothing new is the belt to those braces. Not frozen: then no dictionary could have a key `constructor`.
import { expose } from 'comlink';
import { keepBeginning } from '../../world.ts';
import { descriptions, loadDescriptions } from '../descriptions.ts';
import type { Door } from './door.ts';
import { Host } from './host.ts';
import { compileKernels, instantiateKernels } from './kernels.ts';
import { createWall } from './wall.ts';

Object.seal(Object.prototype);

let begun: Promise<void> | undefined;

/** Loads how the presets begin; without that a world goes the way there itself. */
const begin = (): Promise<void> =>
  (begun ??= import('./beginnings.ts').then(
    ({ beginnings }) => beginnings.forEach(keepBeginning),
    () => undefined,
  ));

const host = new Host({
  kernels: async () => {
    const [kernels] = await Promise.all([instantiateKernels(), begin()]);
    return kernels;
  },
  options: { descriptions },
  describe: loadDescriptions,
  wall: createWall(),
});

// Both are needed to open anything, and neither waits for what is to be opened. Not from here: an import remembers where it was asked
// for, and to name a place of a module's top level the engine reads the whole bundle again.
queueMicrotask(() => {
  void begin();
  // Whoever opens a world hears why there are none.
  compileKernels().catch(() => undefined);
});
expose(host satisfies Door);
