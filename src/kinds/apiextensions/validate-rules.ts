// Whether the CEL rules of a schema compile, and what they may cost in the largest request.
// Source: apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, cel_validation.go.
import { quoteGo } from '../../std/go-quote.ts';
import type { Causes } from '../../store/causes.ts';
import { GoSyntax } from '../../store/go-types.ts';
import { compile, type Program } from '../../store/cel/compile.ts';
import { estimateCost } from '../../store/cel/cost/estimate.ts';
import { typeOfSchema } from '../../store/cel/schema-type.ts';
import { limits } from '../../std/limits.ts';
import type { Schema, ValidationRule } from '../../store/schema/schema.ts';
import { ruleVariables } from '../../store/schema/structural/rules.ts';
import { schemaAtPath } from './schema-path.ts';

/** Where a rule stands: how often it may run in one object, and whether the old value can be told. */
export interface RulePlace {
  /** Undefined where nothing bounds it but the size of a request. */
  readonly times: number | undefined;
  /** The place above which old and new cannot be matched. */
  readonly unmatched: string | undefined;
  readonly isResource: boolean;
}

export const rootPlace: RulePlace = { times: 1, unmatched: undefined, isResource: true };

const requestBytesMax = 3 * 1024 * 1024;

/** The place of the parts under a schema. */
export function under(
  place: RulePlace | undefined,
  schema: Schema,
  path: string,
  parts: 'items' | 'members' | 'values',
): RulePlace | undefined {
  if (place === undefined) return undefined;
  // The members of an object keep their names whatever its map type, so that they can be matched.
  const isMatched = parts !== 'items' || schema['x-kubernetes-list-type'] === 'map';
  const most = parts === 'items' ? schema.maxItems : parts === 'values' ? schema.maxProperties : 1;
  return {
    times: place.times === undefined || most === undefined ? undefined : place.times * Math.max(0, most),
    unmatched: place.unmatched ?? (isMatched ? undefined : path),
    isResource: false,
  };
}

/** What all rules of a schema cost together; the dearest are those of a hundredth of the limit or more. */
export class RuleCosts {
  readonly isUnchanged: boolean;
  #total = 0;
  readonly #dearest: { readonly path: string; readonly cost: number }[] = [];

  constructor(isUnchanged: boolean) {
    this.isUnchanged = isUnchanged;
  }

  add(path: string, cost: number): void {
    this.#total += cost;
    if (cost < limits.celSchemaCostMax / 100) return;
    this.#dearest.push({ path, cost });
    this.#dearest.sort((a, b) => b.cost - a.cost);
    this.#dearest.length = Math.min(this.#dearest.length, 4);
  }

