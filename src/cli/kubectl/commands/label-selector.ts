// A selector as flags write it, as the structure that objects hold. Source: apimachinery pkg/apis/meta/v1, ParseToLabelSelector.
import { parseLabelSelector } from '../../../apis/kubernetes/wire-selectors.ts';
import type { JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { Failure } from '../failure.ts';

export interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

const operators: Readonly<Record<string, string>> = {
  in: 'In',
  notin: 'NotIn',
  exists: 'Exists',
  '!': 'DoesNotExist',
};

/** The labels that a selector wants, and what it wants beside them. Throws what is wrong with it. */
export function readSelector(text: string): {
  readonly labels: JsonObject;
  readonly expressions: readonly Expression[];
} {
  const parsed = parseLabelSelector(text);
  if ('error' in parsed) throw new Failure(`couldn't parse the selector string "${text}": ${parsed.error}`);
  const labels: [string, string][] = [];
  const expressions: Expression[] = [];
  for (const { key, operator: written, values } of parsed.requirements) {
    if (written === '=' || written === '==') labels.push([key, values[0] ?? '']);
    else {
      const operator = operators[written];
      if (operator === undefined)
        throw new Failure(`${quoteGo(written)} is not a valid label selector operator`);
      expressions.push({ key, operator, values });
    }
  }
  return { labels: Object.fromEntries(labels), expressions };
}
