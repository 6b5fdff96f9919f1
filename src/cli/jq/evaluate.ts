// Runs a jq program: a node makes of one value any number of values, one after another, as they are asked for. Where paths are
// followed, each value comes with the place in the input that it stands at, or with null where it stands nowhere.
import type { Json } from '../../std/draft.ts';
import { limits } from '../../std/limits.ts';
import { objects, texts } from './construct.ts';
import { formatted } from './formats.ts';
import {
  Break,
  find,
  off,
  placed,
  TooMuch,
  type Closure,
  type Item,
  type Items,
  type Names,
  type Surroundings,
} from './items.ts';
import { deletePaths, getPath, itemAt, keysOf, setPath, type Path } from './paths.ts';
import { bound } from './patterns.ts';
import type { Node } from './syntax.ts';
import { isArray, isTrue, JqError, operate, shown } from './values.ts';

export class Machine {
  readonly surroundings: Surroundings;
  readonly #definitions: ReadonlyMap<string, Names>;
  #steps = 0;
  #depth = 0;

  constructor(surroundings: Surroundings, definitions: ReadonlyMap<string, Names>) {
    this.surroundings = surroundings;
    this.#definitions = definitions;
  }

  /** Counts what is done. @throws {TooMuch} */
  step(count = 1): void {
    this.#steps += count;
    if (this.#steps > limits.jqStepsMax)
      throw new TooMuch(`the program takes more than ${limits.jqStepsMax} steps; it is stopped`);
  }

  /** Each input has as many steps. */
  start(): void {
    this.#steps = 0;
    this.#depth = 0;
  }

  run({ node, names }: Closure, item: Item): Items {
    return this.#at(node, names, item);
  }

  /** Values alone. */
  values({ node, names }: Closure, value: Json): Iterable<Json> {
    return this.#values(node, names, value);
  }

  /** The places that a filter picks, and what stands there. @throws {JqError} where it picks none */
  *paths(closure: Closure, value: Json): Generator<readonly [Path, Json], void, undefined> {
    for (const { place, value: found } of this.run(closure, { value, place: [] })) {
      if (!isArray(place as Json)) throw new JqError(`Invalid path expression with result ${brief(found)}`);
      yield [place as Path, found];
    }
  }

  /** What a node makes of an item. Nodes that only hand on what others make are no step of their own in the chain of calls. */
  #at(node: Node, names: Names | undefined, item: Item): Items {
    this.step();
    const { value, place } = item;
    switch (node.type) {
      case 'identity':
        return [item];
      case 'literal':
        return [{ value: node.value, place: off(place) }];
      case 'variable':
        return [{ value: this.#variable(node.name, names), place: off(place) }];
      case 'format':
        return [{ value: formatted(node.name, value), place: off(place) }];
      case 'pipe':
        return this.#pipe(node.left, node.right, names, item);
      case 'comma':
        return this.#comma(node.left, node.right, names, item);
      case 'index':
        return this.#index(node, names, item);
      case 'slice':
        return this.#slice(node, names, item);
      case 'iterate':
        return this.#iterate(node.of, names, item);
      case 'array': {
        const made = node.body === undefined ? [] : this.#gathered(this.#values(node.body, names, value));
        return [{ value: made, place: off(place) }];
      }
      case 'object':
        return placed(objects(this, node.entries, node.entries.length - 1, names, value), place);
      case 'text':
        return placed(texts(this, node, node.parts.length - 1, names, value), place);
      case 'negate':
        return placed(this.#negated(node.body, names, value), place);
      case 'binary':
        return placed(this.#binary(node, names, value), place);
      case 'and':
      case 'or':
        return placed(this.#both(node.left, node.right, node.type === 'or', names, value), place);
      case 'default':
        return this.#default(node.left, node.right, names, item);
      case 'if':
        return this.#if(node, names, item);
      case 'try':
        return this.#try(node, names, item);
      case 'assign':
        return this.#assign(node, names, item);
      case 'reduce':
        return this.#reduce(node, names, item);
      case 'foreach':
        return this.#foreach(node, names, item);
      case 'define': {
        const { definition, body } = node;
        const name = `${definition.name}/${definition.params.length}`;
        return this.#at(body, { name, definition, outer: names }, item);
      }
      case 'bind':
        return this.#bind(node, names, item);
      case 'label':
        return this.#label(node, names, item);
      case 'break':
        throw new Break(find(names, `*${node.name}`)?.label);
      case 'call':
        return this.#call(node.name, node.args, names, item);
    }
  }

  *#pipe(left: Node, right: Node, names: Names | undefined, item: Item): Items {
    for (const each of this.#at(left, names, item)) yield* this.#at(right, names, each);
  }

  *#comma(left: Node, right: Node, names: Names | undefined, item: Item): Items {
    yield* this.#at(left, names, item);
    yield* this.#at(right, names, item);
  }

  *#index(node: Extract<Node, { type: 'index' }>, names: Names | undefined, item: Item): Items {
    for (const key of this.#values(node.key, names, item.value))
      for (const each of this.#at(node.of, names, item)) yield this.#picked(each, key);
  }

  *#iterate(of: Node, names: Names | undefined, item: Item): Items {
    for (const each of this.#at(of, names, item)) yield* this.each(each);
  }

  *#negated(body: Node, names: Names | undefined, value: Json): Iterable<Json> {
    for (const each of this.#values(body, names, value)) {
      if (typeof each !== 'number') throw new JqError(`${shown(each)} cannot be negated`);
      yield -each;
    }
  }

  *#binary(node: Extract<Node, { type: 'binary' }>, names: Names | undefined, value: Json): Iterable<Json> {
    for (const right of this.#values(node.right, names, value))
      for (const left of this.#values(node.left, names, value))
        yield operate(node.operator, left, right, this.repeated);
  }

  *#both(left: Node, right: Node, isOr: boolean, names: Names | undefined, value: Json): Iterable<Json> {
    for (const first of this.#values(left, names, value)) {
      if (isTrue(first) === isOr) yield isOr;
      else for (const second of this.#values(right, names, value)) yield isTrue(second);
    }
  }

  *#if(node: Extract<Node, { type: 'if' }>, names: Names | undefined, item: Item): Items {
    for (const test of this.#values(node.test, names, item.value)) {
      if (isTrue(test)) yield* this.#at(node.then, names, item);
      else if (node.otherwise === undefined) yield item;
      else yield* this.#at(node.otherwise, names, item);
    }
  }

  *#bind(node: Extract<Node, { type: 'bind' }>, names: Names | undefined, item: Item): Items {
    for (const source of this.#values(node.source, names, item.value))
      yield* bound(this, node.patterns, source, names, item.value, (inner) =>
        this.#at(node.body, inner, item),
      );
  }

  #values(node: Node, names: Names | undefined, value: Json): Iterable<Json> {
    const only = this.#only(node, names, value);
    return only === undefined ? this.#many(node, names, value) : [only];
  }

  *#many(node: Node, names: Names | undefined, value: Json): Generator<Json, void, undefined> {
    for (const item of this.#at(node, names, { value, place: undefined })) yield item.value;
  }

  /** What a node that always makes one value makes, which is quicker asked so; undefined of all others. */
  #only(node: Node, names: Names | undefined, value: Json): Json | undefined {
    switch (node.type) {
      case 'identity':
        return value;
      case 'literal':
        return node.value;
      case 'variable':
        return this.#variable(node.name, names);
      case 'index': {
        const key = this.#only(node.key, names, value);
        const of = key === undefined ? undefined : this.#only(node.of, names, value);
        if (key === undefined || of === undefined) return undefined;
        this.step();
        return itemAt(of, key);
      }
      case 'binary': {
        const right = this.#only(node.right, names, value);
        const left = right === undefined ? undefined : this.#only(node.left, names, value);
        if (left === undefined || right === undefined) return undefined;
        this.step();
        return operate(node.operator, left, right, this.repeated);
      }
      default:
        return undefined;
    }
  }

  #gathered(values: Iterable<Json>): readonly Json[] {
    const all: Json[] = [];
    for (const value of values) {
      if (all.length >= limits.jqItemsMax)
        throw new TooMuch(`an array has more than ${limits.jqItemsMax} items`);
      all.push(value);
    }
    return all;
  }

  /** A text so many times, no longer than a text may be. */
  readonly repeated = (text: string, times: number): string => {
    if (text.length * times > limits.jqTextCharactersMax)
      throw new TooMuch(`a text has more than ${limits.jqTextCharactersMax} characters`);
    return text.repeat(times);
  };

  #picked({ value, place }: Item, key: Json): Item {
    if (place === null)
      throw new JqError(
        `Invalid path expression near attempt to access element ${brief(key)} of ${brief(value)}`,
      );
    const found = itemAt(value, key);
    return { value: found, place: place === undefined ? undefined : [...place, key] };
  }

