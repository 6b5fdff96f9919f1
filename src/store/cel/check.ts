// Checks that an expression makes sense before it is ever run: every name is known, every call has a signature for its
// arguments. Words and places are cel-go's. Source: cel-go checker/checker.go, errors.go.
import type { Call, Comprehension, Expression, ListExpression, MapExpression, Select } from './expression.ts';
import { readDuration } from './durations.ts';
import { functions } from './library/index.ts';
import type { Overload } from './overload.ts';
import { qualifiedName } from './parse.ts';
import { readPattern } from './patterns.ts';
import { fieldNamed } from './escape.ts';
import type { Fault } from './tokens.ts';
import {
  bool,
  bytes,
  double,
  duration,
  dyn,
  failed,
  int,
  isAssignable,
  joined,
  list,
  map,
  nothing,
  opaque,
  optional,
  param,
  string,
  substitute,
  timestamp,
  typeText,
  typeType,
  uint,
  variable,
  type Bindings,
  type CelType,
} from './types.ts';
import { readTimestamp, typeOf } from './values.ts';

/** Names of types, which stand in expressions as values: `type(self.x) == string`. */
export const typeNames: ReadonlyMap<string, CelType> = new Map([
  ['bool', bool],
  ['bytes', bytes],
  ['double', double],
  ['int', int],
  ['uint', uint],
  ['string', string],
  ['null_type', nothing],
  ['list', list(dyn)],
  ['map', map(dyn, dyn)],
  ['type', typeType(dyn)],
  ['optional_type', optional(dyn)],
  ['google.protobuf.Timestamp', timestamp],
  ['google.protobuf.Duration', duration],
  ['net.IP', opaque('net.IP')],
  ['net.CIDR', opaque('net.CIDR')],
  ['kubernetes.Quantity', opaque('kubernetes.Quantity')],
  ['kubernetes.URL', opaque('kubernetes.URL')],
]);

export interface Checked {
  readonly type: CelType;
  /** The type of every part. */
  readonly types: ReadonlyMap<Expression, CelType>;
  /** The signatures that a call may turn out to mean. */
  readonly candidates: ReadonlyMap<Call, readonly Overload[]>;
  /** Variables that the expression names. */
  readonly names: ReadonlySet<string>;
  /** What looks like a member and is a variable of that dotted name: `authorizer.requestResource`. */
  readonly dotted: ReadonlyMap<Expression, string>;
}

export function check(
  expression: Expression,
  variables: Readonly<Record<string, CelType>>,
): Checked | { readonly faults: readonly Fault[] } {
  const checker = new Checker(variables);
  const type = checker.check(expression);
  return checker.faults.length > 0
    ? { faults: checker.faults.toSorted((a, b) => a.at - b.at) }
    : checker.checked(type);
}

class Checker {
  readonly faults: Fault[] = [];
  readonly #types = new Map<Expression, CelType>();
  readonly #candidates = new Map<Call, readonly Overload[]>();
  readonly #names = new Set<string>();
  readonly #dotted = new Map<Expression, string>();
  readonly #variables: Readonly<Record<string, CelType>>;
  /** Variables of the folds around the place, the innermost last. */
  readonly #inner: [string, CelType][] = [];
  #bindings: Bindings = new Map();
  #fresh = 0;

  constructor(variables: Readonly<Record<string, CelType>>) {
    this.#variables = variables;
  }

  checked(type: CelType): Checked {
    const final = (inner: CelType): CelType => substitute(this.#bindings, inner, true);
    const types = new Map([...this.#types].map(([part, inner]) => [part, final(inner)]));
    return {
      type: final(type),
      types,
      candidates: this.#candidates,
      names: this.#names,
      dotted: this.#dotted,
    };
  }

  check(expression: Expression): CelType {
    const type = this.#typeOf(expression);
    this.#types.set(expression, type);
    return type;
  }

  #typeOf(expression: Expression): CelType {
    switch (expression.form) {
      case 'constant':
        return typeOf(expression.value);
      case 'ident':
        return this.#named(expression.name) ?? this.#undeclared(expression.name, expression.at);
      case 'select':
        return this.#select(expression);
      case 'call':
        return this.#call(expression);
      case 'list':
        return this.#list(expression);
      case 'map':
        return this.#map(expression);
      case 'message':
        return this.#undeclared(expression.name, expression.at);
      case 'fold':
        return this.#fold(expression);
    }
  }

  #named(name: string): CelType | undefined {
    const inner = this.#inner.findLast(([variableName]) => variableName === name);
    if (inner !== undefined) return inner[1];
    if (Object.hasOwn(this.#variables, name)) {
      this.#names.add(name);
      return this.#variables[name];
    }
    const type = typeNames.get(name);
    return type === undefined ? undefined : typeType(type);
  }

  /** Whether the first part of a dotted name is a fold's variable. */
  #isInner(name: string): boolean {
    const [first] = name.split('.');
    return this.#inner.some(([inner]) => inner === first);
  }

  #undeclared(name: string, at: number): CelType {
    return this.#fault(at, `undeclared reference to '${name}' (in container '')`);
  }

