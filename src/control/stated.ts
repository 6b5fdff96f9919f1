// Comparing and writing only what a controller states: what others set stays. The answer is the object itself when nothing
// that is stated differs, so an unchanged child costs no commit.
import { equal } from '../std/draft.ts';
import { getOwn, setOwn } from '../std/own.ts';

type Dictionary = Readonly<Record<string, unknown>>;

function isDictionary(value: unknown): value is Dictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `current` with every member that `stated` names; lists count as one value, undefined removes. */
export function withStated<T>(current: T, stated: unknown): T {
  if (!isDictionary(stated) || !isDictionary(current)) {
    return equal(current, stated) ? current : (stated as T);
  }
  let result: Record<string, unknown> | undefined;
  for (const key of Object.keys(stated)) {
    const before = getOwn(current, key);
    const wanted = getOwn(stated, key);
    const after = wanted === undefined ? undefined : withStated(before, wanted);
    if (after === before) continue;
    result ??= { ...current };
    if (after === undefined) delete result[key];
    else setOwn(result, key, after);
  }
  return (result ?? current) as T;
}
