// Reads Go templates: text around `{{ }}`, pipelines, if, range, with, break and continue. Source: Go's text/template/parse.
import { unquoteGo } from '../../../../std/go-unquote.ts';
import { functions } from './functions.ts';
import {
  TemplateTrouble,
  type CommandNode,
  type Operand,
  type Pipeline,
  type Place,
  type TemplateNode,
} from './syntax.ts';

const nestingMax = 32;
const templateMax = 65_536;

/** What surrounds a piece of a template. */
interface Around {
  readonly depth: number;
  readonly inRange: boolean;
  /** Variables that are known so far; those of an inner block end with it. */
  readonly variables: string[];
}

type Piece = { readonly text: string } | { readonly action: string; readonly place: Place };

export function parseTemplate(text: string): readonly TemplateNode[] {
  if (text.length > templateMax) throw new TemplateTrouble('template: output:1: the template is too long');
  const pieces = [...piecesOf(text)];
  const { nodes, next, stop } = blockFrom(pieces, 0, { depth: 0, inRange: false, variables: ['$'] });
  if (stop !== undefined) throw at(stop.place, `unexpected {{${stop.word}}}`);
  return next < pieces.length ? [] : nodes;
}

function at({ line }: Place, message: string): TemplateTrouble {
  return new TemplateTrouble(`template: output:${line}: ${message}`);
}

function* piecesOf(text: string): Generator<Piece> {
  let from = 0;
  let trims = false;
  for (;;) {
    const open = text.indexOf('{{', from);
    const plain = text.slice(from, open < 0 ? text.length : open);
    const left = trims ? plain.trimStart() : plain;
    if (open < 0) {
      if (left !== '') yield { text: left };
      return;
    }
    const before = text.slice(0, open).split('\n');
    const trimsLeft = /^\{\{-\s/.test(text.slice(open, open + 4));
    const shown = trimsLeft ? left.trimEnd() : left;
    if (shown !== '') yield { text: shown };
    const close = closing(text, open + 2);
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 2, text: '' };
    if (close < 0) throw at(place, 'unclosed action');
    const inside = text.slice(open + 2 + (trimsLeft ? 1 : 0), close);
    trims = /\s-$/.test(inside);
    const action = (trims ? inside.slice(0, -1) : inside).trim();
    if (!/^\/\*[^]*\*\/$/.test(action)) yield { action, place: { ...place, text: action } };
    from = close + 2;
  }
}

/** Where the action ends that begins before an offset; quotes hide braces. */
function closing(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    const character = text[index];
    if (text.startsWith('}}', index)) return index;
    if (character === '"' || character === '`' || character === "'") {
      for (index += 1; index < text.length && text[index] !== character; index++) {
        if (text[index] === '\\' && character !== '`') index += 1;
      }
    }
  }
  return -1;
}

interface Block {
  readonly nodes: readonly TemplateNode[];
  readonly next: number;
  /** The `end` or `else` that the block ends with. */
  readonly stop?: { readonly word: string; readonly rest: string; readonly place: Place };
}

function blockFrom(pieces: readonly Piece[], from: number, outer: Around): Block {
  const { depth, inRange } = outer;
  const around = { ...outer, variables: [...outer.variables] };
  if (depth > nestingMax) throw new TemplateTrouble('template: output:1: the template is nested too deeply');
  const nodes: TemplateNode[] = [];
  for (let index = from; index < pieces.length; index++) {
    const piece = pieces[index] as Piece;
    if ('text' in piece) {
      nodes.push({ type: 'text', text: piece.text });
      continue;
    }
    const { action, place } = piece;
    const [, word = '', rest = ''] = /^(\w*)\s*([^]*)$/.exec(action) ?? [];
    if (word === 'end' || word === 'else') return { nodes, next: index + 1, stop: { word, rest, place } };
    if (word === 'if' || word === 'range' || word === 'with') {
      const { node, next } = controlFrom(pieces, index, { type: word, condition: rest, place }, around);
      nodes.push(node);
      index = next - 1;
    } else if (word === 'break' || word === 'continue') {
      if (!inRange) throw at(place, `{{${word}}} outside {{range}}`);
      if (rest !== '') throw at(place, `unexpected ${JSON.stringify(rest)} in {{${word}}}`);
      nodes.push({ type: word });
    } else nodes.push({ type: 'action', pipeline: pipelineOf(action, place, 'command', around), at: place });
  }
  if (depth > 0) throw new TemplateTrouble('template: output:1: unexpected EOF');
  return { nodes, next: pieces.length };
}

/** How a block begins: `{{range .spec.containers}}`. */
interface Control {
  readonly type: 'if' | 'range' | 'with';
  readonly condition: string;
  readonly place: Place;
}

