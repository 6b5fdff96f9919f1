// The worker's entry: the world behind a door (comlink). Dictionaries with keys from outside are guarded where they are read; that
// Object.prototype takes nothing new is the belt to those braces. Not frozen: then no dictionary could have a key `constructor`.
import { expose } from 'comlink';
import type { WorldOptions } from '../../world.ts';
import type { Door } from './door.ts';
import { Host } from './host.ts';
import { instantiateKernels } from './kernels.ts';
import { createWall } from './wall.ts';

Object.seal(Object.prototype);

let descriptions: ReturnType<NonNullable<WorldOptions['descriptions']>> = {};
let described: Promise<void> | undefined;

/** Loads the texts that `explain` shows; without them everything else goes on. */
const describe = (): Promise<void> =>
  (described ??= import('#descriptions').then(
    (loaded) => {
      descriptions = loaded.descriptions;
    },
    () => undefined,
  ));

const host = new Host({
  kernels: instantiateKernels,
  options: { descriptions: () => descriptions },
  describe,
  wall: createWall(),
});

expose(host satisfies Door);
