// Reads Go templates. Source: Go's text/template/parse/parse.go.
import { quoteGo } from '../../../../std/go-quote.ts';
import { unquoteGo } from '../../../../std/go-unquote.ts';
import { functions } from './functions.ts';
import { lex, shown, type Item, type ItemType } from './lex.ts';
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
import { readCharacter, readNumber } from './number.ts';
import type { Value } from './value.ts';

const nestingMax = 64;
const templateMax = 65_536;

/** How a block ends. */
type End = 'else' | 'end';

const operandTypes: ReadonlySet<ItemType> = new Set<ItemType>([
  'bool',
  'character',
  'dot',
  'field',
  'identifier',
  'nil',
  'number',
  'open',
  'string',
  'variable',
]);

class Parser {
  readonly #items: readonly Item[];
  readonly #defined = new Map<string, readonly TemplateNode[]>();
  #next = 0;
  #variables: string[] = ['$'];
  #ranges = 0;
  #depth = 0;
  /** Where the action began that is being read, if one is. */
  #actionLine = 0;

  constructor(text: string) {
    this.#items = lex(text);
  }

  template(text: string): Template {
    const nodes: TemplateNode[] = [];
    while (this.#peek().type !== 'eof') {
      if (this.#peek().type === 'left' && this.#after('define')) {
        this.#define();
        continue;
      }
      const node = this.#node();
      if (typeof node === 'string') throw this.#trouble(`unexpected {{${node}}}`);
      nodes.push(node);
    }
    return { text, nodes, defined: this.#defined };
  }

  #peek(): Item {
    return this.#items[Math.min(this.#next, this.#items.length - 1)] as Item;
  }