  checkTotal(path: string, causes: Causes): void {
    if (this.#total <= limits.celSchemaCostMax) return;
    for (const { path: rule } of this.#dearest) {
      const why = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
      causes.forbidden(rule, why);
    }
    const what = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
    causes.forbidden(path, costMessage(what, this.#total, limits.celSchemaCostMax));
  }
}

function costMessage(what: string, cost: number, most: number): string {
  const factor = cost / most;
  const times = factor > 100 ? 'more than 100x' : `${factor < 1.5 ? factor.toFixed(6) : factor.toFixed(1)}x`;
  const advice =
    'try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared';
  return `${what} exceeds budget by factor of ${times} (${advice})`;
}

/** A rule as Go prints the struct that it is. */
function shownRule(rule: ValidationRule): GoSyntax {
  const text = (value: string | undefined): string => quoteGo(value ?? '');
  const pointer = (type: string, value: unknown): string =>
    `(*${type})(${value === undefined ? 'nil' : '0xc000000000'})`;
  return new GoSyntax(
    `apiextensions.ValidationRule{Rule:${text(rule.rule)}, Message:${text(rule.message)}, ` +
      `MessageExpression:${text(rule.messageExpression)}, ` +
      `Reason:${pointer('apiextensions.FieldValueErrorReason', rule.reason)}, FieldPath:${text(rule.fieldPath)}, ` +
      `OptionalOldSelf:${pointer('bool', rule.optionalOldSelf)}}`,
  );
}

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const hasBreak = (text: string): boolean => /[\n\r]/.test(text);

export function checkRulesOf(
  schema: Schema,
  path: string,
  place: RulePlace | undefined,
  costs: RuleCosts,
  causes: Causes,
): void {
  const rules = schema['x-kubernetes-validations'] ?? [];
  const before = causes.list.length;
  rules.forEach((rule, index) => {
    checkWords(schema, rule, `${path}.x-kubernetes-validations[${index}]`, causes);
  });
  if (rules.length === 0 || place === undefined || causes.list.length > before) return;
  const isResource = place.isResource || schema['x-kubernetes-embedded-resource'] === true;
  const type = typeOfSchema(schema, isResource);
  if (type === undefined) {
    const why =
      'Internal error: internal error: failed to retrieve type information for x-kubernetes-validations';
    causes.invalid(`${path}.x-kubernetes-validations`, '', why);
    return;
  }
  const times = place.times ?? Math.trunc(requestBytesMax / ((type.bytesMin ?? 0) + 1));
  rules.forEach((rule, index) => {
    const field = `${path}.x-kubernetes-validations[${index}]`;
    const variables = ruleVariables(type, rule);
    const program = checkProgram(rule, rule.rule, variables, `${field}.rule`, 'bool', causes);
    if (program !== undefined) {
      const cost = estimateCost(program.expression, program.checked, type).max * times;
      checkCost('estimated rule cost', cost, `${field}.rule`, costs, causes);
      checkOldSelf(rule, program, place, field, causes);
    }
    if (!rule.messageExpression || program === undefined) return;
    const message = checkProgram(
      rule,
      rule.messageExpression,
      variables,
      `${field}.messageExpression`,
      'string',
      causes,
    );
    if (message === undefined) return;
    const cost = estimateCost(message.expression, message.checked, type).max;
    checkCost('estimated messageExpression cost', cost, `${field}.messageExpression`, costs, causes);
  });
}

function checkCost(what: string, cost: number, field: string, costs: RuleCosts, causes: Causes): void {
  if (!costs.isUnchanged && cost > limits.celRuleCostMax)
    causes.forbidden(field, costMessage(what, cost, limits.celRuleCostMax));
  costs.add(field, cost);
}

function checkProgram(
  rule: ValidationRule,
  text: string,
  variables: Parameters<typeof compile>[1],
  field: string,
  kind: 'bool' | 'string',
  causes: Causes,
): Program | undefined {
  const program = compile(text, variables);
  if ('error' in program) {
    const lead = kind === 'bool' ? '' : 'messageExpression ';
    causes.invalid(field, shownRule(rule), `${lead}compilation failed: ${program.error}`);
    return undefined;
  }
  if (program.type.kind === kind) return program;
  const why =
    kind === 'bool'
      ? 'cel expression must evaluate to a bool'
      : 'messageExpression must evaluate to a string';
  causes.invalid(field, shownRule(rule), why);
  return undefined;
}

function checkOldSelf(
  rule: ValidationRule,
  program: Program,
  place: RulePlace,
  field: string,
  causes: Causes,
): void {
  if (program.names.has('oldSelf')) {
    if (place.unmatched === undefined) return;
    const why = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${place.unmatched}`;
    causes.invalid(`${field}.rule`, rule.rule, why);
  } else if (rule.optionalOldSelf !== undefined) {
    const why = 'may not be set if oldSelf is not used in rule';
    causes.invalid(`${field}.optionalOldSelf`, rule.optionalOldSelf, why);
  }
}

function checkWords(schema: Schema, rule: ValidationRule, field: string, causes: Causes): void {
  const { message = '', messageExpression = '', reason, fieldPath = '' } = rule;
  const text = (rule.rule ?? '').trim();
  if (text === '') causes.required(`${field}.rule`, 'rule is not specified');
  else if (message !== '' && message.trim() === '')
    causes.invalid(`${field}.message`, message, 'message must be non-empty if specified');
  else if (hasBreak(message.trim()))
    causes.invalid(`${field}.message`, message, 'message must not contain line breaks');
  else if (hasBreak(text) && message.trim() === '')
    causes.required(`${field}.message`, 'message must be specified if rule contains line breaks');
  if (messageExpression !== '' && messageExpression.trim() === '')
    causes.required(`${field}.messageExpression`, 'messageExpression must be non-empty if specified');
  if (reason !== undefined && !reasons.includes(reason))
    causes.notSupported(`${field}.reason`, reason, reasons);
  if (fieldPath === '') return;
  if (fieldPath.trim() === '')
    causes.invalid(`${field}.fieldPath`, fieldPath, 'fieldPath must be non-empty if specified');
  if (hasBreak(fieldPath))
    causes.invalid(`${field}.fieldPath`, fieldPath, 'fieldPath must not contain line breaks');
  if (typeof schemaAtPath(schema, fieldPath) === 'string')
    causes.invalid(`${field}.fieldPath`, fieldPath, 'fieldPath must be a valid path');
}
