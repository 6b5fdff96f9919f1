// The texts that `explain` shows, for whichever host the world runs in: loaded when somebody first asks, since they outweigh the rest.
import type { WorldOptions } from '../world.ts';

let texts: ReturnType<NonNullable<WorldOptions['descriptions']>> = {};
let loading: Promise<void> | undefined;

/** What is loaded by now. */
export const descriptions = (): typeof texts => texts;

/** Loads them; without them everything else goes on. */
export const loadDescriptions = (): Promise<void> =>
  (loading ??= import('#descriptions').then(
    (loaded) => {
      texts = loaded.descriptions;
    },
    () => undefined,
  ));
