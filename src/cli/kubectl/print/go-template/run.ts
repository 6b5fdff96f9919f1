// Carries Go templates out on an object. Source: Go's text/template/exec.go.
import type { JsonObject } from '../../../../std/draft.ts';
import { limits } from '../../../../std/limits.ts';
import { getOwn } from '../../../../std/own.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { functions } from './functions.ts';
import { intMax } from './number.ts';
import {
  rootName,
  TemplateTrouble,
  written,
  type Command,
  type Operand,
  type Pipeline,
  type Template,
  type TemplateNode,
} from './syntax.ts';
import { isList, isObject, isTrue, printed, typeName, wholeOf, type Value } from './value.ts';

export { TemplateTrouble } from './syntax.ts';

/** How deep templates may use each other; Go says it of the hundred thousand that its stack has room for. */
const depthMax = 500;
const depthTold = 100_000;

interface Variable {
  readonly name: string;
  value: Value;
}

/** A function's value from before the pipe; an object of its own, since undefined is a value too. */
type Piped = { readonly value: Value } | undefined;

class Run {
  readonly #template: Template;
  readonly #allowsMissing: boolean;
  text = '';
  #steps = 0;
  #depth = 0;
  #name = rootName;
  #variables: Variable[];
  #node: Operand | Command | TemplateNode | undefined;

  constructor(template: Template, data: JsonObject, allowsMissing: boolean) {
    this.#template = template;
    this.#allowsMissing = allowsMissing;
    this.#variables = [{ name: '$', value: data }];
  }

