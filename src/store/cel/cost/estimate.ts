// What an expression may cost at most, before it is run: by the bounds that a schema sets on lists, maps and texts.
// Kubernetes refuses rules by it. Source: cel-go checker/cost.go; apiserver pkg/cel/library/cost.go, EstimateCallCost.
import type { Checked } from '../check.ts';
import { fieldNamed } from '../escape.ts';
import type { Call, Comprehension, Expression, Select } from '../expression.ts';
import { param, type CelType } from '../types.ts';
import { characterCost, createListCost, createMapCost, patternCost, selectCost } from './actual.ts';
import { exactly, one, plus, scaled, times, union, unknownSize, zero, type Estimate } from './size.ts';

/**
 * The cost of a checked expression; sizes come from the types of what lies in the data.
 * @param root the type of `self`
 */
export function estimateCost(expression: Expression, checked: Checked, root: CelType): Estimate {
  return new Estimator(checked, root).cost(expression);
}

const scalars: ReadonlySet<string> = new Set([
  'bool',
  'double',
  'duration',
  'int',
  'timestamp',
  'uint',
  'null',
]);

/**
 * The steps to a value in the data. The first is a variable, and the rest is taken from `self` whatever it is: so an item of
 * what lies nowhere in the data is reckoned to be as long as `self`, which for an object is nothing.
 */
type Path = readonly string[];

const nowhere: Path = [];

class Estimator {
  readonly #checked: Checked;
  readonly #root: CelType;
  /** Sizes that a call makes, by the call. */
  readonly #made = new Map<Expression, Estimate>();
  /** Variables of folds around the place. */
  readonly #inner: { readonly name: string; readonly path: Path }[] = [];

  constructor(checked: Checked, root: CelType) {
    this.#checked = checked;
    this.#root = root;
  }

  cost(expression: Expression): Estimate {
    switch (expression.form) {
      case 'constant':
      case 'message':
        return zero;
      case 'ident':
        return exactly(selectCost);
      case 'select':
        return this.#select(expression);
      case 'list':
        return plus(exactly(createListCost), ...expression.items.map((item) => this.cost(item)));
      case 'map':
        return plus(
          exactly(createMapCost),
          ...expression.entries.flatMap(({ key, value }) => [this.cost(key), this.cost(value)]),
        );
      case 'call':
        return this.#call(expression);
      case 'fold':
        return this.#fold(expression);
    }
  }

