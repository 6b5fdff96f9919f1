// Functions of jq that are not said in jq: what they make depends on filters, or on what is around the program.
// Source: the jq 1.7 manual.
import type { Json } from '../../std/draft.ts';
import { limits } from '../../std/limits.ts';
import { product } from './construct.ts';
import type { Machine } from './evaluate.ts';
import { least, lengthOf, listOf, ofValues, pathOf, unique, type OfValues } from './functions.ts';
import { TooMuch, type Closure, type Item, type Items, type Native } from './items.ts';
import { getPath } from './paths.ts';
import { ofStreams } from './streams.ts';
import { ofMatches } from './substitute.ts';
import { compare, isArray, isObject, isTrue, JqError, textOf } from './values.ts';

/** The program stops here. */
export class Halt extends Error {
  readonly value: Json | undefined;
  readonly code: number;

  constructor(code: number, value?: Json) {
    super('halt');
    this.code = code;
    this.value = value;
  }
}

function fromValues(run: OfValues): Native {
  return function* (machine, { value, place }, args) {
    for (const [a = null, b = null] of product(machine, value, args)) {
      // What goes through a long value is as many steps.
      machine.step(
        isArray(value) || isObject(value) || typeof value === 'string'
          ? 1 + Math.floor(Number(lengthOf(value)) / 8)
          : 1,
      );
      yield { value: run(value, a, b), place: place === undefined ? undefined : null };
    }
  };
}

/** Of each item of a list, what a filter makes of it, as the key that it is sorted by. */
function keyed(machine: Machine, value: Json, by: Closure, what: string): readonly (readonly [Json, Json])[] {
  return listOf(value, what).map((each) => [[...machine.values(by, each)], each] as const);
}

const sorted = (pairs: readonly (readonly [Json, Json])[]) => pairs.toSorted(([a], [b]) => compare(a, b));

function ofKeys(what: string, run: (pairs: readonly (readonly [Json, Json])[]) => Json): Native {
  return function* (machine, { value, place }, [by]) {
    yield {
      value: run(keyed(machine, value, by as Closure, what)),
      place: place === undefined ? undefined : null,
    };
  };
}

function grouped(pairs: readonly (readonly [Json, Json])[]): Json {
  const groups: (readonly [Json, Json[]])[] = [];
  for (const [key, item] of sorted(pairs)) {
    const last = groups.at(-1);
    if (last !== undefined && compare(last[0], key) === 0) last[1].push(item);
    else groups.push([key, [item]]);
  }
  return groups.map(([, items]) => items);
}

function* recurse(machine: Machine, item: Item, depth = 0): Items {
  if (depth > limits.jqDepthMax) throw new TooMuch(`a value nests deeper than ${limits.jqDepthMax}`);
  yield item;
  if (!isArray(item.value) && !isObject(item.value)) return;
  for (const each of machine.each(item)) yield* recurse(machine, each, depth + 1);
}

function* recurseBy(machine: Machine, item: Item, by: Closure, depth = 0): Items {
  if (depth > limits.jqDepthMax) throw new TooMuch(`recurse goes deeper than ${limits.jqDepthMax}`);
  yield item;
  for (const each of machine.run(by, item)) yield* recurseBy(machine, each, by, depth + 1);
}

function* range(machine: Machine, { value, place }: Item, args: readonly Closure[]): Items {
  const [a, b, c] = args as readonly [Closure, Closure, Closure];
  for (const start of args.length === 1 ? [0] : machine.values(a, value))
    for (const end of machine.values(args.length === 1 ? a : b, value))
      for (const by of args.length === 3 ? machine.values(c, value) : [1]) {
        if (typeof start !== 'number' || typeof end !== 'number' || typeof by !== 'number')
          throw new JqError('Range bounds must be numeric');
        for (let at = start; by > 0 ? at < end : by < 0 && at > end; at += by) {
          machine.step();
          yield { value: at, place: place === undefined ? undefined : null };
        }
      }
}

