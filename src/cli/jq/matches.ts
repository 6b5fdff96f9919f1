// Regular expressions of jq, run in linear time whatever they are (RE2). Deliberately absent: what looks ahead or refers back.
// Source: the jq 1.7 manual.
import { RE2JS } from 're2js';
import type { Json } from '../../std/draft.ts';
import { JqError, shown } from './values.ts';

export interface Capture {
  /** In characters; -1 where the group took no part. */
  readonly offset: number;
  readonly length: number;
  readonly string: string | null;
  readonly name: string | null;
}

export interface Match extends Omit<Capture, 'name'> {
  readonly string: string;
  readonly captures: readonly Capture[];
  /** Where it stands in the text's units. */
  readonly start: number;
  readonly end: number;
}

function expressionOf(pattern: string, isExtended: boolean): string {
  const spaced = isExtended
    ? pattern.replace(/(\\[^])|(\[(?:\\[^]|[^\]])*\])|\s+|#[^\n]*/g, '$1$2')
    : pattern;
  return spaced.replace(/\\h/g, '[0-9a-fA-F]').replace(/\\Z/g, '(?:\\n?\\z)');
}

/** @throws {JqError} where the text is none, or pattern or flags cannot be read */
export function matchesOf(input: Json, pattern: Json, flags: Json, isGlobal = false): readonly Match[] {
  if (typeof input !== 'string')
    throw new JqError(`${shown(input)} cannot be matched, as it is not a string`);
  if (typeof pattern !== 'string')
    throw new JqError(`${shown(pattern)} cannot be matched, as it is not a string`);
  if (flags !== null && typeof flags !== 'string') throw new JqError(`${shown(flags)} is not a string`);
  const letters = flags ?? '';
  const wrong = /[^gimnpslx]/.test(letters);
  if (wrong) throw new JqError(`${letters} is not a valid modifier string`);
  const has = (letter: string): boolean => letters.includes(letter);
  const bits = (has('i') ? RE2JS.CASE_INSENSITIVE : 0) | (has('s') || has('p') ? RE2JS.DOTALL : 0);
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(expressionOf(pattern, has('x')), bits);
  } catch (trouble) {
    const why = trouble instanceof Error ? trouble.message.replace(/^error parsing regexp: /, '') : '';
    throw new JqError(`${pattern} (at offset 0) is not a valid regex: ${why}`);
  }
  const names = new Map(Object.entries(compiled.namedGroups()).map(([name, group]) => [group, name]));
  const matcher = compiled.matcher(input);
  const found: Match[] = [];
  const before = characterCounter(input);
  for (let from = 0; from <= input.length && matcher.find(from);) {
    const [start, end] = [matcher.start(), matcher.end()];
    const group = (at: number): Capture => {
      const [first, last] = [matcher.start(at), matcher.end(at)];
      const name = names.get(at) ?? null;
      if (first < 0) return { offset: -1, length: 0, string: null, name };
      return {
        offset: before(first),
        length: before(last) - before(first),
        string: input.slice(first, last),
        name,
      };
    };
    if (!(has('n') && start === end)) {
      const captures = Array.from({ length: matcher.groupCount() }, (_, at) => group(at + 1));
      const { offset, length } = group(0);
      found.push({ offset, length, string: input.slice(start, end), captures, start, end });
    }
    if (!isGlobal && !has('g')) break;
    from = end > start ? end : end + 1;
  }
  return found;
}

/** How many characters stand before a place; places are asked for in any order. */
function characterCounter(text: string): (at: number) => number {
  if (!/[\ud800-\udfff]/.test(text)) return (at) => at;
  return (at) => [...text.slice(0, at)].length;
}

/** The named parts of a match. */
export function namedParts({ captures }: Match): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    captures.flatMap(({ name, string }) => (name === null ? [] : [[name, string] as const])),
  );
}