  #type(expression: Expression): CelType {
    return this.#checked.types.get(expression) ?? { kind: 'dyn' };
  }

  #path(expression: Expression): Path {
    switch (expression.form) {
      case 'ident':
        return this.#inner.findLast(({ name }) => name === expression.name)?.path ?? [expression.name];
      case 'select':
        return expression.isTest ? nowhere : [...this.#path(expression.operand), expression.field];
      case 'call':
        return expression.name === '_[_]' ? this.#within(expression.args[0] as Expression) : nowhere;
      default:
        return nowhere;
    }
  }

  /** To the items of a list, or the values of a map. */
  #within(whole: Expression): Path {
    return [...this.#path(whole), this.#type(whole).kind === 'list' ? '@items' : '@values'];
  }

  /** How large the schema lets a value be that lies there. */
  #bound(path: Path): Estimate | undefined {
    if (path.length === 0) return undefined;
    let type: CelType | undefined = this.#root;
    for (const step of path.slice(1)) type = type === undefined ? undefined : inside(type, step);
    return type?.sizeMax === undefined ? undefined : { min: 0, max: type.sizeMax };
  }

  #size(expression: Expression): Estimate {
    const made = this.#made.get(expression);
    if (made !== undefined) return made;
    if (expression.form === 'constant') {
      const { value } = expression;
      if (typeof value === 'string') return exactly([...value].length);
      if (value instanceof Uint8Array) return exactly(value.length);
    }
    if (expression.form === 'list') return exactly(expression.items.length);
    if (expression.form === 'map') return exactly(expression.entries.length);
    return this.#bound(this.#path(expression)) ?? this.#ofType(this.#type(expression));
  }

  #ofType({ kind }: CelType): Estimate {
    return scalars.has(kind) ? one : unknownSize;
  }

  #itemSize(expression: Expression): Estimate {
    const path = this.#path(expression);
    const bound = path.length === 0 ? undefined : this.#bound([...path, '@items']);
    return bound ?? this.#ofType(param(this.#type(expression), 0));
  }

  #select({ operand, isTest }: Select): Estimate {
    const cost = this.cost(operand);
    const { kind } = this.#type(operand);
    return isTest || (kind !== 'map' && kind !== 'object') ? cost : plus(cost, exactly(selectCost));
  }

  #fold(fold: Comprehension): Estimate {
    const before = plus(this.cost(fold.range), this.cost(fold.initial));
    const { kind } = this.#type(fold.range);
    const path = this.#path(fold.range);
    this.#inner.push({ name: fold.accumulator, path: nowhere });
    const keys = [...path, kind === 'list' ? '@indices' : '@keys'];
    const isOfKeys = fold.second !== undefined || kind !== 'list';
    this.#inner.push({ name: fold.variable, path: isOfKeys ? keys : [...path, '@items'] });
    if (fold.second !== undefined) this.#inner.push({ name: fold.second, path: this.#within(fold.range) });
    const each = plus(this.cost(fold.condition), this.cost(fold.step));
    this.#inner.length -= fold.second === undefined ? 1 : 2;
    const result = this.cost(fold.result);
    this.#inner.length -= 1;
    const size = this.#size(fold.range);
    // What a fold gathers has at most as many items as it went over.
    if (['list', 'map'].includes(this.#type(fold).kind)) this.#made.set(fold, { min: 0, max: size.max });
    return plus(before, result, times(size, each));
  }

  #call(call: Call): Estimate {
    const given = call.target === undefined ? call.args : [call.target, ...call.args];
    const costs = given.map((arg) => this.cost(arg));
    if (call.name === '_&&_' || call.name === '_||_') {
      const [left = zero, right = zero] = costs;
      return { min: left.min, max: plus(left, right).max };
    }
    if (call.name === '_?_:_') {
      const [test = zero, yes = zero, no = zero] = costs;
      this.#made.set(call, union(this.#size(given[1] as Expression), this.#size(given[2] as Expression)));
      return plus(test, union(yes, no));
    }
    return plus(...costs, this.#own(call, given));
  }

  #makes(call: Call, size: Estimate, cost: Estimate): Estimate {
    this.#made.set(call, size);
    return cost;
  }

  /** What the call costs beside its arguments. */
  #own(call: Call, given: readonly Expression[]): Estimate {
    const overload = this.#checked.candidates.get(call)?.[0]?.id ?? '';
    const size = (place: number): Estimate => {
      const expression = given[place];
      return expression === undefined ? zero : this.#size(expression);
    };
    switch (call.name) {
      case 'isSorted':
      case 'sum':
      case 'max':
      case 'min':
      case 'indexOf':
      case 'lastIndexOf': {
        const [target] = given;
        if (target === undefined || this.#type(target).kind !== 'list') return scaled(size(0), characterCost);
        const { kind } = param(this.#type(target), 0);
        const isText = kind === 'string' || kind === 'bytes';
        const each = isText ? plus(one, scaled(this.#itemSize(target), characterCost)) : one;
        return times(size(0), each);
      }
      case 'url':
      case 'lowerAscii':
      case 'upperAscii':
      case 'substring':
      case 'trim':
        return this.#makes(call, size(0), scaled(size(0), characterCost));
      case 'replace':
        return this.#makes(call, replaced(size(0), size(1), size(2)), scaled(size(0), 2 * characterCost));
      case 'split':
        return this.#makes(call, { min: 0, max: size(0).max }, scaled(size(0), 2 * characterCost));
      case 'join': {
        const { min, max } = size(0);
        const separators = { min: Math.max(0, min - 1), max: Math.max(0, max - 1) };
        const joined = plus(
          times(size(0), this.#itemSize(given[0] as Expression)),
          times(size(1), separators),
        );
        return this.#makes(call, joined, scaled(joined, characterCost));
      }
      case 'find':
      case 'findAll':
        return this.#makes(call, { min: 0, max: size(0).max }, matching(size(0), size(1)));
      case 'matches':
        return matching(size(0), size(1));
      case 'contains':
        return times(scaled(size(0), characterCost), scaled(size(1), characterCost));
      case 'startsWith':
      case 'endsWith':
        return scaled(size(1), characterCost);
      case '@in':
        return overload === 'in_map' ? one : size(1);
      case 'validate':
        return scaled(scaled(size(1), characterCost), 128 * patternCost);
      case 'containsIP':
      case 'containsCIDR':
        return { min: 1, max: 8 };
      case '_+_':
        return this.#addition(call, overload, plus(size(0), size(1)));
      case '_==_':
      case '_!=_':
      case '_<_':
      case '_<=_':
      case '_>_':
      case '_>=_':
        return this.#comparison(call, given, size(0), size(1));
      default:
        return one;
    }
  }

  #addition(call: Call, overload: string, both: Estimate): Estimate {
    if (overload === 'add_list') return this.#makes(call, both, one);
    if (overload !== 'add_string' && overload !== 'add_bytes') return one;
    return this.#makes(call, both, scaled(both, characterCost));
  }

  #comparison(call: Call, given: readonly Expression[], left: Estimate, right: Estimate): Estimate {
    const { kind } = this.#type(given[0] as Expression);
    const isEquality = call.name === '_==_' || call.name === '_!=_';
    if (kind === 'opaque') return one;
    if (!isEquality && kind !== 'string' && kind !== 'bytes') return one;
    const max = Math.min(left.max, right.max);
    return scaled({ min: max > 0 ? 1 : 0, max }, characterCost);
  }
}

/** The type of a part of a value. */
function inside(type: CelType, step: string): CelType | undefined {
  const isMap = type.kind === 'map';
  if (step === '@keys') return isMap ? param(type, 0) : undefined;
  if (step !== '@items' && step !== '@values') return fieldNamed(type, step)?.type;
  return isMap || type.kind === 'list' ? param(type, isMap ? 1 : 0) : undefined;
}

function matching(text: Estimate, pattern: Estimate): Estimate {
  return times(scaled(plus(text, one), characterCost), scaled(pattern, patternCost));
}

/** How long a text can be and must be once parts of it are replaced. */
function replaced(text: Estimate, from: Estimate, to: Estimate): Estimate {
  const longest = (): number => {
    if (from.min === 0) return (text.max + 1) * to.max + text.max;
    return to.max <= from.min ? text.max : Math.ceil(text.max / from.min) * to.max;
  };
  const shortest = (): number => {
    if (from.max === 0) return (text.min + 1) * to.min + text.min;
    return from.max <= to.min ? text.min : Math.ceil(text.min / from.max) * to.min;
  };
  return { min: Math.min(unknownSize.max, shortest()), max: Math.min(unknownSize.max, longest()) };
}
