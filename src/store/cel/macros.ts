// Macros, unfolded as they are read: has, all, exists, exists_one, map, filter; their two-variable sisters; optMap and
// optFlatMap. Source: cel-go parser/macro.go, ext/comprehensions.go, cel/library.go.
import { accumulatorName, type Comprehension, type Expression } from './expression.ts';
import type { Fault } from './tokens.ts';

type Expand = (target: Expression, args: readonly Expression[], at: number) => Expression | Fault;

interface Macro {
  readonly args: number;
  readonly expand: Expand;
}

const constant = (value: boolean | bigint, at: number): Expression => ({ form: 'constant', value, at });
const ident = (name: string, at: number): Expression => ({ form: 'ident', name, at });
const call = (name: string, args: readonly Expression[], at: number): Expression => ({
  form: 'call',
  name,
  target: undefined,
  args,
  at,
});
const listOf = (items: readonly Expression[], at: number): Expression => ({
  form: 'list',
  items,
  optional: new Set(),
  at,
});

type Folded = Pick<Comprehension, 'condition' | 'initial' | 'result' | 'step'>;

function fold(
  range: Expression,
  names: readonly (string | undefined)[],
  at: number,
  folded: Folded,
  accumulator = accumulatorName,
): Comprehension {
  return { form: 'fold', range, variable: names[0] ?? '', second: names[1], accumulator, ...folded, at };
}

function simpleName(expression: Expression | undefined): string | undefined {
  return expression?.form === 'ident' ? expression.name : undefined;
}

/** The fold of a macro that names its variables first; refuses what is no name. */
function over(
  count: 1 | 2,
  target: Expression,
  args: readonly Expression[],
  at: number,
  folded: (rest: readonly Expression[]) => Folded,
): Expression | Fault {
  const names: string[] = [];
  for (const arg of args.slice(0, count)) {
    const name = simpleName(arg);
    if (name === undefined) {
      const message = count === 1 ? 'argument must be a simple name' : 'argument must be an identifier';
      return { at: arg.at, message };
    }
    if (name === accumulatorName || name === '__result__') {
      return { at: arg.at, message: 'iteration variable overwrites accumulator variable' };
    }
    names.push(name);
  }
  if (count === 2 && names[0] === names[1]) {
    return { at: (args[1] as Expression).at, message: `duplicate variable name: ${names[0]}` };
  }
  return fold(target, names, at, folded(args.slice(count)));
}

const result = (at: number): Expression => ident(accumulatorName, at);

/** A fold that needs not go on once its accumulator is what it must be. */
function until(name: '_&&_' | '_||_', at: number, test: Expression): Folded {
  const isAnd = name === '_&&_';
  const going = isAnd ? result(at) : call('!_', [result(at)], at);
  return {
    initial: constant(isAnd, at),
    condition: call('@not_strictly_false', [going], at),
    step: call(name, [result(at), test], at),
    result: result(at),
  };
}

function one(at: number, test: Expression): Folded {
  const more = call('_+_', [result(at), constant(1n, at)], at);
  return {
    initial: constant(0n, at),
    condition: constant(true, at),
    step: call('_?_:_', [test, more, result(at)], at),
    result: call('_==_', [result(at), constant(1n, at)], at),
  };
}

function gather(at: number, initial: Expression, step: Expression, test: Expression | undefined): Folded {
  return {
    initial,
    condition: constant(true, at),
    step: test === undefined ? step : call('_?_:_', [test, step, result(at)], at),
    result: result(at),
  };
}

function appended(at: number, value: Expression, test: Expression | undefined): Folded {
  return gather(at, listOf([], at), call('_+_', [result(at), listOf([value], at)], at), test);
}

const emptyMap = (at: number): Expression => ({ form: 'map', entries: [], at });

const last = (rest: readonly Expression[]): Expression => rest.at(-1) as Expression;
const guard = (rest: readonly Expression[]): Expression | undefined =>
  rest.length > 1 ? rest[0] : undefined;

