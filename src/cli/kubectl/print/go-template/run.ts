// Carries Go templates out on an object. Source: Go's text/template/exec.go.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { limits } from '../../../../std/limits.ts';
import { getOwn } from '../../../../std/own.ts';
import { goPrint } from '../../../../std/go-value.ts';
import { functions, isTrue } from './functions.ts';
import {
  TemplateTrouble,
  type CommandNode,
  type Operand,
  type Pipeline,
  type Place,
  type TemplateNode,
} from './syntax.ts';

export { TemplateTrouble } from './syntax.ts';

/** A value, or undefined for what is not there and prints as `<no value>`. */
type Value = Json | undefined;

interface State {
  readonly allowMissing: boolean;
  readonly root: Json;
  text: string;
}

type Variables = ReadonlyMap<string, { value: Value }>;

export function runTemplate(nodes: readonly TemplateNode[], data: JsonObject, allowMissing: boolean): string {
  const state: State = { allowMissing, root: data, text: '' };
  try {
    runBlock(nodes, data, new Map([['$', { value: data }]]), state);
  } catch (trouble) {
    if (trouble instanceof TemplateTrouble) trouble.printed = state.text;
    throw trouble;
  }
  return state.text;
}

/** Answers with the `break` or `continue` that ended the block. */
function runBlock(
  nodes: readonly TemplateNode[],
  dot: Value,
  outer: Variables,
  state: State,
): 'break' | 'continue' | undefined {
  let variables = outer;
  for (const node of nodes) {
    if (node.type === 'text') state.text += node.text;
    else if (node.type === 'break' || node.type === 'continue') return node.type;
    else if (node.type === 'action') {
      const { value, scope } = evaluate(node.pipeline, dot, variables, state, node.at);
      variables = scope;
      if (node.pipeline.declares.length === 0) state.text += printed(value);
    } else if (node.type === 'range') runRange(node, dot, variables, state);
    else {
      const { value, scope } = evaluate(node.pipeline, dot, variables, state, node.at);
      const within = node.type === 'with' && isTrue(value) ? value : dot;
      const left = runBlock(isTrue(value) ? node.body : node.otherwise, within, scope, state);
      if (left !== undefined) return left;
    }
    if (state.text.length > limits.terminalOutputBytesMax)
      throw new TemplateTrouble('the template prints too much');
  }
  return undefined;
}

function printed(value: Value): string {
  return value === undefined || value === null ? '<no value>' : goPrint(value);
}

function runRange(
  node: TemplateNode & { type: 'range' | 'if' | 'with' },
  dot: Value,
  outer: Variables,
  state: State,
): void {
  const { value } = evaluate({ ...node.pipeline, declares: [] }, dot, outer, state, node.at);
  const entries = entriesOf(value, node.at);
  if (entries.length === 0) {
    runBlock(node.otherwise, dot, outer, state);
    return;
  }
  const [first, second] = node.pipeline.declares;
  for (const [key, element] of entries) {
    const variables = new Map(outer);
    if (second !== undefined && first !== undefined)
      variables.set(first, { value: key }).set(second, { value: element });
    else if (first !== undefined) variables.set(first, { value: element });
    if (runBlock(node.body, element, variables, state) === 'break') return;
  }
}

function entriesOf(value: Value, place: Place): readonly (readonly [Json, Json])[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).map((element, at) => [at, element]);
  if (typeof value === 'object') {
    const object = value as JsonObject;
    return Object.keys(object)
      .sort()
      .map((key) => [key, object[key] as Json]);
  }
  throw trouble(place, place.text, `range can't iterate over ${goPrint(value)}`);
}

function trouble({ line, column }: Place, text: string, message: string): TemplateTrouble {
  return new TemplateTrouble(
    `template: output:${line}:${column}: executing "output" at <${text}>: ${message}`,
  );
}

function evaluate(
  pipeline: Pipeline,
  dot: Value,
  variables: Variables,
  state: State,
  place: Place,
): { readonly value: Value; readonly scope: Variables } {
  let value: Value;
  pipeline.commands.forEach((command, at) => {
    value = call(command, dot, variables, state, place, at === 0 ? [] : [value ?? null]);
  });
  const [name] = pipeline.declares;
  if (name === undefined) return { value, scope: variables };
  const known = variables.get(name);
  if (pipeline.assigns && known !== undefined) {
    known.value = value;
    return { value, scope: variables };
  }
  return { value, scope: new Map(variables).set(name, { value }) };
}

function call(
  [first, ...rest]: CommandNode,
  dot: Value,
  variables: Variables,
  state: State,
  place: Place,
  piped: readonly Json[],
): Value {
  if (first === undefined) return undefined;
  if (first.type !== 'function') {
    if (rest.length + piped.length > 0)
      throw trouble(place, first.text, `can't give argument to non-function ${first.text}`);
    if (first.type === 'literal' && first.value === null)
      throw trouble(place, first.text, 'nil is not a command');
    return operand(first, dot, variables, state, place);
  }
  const args = rest.map((each) => operand(each, dot, variables, state, place) ?? null);
  const work = functions.get(first.name);
  try {
    return work?.([...args, ...piped]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const own = placeOf([first, ...rest], place);
    throw trouble(own, own.text, `error calling ${first.name}: ${message}`);
  }
}

/** Where a command stands in its pipeline; the pipeline's place where its words are not found as they are. */
function placeOf(command: CommandNode, place: Place): Place {
  const text = command.map((each) => each.text).join(' ');
  const at = place.text.indexOf(text);
  return at < 0 ? place : { ...place, text, column: place.column + at };
}

function operand(node: Operand, dot: Value, variables: Variables, state: State, place: Place): Value {
  switch (node.type) {
    case 'literal':
      return node.value;
    case 'function':
      return call([node], dot, variables, state, place, []);
    case 'pipeline':
      return field(
        evaluate(node.pipeline, dot, variables, state, place).value,
        node.fields,
        node.text,
        state,
        place,
      );
    case 'variable': {
      const variable = variables.get(node.name);
      if (variable === undefined) throw trouble(place, node.text, `undefined variable: ${node.name}`);
      return field(variable.value, node.fields, node.text, state, place);
    }
    case 'dot':
      return field(dot, node.fields, node.text, state, place);
  }
}

function field(start: Value, names: readonly string[], text: string, state: State, place: Place): Value {
  let current = start;
  for (const name of names) {
    if (current === undefined) return undefined;
    if (current === null) {
      throw trouble(place, text, `nil pointer evaluating interface {}.${name}`);
    }
    if (typeof current !== 'object' || Array.isArray(current)) {
      throw trouble(place, text, `can't evaluate field ${name} in type interface {}`);
    }
    const member = getOwn(current as JsonObject, name);
    if (member === undefined && !state.allowMissing) {
      throw trouble(place, text, `map has no entry for key ${JSON.stringify(name)}`);
    }
    current = member;
  }
  return current;
}
