// Runs the CEL rules of a schema over an object and its version before: transition rules, messages that are expressions,
// a budget for the whole object. Words are the API server's. Source: apiextensions-apiserver
// pkg/apiserver/schema/cel/validation.go.
import { equal } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import type { Causes } from '../../causes.ts';
import { compile, type Program } from '../../cel/compile.ts';
import { typeOfSchema } from '../../cel/schema-type.ts';
import { optional, type CelType } from '../../cel/types.ts';
import { fromJson, Optional } from '../../cel/values.ts';
import { limits } from '../../../std/limits.ts';
import type { Schema, ValidationRule } from '../schema.ts';
import { correlated, memberBefore, type Before } from './validate.ts';

interface CompiledRule {
  readonly rule: ValidationRule;
  readonly program: Program;
  readonly message: Program | undefined;
  readonly usesOldSelf: boolean;
}

interface Rules {
  readonly type: CelType;
  readonly rules: readonly CompiledRule[];
}

const compiled = new WeakMap<Schema, Rules | undefined>();
const under = new WeakMap<Schema, boolean>();

/** The variables of a rule. */
export function ruleVariables(type: CelType, rule: ValidationRule): Readonly<Record<string, CelType>> {
  return { self: type, oldSelf: rule.optionalOldSelf === true ? optional(type) : type };
}

/** The rules of this place alone, compiled once; what did not compile was refused with the definition. */
function rulesOf(schema: Schema, isResource: boolean): Rules | undefined {
  if (compiled.has(schema)) return compiled.get(schema);
  const texts = schema['x-kubernetes-validations'] ?? [];
  const type = texts.length === 0 ? undefined : typeOfSchema(schema, isResource);
  const rules =
    type === undefined ? undefined : { type, rules: texts.flatMap((rule) => compileRule(rule, type)) };
  compiled.set(schema, rules);
  return rules;
}

function compileRule(rule: ValidationRule, type: CelType): readonly CompiledRule[] {
  const variables = ruleVariables(type, rule);
  const program = compile(rule.rule, variables);
  if ('error' in program) return [];
  const { messageExpression = '' } = rule;
  const message = messageExpression === '' ? undefined : compile(messageExpression, variables);
  return [
    {
      rule,
      program,
      message: message === undefined || 'error' in message ? undefined : message,
      usesOldSelf: program.names.has('oldSelf'),
    },
  ];
}

/** Whether there is any rule at or under the schema: objects of a schema without are not walked. */
export function hasRules(schema: Schema): boolean {
  let has = under.get(schema);
  if (has === undefined) {
    const { properties = {}, items, additionalProperties, allOf = [] } = schema;
    const inner = [...Object.values(properties), items, additionalProperties, ...allOf];
    has =
      (schema['x-kubernetes-validations'] ?? []).length > 0 ||
      inner.some((part) => typeof part === 'object' && hasRules(part));
    under.set(schema, has);
  }
  return has;
}

const ruleText = (rule: ValidationRule): string => {
  const { message = '' } = rule;
  return message.trim() === '' ? rule.rule.trim() : message.trim();
};

const defaultMessage = (rule: ValidationRule): string => {
  const { message = '' } = rule;
  return message.trim() === '' ? `failed rule: ${rule.rule.trim()}` : message.trim();
};

const budgetSpent =
  'validation failed due to running out of cost budget, no further validation rules will be run';

/** Thrown through the walk when no further rule may run. */
class Spent extends Error {}

/** Checks all rules of the object; `before` is its last version on an update. */
export function checkRules(
  schema: Schema,
  value: unknown,
  before: Before | undefined,
  causes: Causes,
  warn: (text: string) => void = () => undefined,
): void {
  if (!hasRules(schema)) return;
  const walk = new Walk(causes, warn);
  try {
    walk.visit(schema, value, before, '', true, before !== undefined);
  } catch (error) {
    if (!(error instanceof Spent)) throw error;
  }
}

class Walk {
  readonly #causes: Causes;
  readonly #warn: (text: string) => void;
  #budget: number = limits.celObjectCostMax;

  constructor(causes: Causes, warn: (text: string) => void) {
    this.#causes = causes;
    this.#warn = warn;
  }

  /** `isCorrelated`: the value is the same part of the object as before, so unchanged means old. */
  visit(
    schema: Schema,
    value: unknown,
    before: Before | undefined,
    path: string,
    isResource: boolean,
    isUpdate: boolean,
  ): void {
    if (value === null || value === undefined || !hasRules(schema)) return;
    const rules = rulesOf(schema, isResource);
    if (rules !== undefined) this.#check(schema, rules, value, before, path, isUpdate);
    for (const part of schema.allOf ?? []) {
      this.visit({ ...schema, ...part }, value, before, path, isResource, isUpdate);
    }
    if (Array.isArray(value)) {
      const { items } = schema;
      if (items === undefined) return;
      value.forEach((item: unknown, index) => {
        const isEmbedded = items['x-kubernetes-embedded-resource'] === true;
        this.visit(items, item, correlated(schema, before, item), `${path}[${index}]`, isEmbedded, isUpdate);
      });
    } else if (typeof value === 'object') this.#members(schema, value, before, path, isUpdate);
  }

