// Carries JSONPath templates out on an object. Source: client-go util/jsonpath/jsonpath.go.
import { isObject, type Json } from '../draft.ts';
import { getOwn } from '../own.ts';
import { goJson, goPrint, goTypeName } from '../go-value.ts';
import { compareGo } from './compare.ts';
import { JsonPathTrouble, type Node } from './syntax.ts';

export interface JsonPathOptions {
  /** Fields that are not there are nothing, rather than an error. */
  readonly allowMissing: boolean;
  /** The results as JSON lists. */
  readonly asJson?: boolean;
}

/** Values that one template may give; `..` over a large object multiplies. */
const valuesMax = 100_000;

/** What each part of the template finds: texts and values, in order. */
export function findResults(
  nodes: readonly Node[],
  data: Json,
  options: JsonPathOptions,
): readonly (readonly Json[])[] {
  return find(nodes, 0, data, options, 0).results;
}

/** The results as kubectl prints them. */
export function printResults(results: readonly (readonly Json[])[], { asJson }: JsonPathOptions): string {
  if (asJson === true) return results.map((values) => `${goJson(values, '    ')}\n`).join('');
  return results.map((values) => values.map(printed).join(' ')).join('');
}

function printed(value: Json): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? goJson(value) : goPrint(value);
}

interface Found {
  readonly results: readonly (readonly Json[])[];
  /** Where the `{end}` of the range stands that was carried out. */
  readonly end: number | undefined;
}

function find(
  nodes: readonly Node[],
  from: number,
  data: Json | undefined,
  options: JsonPathOptions,
  depth: number,
): Found {
  const results: (readonly Json[])[] = [];
  for (let at = from; at < nodes.length; at++) {
    const node = nodes[at] as Node;
    const first = node.type === 'list' ? node.nodes[0] : undefined;
    const keyword = first?.type === 'identifier' ? first.name : undefined;
    if (keyword === 'end') {
      if (depth === 0) throw new JsonPathTrouble('not in range, nothing to end');
      return { results, end: at };
    }
    const start = data === undefined ? [] : [data];
    if (keyword !== 'range') {
      results.push(walk(node, start, options));
      continue;
    }
    const values = walkAll(node.type === 'list' ? node.nodes.slice(1) : [], start, options);
    const rounds: readonly (Json | undefined)[] = values.length > 0 ? values : [undefined];
    let end: number | undefined;
    for (const value of rounds) {
      const round = find(nodes, at + 1, value, options, depth + 1);
      if (values.length > 0) results.push(...round.results);
      end = round.end;
      if (results.length > valuesMax) throw new JsonPathTrouble('the template gives too many values');
    }
    if (end !== undefined) at = end;
  }
  return { results, end: undefined };
}

function walkAll(nodes: readonly Node[], values: readonly Json[], options: JsonPathOptions): readonly Json[] {
  let current = values;
  for (const node of nodes) current = walk(node, current, options);
  return current;
}

function walk(node: Node, values: readonly Json[], options: JsonPathOptions): readonly Json[] {
  switch (node.type) {
    case 'list':
      return walkAll(node.nodes, values, options);
    case 'text':
      return [node.text];
    case 'number':
    case 'bool':
      return values.map(() => node.value);
    case 'field':
      return fields(node.name, values, options);
    case 'array':
      return values.flatMap((value) => elements(node.bounds, value));
    case 'filter':
      return values.flatMap((value) => filtered(node, value, options));
    case 'wildcard':
      return values.flatMap(children);
    case 'recursive':
      return recursive(values);
    case 'union':
      return node.lists.flatMap((list) => walkAll(list, values, options));
    case 'identifier':
      throw new JsonPathTrouble(`unrecognized identifier ${node.name}`);
  }
}

function fields(name: string, values: readonly Json[], options: JsonPathOptions): readonly Json[] {
  if (values.length === 0) return [];
  const found = values.flatMap((value) => {
    const member = isObject(value) ? getOwn(value, name) : undefined;
    return member === undefined ? [] : [member];
  });
  if (found.length === 0 && !options.allowMissing) throw new JsonPathTrouble(`${name} is not found`);
  return found;
}

function children(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  if (isObject(value)) {
    return Object.keys(value)
      .sort()
      .map((key) => value[key] as Json);
  }
  return typeof value === 'string' ? [...value].map((character) => character.codePointAt(0) ?? 0) : [];
}

function recursive(values: readonly Json[]): readonly Json[] {
  const result: Json[] = [];
  const open = [...values].reverse();
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const inside = typeof value === 'string' ? [] : children(value);
    if (inside.length === 0) continue;
    result.push(value);
    if (result.length > valuesMax) throw new JsonPathTrouble('the template gives too many values');
    open.push(...[...inside].reverse());
  }
  return result;
}

function elements(bounds: (Node & { type: 'array' })['bounds'], value: Json): readonly Json[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new JsonPathTrouble(`${goTypeName(value)} is not array or slice`);
  const items = value as readonly Json[];
  const [first, last, step] = bounds;
  const { length } = items;
  let start = first.known ? first.value : 0;
  if (start < 0) start += length;
  let end = last.known ? last.value : length;
  if (end < 0 || (end === 0 && last.derived === true)) end += length;
  if (start === end) return [];
  const outside = (index: number) =>
    new JsonPathTrouble(`array index out of bounds: index ${index}, length ${length}`);
  if (start >= length || start < 0) throw outside(start);
  if (end > length || end < 0) throw outside(end - 1);
  if (start > end) throw new JsonPathTrouble(`starting index ${start} is greater than ending index ${end}`);
  if (step.known && step.value <= 0) throw new JsonPathTrouble('step must be > 0');
  const width = step.known ? step.value : 1;
  return items.slice(start, end).filter((_, at) => at % width === 0);
}

function filtered(node: Node & { type: 'filter' }, value: Json, options: JsonPathOptions): readonly Json[] {
  if (!Array.isArray(value)) {
    throw new JsonPathTrouble(`${goPrint(value)} is not array or slice and cannot be filtered`);
  }
  return (value as readonly Json[]).filter((item) => {
    if (node.operator === 'exists') return exists(node.left, item, options);
    const left = operand(node.left, item, options);
    const right = left === undefined ? undefined : operand(node.right, item, options);
    return left !== undefined && right !== undefined && compareGo(left, node.operator, right);
  });
}

function exists(path: readonly Node[], item: Json, options: JsonPathOptions): boolean {
  try {
    return walkAll(path, [item], options).length > 0;
  } catch (trouble) {
    if (trouble instanceof JsonPathTrouble) return false;
    throw trouble;
  }
}

function operand(path: readonly Node[], item: Json, options: JsonPathOptions): Json | undefined {
  const found = walkAll(path, [item], options);
  if (found.length > 1) throw new JsonPathTrouble('can only compare one element at a time');
  return found[0];
}
