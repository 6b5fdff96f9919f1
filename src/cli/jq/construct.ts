// Objects and texts with programs in them: one for each way in which the programs' values go together.
import type { Json } from '../../std/draft.ts';
import { setOwn } from '../../std/own.ts';
import type { Machine } from './evaluate.ts';
import { formatted } from './formats.ts';
import type { Closure, Names } from './items.ts';
import type { Node } from './syntax.ts';
import { JqError } from './values.ts';

/** Every object that the entries up to one of them make; the first entry changes fastest. */
export function* objects(
  machine: Machine,
  entries: Extract<Node, { type: 'object' }>['entries'],
  last: number,
  names: Names | undefined,
  value: Json,
): Generator<Json, void, undefined> {
  const entry = entries[last];
  if (entry === undefined) {
    yield {};
    return;
  }
  for (const before of objects(machine, entries, last - 1, names, value))
    for (const key of machine.values({ node: entry.key, names }, value)) {
      if (typeof key !== 'string') throw new JqError(`Object keys must be strings`);
      for (const member of machine.values({ node: entry.value, names }, value)) {
        const made: { [name: string]: Json } = { ...(before as object) };
        setOwn(made, key, member);
        yield made;
      }
    }
}

export function* texts(
  machine: Machine,
  node: Extract<Node, { type: 'text' }>,
  last: number,
  names: Names | undefined,
  value: Json,
): Generator<string, void, undefined> {
  const part = node.parts[last];
  if (part === undefined) {
    yield '';
    return;
  }
  const ends = typeof part === 'string' ? [part] : formattedEach(machine, node.format, part, names, value);
  for (const end of ends) for (const start of texts(machine, node, last - 1, names, value)) yield start + end;
}

function* formattedEach(
  machine: Machine,
  format: string,
  part: Node,
  names: Names | undefined,
  value: Json,
): Generator<string, void, undefined> {
  for (const each of machine.values({ node: part, names }, value)) yield formatted(format, each);
}

/** Every way in which the arguments' values go together; the first changes fastest. */
export function* product(
  machine: Machine,
  value: Json,
  args: readonly Closure[],
): Generator<readonly Json[], void, undefined> {
  const [first, ...rest] = args;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const others of product(machine, value, rest))
    for (const each of machine.values(first, value)) yield [each, ...others];
}
