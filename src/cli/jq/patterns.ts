// Bindings: names for what a pattern takes apart.
import type { Json } from '../../std/draft.ts';
import type { Machine } from './evaluate.ts';
import type { Items, Names } from './items.ts';
import { itemAt } from './paths.ts';
import { namesOf, type Pattern } from './syntax.ts';
import { isArray, JqError, kindOf } from './values.ts';

/** Runs what follows with each way in which a pattern takes the value apart; where one fails, the next pattern is tried. */
export function bound(
  machine: Machine,
  patterns: readonly Pattern[],
  source: Json,
  names: Names | undefined,
  value: Json,
  follow: (names: Names | undefined) => Items,
): Items {
  const [pattern, ...others] = patterns;
  if (pattern?.type === 'name' && others.length === 0)
    return follow({ name: `$${pattern.name}`, value: source, outer: names });
  return apart(machine, patterns, source, names, value, follow);
}

function* apart(
  machine: Machine,
  patterns: readonly Pattern[],
  source: Json,
  names: Names | undefined,
  value: Json,
  follow: (names: Names | undefined) => Items,
): Items {
  const [pattern, ...others] = patterns;
  if (pattern === undefined) return;
  // With alternatives, names of the other patterns are null.
  let known = names;
  if (patterns.length > 1)
    for (const name of patterns.flatMap(namesOf)) known = { name: `$${name}`, value: null, outer: known };
  try {
    for (const bound of taken(machine, pattern, source, known, value)) yield* follow(bound);
  } catch (trouble) {
    if (!(trouble instanceof JqError) || others.length === 0) throw trouble;
    let rest = names;
    for (const name of namesOf(pattern)) rest = { name: `$${name}`, value: null, outer: rest };
    yield* bound(machine, others, source, rest, value, follow);
  }
}

function* taken(
  machine: Machine,
  pattern: Pattern,
  source: Json,
  names: Names | undefined,
  value: Json,
): Generator<Names | undefined, void, undefined> {
  if (pattern.type === 'name') {
    yield { name: `$${pattern.name}`, value: source, outer: names };
    return;
  }
  if (pattern.type === 'list') {
    if (source !== null && !isArray(source)) throw new JqError(`Cannot index ${kindOf(source)} with number`);
    yield* takenParts(
      machine,
      pattern.parts.map((part, at) => ({ part, item: () => itemAt(source, at) })),
      names,
      value,
    );
    return;
  }
  yield* members(machine, pattern.parts, source, names, value);
}

function* takenParts(
  machine: Machine,
  [first, ...rest]: readonly { readonly part: Pattern; readonly item: () => Json }[],
  names: Names | undefined,
  value: Json,
): Generator<Names | undefined, void, undefined> {
  if (first === undefined) {
    yield names;
    return;
  }
  for (const bound of taken(machine, first.part, first.item(), names, value))
    yield* takenParts(machine, rest, bound, value);
}

function* members(
  machine: Machine,
  [first, ...rest]: Extract<Pattern, { type: 'members' }>['parts'],
  source: Json,
  names: Names | undefined,
  value: Json,
): Generator<Names | undefined, void, undefined> {
  if (first === undefined) {
    yield names;
    return;
  }
  for (const key of machine.values({ node: first.key, names }, value)) {
    if (typeof key !== 'string') throw new JqError(`Cannot index ${kindOf(source)} with ${kindOf(key)}`);
    const item = itemAt(source, key);
    const own: Names | undefined =
      first.name === undefined ? names : { name: `$${first.name}`, value: item, outer: names };
    const bounds = first.pattern === undefined ? [own] : taken(machine, first.pattern, item, own, value);
    for (const bound of bounds) yield* members(machine, rest, source, bound, value);
  }
}
