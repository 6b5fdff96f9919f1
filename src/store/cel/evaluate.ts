// Runs a checked expression: walks it, counts what it costs, stops at the limit. Holds: nothing outside the bindings is
// read, nothing is changed. Source: cel-go interpreter/interpretable.go, runtimecost.go.
import type { Checked } from './check.ts';
import { typeNames } from './check.ts';
import { callCost, createListCost, createMapCost, selectCost } from './cost/actual.ts';
import type { Call, Comprehension, Expression, ListExpression, MapExpression, Select } from './expression.ts';
import { keyShown } from './library/operators.ts';
import { CelFault, noSuchOverload, type Overload } from './overload.ts';
import { qualifiedName } from './parse.ts';
import { param, type CelType } from './types.ts';
import {
  Duration,
  isList,
  isStruct,
  MapValue,
  Opaque,
  Optional,
  Timestamp,
  TypeValue,
  Uint,
  type Value,
} from './values.ts';

/** The expression cost more than it may. */
export class CostExceeded extends Error {
  constructor() {
    super('operation cancelled: actual cost limit exceeded');
  }
}

/** A variable's value, or how to get it when it is first read. */
export type Binding = Value | (() => Value);
export type BindingsOf = Readonly<Record<string, Binding>>;

interface Names {
  readonly name: string;
  value: Value;
  readonly outer: Names | undefined;
}

export class Evaluation {
  cost = 0;
  readonly #checked: Checked;
  readonly #bindings: BindingsOf;
  readonly #costMax: number;
  readonly #known = new Map<string, Value>();
  #names: Names | undefined;

  constructor(checked: Checked, bindings: BindingsOf, costMax: number) {
    this.#checked = checked;
    this.#bindings = bindings;
    this.#costMax = costMax;
  }

  run(expression: Expression): Value {
    switch (expression.form) {
      case 'constant':
        return expression.value;
      case 'ident':
        return this.#ident(expression.name);
      case 'select':
        return this.#select(expression);
      case 'call':
        return this.#call(expression);
      case 'list':
        return this.#list(expression);
      case 'map':
        return this.#map(expression);
      case 'fold':
        return this.#fold(expression);
      case 'message':
        throw noSuchOverload();
    }
  }

  #spend(cost: number): void {
    this.cost += cost;
    if (this.cost > this.#costMax) throw new CostExceeded();
  }

  #ident(name: string): Value {
    this.#spend(selectCost);
    for (let names = this.#names; names !== undefined; names = names.outer) {
      if (names.name === name) return names.value;
    }
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const binding = Object.hasOwn(this.#bindings, name) ? this.#bindings[name] : undefined;
    if (binding === undefined) {
      const type = typeNames.get(name);
      if (type !== undefined) return new TypeValue(type);
      throw new CelFault(`no such attribute(s): ${name}`);
    }
    const value = typeof binding === 'function' ? binding() : binding;
    this.#known.set(name, value);
    return value;
  }