  /** What `.[]` makes. */
  *each({ value, place }: Item): Items {
    if (place === null)
      throw new JqError(`Invalid path expression near attempt to iterate through ${brief(value)}`);
    for (const key of keysOf(value)) {
      this.step();
      yield { value: (value as never)[key], place: place === undefined ? undefined : [...place, key] };
    }
  }

  *#slice(node: Extract<Node, { type: 'slice' }>, names: Names | undefined, item: Item): Items {
    const bounds = (bound: Node | undefined): Iterable<Json> =>
      bound === undefined ? [null] : this.#values(bound, names, item.value);
    for (const end of bounds(node.to))
      for (const start of bounds(node.from))
        for (const each of this.#at(node.of, names, item)) yield this.#picked(each, { start, end });
  }

  *#default(left: Node, right: Node, names: Names | undefined, item: Item): Items {
    let isFound = false;
    try {
      for (const each of this.#at(left, names, item)) {
        if (!isTrue(each.value)) continue;
        isFound = true;
        yield each;
      }
    } catch (trouble) {
      if (!(trouble instanceof JqError)) throw trouble;
    }
    if (!isFound) yield* this.#at(right, names, item);
  }

  *#try(node: Extract<Node, { type: 'try' }>, names: Names | undefined, item: Item): Items {
    const depth = this.#depth;
    try {
      yield* this.#at(node.body, names, item);
    } catch (trouble) {
      if (!(trouble instanceof JqError)) throw trouble;
      this.#depth = depth;
      // What `break` of an older jq leaves behind.
      if (node.rescue !== undefined)
        yield* this.#at(node.rescue, names, { value: trouble.value, place: off(item.place) });
    }
  }

  *#assign(node: Extract<Node, { type: 'assign' }>, names: Names | undefined, { value, place }: Item): Items {
    const { operator } = node;
    const left = { node: node.left, names };
    if (operator === '|=') {
      yield { value: this.updated(left, { node: node.right, names }, value), place: off(place) };
      return;
    }
    for (const right of this.#values(node.right, names, value)) {
      let made = value;
      for (const [path] of [...this.paths(left, value)])
        made = setPath(made, path, (old) => {
          if (operator === '=') return right;
          if (operator === '//=') return isTrue(old) ? old : right;
          return operate(operator.slice(0, 1), old, right, this.repeated);
        });
      yield { value: made, place: off(place) };
    }
  }

  /** The value with what a filter picks changed by another; what that makes nothing of is deleted. */
  updated(left: Closure, change: Closure, value: Json): Json {
    let made = value;
    const gone: Path[] = [];
    for (const [path] of [...this.paths(left, value)]) {
      const [first] = this.values(change, getPath(made, path));
      if (first === undefined) gone.push(path);
      else made = setPath(made, path, () => first);
    }
    return deletePaths(made, gone);
  }

  *#reduce(node: Extract<Node, { type: 'reduce' }>, names: Names | undefined, item: Item): Items {
    for (const start of this.#at(node.start, names, item)) {
      let state: Item = start;
      for (const source of this.#values(node.source, names, item.value)) {
        let next: Item | undefined;
        for (const each of bound(this, node.patterns, source, names, item.value, (inner) =>
          this.#at(node.update, inner, state),
        ))
          next = each;
        state = next ?? { value: null, place: off(item.place) };
      }
      yield state;
    }
  }

  *#foreach(node: Extract<Node, { type: 'foreach' }>, names: Names | undefined, item: Item): Items {
    for (const start of this.#at(node.start, names, item)) {
      let state: Item = start;
      for (const source of this.#values(node.source, names, item.value)) {
        yield* bound(this, node.patterns, source, names, item.value, (inner) =>
          this.#told(
            node,
            inner,
            () => state,
            (next) => (state = next),
          ),
        );
      }
    }
  }

  /** Each state that an item leads to, or what is extracted of it. */
  *#told(
    { update, extract }: Extract<Node, { type: 'foreach' }>,
    names: Names | undefined,
    state: () => Item,
    keep: (next: Item) => void,
  ): Items {
    for (const each of this.#at(update, names, state())) {
      keep(each);
      if (extract === undefined) yield each;
      else yield* this.#at(extract, names, each);
    }
  }

  #variable(name: string, names: Names | undefined): Json {
    const found = find(names, `$${name}`);
    if (found?.value !== undefined) return found.value;
    return this.surroundings.variables[name] ?? null;
  }

  *#label(node: Extract<Node, { type: 'label' }>, names: Names | undefined, item: Item): Items {
    const label = {};
    try {
      yield* this.#at(node.body, { name: `*${node.name}`, label, outer: names }, item);
    } catch (trouble) {
      if (!(trouble instanceof Break) || trouble.label !== label) throw trouble;
    }
  }

  #call(name: string, args: readonly Node[], names: Names | undefined, item: Item): Items {
    const full = `${name}/${args.length}`;
    const found = find(names, full) ?? this.#definitions.get(full);
    if (found?.closure !== undefined) return this.#at(found.closure.node, found.closure.names, item);
    const closures = args.map((node) => ({ node, names }));
    if (found?.definition !== undefined)
      return this.#entered(found.definition.params, closures, found.definition.body, found, item);
    const native = this.surroundings.natives.get(full);
    if (native === undefined) throw new JqError(`${full} is not defined`);
    return native(this, item, closures);
  }

  /** Gives parameters their arguments, a value each where they want values, and runs the body. */
  #entered(
    [param, ...params]: readonly string[],
    [arg, ...args]: readonly Closure[],
    body: Node,
    names: Names,
    item: Item,
  ): Items {
    if (param === undefined || arg === undefined) return this.#deeper(body, names, item);
    if (param.startsWith('$'))
      return this.#given(param, arg, (inner) => this.#entered(params, args, body, inner, item), names, item);
    return this.#entered(params, args, body, { name: `${param}/0`, closure: arg, outer: names }, item);
  }

  /** Runs what follows with each value that a parameter gets. */
  *#given(param: string, arg: Closure, follow: (names: Names) => Items, names: Names, item: Item): Items {
    for (const value of this.values(arg, item.value)) {
      const closure: Closure = { node: { type: 'literal', value }, names: undefined };
      const filter: Names = { name: `${param.slice(1)}/0`, closure, outer: names };
      yield* follow({ name: param, value, outer: filter });
    }
  }

  *#deeper(node: Node, names: Names | undefined, item: Item): Items {
    this.#depth += 1;
    if (this.#depth > limits.jqDepthMax)
      throw new TooMuch(`functions call each other deeper than ${limits.jqDepthMax}`);
    const depth = this.#depth;
    for (const each of this.#at(node, names, item)) {
      this.#depth = depth - 1;
      yield each;
      this.#depth = depth;
    }
    this.#depth = depth - 1;
  }
}

const briefMax = 11;

/** A value in a message about paths. */
function brief(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > briefMax + 3 ? `${text.slice(0, briefMax)}...` : text;
}
