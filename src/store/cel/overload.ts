// What a function of the language is: a name and the signatures it is called by, each with what it does.
import type { CelType } from './types.ts';
import type { Value } from './values.ts';

export interface Overload {
  readonly id: string;
  readonly name: string;
  /** Called on its first argument: `text.size()`. */
  readonly isMember: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
  readonly run: (...args: never[]) => Value;
}

type Run = (...args: never[]) => Value;

export function globalFunction(
  name: string,
  id: string,
  args: readonly CelType[],
  result: CelType,
  run: Run,
): Overload {
  return { id, name, isMember: false, args, result, run };
}

export function memberFunction(
  name: string,
  id: string,
  args: readonly CelType[],
  result: CelType,
  run: Run,
): Overload {
  return { id, name, isMember: true, args, result, run };
}

/** What goes wrong while an expression runs: an error of the expression, which `||`, `&&` and callers may absorb. */
export class CelFault extends Error {}

export function noSuchOverload(): CelFault {
  return new CelFault('no such overload');
}