  #take(): Item {
    const item = this.#peek();
    this.#next += 1;
    return item;
  }

  #peekWord(): Item {
    while (this.#peek().type === 'space') this.#next += 1;
    return this.#peek();
  }

  #takeWord(): Item {
    this.#peekWord();
    return this.#take();
  }

  /** Whether the keyword follows the `{{` that comes next; both are taken if so. */
  #after(keyword: string): boolean {
    const begin = this.#next;
    this.#next += 1;
    const { type, text } = this.#takeWord();
    if (type === 'keyword' && text === keyword) return true;
    this.#next = begin;
    return false;
  }

  #trouble(message: string): TemplateTrouble {
    const { line } = this.#items[Math.min(Math.max(this.#next - 1, 0), this.#items.length - 1)] as Item;
    return new TemplateTrouble(`template: ${rootName}:${line}: ${message}`);
  }

  #unexpected(item: Item, context: string): TemplateTrouble {
    if (item.type !== 'error') return this.#trouble(`unexpected ${shown(item)} in ${context}`);
    const begun = ` in action started at ${rootName}:${this.#actionLine}`;
    const isElsewhere = this.#actionLine !== 0 && this.#actionLine !== item.line;
    const more = item.text.endsWith(' action') ? begun.slice(' in action'.length) : begun;
    return this.#trouble(item.text + (isElsewhere ? more : ''));
  }

  #expect(type: ItemType, context: string): Item {
    const item = this.#takeWord();
    if (item.type !== type) throw this.#unexpected(item, context);
    return item;
  }

  #name(context: string): Item & { readonly name: string } {
    const item = this.#takeWord();
    if (item.type !== 'string') throw this.#unexpected(item, context);
    return { ...item, name: this.#unquoted(item.text) };
  }

  #number(text: string): Value {
    const read = text.startsWith("'") ? readCharacter(text) : readNumber(text);
    if ('trouble' in read) throw this.#trouble(read.trouble);
    return read.value;
  }

  #unquoted(text: string): string {
    const value = text.startsWith('`') ? text.slice(1, -1) : unquoteGo(text);
    if (value === undefined) throw this.#trouble('invalid syntax');
    return value;
  }

  /** A template within: its variables and ranges are its own. */
  #within(context: string): readonly TemplateNode[] {
    const outer = { variables: this.#variables, ranges: this.#ranges };
    this.#variables = ['$'];
    this.#ranges = 0;
    const { nodes, end } = this.#list();
    if (end !== 'end') throw this.#trouble(`unexpected {{${end}}} in ${context}`);
    this.#variables = outer.variables;
    this.#ranges = outer.ranges;
    return nodes;
  }

  #add(name: string, nodes: readonly TemplateNode[]): void {
    const isEmpty = (list: readonly TemplateNode[] | undefined): boolean =>
      list === undefined || list.every((node) => node.type === 'text' && node.text.trim() === '');
    if (isEmpty(this.#defined.get(name))) this.#defined.set(name, nodes);
    else if (!isEmpty(nodes))
      throw this.#trouble(`template: multiple definition of template ${quoteGo(name)}`);
  }

  #define(): void {
    const context = 'define clause';
    const { name } = this.#name(context);
    this.#expect('right', context);
    this.#add(name, this.#within(context));
  }

  #list(): { readonly nodes: readonly TemplateNode[]; readonly end: End } {
    this.#depth += 1;
    if (this.#depth > nestingMax) throw this.#trouble('the template is nested too deeply');
    const nodes: TemplateNode[] = [];
    while (this.#peekWord().type !== 'eof') {
      const node = this.#node();
      if (typeof node === 'string') {
        this.#depth -= 1;
        return { nodes, end: node };
      }
      nodes.push(node);
    }
    this.#next += 1;
    throw this.#trouble('unexpected EOF');
  }

  #node(): TemplateNode | End {
    const item = this.#takeWord();
    if (item.type === 'text') return { type: 'text', text: item.text, at: item.at };
    if (item.type !== 'left') throw this.#unexpected(item, 'input');
    this.#actionLine = item.line;
    const node = this.#action();
    this.#actionLine = 0;
    return node;
  }

  #action(): TemplateNode | End {
    const { type, text, at } = this.#peekWord();
    const word = type === 'keyword' ? text : '';
    if (word !== '' && word !== 'define') this.#next += 1;
    switch (word) {
      case 'if':
      case 'range':
      case 'with':
        return this.#control(word);
      case 'break':
      case 'continue':
        return this.#leave(word, at);
      case 'end':
        this.#expect('right', 'end');
        return 'end';
      case 'else': {
        const next = this.#peekWord();
        const isChained = next.type === 'keyword' && (next.text === 'if' || next.text === 'with');
        if (!isChained) this.#expect('right', 'else');
        return 'else';
      }
      case 'block':
        return this.#block();
      case 'template':
        return this.#call();
      default:
        return { type: 'action', pipeline: this.#pipeline('command', 'right'), at };
    }
  }

  #leave(type: 'break' | 'continue', at: number): TemplateNode {
    const item = this.#takeWord();
    if (item.type !== 'right') throw this.#unexpected(item, `{{${type}}}`);
    if (this.#ranges === 0) throw this.#trouble(`{{${type}}} outside {{range}}`);
    return { type, at };
  }

  #control(type: 'if' | 'range' | 'with'): TemplateNode {
    const known = this.#variables.length;
    const pipeline = this.#pipeline(type, 'right');
    this.#ranges += type === 'range' ? 1 : 0;
    const body = this.#list();
    this.#ranges -= type === 'range' ? 1 : 0;
    const otherwise = body.end === 'else' ? this.#otherwise(type) : [];
    this.#variables.length = known;
    return { type, pipeline, body: body.nodes, otherwise, at: pipeline.at };
  }

  #otherwise(type: 'if' | 'range' | 'with'): readonly TemplateNode[] {
    const next = this.#peek();
    if (type !== 'range' && next.type === 'space') this.#peekWord();
    const chained = this.#peek();
    if (type !== 'range' && chained.type === 'keyword' && chained.text === type) {
      this.#next += 1;
      return [this.#control(type)];
    }
    const { nodes, end } = this.#list();
    if (end !== 'end') throw this.#trouble(`expected end; found {{${end}}}`);
    return nodes;
  }

  #block(): TemplateNode {
    const context = 'block clause';
    const { name, at } = this.#name(context);
    const pipeline = this.#pipeline(context, 'right');
    this.#add(name, this.#within(context));
    return { type: 'template', name, pipeline, at };
  }

  #call(): TemplateNode {
    const context = 'template clause';
    const { name, at } = this.#name(context);
    const isBare = this.#peekWord().type === 'right';
    if (isBare) this.#next += 1;
    return { type: 'template', name, pipeline: isBare ? undefined : this.#pipeline(context, 'right'), at };
  }

  #declarations(context: string): Pick<Pipeline, 'declares' | 'assigns'> {
    const declares: string[] = [];
    while (this.#peekWord().type === 'variable') {
      const begin = this.#next;
      const { text: name } = this.#take();
      const sign = this.#peekWord();
      if (sign.type === 'assign' || sign.type === 'declare') {
        this.#next += 1;
        this.#variables.push(name);
        return { declares: [...declares, name], assigns: sign.type === 'assign' };
      }
      if (sign.type !== 'char' || sign.text !== ',') {
        this.#next = begin;
        break;
      }
      this.#next += 1;
      this.#variables.push(name);
      declares.push(name);
      if (context !== 'range' || declares.length > 1)
        throw this.#trouble(`too many declarations in ${context}`);
      if (!['variable', 'right', 'close'].includes(this.#peekWord().type))
        throw this.#trouble('range can only initialize variables');
    }
    return { declares, assigns: false };
  }

  #pipeline(context: string, end: 'right' | 'close'): Pipeline {
    const { at } = this.#peekWord();
    const sets = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const item = this.#peekWord();
      if (!operandTypes.has(item.type)) {
        this.#next += 1;
        if (item.type !== end) throw this.#unexpected(item, context);
        break;
      }
      commands.push(this.#command());
    }
    if (commands.length === 0) throw this.#trouble(`missing value for ${context}`);
    const fixed = ['bool', 'dot', 'nil', 'number', 'string'];
    const wrong = commands.findIndex(
      ({ args: [first] }, stage) => stage > 0 && fixed.includes(first?.type ?? ''),
    );
    if (wrong > 0) throw this.#trouble(`non executable command in pipeline stage ${wrong + 1}`);
    return { type: 'pipeline', ...sets, commands, at };
  }

  #command(): Command {
    const { at } = this.#peekWord();
    const args: Operand[] = [];
    for (;;) {
      this.#peekWord();
      const operand = this.#operand();
      if (operand !== undefined) args.push(operand);
      const item = this.#take();
      if (item.type === 'space') continue;
      if (item.type === 'right' || item.type === 'close') this.#next -= 1;
      else if (item.type !== 'pipe') throw this.#unexpected(item, 'operand');
      break;
    }
    if (args.length === 0) throw this.#trouble('empty command');
    return { type: 'command', args, at };
  }

  #operand(): Operand | undefined {
    const term = this.#term();
    if (term === undefined || this.#peek().type !== 'field') return term;
    const { at } = this.#peek();
    const more: string[] = [];
    while (this.#peek().type === 'field') more.push(this.#take().text.slice(1));
    if (term.type === 'field' || term.type === 'variable')
      return { ...term, fields: [...term.fields, ...more], at };
    if (['bool', 'string', 'number', 'nil', 'dot'].includes(term.type))
      throw this.#trouble(`unexpected . after term ${quoteGo(written(term))}`);
    return { type: 'chain', of: term, fields: more, at };
  }

  #term(): Operand | undefined {
    const item = this.#peekWord();
    const { type, text, at } = item;
    if (!operandTypes.has(type)) return undefined;
    this.#next += 1;
    switch (type) {
      case 'identifier':
        if (!functions.has(text)) throw this.#trouble(`function ${quoteGo(text)} not defined`);
        return { type: 'function', name: text, at };
      case 'dot':
      case 'nil':
        return { type, at };
      case 'variable':
        if (!this.#variables.includes(text)) throw this.#trouble(`undefined variable ${quoteGo(text)}`);
        return { type, name: text, fields: [], at };
      case 'field':
        return { type, fields: [text.slice(1)], at };
      case 'bool':
        return { type, value: text === 'true', text, at };
      case 'open':
        return this.#parenthesized();
      case 'string':
        return { type, value: this.#unquoted(text), text, at };
      default:
        return { type: 'number', value: this.#number(text), text, at };
    }
  }

  #parenthesized(): Pipeline {
    this.#depth += 1;
    if (this.#depth > nestingMax) throw this.#trouble('the template is nested too deeply');
    const pipeline = this.#pipeline('parenthesized pipeline', 'close');
    this.#depth -= 1;
    return pipeline;
  }
}

export function parseTemplate(text: string): Template {
  if (text.length > templateMax)
    throw new TemplateTrouble(`template: ${rootName}:1: the template is too long`);
  return new Parser(text).template(text);
}