function optionalMap(isFlat: boolean): Expand {
  return (target, args, at) => {
    const name = simpleName(args[0]);
    if (name === undefined) {
      const macro = isFlat ? 'optFlatMap()' : 'optMap()';
      return {
        at: (args[0] as Expression).at,
        message: `${macro} variable name must be a simple identifier`,
      };
    }
    const member = (method: string): Expression => ({ form: 'call', name: method, target, args: [], at });
    const value = bound(name, member('value'), last(args), at);
    const some = isFlat ? value : call('optional.of', [value], at);
    return call('_?_:_', [member('hasValue'), some, call('optional.none', [], at)], at);
  };
}

/** A name for a value: a fold over nothing. */
function bound(name: string, value: Expression, body: Expression, at: number): Expression {
  return fold(
    listOf([], at),
    ['#unused'],
    at,
    { initial: value, condition: constant(false, at), step: ident(name, at), result: body },
    name,
  );
}

const macros: ReadonlyMap<string, readonly Macro[]> = new Map<string, readonly Macro[]>([
  ...(['all', 'exists'] as const).map((name): [string, readonly Macro[]] => {
    const logic = name === 'all' ? '_&&_' : '_||_';
    return [
      name,
      ([1, 2] as const).map((count) => ({
        args: count + 1,
        expand: (target, args, at) => over(count, target, args, at, (rest) => until(logic, at, last(rest))),
      })),
    ];
  }),
  [
    'exists_one',
    [{ args: 2, expand: (target, args, at) => over(1, target, args, at, (rest) => one(at, last(rest))) }],
  ],
  [
    'existsOne',
    ([1, 2] as const).map((count) => ({
      args: count + 1,
      expand: (target, args, at) => over(count, target, args, at, (rest) => one(at, last(rest))),
    })),
  ],
  [
    'map',
    [2, 3].map((count) => ({
      args: count,
      expand: (target, args, at) =>
        over(1, target, args, at, (rest) => appended(at, last(rest), guard(rest))),
    })),
  ],
  [
    'filter',
    [
      {
        args: 2,
        expand: (target, args, at) =>
          over(1, target, args, at, (rest) => appended(at, args[0] as Expression, last(rest))),
      },
    ],
  ],
  [
    'transformList',
    [3, 4].map((count) => ({
      args: count,
      expand: (target, args, at) =>
        over(2, target, args, at, (rest) => appended(at, last(rest), guard(rest))),
    })),
  ],
  [
    'transformMap',
    [3, 4].map((count) => ({
      args: count,
      expand: (target, args, at) =>
        over(2, target, args, at, (rest) => {
          const step = call('cel.@mapInsert', [result(at), args[0] as Expression, last(rest)], at);
          return gather(at, emptyMap(at), step, guard(rest));
        }),
    })),
  ],
  [
    'transformMapEntry',
    [3, 4].map((count) => ({
      args: count,
      expand: (target, args, at) =>
        over(2, target, args, at, (rest) =>
          gather(at, emptyMap(at), call('cel.@mapInsert', [result(at), last(rest)], at), guard(rest)),
        ),
    })),
  ],
  ['optMap', [{ args: 2, expand: optionalMap(false) }]],
  ['optFlatMap', [{ args: 2, expand: optionalMap(true) }]],
]);

/** What a call unfolds to where its name is a macro's; a fault where the macro cannot take its arguments. */
export function expandMacro(
  name: string,
  target: Expression | undefined,
  args: readonly Expression[],
  at: number,
): Expression | Fault | undefined {
  if (name === 'has' && target === undefined && args.length === 1) {
    const [arg] = args;
    if (arg?.form === 'select' && !arg.isTest) return { ...arg, isTest: true, at };
    return { at: (arg as Expression).at, message: 'invalid argument to has() macro' };
  }
  const macro = macros.get(name)?.find((candidate) => candidate.args === args.length);
  if (macro === undefined || target === undefined) return undefined;
  return macro.expand(target, args, at);
}