  #members(schema: Schema, value: object, before: Before | undefined, path: string, isUpdate: boolean): void {
    for (const [name, member] of Object.entries(value)) {
      const values = schema.additionalProperties;
      const property = getOwn(schema.properties, name);
      const inner = property ?? (typeof values === 'object' ? values : undefined);
      if (inner === undefined) continue;
      const place = property === undefined ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
      const isEmbedded = inner['x-kubernetes-embedded-resource'] === true;
      this.visit(inner, member, memberBefore(before, name), place, isEmbedded, isUpdate);
    }
  }

  #check(
    schema: Schema,
    { type, rules }: Rules,
    value: unknown,
    before: Before | undefined,
    path: string,
    isUpdate: boolean,
  ): void {
    const place = path === '' ? '<nil>' : path;
    const shown = schema.type ?? '';
    if (this.#budget <= 0) this.#stop(place, shown, budgetSpent);
    for (const compiledRule of rules) {
      const { rule, program, usesOldSelf } = compiledRule;
      const isOptional = rule.optionalOldSelf === true;
      if (usesOldSelf && before === undefined && !isOptional) continue;
      const old = before === undefined ? undefined : () => fromJson(before.value, type);
      const bindings = {
        self: () => fromJson(value, type),
        ...(isOptional
          ? { oldSelf: () => new Optional(old?.()) }
          : old === undefined
            ? {}
            : { oldSelf: old }),
      };
      const { value: result, error, cost } = program.evaluate(bindings);
      if (cost > this.#budget) this.#stop(place, shown, budgetSpent);
      this.#budget -= cost;
      if (error !== undefined) this.#failed(rule, error, place, shown);
      else if (result !== true) {
        // A value that was wrong before the rule came is only warned of while it stays as it is.
        const isOld = isUpdate && !usesOldSelf && before !== undefined && equal(before.value, value);
        this.#violated(compiledRule, bindings, place, shown, isOld);
      }
    }
  }

  #failed(rule: ValidationRule, error: string, place: string, shown: string): void {
    if (error.startsWith('operation cancelled: actual cost limit exceeded')) {
      const why = 'no further validation rules will be run due to call cost exceeds limit for rule';
      this.#stop(place, shown, `'${error}': ${why}: ${ruleText(rule)}`);
    }
    const said = error.startsWith('no such overload')
      ? `'${error}': call arguments did not match a supported operator, function or macro signature for rule: ${ruleText(rule)}`
      : `${error} evaluating rule: ${ruleText(rule)}`;
    this.#causes.invalid(place, shown, said);
  }

  #violated(
    { rule, message }: CompiledRule,
    bindings: Parameters<Program['evaluate']>[0],
    place: string,
    shown: string,
    isOld: boolean,
  ): void {
    let text = defaultMessage(rule);
    if (message !== undefined) {
      const made = message.evaluate(bindings);
      this.#budget -= made.cost;
      const isUsable =
        typeof made.value === 'string' &&
        made.value.trim() !== '' &&
        !/[\n\r]/.test(made.value) &&
        made.value.length <= limits.celMessageBytesMax;
      if (isUsable) text = (made.value as string).trim();
    }
    const within = normalized(rule.fieldPath, place);
    const field = place === '<nil>' && within !== '' ? within : place + within;
    if (isOld) this.#warn(`${field}: Invalid value: ${JSON.stringify(shown)}: ${text}`);
    else fieldError(this.#causes, rule.reason, field, shown, text);
  }

  #stop(place: string, shown: string, detail: string): never {
    this.#causes.invalid(place, shown, detail);
    throw new Spent();
  }
}

function normalized(path: string | undefined, place: string): string {
  if (path === undefined || path === '') return '';
  const text = path.replace(
    /\['((?:[^'\\]|\\.)*)'\]/g,
    (_all, name: string) => `.${name.replaceAll('\\', '')}`,
  );
  return place === '<nil>' ? text.slice(1) : text;
}

function fieldError(
  causes: Causes,
  reason: string | undefined,
  field: string,
  value: string,
  detail: string,
): void {
  switch (reason) {
    case 'FieldValueForbidden':
      causes.forbidden(field, detail);
      return;
    case 'FieldValueRequired':
      causes.required(field, detail);
      return;
    case 'FieldValueDuplicate':
      causes.duplicate(field, value);
      return;
    default:
      causes.invalid(field, value, detail);
  }
}