const ofFilters: Readonly<Record<string, Native>> = {
  'empty/0': () => [],
  'error/0': (_, { value }) => {
    throw new JqError(value);
  },
  'error/1': (machine, { value }, [message]) => {
    for (const each of machine.values(message as Closure, value)) throw new JqError(each);
    return [];
  },
  *'select/1'(machine, item, [test]) {
    for (const each of machine.values(test as Closure, item.value)) if (isTrue(each)) yield item;
  },
  *'path/1'(machine, { value, place }, [by]) {
    for (const [path] of machine.paths(by as Closure, value))
      yield { value: path, place: place === undefined ? undefined : null };
  },
  *'getpath/1'(machine, { value, place }, [by]) {
    for (const path of machine.values(by as Closure, value)) {
      let found: Json;
      try {
        found = getPath(value, pathOf(path));
      } catch (trouble) {
        if (place === undefined || !(trouble instanceof JqError)) throw trouble;
        found = null;
      }
      if (place === null) throw new JqError(`Invalid path expression with result ${textOf(value)}`);
      yield { value: found, place: place === undefined ? undefined : [...place, ...pathOf(path)] };
    }
  },
  'recurse/0': (machine, item) => recurse(machine, item),
  'recurse/1': (machine, item, [by]) => recurseBy(machine, item, by as Closure),
  'range/1': range,
  'range/2': range,
  'range/3': range,
  *'first/1'(machine, item, [by]) {
    for (const each of machine.run(by as Closure, item)) {
      yield each;
      return;
    }
  },
  *'last/1'(machine, item, [by]) {
    let last: Item | undefined;
    for (const each of machine.run(by as Closure, item)) last = each;
    if (last !== undefined) yield last;
  },
  *'isempty/1'(machine, { value, place }, [by]) {
    for (const each of machine.values(by as Closure, value)) {
      yield { value: each === undefined, place: place === undefined ? undefined : null };
      return;
    }
    yield { value: true, place: place === undefined ? undefined : null };
  },
  *'any/2'(machine, { value }, [source, test]) {
    for (const each of machine.values(source as Closure, value))
      for (const found of machine.values(test as Closure, each))
        if (isTrue(found)) {
          yield { value: true, place: undefined };
          return;
        }
    yield { value: false, place: undefined };
  },
  *'all/2'(machine, { value }, [source, test]) {
    for (const each of machine.values(source as Closure, value))
      for (const found of machine.values(test as Closure, each))
        if (!isTrue(found)) {
          yield { value: false, place: undefined };
          return;
        }
    yield { value: true, place: undefined };
  },
  *'until/2'(machine, item, [test, next]) {
    for (let at: Item = item; ;) {
      const [found = null] = machine.values(test as Closure, at.value);
      if (isTrue(found)) {
        yield at;
        return;
      }
      const [following] = machine.run(next as Closure, at);
      if (following === undefined) return;
      at = following;
    }
  },
  *'while/2'(machine, item, [test, next]) {
    for (let at: Item | undefined = item; at !== undefined;) {
      const [found = null]: Iterable<Json> = machine.values(test as Closure, at.value);
      if (!isTrue(found)) return;
      yield at;
      [at] = machine.run(next as Closure, at);
    }
  },
  *'repeat/1'(machine, item, [next]) {
    for (let at: Item | undefined = item; at !== undefined; [at] = machine.run(next as Closure, at)) yield at;
  },
  'sort_by/1': ofKeys('sorted', (pairs) => sorted(pairs).map(([, each]) => each)),
  'group_by/1': ofKeys('grouped', grouped),
  'unique_by/1': ofKeys('grouped', (pairs) => unique(sorted(pairs), ([key]) => key).map(([, each]) => each)),
  'min_by/1': ofKeys('iterated over', (pairs) => least(pairs, -1)),
  'max_by/1': ofKeys('iterated over', (pairs) => least(pairs, 1)),
  *'now/0'(machine) {
    yield { value: machine.surroundings.now, place: undefined };
  },
  *'input/0'(machine) {
    const next = machine.surroundings.next();
    if (next === undefined) throw new JqError('No more inputs');
    yield { value: next, place: undefined };
  },
  *'inputs/0'(machine) {
    for (let next = machine.surroundings.next(); next !== undefined; next = machine.surroundings.next())
      yield { value: next, place: undefined };
  },
  *'input_line_number/0'(machine) {
    yield { value: machine.surroundings.line(), place: undefined };
  },
  *'input_filename/0'(machine) {
    yield { value: machine.surroundings.file(), place: undefined };
  },
  *'debug/0'(machine, item) {
    machine.surroundings.tell(`${textOf(['DEBUG:', item.value])}\n`);
    yield item;
  },
  *'stderr/0'(machine, item) {
    machine.surroundings.tell(typeof item.value === 'string' ? item.value : textOf(item.value));
    yield item;
  },
  'halt/0': () => {
    throw new Halt(0);
  },
  'halt_error/1': (machine, { value }, [code]) => {
    for (const each of machine.values(code as Closure, value)) {
      if (typeof each !== 'number') throw new JqError('halt_error/1: number required');
      throw new Halt(each, value);
    }
    return [];
  },
};

export const natives: ReadonlyMap<string, Native> = new Map([
  ...Object.entries(ofValues).map(([name, run]) => [name, fromValues(run)] as const),
  ...Object.entries(ofFilters),
  ...Object.entries(ofStreams),
  ...Object.entries(ofMatches),
]);