  #trouble(message: string): TemplateTrouble {
    const at = this.#node?.at ?? 0;
    const before = this.#template.text.slice(0, at);
    const begin = before.lastIndexOf('\n');
    // Go counts bytes, from the line's first on, and on the first line from zero.
    const column = new TextEncoder().encode(before.slice(begin + 1)).length;
    const line = before.split('\n').length;
    const context = this.#node === undefined ? '' : written(this.#node);
    return new TemplateTrouble(
      `template: ${rootName}:${line}:${column}: executing ${quoteGo(this.#name)} at <${context}>: ${message}`,
    );
  }

  /** Answers with the `break` or `continue` that ended the block. */
  block(nodes: readonly TemplateNode[], dot: Value): 'break' | 'continue' | undefined {
    for (const node of nodes) {
      this.#step();
      this.#node = node;
      if (node.type === 'break' || node.type === 'continue') return node.type;
      const left = this.#walk(node, dot);
      if (left !== undefined) return left;
    }
    return undefined;
  }

  #step(): void {
    this.#steps += 1;
    if (this.text.length > limits.terminalOutputBytesMax) throw this.#trouble('the template prints too much');
    if (this.#steps > limits.templateStepsMax) throw this.#trouble('the template takes too many steps');
  }

  #walk(node: TemplateNode, dot: Value): 'break' | 'continue' | undefined {
    switch (node.type) {
      case 'text':
        this.text += node.text;
        return undefined;
      case 'action': {
        const value = this.#pipeline(node.pipeline, dot);
        if (node.pipeline.declares.length === 0)
          this.text += value === null || value === undefined ? '<no value>' : printed(value);
        return undefined;
      }
      case 'template':
        this.#use(node, dot);
        return undefined;
      case 'range':
        this.#range(node, dot);
        return undefined;
      case 'if':
      case 'with': {
        const mark = this.#variables.length;
        const value = this.#pipeline(node.pipeline, dot);
        const left = isTrue(value)
          ? this.block(node.body, node.type === 'with' ? value : dot)
          : this.block(node.otherwise, dot);
        this.#variables.length = mark;
        return left;
      }
      default:
        return node.type;
    }
  }

  #use(node: TemplateNode & { readonly type: 'template' }, dot: Value): void {
    const nodes = node.name === rootName ? this.#template.nodes : this.#template.defined.get(node.name);
    if (nodes === undefined) throw this.#trouble(`template ${quoteGo(node.name)} not defined`);
    if (this.#depth >= depthMax) throw this.#trouble(`exceeded maximum template depth (${depthTold})`);
    const value = node.pipeline === undefined ? undefined : this.#pipeline(node.pipeline, dot);
    const outer = { name: this.#name, variables: this.#variables };
    this.#depth += 1;
    this.#name = node.name;
    this.#variables = [{ name: '$', value }];
    this.block(nodes, value);
    this.#depth -= 1;
    this.#name = outer.name;
    this.#variables = outer.variables;
  }

  #range(node: Extract<TemplateNode, { readonly body: unknown }>, dot: Value): void {
    const { pipeline, body, otherwise } = node;
    const { declares, assigns } = pipeline;
    const mark = this.#variables.length;
    const value = this.#pipeline(pipeline, dot);
    const inner = this.#variables.length;
    let isEmpty = true;
    for (const [key, element] of this.#entries(value, declares.length)) {
      isEmpty = false;
      this.#step();
      const [first = '', second] = declares;
      const values: readonly Value[] = second === undefined ? [element] : [key, element];
      if (assigns) {
        if (first !== '') this.#set(first, values[0]);
        if (second !== undefined) this.#set(second, element);
      } else if (first !== '')
        declares.forEach((_, at) => {
          (this.#variables[inner - declares.length + at] as Variable).value = values[at];
        });
      const left = this.block(body, element);
      this.#variables.length = inner;
      if (left === 'break') break;
    }
    this.#variables.length = mark;
    if (isEmpty) this.block(otherwise, dot);
  }

  *#entries(value: Value, declared: number): Generator<readonly [Value, Value]> {
    const whole = wholeOf(value);
    if (isList(value)) {
      for (let at = 0; at < value.length; at++) yield [BigInt(at), value[at]];
    } else if (isObject(value)) {
      for (const key of Object.keys(value).sort()) yield [key, value[key]];
    } else if (whole !== undefined) {
      if (declared > 1)
        throw this.#trouble(`can't use ${printed(value)} to iterate over more than one variable`);
      for (let at = 0; at < whole; at++) yield [BigInt(at), typeof value === 'bigint' ? BigInt(at) : at];
    } else if (value !== undefined && value !== null)
      throw this.#trouble(`range can't iterate over ${printed(value)}`);
  }

  #set(name: string, value: Value): void {
    const variable = this.#variables.findLast((each) => each.name === name);
    if (variable === undefined) throw this.#trouble(`undefined variable: ${name}`);
    variable.value = value;
  }

  #pipeline(pipeline: Pipeline, dot: Value): Value {
    this.#node = pipeline;
    let piped: Piped;
    for (const command of pipeline.commands) piped = { value: this.#command(command, dot, piped) };
    // Go pushes the same value for each, and a range sets them as it goes.
    for (const name of pipeline.declares) {
      if (pipeline.assigns) this.#set(name, piped?.value);
      else this.#variables.push({ name, value: piped?.value });
    }
    return piped?.value;
  }

  #command(command: Command, dot: Value, piped: Piped): Value {
    const { args } = command;
    const [first] = args as readonly [Operand];
    const hasArgs = args.length > 1 || piped !== undefined;
    switch (first.type) {
      case 'field':
      case 'variable':
      case 'chain':
        return this.#path(first, dot, hasArgs);
      case 'function':
        return this.#call(first, command, args.slice(1), dot, piped);
      default:
        if (first.type !== 'pipeline') this.#node = first;
        if (hasArgs) throw this.#trouble(`can't give argument to non-function ${written(first)}`);
        if (first.type === 'nil') throw this.#trouble('nil is not a command');
        return this.#operand(first, dot);
    }
  }

  #operand(node: Operand, dot: Value): Value {
    this.#node = node;
    switch (node.type) {
      case 'number':
        if (typeof node.value === 'bigint' && node.value > intMax)
          throw this.#trouble(`${node.text} overflows int`);
        return node.value;
      case 'string':
      case 'bool':
        return node.value;
      case 'dot':
        return dot;
      case 'nil':
        return undefined;
      case 'pipeline':
        return this.#pipeline(node, dot);
      case 'function':
        return this.#call(node, node, [], dot, undefined);
      default:
        return this.#path(node, dot, false);
    }
  }

  #path(
    node: Operand & { readonly type: 'field' | 'variable' | 'chain' },
    dot: Value,
    hasArgs: boolean,
  ): Value {
    this.#node = node;
    let value = dot;
    if (node.type === 'variable') {
      value = this.#variables.findLast(({ name }) => name === node.name)?.value;
      if (node.fields.length === 0 && hasArgs)
        throw this.#trouble(`can't give argument to non-function ${written(node)}`);
    }
    if (node.type === 'chain') {
      if (node.of.type === 'nil') throw this.#trouble(`indirection through explicit nil in ${written(node)}`);
      value = this.#operand(node.of, dot);
    }
    node.fields.forEach((field, at) => {
      const type = node.type === 'chain' && at === 0 ? typeName(value) : 'interface {}';
      value = this.#field(value, field, type, hasArgs && at === node.fields.length - 1);
    });
    return value;
  }

  /** `type` is what Go knows of the value before it looks. */
  #field(value: Value, name: string, type: string, hasArgs: boolean): Value {
    if (value === undefined) {
      if (!this.#allowsMissing) throw this.#trouble(`nil data; no entry for key ${quoteGo(name)}`);
      return undefined;
    }
    if (value === null) throw this.#trouble(`nil pointer evaluating ${type}.${name}`);
    if (!isObject(value)) throw this.#trouble(`can't evaluate field ${name} in type ${type}`);
    if (hasArgs) throw this.#trouble(`${name} is not a method but has arguments`);
    const member = getOwn(value, name);
    if (member === undefined && !this.#allowsMissing)
      throw this.#trouble(`map has no entry for key ${quoteGo(name)}`);
    return member;
  }

  #call(
    node: Operand & { readonly type: 'function' },
    command: Command | Operand,
    args: readonly Operand[],
    dot: Value,
    piped: Piped,
  ): Value {
    this.#node = node;
    const { name } = node;
    const work = functions.get(name);
    if (work === undefined) throw this.#trouble(`${quoteGo(name)} is not a defined function`);
    const { fixed, isVariadic } = work;
    const given = args.length + (piped === undefined ? 0 : 1);
    if (isVariadic ? given < fixed : given !== fixed)
      throw this.#trouble(
        `wrong number of args for ${name}: want ${isVariadic ? `at least ${fixed} got ${args.length}` : `${fixed} got ${given}`}`,
      );
    if (work.until !== undefined) {
      let value: Value;
      for (const arg of args) {
        value = this.#operand(arg, dot);
        if (isTrue(value) === work.until) return value;
      }
      return piped === undefined ? value : piped.value;
    }
    const values = args.map((arg, at) => this.#argument(arg, dot, work.texts > at));
    if (piped !== undefined) values.push(this.#fit(piped.value, work.texts > values.length));
    try {
      return work.run(values, args.map(written));
    } catch (error) {
      if (error instanceof TemplateTrouble) throw error;
      this.#node = command;
      throw this.#trouble(`error calling ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #argument(arg: Operand, dot: Value, isText: boolean): Value {
    this.#node = arg;
    if (isText && arg.type === 'nil') throw this.#trouble('cannot assign nil to string');
    if (isText && (arg.type === 'number' || arg.type === 'bool'))
      throw this.#trouble(`expected string; found ${written(arg)}`);
    return this.#fit(this.#operand(arg, dot), isText);
  }

  #fit(value: Value, isText: boolean): Value {
    if (!isText || typeof value === 'string') return value;
    if (value === undefined || value === null) throw this.#trouble('invalid value; expected string');
    throw this.#trouble(`wrong type for value; expected string; got ${typeName(value)}`);
  }
}

export function runTemplate(template: Template, data: JsonObject, allowsMissing: boolean): string {
  const run = new Run(template, data, allowsMissing);
  try {
    run.block(template.nodes, data);
  } catch (trouble) {
    if (trouble instanceof TemplateTrouble) trouble.printed = run.text;
    throw trouble;
  }
  return run.text;
}
