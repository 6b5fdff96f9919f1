// How the presets begin, for a worker to start from. The build of the page puts them here (web/vite/beginnings.ts); while developing
// there are none, and a world goes the way to its beginning itself.
import type { Checkpoint } from '../../world.ts';

export const beginnings: readonly Checkpoint[] = [];