  #fault(at: number, message: string): CelType {
    this.faults.push({ at, message });
    return failed;
  }

  #now(type: CelType): CelType {
    return substitute(this.#bindings, type, false);
  }

  #select(expression: Select): CelType {
    const name = qualifiedName(expression);
    if (name !== undefined && Object.hasOwn(this.#variables, name) && !this.#isInner(name)) {
      this.#dotted.set(expression, name);
      return this.#named(name) ?? failed;
    }
    const type = name === undefined ? undefined : typeNames.get(name);
    if (type !== undefined && !Object.hasOwn(this.#variables, name?.split('.')[0] ?? ''))
      return typeType(type);
    const field = this.#field(this.check(expression.operand), expression.field, expression.at);
    return expression.isTest ? bool : field;
  }

  #field(of: CelType, name: string, at: number): CelType {
    const type = this.#now(of);
    switch (type.kind) {
      case 'optional_type': {
        const field = this.#field(param(type, 0), name, at);
        return field.kind === 'optional_type' ? field : optional(field);
      }
      case 'map':
        return param(type, 1);
      case 'object':
        return fieldNamed(type, name)?.type ?? this.#fault(at, `undefined field '${name}'`);
      case 'variable':
        isAssignable(this.#bindings, type, dyn);
        return dyn;
      case 'dyn':
      case 'error':
        return dyn;
      default:
        return this.#fault(at, `type '${typeText(type)}' does not support field selection`);
    }
  }

  #call(call: Call): CelType {
    if (call.name === '_?._') return this.#optionalSelect(call);
    const given = call.target === undefined ? call.args : [call.target, ...call.args];
    const types = given.map((arg) => this.check(arg));
    const overloads = functions.get(call.name);
    if (overloads === undefined) return this.#undeclared(call.name, call.at);
    const isMember = call.target !== undefined;
    const fitting: Overload[] = [];
    let result: CelType | undefined;
    for (const overload of overloads) {
      if (overload.isMember !== isMember || overload.args.length !== types.length) continue;
      const renamed = new Map<string, CelType>();
      const trial: Bindings = new Map(this.#bindings);
      const fits = overload.args.every((arg, place) =>
        isAssignable(trial, this.#instance(arg, renamed), types[place] as CelType),
      );
      if (!fits) continue;
      fitting.push(overload);
      this.#bindings = trial;
      const made = this.#now(this.#instance(overload.result, renamed));
      if (result === undefined) result = made;
      else if (typeText(result) !== typeText(made)) result = dyn;
    }
    if (result === undefined) return this.#noOverload(call, types);
    this.#candidates.set(call, fitting);
    this.#checkLiteral(call);
    return result;
  }

  #noOverload(call: Call, types: readonly CelType[]): CelType {
    const texts = types.map((type) => typeText(this.#now(type)));
    if (types.some((type) => this.#now(type).kind === 'error')) return failed;
    const signature =
      call.target === undefined ? `(${texts.join(', ')})` : `${texts[0]}.(${texts.slice(1).join(', ')})`;
    return this.#fault(call.at, `found no matching overload for '${call.name}' applied to '${signature}'`);
  }

  /** Durations, times and patterns that are written out are read at once. */
  #checkLiteral({ name, args, target }: Call): void {
    const arg = name === 'matches' && target === undefined ? args[1] : args[0];
    if (arg?.form !== 'constant' || typeof arg.value !== 'string') return;
    const isWrong =
      (name === 'duration' && readDuration(arg.value) === undefined) ||
      (name === 'timestamp' && readTimestamp(arg.value) === undefined) ||
      (name === 'matches' && typeof readPattern(arg.value) === 'string');
    if (isWrong) this.#fault(arg.at, `invalid ${name} argument`);
  }

  #optionalSelect(call: Call): CelType {
    const [operand, name] = call.args as [Expression, Expression & { readonly value: string }];
    const type = this.check(operand);
    this.#types.set(name, string);
    this.#candidates.set(call, functions.get(call.name) ?? []);
    const field = this.#field(type, name.value, call.at);
    return field.kind === 'optional_type' ? field : optional(field);
  }

  /** A signature's type with type variables of its own. */
  #instance(type: CelType, renamed: Map<string, CelType>): CelType {
    if (type.kind === 'variable') {
      const known = renamed.get(type.name ?? '');
      if (known !== undefined) return known;
      const made = this.#variable();
      renamed.set(type.name ?? '', made);
      return made;
    }
    if (type.params === undefined) return type;
    return { ...type, params: type.params.map((inner) => this.#instance(inner, renamed)) };
  }

  #variable(): CelType {
    this.#fresh += 1;
    return variable(`_var${this.#fresh}`);
  }

  #join(so: CelType | undefined, type: CelType, at: number): CelType {
    if (so === undefined) return type;
    const both = joined(this.#bindings, so, type);
    if (both !== undefined) return both;
    this.#mismatch(so, type, at);
    return so;
  }

  #mismatch(wanted: CelType, found: CelType, at: number): void {
    const text = (type: CelType): string => typeText(this.#now(type));
    this.#fault(at, `expected type '${text(wanted)}' but found '${text(found)}'`);
  }

  #list({ items, optional: optionalPlaces }: ListExpression): CelType {
    let item: CelType | undefined;
    items.forEach((expression, place) => {
      let type = this.check(expression);
      if (optionalPlaces.has(place)) {
        const inner = this.#now(type);
        if (inner.kind === 'optional_type') type = param(inner, 0);
        else if (inner.kind !== 'dyn') this.#mismatch(optional(inner), inner, expression.at);
      }
      item = this.#join(item, type, expression.at);
    });
    return list(item ?? this.#variable());
  }

  #map({ entries }: MapExpression): CelType {
    let key: CelType | undefined;
    let value: CelType | undefined;
    for (const entry of entries) {
      key = this.#join(key, this.check(entry.key), entry.key.at);
      let type = this.check(entry.value);
      if (entry.isOptional && this.#now(type).kind === 'optional_type') type = param(this.#now(type), 0);
      value = this.#join(value, type, entry.value.at);
    }
    return map(key ?? this.#variable(), value ?? this.#variable());
  }

  #fold(fold: Comprehension): CelType {
    const [first, second] = this.#ranged(fold, this.#now(this.check(fold.range)));
    const accumulator = this.check(fold.initial);
    this.#inner.push([fold.accumulator, accumulator]);
    this.#inner.push([fold.variable, first]);
    if (fold.second !== undefined) this.#inner.push([fold.second, second]);
    const condition = this.check(fold.condition);
    if (!isAssignable(this.#bindings, bool, condition)) this.#mismatch(bool, condition, fold.condition.at);
    const step = this.check(fold.step);
    if (!isAssignable(this.#bindings, accumulator, step)) this.#mismatch(accumulator, step, fold.step.at);
    this.#inner.length -= fold.second === undefined ? 1 : 2;
    const result = this.check(fold.result);
    this.#inner.length -= 1;
    return this.#now(result);
  }

  /** The types of a fold's variables by what it goes over. */
  #ranged(fold: Comprehension, range: CelType): readonly [CelType, CelType] {
    switch (range.kind) {
      case 'list':
        return fold.second === undefined ? [param(range, 0), dyn] : [int, param(range, 0)];
      case 'map':
        return [param(range, 0), param(range, 1)];
      case 'dyn':
      case 'error':
        return [range, range];
      case 'variable':
        isAssignable(this.#bindings, range, dyn);
        return [dyn, dyn];
    }
    const why = 'cannot be range of a comprehension (must be list, map, or dynamic)';
    this.#fault(fold.range.at, `expression of type '${typeText(range)}' ${why}`);
    return [failed, failed];
  }
}
