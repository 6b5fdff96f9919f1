// The operators of jq and how they bind. Source: the jq 1.7 manual.
import type { Node } from './syntax.ts';

/** Operators from the weakest to the strongest; how those of a row group. */
export const rows: readonly {
  readonly signs: readonly string[];
  readonly groups: 'left' | 'right' | 'none';
}[] = [
  { signs: ['|'], groups: 'right' },
  { signs: [','], groups: 'left' },
  { signs: ['//'], groups: 'right' },
  { signs: ['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='], groups: 'none' },
  { signs: ['or'], groups: 'left' },
  { signs: ['and'], groups: 'left' },
  { signs: ['==', '!=', '<', '<=', '>', '>='], groups: 'none' },
  { signs: ['+', '-'], groups: 'left' },
  { signs: ['*', '/', '%'], groups: 'left' },
];

export const pipeRow = 0;
export const commaRow = 1;
export const assignRow = 3;
/** What stands behind `try` and `-` binds closer than any operator. */
export const postfixRow = rows.length;

/** An operator between two nodes. */
export function joined(sign: string, left: Node, right: Node): Node {
  if (sign === '|') return { type: 'pipe', left, right };
  if (sign === ',') return { type: 'comma', left, right };
  if (sign === '//') return { type: 'default', left, right };
  if (sign === 'and' || sign === 'or') return { type: sign, left, right };
  const isAssignment = rows[assignRow]?.signs.includes(sign) === true;
  return { type: isAssignment ? 'assign' : 'binary', operator: sign, left, right };
}
