// Functions of jq that cut what a filter makes short, go through all of a value, or take it apart and put it together again.
// Source: the jq 1.7 manual.
import type { Json } from '../../std/draft.ts';
import { setOwn } from '../../std/own.ts';
import type { Machine } from './evaluate.ts';
import type { Closure, Item, Items, Native } from './items.ts';
import { keysOf, setPath, type Path } from './paths.ts';
import { isArray, isObject, JqError, textOf } from './values.ts';

function countOf(value: Json, who: string): number {
  if (typeof value !== 'number') throw new JqError(`${who} count must be a number`);
  return value;
}

/** Each value inside with its path, as `[[0], 1]`, and the end of each array and object, as `[[0]]`. */
function* taken(machine: Machine, value: Json, path: Path): Generator<Json, void, undefined> {
  machine.step();
  const keys = isArray(value) || isObject(value) ? keysOf(value) : [];
  if (keys.length === 0) {
    yield [path, value];
    return;
  }
  for (const key of keys) yield* taken(machine, (value as never)[key], [...path, key]);
  const last = [...path, keys.at(-1) as Json];
  yield [last];
}

/** A filter made of everything inside, innermost first. */
function* walked(machine: Machine, value: Json, by: Closure): Generator<Json, void, undefined> {
  let inner: Json = value;
  if (isArray(value)) inner = value.flatMap((each) => [...walked(machine, each, by)]);
  else if (isObject(value)) {
    const made: { [key: string]: Json } = {};
    for (const [key, each] of Object.entries(value)) {
      const [first] = walked(machine, each, by);
      if (first !== undefined) setOwn(made, key, first);
    }
    inner = made;
  }
  yield* machine.values(by, inner);
}

/** Every way to take one item of each list. */
function* combined(machine: Machine, lists: readonly Json[]): Generator<readonly Json[], void, undefined> {
  const [first, ...rest] = lists;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const key of keysOf(first))
    for (const others of combined(machine, rest)) {
      machine.step();
      yield [(first as never)[key], ...others];
    }
}

const keyNames = ['key', 'k', 'name', 'Name', 'Key', 'K'];
const valueNames = ['value', 'v', 'Value', 'V'];

function fromEntries(value: Json): Json {
  const made: { [key: string]: Json } = {};
  for (const at of keysOf(value)) {
    const entry = (value as never)[at] as Json;
    if (!isObject(entry))
      throw new JqError(`Cannot index ${isArray(entry) ? 'array' : typeof entry} with "key"`);
    const named = (names: readonly string[], isWanted: (each: Json) => boolean): Json => {
      const name = names.find((each) => Object.hasOwn(entry, each) && isWanted(entry[each] as Json));
      return name === undefined ? null : (entry[name] as Json);
    };
    const key = named(keyNames, (each) => each !== null);
    setOwn(
      made,
      typeof key === 'string' ? key : textOf(key),
      named(valueNames, () => true),
    );
  }
  return made;
}

const off = ({ place }: Item) => (place === undefined ? undefined : null);

export const ofStreams: Readonly<Record<string, Native>> = {
  *'limit/2'(machine, item, [count, by]): Items {
    for (const value of machine.values(count as Closure, item.value)) {
      let left = countOf(value, 'limit');
      if (left <= 0) continue;
      for (const each of machine.run(by as Closure, item)) {
        yield each;
        left -= 1;
        if (left <= 0) break;
      }
    }
  },
  *'skip/2'(machine, item, [count, by]): Items {
    for (const value of machine.values(count as Closure, item.value)) {
      let left = countOf(value, 'skip');
      for (const each of machine.run(by as Closure, item)) {
        if (left <= 0) yield each;
        left -= 1;
      }
    }
  },
  *'walk/1'(machine, item, [by]): Items {
    for (const value of walked(machine, item.value, by as Closure)) yield { value, place: off(item) };
  },
  *'combinations/0'(machine, item): Items {
    const lists = keysOf(item.value).map((key) => (item.value as never)[key] as Json);
    for (const value of combined(machine, lists)) yield { value, place: off(item) };
  },
  *'from_entries/0'(_, item): Items {
    yield { value: fromEntries(item.value), place: off(item) };
  },
  *'tostream/0'(machine, item): Items {
    for (const value of taken(machine, item.value, [])) yield { value, place: off(item) };
  },
  /** Puts together what `tostream` took apart: a value is whole when something ends at its top. */
  *'fromstream/1'(machine, item, [by]): Items {
    let whole: Json = null;
    for (const event of machine.values(by as Closure, item.value)) {
      const [path, ...leaf] = isArray(event) ? event : [];
      if (!isArray(path ?? null))
        throw new JqError('fromstream: a path and a leaf, or a path alone, is wanted');
      const [first] = leaf;
      const keys = path as Path;
      if (first !== undefined) whole = keys.length === 0 ? first : setPath(whole, keys, () => first);
      if (keys.length > (first === undefined ? 1 : 0)) continue;
      yield { value: whole, place: off(item) };
      whole = null;
    }
  },
  /** Leaves out so many keys at the front of each path; what is not so deep is left out. */
  *'truncate_stream/1'(machine, item, [by]): Items {
    const depth = countOf(item.value, 'truncate_stream');
    for (const event of machine.values(by as Closure, null)) {
      const [path = null, ...leaf] = isArray(event) ? event : [];
      if (isArray(path) && path.length > depth)
        yield { value: [path.slice(depth), ...leaf], place: off(item) };
    }
  },
};
