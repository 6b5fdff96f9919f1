// What an expression is once it is read: CEL's abstract syntax, macros already unfolded into comprehensions, so that the
// checker, the cost estimate and the evaluation know nothing of macros. Source: cel-spec proto/cel/expr/syntax.proto.
import type { Value } from './values.ts';

interface Place {
  /** Offset in the text, in UTF-16 units: what an error points at. */
  readonly at: number;
}

export interface Constant extends Place {
  readonly form: 'constant';
  readonly value: Value;
}

export interface Ident extends Place {
  readonly form: 'ident';
  readonly name: string;
}

export interface Select extends Place {
  readonly form: 'select';
  readonly operand: Expression;
  readonly field: string;
  /** `has(operand.field)`. */
  readonly isTest: boolean;
}

export interface Call extends Place {
  readonly form: 'call';
  readonly name: string;
  readonly target: Expression | undefined;
  readonly args: readonly Expression[];
}

export interface ListExpression extends Place {
  readonly form: 'list';
  readonly items: readonly Expression[];
  /** Places of items written `?item`. */
  readonly optional: ReadonlySet<number>;
}

export interface MapExpression extends Place {
  readonly form: 'map';
  readonly entries: readonly {
    readonly key: Expression;
    readonly value: Expression;
    readonly isOptional: boolean;
  }[];
}

/** `Type{field: value}`: read so that it can be refused by name, since no such type can be made. */
export interface Message extends Place {
  readonly form: 'message';
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly value: Expression; readonly at: number }[];
}

/** A fold over a range: what `all`, `exists`, `map`, `filter` and their like are. */
export interface Comprehension extends Place {
  readonly form: 'fold';
  readonly range: Expression;
  readonly variable: string;
  /** The second variable where the macro names two: index and item, or key and value. */
  readonly second: string | undefined;
  readonly accumulator: string;
  readonly initial: Expression;
  readonly condition: Expression;
  readonly step: Expression;
  readonly result: Expression;
}

export type Expression =
  | Call
  | Comprehension
  | Constant
  | Ident
  | ListExpression
  | MapExpression
  | Message
  | Select;

/** The accumulator's name, which no text can spell. */
export const accumulatorName = '@result';
