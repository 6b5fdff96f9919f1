// The door of CEL: text in, a checked program out, or cel-go's errors. Whoever keeps rules compiles them once.
//
//   const compiled = compile('self.min <= self.max', { self: typeOfSchema(schema) });
//   if ('error' in compiled) refuse(`compilation failed: ${compiled.error}`);
//   else compiled.evaluate({ self: fromJson(json, type) })  // { value: true, cost: 5 }
import { check, type Checked } from './check.ts';
import { CostExceeded, Evaluation, type BindingsOf } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { CelFault } from './overload.ts';
import { parse } from './parse.ts';
import { report } from './report.ts';
import type { CelType } from './types.ts';
import type { Value } from './values.ts';
import { limits } from '../../std/limits.ts';

export interface Evaluated {
  /** Absent where the evaluation failed. */
  readonly value?: Value;
  /** cel-go's words for why it failed: `no such key: x`, `operation cancelled: actual cost limit exceeded`. */
  readonly error?: string;
  /** What the evaluation cost, in CEL's units. */
  readonly cost: number;
}

export interface Program {
  /** The type of the result. */
  readonly type: CelType;
  /** Variables that the text names. */
  readonly names: ReadonlySet<string>;
  readonly expression: Expression;
  readonly checked: Checked;
  /** Runs it. `costMax` is the bound of one call; a binding may be a function that makes the value when it is read. */
  evaluate(bindings: BindingsOf, costMax?: number): Evaluated;
}

/** What follows `compilation failed: ` in Kubernetes' messages. */
export interface CompileFailure {
  readonly error: string;
}

/** Compiles an expression over variables of known types; never throws. */
export function compile(
  text: string,
  variables: Readonly<Record<string, CelType>>,
): CompileFailure | Program {
  const parsed = parse(text);
  if ('faults' in parsed) return { error: report(text, parsed.faults) };
  const { expression } = parsed;
  const checked = check(expression, variables);
  if ('faults' in checked) return { error: report(text, checked.faults) };
  return {
    type: checked.type,
    names: checked.names,
    expression,
    checked,
    evaluate(bindings, costMax = limits.celCallCostMax) {
      const evaluation = new Evaluation(checked, bindings, costMax);
      try {
        return { value: evaluation.run(expression), cost: evaluation.cost };
      } catch (error) {
        if (error instanceof CelFault || error instanceof CostExceeded) {
          return { error: error.message, cost: evaluation.cost };
        }
        throw error;
      }
    },
  };
}
