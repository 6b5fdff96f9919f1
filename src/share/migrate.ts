// Older shapes of a link made into the present one, a version at a time. Links are opened for ever: a step stays once it is here,
// and golden links of every version are in the tests.
import type { Json } from '../std/draft.ts';
import { linkVersion } from './shape.ts';

/** From the version that is its key to the next. A step may refuse what it cannot read, with the reason. */
export type Migration = (content: Json) => { readonly content: Json } | { readonly error: string };

/** Version 1 is the first, so there is no step yet. */
export const migrations: ReadonlyMap<number, Migration> = new Map();

/** The content as the present version has it. `steps` are ours but under test. */
export function migrate(
  content: Json,
  version: number,
  steps: ReadonlyMap<number, Migration> = migrations,
  wanted: number = linkVersion,
): { readonly content: Json } | { readonly error: string } {
  let present = content;
  for (let from = version; from < wanted; from += 1) {
    const step = steps.get(from);
    if (step === undefined) return { error: `Links of version ${from} can no longer be read.` };
    const migrated = step(present);
    if ('error' in migrated) return migrated;
    present = migrated.content;
  }
  return { content: present };
}
