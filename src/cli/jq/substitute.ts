// Functions of jq that go through the matches of a pattern. Source: the jq 1.7 manual.
import type { Json } from '../../std/draft.ts';
import { product } from './construct.ts';
import type { Machine } from './evaluate.ts';
import { re } from './functions.ts';
import { matchesOf, namedParts, type Match } from './matches.ts';
import type { Closure, Item, Items, Native } from './items.ts';
import { JqError, shown } from './values.ts';

function* matched(
  machine: Machine,
  { value }: Item,
  args: readonly Closure[],
  isGlobal: boolean,
  tell: (match: Match) => Json,
): Items {
  for (const [first = null, second = null] of product(machine, value, args)) {
    const [pattern, flags] = args.length === 1 ? re(first) : [first, second];
    for (const match of matchesOf(value, pattern, flags, isGlobal)) {
      machine.step();
      yield { value: tell(match), place: undefined };
    }
  }
}

/** Every text that comes of putting what a filter makes of each match in its place. */
function* substituted(machine: Machine, { value }: Item, args: readonly Closure[], isGlobal: boolean): Items {
  const [pattern, put, flagsBy] = args as readonly [Closure, Closure, Closure | undefined];
  for (const flags of flagsBy === undefined ? [null] : machine.values(flagsBy, value))
    for (const expression of machine.values(pattern, value)) {
      const matches = matchesOf(value, expression, flags, isGlobal);
      const text = value as string;
      const from = function* (at: number, start: number): Generator<string, void, undefined> {
        const match = matches[at];
        if (match === undefined) {
          yield text.slice(start);
          return;
        }
        for (const made of machine.values(put, namedParts(match))) {
          if (typeof made !== 'string')
            throw new JqError(`${shown(namedParts(match))} cannot be added to a string`);
          for (const rest of from(at + 1, match.end)) yield text.slice(start, match.start) + made + rest;
        }
      };
      for (const made of from(0, 0)) yield { value: made, place: undefined };
    }
}

const told = ({ offset, length, string, captures }: Match): Json => ({
  offset,
  length,
  string,
  captures: captures.map((capture) => ({ ...capture })),
});

function scanned({ string, captures }: Match): Json {
  return captures.length === 0 ? string : captures.map((capture) => capture.string);
}

function* inParts(machine: Machine, { value }: Item, args: readonly Closure[], isTogether: boolean): Items {
  for (const [pattern = null, flags = null] of product(machine, value, args)) {
    const matches = matchesOf(value, pattern, flags, true);
    const text = value as string;
    const parts = [...matches, undefined].map((match, at) =>
      text.slice(matches[at - 1]?.end ?? 0, match?.start ?? text.length),
    );
    if (isTogether) yield { value: parts, place: undefined };
    else for (const part of parts) yield { value: part, place: undefined };
  }
}

export const ofMatches: Readonly<Record<string, Native>> = {
  'match/1': (machine, item, args) => matched(machine, item, args, false, told),
  'match/2': (machine, item, args) => matched(machine, item, args, false, told),
  'capture/1': (machine, item, args) => matched(machine, item, args, false, namedParts),
  'capture/2': (machine, item, args) => matched(machine, item, args, false, namedParts),
  'scan/1': (machine, item, args) => matched(machine, item, args, true, scanned),
  'scan/2': (machine, item, args) => matched(machine, item, args, true, scanned),
  'split/2': (machine, item, args) => inParts(machine, item, args, true),
  'splits/1': (machine, item, args) => inParts(machine, item, args, false),
  'splits/2': (machine, item, args) => inParts(machine, item, args, false),
  'sub/2': (machine, item, args) => substituted(machine, item, args, false),
  'sub/3': (machine, item, args) => substituted(machine, item, args, false),
  'gsub/2': (machine, item, args) => substituted(machine, item, args, true),
  'gsub/3': (machine, item, args) => substituted(machine, item, args, true),
};