  #select(expression: Select): Value {
    const dotted = this.#checked.dotted.get(expression);
    if (dotted !== undefined) return this.#ident(dotted);
    if (this.#checked.types.get(expression)?.kind === 'type') {
      const type = typeNames.get(qualifiedName(expression) ?? '');
      if (type !== undefined) return new TypeValue(type);
    }
    const operand = this.run(expression.operand);
    if (!expression.isTest) this.#spend(selectCost);
    if (operand instanceof Optional) {
      const inner = operand.value === undefined ? undefined : memberOf(operand.value, expression.field);
      return expression.isTest ? inner !== undefined : new Optional(inner);
    }
    const value = memberOf(operand, expression.field);
    if (expression.isTest) return value !== undefined;
    if (value === undefined) throw new CelFault(`no such key: ${expression.field}`);
    return value;
  }

  #call(call: Call): Value {
    if (call.name === '_&&_') return this.#logic(call, false);
    if (call.name === '_||_') return this.#logic(call, true);
    if (call.name === '_?_:_') return this.#ternary(call);
    if (call.name === '@not_strictly_false') return this.#isNotStrictlyFalse(call);
    const given = call.target === undefined ? call.args : [call.target, ...call.args];
    const [first, second] = given;
    if (
      call.name === '_+_' &&
      first?.form === 'ident' &&
      first.name.startsWith('@') &&
      second?.form === 'list'
    ) {
      return this.#append(first.name, second);
    }
    const args = given.map((arg) => this.run(arg));
    const overload = this.#checked.candidates.get(call)?.find((candidate) => accepts(candidate, args));
    if (overload === undefined) throw noSuchOverload();
    const result = overload.run(...(args as never[]));
    this.#spend(callCost(call.name, overload.id, args, result));
    return result;
  }

  /** A fold that gathers a list adds to the one that it alone holds. */
  #append(name: string, items: ListExpression): Value {
    const so = this.#ident(name) as Value[];
    so.push(...(this.#list(items) as readonly Value[]));
    this.#spend(1);
    return so;
  }

  /** Either side may decide alone, even where the other one fails. */
  #logic({ args }: Call, decides: boolean): Value {
    let fault: CelFault | undefined;
    for (const arg of args) {
      try {
        const value = this.run(arg);
        if (value === decides) return decides;
        if (typeof value !== 'boolean') fault ??= noSuchOverload();
      } catch (error) {
        if (!(error instanceof CelFault)) throw error;
        fault ??= error;
      }
    }
    if (fault !== undefined) throw fault;
    return !decides;
  }

  #ternary({ args }: Call): Value {
    const [test, yes, no] = args as [Expression, Expression, Expression];
    const value = this.run(test);
    if (typeof value !== 'boolean') throw noSuchOverload();
    return this.run(value ? yes : no);
  }

  #isNotStrictlyFalse({ args }: Call): Value {
    this.#spend(1);
    try {
      return this.run(args[0] as Expression) !== false;
    } catch (error) {
      if (error instanceof CelFault) return true;
      throw error;
    }
  }

  #list({ items, optional }: ListExpression): Value {
    this.#spend(createListCost);
    const result: Value[] = [];
    items.forEach((item, place) => {
      const value = this.run(item);
      if (!optional.has(place)) result.push(value);
      else if (value instanceof Optional && value.value !== undefined) result.push(value.value);
    });
    return result;
  }

  #map({ entries }: MapExpression): Value {
    this.#spend(createMapCost);
    const pairs: [Value, Value][] = [];
    for (const { key, value, isOptional } of entries) {
      const name = this.run(key);
      const member = this.run(value);
      if (!isOptional) pairs.push([name, member]);
      else if (member instanceof Optional && member.value !== undefined) pairs.push([name, member.value]);
    }
    const made = new MapValue(pairs);
    if (made.entries.size === pairs.length) return made;
    const twice = pairs.find(([key], place) => pairs.findIndex(([other]) => other === key) !== place);
    throw new CelFault(`duplicate key: ${keyShown(twice?.[0] ?? null)}`);
  }

  #fold(fold: Comprehension): Value {
    const range = this.run(fold.range);
    const outer = this.#names;
    const accumulator: Names = { name: fold.accumulator, value: this.run(fold.initial), outer };
    let fault: CelFault | undefined;
    for (const [first, second] of pairsIn(range, fold.second !== undefined)) {
      this.#names = { name: fold.variable, value: first, outer: accumulator };
      if (fold.second !== undefined) this.#names = { name: fold.second, value: second, outer: this.#names };
      if (fault === undefined && this.run(fold.condition) === false) break;
      try {
        accumulator.value = this.run(fold.step);
        fault = undefined;
      } catch (error) {
        // A later item may still decide what this one could not.
        if (!(error instanceof CelFault) || !decidesLater(fold)) throw error;
        fault ??= error;
      } finally {
        this.#names = outer;
      }
      if (fault !== undefined && isDecided(fold, accumulator.value)) fault = undefined;
    }
    this.#names = accumulator;
    try {
      if (fault !== undefined) throw fault;
      return this.run(fold.result);
    } finally {
      this.#names = outer;
    }
  }
}

function decidesLater({ step }: Comprehension): boolean {
  return step.form === 'call' && (step.name === '_&&_' || step.name === '_||_');
}

function isDecided({ step }: Comprehension, value: Value): boolean {
  return step.form === 'call' && value === (step.name === '_||_');
}

function pairsIn(range: Value, isTwo: boolean): readonly (readonly [Value, Value])[] {
  if (isList(range)) return range.map((item, place) => (isTwo ? [BigInt(place), item] : [item, null]));
  if (range instanceof MapValue) return [...range.entries.values()];
  throw noSuchOverload();
}

function memberOf(container: Value, name: string): Value | undefined {
  if (container instanceof MapValue) return container.get(name);
  if (isStruct(container)) return container.get(name);
  if (Array.isArray(container)) throw noSuchOverload();
  // What holds nothing has no member: null, a text, a number.
  return undefined;
}

function accepts({ args }: Overload, given: readonly Value[]): boolean {
  return args.every((type, place) => fits(type, given[place] as Value));
}

/** Whether a value that is there can be taken for a type. */
function fits(type: CelType, value: Value): boolean {
  switch (type.kind) {
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'bigint';
    case 'double':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    case 'uint':
      return value instanceof Uint;
    case 'bytes':
      return value instanceof Uint8Array;
    case 'duration':
      return value instanceof Duration;
    case 'timestamp':
      return value instanceof Timestamp;
    case 'optional_type':
      return value instanceof Optional;
    case 'list':
      return (
        value !== null && isList(value) && (value.length === 0 || fits(param(type, 0), value[0] as Value))
      );
    case 'map':
      return value instanceof MapValue;
    case 'opaque':
      return value instanceof Opaque && value.type.name === type.name;
    case 'object':
      return !(value instanceof Opaque) || value.type.name === type.name;
    default:
      return true;
  }
}