function controlFrom(
  pieces: readonly Piece[],
  index: number,
  { type, condition, place }: Control,
  { depth, inRange, variables }: Around,
): { readonly node: TemplateNode; readonly next: number } {
  const around = { depth: depth + 1, inRange: inRange || type === 'range', variables: [...variables] };
  const pipeline = pipelineOf(condition, place, type, around);
  const body = blockFrom(pieces, index + 1, around);
  const node = { type, pipeline, body: body.nodes, at: placeOf(condition, place) };
  if (body.stop?.word !== 'else') return { node: { ...node, otherwise: [] }, next: body.next };
  const chained = /^(if|with)\s+([^]*)$/.exec(body.stop.rest);
  if (chained !== null) {
    const [, word = 'if', rest = ''] = chained;
    const control = { type: word as 'if' | 'with', condition: rest, place: body.stop.place };
    const other = controlFrom(pieces, body.next - 1, control, around);
    return { node: { ...node, otherwise: [other.node] }, next: other.next };
  }
  const otherwise = blockFrom(pieces, body.next, around);
  return { node: { ...node, otherwise: otherwise.nodes }, next: otherwise.next };
}

/** Go places a path where its last field begins. */
function placeOf(condition: string, place: Place): Place {
  const field = /^(?:\.\w+)+$/.test(condition) ? condition.lastIndexOf('.') : 0;
  return { ...place, text: condition, column: place.column + place.text.indexOf(condition) + field };
}

const token = /\s+|"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)+'|:=|[|(),=]|[^\s|(),=:]+|./gy;

/** @param what the pipeline belongs to, for the words of a failure */
function pipelineOf(text: string, place: Place, what: string, around: Around): Pipeline {
  const tokens = text.match(token) ?? [];
  if (tokens.length === 0) throw at(place, `missing value for ${what}`);
  const { pipeline, next } = readPipeline(tokens, 0, place, { ...around, depth: 0 });
  if (next < tokens.length) throw at(place, `unexpected ${JSON.stringify(tokens[next] ?? '')} in command`);
  return pipeline;
}

function readPipeline(
  tokens: readonly string[],
  from: number,
  place: Place,
  around: Around,
): { readonly pipeline: Pipeline; readonly next: number } {
  const { depth, variables } = around;
  if (depth > nestingMax) throw at(place, 'the template is nested too deeply');
  let index = from;
  const declares: string[] = [];
  let assigns = false;
  const sign = tokens.findIndex((word, position) => position >= from && (word === ':=' || word === '='));
  if (sign >= 0 && tokens.slice(from, sign).every((word) => /^(?:\$\w+|,|\s+)$/.test(word))) {
    declares.push(...tokens.slice(from, sign).filter((word) => word.startsWith('$')));
    assigns = tokens[sign] === '=';
    for (const name of declares) {
      if (!assigns) variables.push(name);
      else if (!variables.includes(name)) throw at(place, `undefined variable ${JSON.stringify(name)}`);
    }
    index = sign + 1;
  }
  const commands: CommandNode[] = [];
  let command: Operand[] = [];
  const end = () => {
    if (command.length === 0) throw at(place, 'missing value for command');
    commands.push(command);
    command = [];
  };
  for (; index < tokens.length && tokens[index] !== ')'; index++) {
    const word = tokens[index] as string;
    if (word.trim() === '') continue;
    if (word === '|') end();
    else if (word === '(') {
      const inner = readPipeline(tokens, index + 1, place, { ...around, depth: depth + 1 });
      if (tokens[inner.next] !== ')') throw at(place, 'unclosed left paren');
      index = inner.next;
      const following = tokens[index + 1] ?? '';
      const fields = following.startsWith('.') ? following.slice(1).split('.') : [];
      if (fields.length > 0) index += 1;
      command.push({ type: 'pipeline', pipeline: inner.pipeline, fields, text: word });
    } else command.push(operandOf(word, place, variables));
  }
  end();
  return { pipeline: { declares, assigns, commands }, next: index };
}

function operandOf(word: string, place: Place, variables: readonly string[]): Operand {
  const first = word.charAt(0);
  if (first === '"' || first === "'") {
    const value = unquoteGo(word);
    if (value === undefined) throw at(place, `invalid syntax: ${word}`);
    return { type: 'literal', value: first === "'" ? (value.codePointAt(0) ?? 0) : value, text: word };
  }
  if (first === '`') return { type: 'literal', value: word.slice(1, -1), text: word };
  if (/^[+-]?\d/.test(word)) {
    if (!/^[+-]?\d{1,18}(?:\.\d+)?$/.test(word))
      throw at(place, `bad number syntax: ${JSON.stringify(word)}`);
    return { type: 'literal', value: Number(word), text: word };
  }
  if (word === 'true' || word === 'false') return { type: 'literal', value: word === 'true', text: word };
  if (word === 'nil') return { type: 'literal', value: null, text: word };
  if (first === '$') {
    const [name = '', ...fields] = word.split('.');
    if (!variables.includes(name)) throw at(place, `undefined variable ${JSON.stringify(name)}`);
    return { type: 'variable', name, fields, text: word };
  }
  if (first === '.') {
    const fields = word === '.' ? [] : word.slice(1).split('.');
    return { type: 'dot', fields, text: word, at: place.text.indexOf(word) };
  }
  if (functions.has(word)) return { type: 'function', name: word, text: word };
  throw at(
    place,
    /^\w+$/.test(word)
      ? `function ${JSON.stringify(word)} not defined`
      : `unexpected ${JSON.stringify(word)} in operand`,
  );
}
