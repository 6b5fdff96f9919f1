// Words turned into the arguments that a program gets: variables and outputs put in, fields split, file names matched.
// Source: POSIX shell command language, section 2.6.
import { limits } from '../std/limits.ts';
import { evaluate } from './arithmetic.ts';
import { elementAt, elementsOf, placesOf } from './arrays.ts';
import { braces } from './braces.ts';
import type { Run } from './effect.ts';
import { joint, valueFields } from './fields.ts';
import { resolvePath } from './files.ts';
import { isPattern, matches, without, type Pattern } from './glob.ts';
import { homeOf } from './program.ts';
import { assign, ShellTrouble, valueOf, type ShellState } from './state.ts';
import type { Piece, Script, Word } from './syntax.ts';

export interface Expansion {
  readonly state: ShellState;
  /** Runs the script of a `$( )` and gives what it printed. */
  readonly output: (script: Script) => Run<string>;
}

/** Arguments that one word may become by splitting and matching. */
const fieldsMax = 10_000;

interface Field {
  text: string;
  /** As a pattern has it. */
  live: string;
  /** Kept even when it is empty. */
  present: boolean;
}

export function* expandWords(words: readonly Word[], expansion: Expansion): Run<string[]> {
  const result: string[] = [];
  for (const word of words) {
    for (const each of braces(word)) {
      for (const field of yield* fieldsOf(each, expansion)) result.push(...matching(field, expansion.state));
      if (result.length > fieldsMax) throw new ShellTrouble('argument list too long');
    }
  }
  return result;
}

/** A word as one text: assignments, redirections and here-documents are not split. */
export function* expandText(word: Word, expansion: Expansion): Run<string> {
  return (yield* expandPattern(word, expansion)).text;
}

/** A word as a pattern: what of it was not quoted may stand for other characters. */
export function* expandPattern(word: Word, expansion: Expansion): Run<Pattern> {
  const field = emptyField();
  for (const [index, piece] of word.entries())
    append(field, yield* textOf(piece, index === 0, expansion), !piece.quoted);
  return field;
}

/** The value of an expression, in which variables were put in before. */
export function* compute(word: Word, expansion: Expansion): Run<number> {
  const { state } = expansion;
  return evaluate(yield* expandText(word, expansion), {
    get: (name) => valueOf(state, name),
    set: (name, value) => assign(state, name, value),
  });
}

function* textOf(piece: Piece, first: boolean, expansion: Expansion): Run<string> {
  switch (piece.type) {
    case 'text': {
      const home = first && !piece.quoted && /^~(?:\/|$)/.test(piece.text);
      return home ? homeOf(expansion.state.session) + piece.text.slice(1) : piece.text;
    }
    case 'command': {
      const text = yield* expansion.output(piece.script);
      return piece.isWhole === true ? text : text.replace(/\n+$/, '');
    }
    case 'arithmetic':
      return String(yield* compute(piece.word, expansion));
    case 'variable':
      return yield* variable(piece, expansion);
  }
}

type Variable = Extract<Piece, { readonly type: 'variable' }>;

/** What stands for several values: `$@`, `${name[@]}`, their places, a part of them; undefined for one value. */
function* listOf(piece: Piece, expansion: Expansion): Run<readonly string[] | undefined> {
  if (piece.type !== 'variable') return undefined;
  const { name, subscript, parameter } = piece;
  const { state } = expansion;
  const isArray = subscript === '@' || subscript === '*';
  if (!isArray && name !== '@') return undefined;
  if (parameter?.isPlaces === true) return placesOf(state, name);
  const all = isArray ? elementsOf(state, name) : state.parameters;
  if (parameter === undefined) return all;
  if (parameter.operator !== ':') return undefined;
  const [from = '0', length] = (yield* expandText(parameter.word ?? [], expansion)).split(':');
  // Before the first parameter stands the shell itself.
  const rest = (isArray ? all : [state.name, ...all]).slice(Number(from));
  return length === undefined ? rest : rest.slice(0, Number(length));
}

/** The one value of a variable, of an element, or of all elements together. */
function* valueBy({ name, subscript }: Variable, expansion: Expansion): Run<string | undefined> {
  const { state } = expansion;
  if (subscript === undefined) return valueOf(state, name);
  if (typeof subscript !== 'string') return elementAt(state, name, yield* compute(subscript, expansion));
  const elements = elementsOf(state, name);
  return elements.length === 0
    ? undefined
    : elements.join(subscript === '*' ? joint(valueOf(state, 'IFS')) : ' ');
}

function* variable(piece: Variable, expansion: Expansion): Run<string> {
  const { state } = expansion;
  const { name, subscript, parameter } = piece;
  const list = yield* listOf(piece, expansion);
  if (list !== undefined && parameter !== undefined) return list.join(' ');
  const named = yield* valueBy(piece, expansion);
  const value = piece.isIndirect === true && named !== undefined ? valueOf(state, named) : named;
  if (parameter === undefined) {
    if (value === undefined && state.flags.has('u')) throw new ShellTrouble(`${name}: unbound variable`);
    return value ?? '';
  }
  if (parameter.isLength === true) {
    const isAll = typeof subscript === 'string';
    return String(isAll ? elementsOf(state, name).length : (value ?? '').length);
  }
  const { operator = '-', word = [] } = parameter;
  const isSet = value !== undefined && (value !== '' || !operator.startsWith(':'));
  switch (operator) {
    case ':-':
    case '-':
      return isSet ? value : yield* expandText(word, expansion);
    case ':=':
    case '=': {
      if (isSet) return value;
      const text = yield* expandText(word, expansion);
      assign(state, name, text);
      return text;
    }
    case ':+':
    case '+':
      return isSet ? yield* expandText(word, expansion) : '';
    case ':?':
    case '?': {
      if (isSet) return value;
      const text = yield* expandText(word, expansion);
      throw new ShellTrouble(`${name}: ${text === '' ? 'parameter null or not set' : text}`);
    }
    case ':':
      return part(value ?? '', yield* expandText(word, expansion));
    case '^':
    case '^^':
    case ',':
    case ',,':
      return cased(value ?? '', operator);
    case '/':
    case '//':
      return replaced(value ?? '', yield* expandPattern(word, expansion), operator === '//');
    default: {
      const pattern = yield* expandPattern(word, expansion);
      return without(
        value ?? '',
        pattern,
        operator.startsWith('#') ? 'prefix' : 'suffix',
        operator.length === 2,
      );
    }
  }
}

/** `${name^}` and its like: the first letter, or all of them. */
function cased(value: string, operator: string): string {
  const turn = (text: string): string => (operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase());
  return operator.length === 2 ? turn(value) : turn(value.charAt(0)) + value.slice(1);
}

/** `${name:offset:length}`. */
function part(value: string, word: string): string {
  const [offset = '', length] = word.split(':').map((each) => each.trim());
  const from = Number(offset);
  const rest = value.slice(from);
  return length === undefined ? rest : rest.slice(0, Number(length));
}

/** `${name/pattern/text}`: the longest part that fits, at its first place or everywhere. */
function replaced(value: string, { text, live }: Pattern, everywhere: boolean): string {
  const slash = text.indexOf('/');
  const end = slash < 0 ? text.length : slash;
  const pattern = { text: text.slice(0, end), live: live.slice(0, end) };
  if (value.length > limits.scriptWordCharactersMax || pattern.text === '') return value;
  const other = text.slice(end + 1);
  let result = '';
  for (let at = 0; at < value.length;) {
    const rest = value.slice(at);
    const after = without(rest, pattern, 'prefix', isPattern(pattern));
    if (after.length === rest.length) {
      result += value.charAt(at);
      at += 1;
      continue;
    }
    result += other;
    at = value.length - after.length;
    if (!everywhere) return result + after;
  }
  return result;
}

function* fieldsOf(word: Word, expansion: Expansion): Run<readonly Field[]> {
  const fields: Field[] = [emptyField()];
  for (const [index, piece] of word.entries()) {
    const last = fields.at(-1) as Field;
    const list = piece.quoted && !isJoined(piece) ? yield* listOf(piece, expansion) : undefined;
    if (list !== undefined) {
      list.forEach((parameter, at) => {
        if (at > 0) fields.push(emptyField());
        const field = fields.at(-1) as Field;
        append(field, parameter, false);
        field.present = true;
      });
      continue;
    }
    const value = yield* textOf(piece, index === 0, expansion);
    if (piece.quoted) {
      append(last, value, false);
      last.present = true;
    } else if (piece.type === 'text') append(last, value, true);
    else {
      valueFields(value, valueOf(expansion.state, 'IFS')).forEach(({ text, isKept }, at) => {
        if (at > 0) fields.push(emptyField());
        const field = fields.at(-1) as Field;
        append(field, text, true);
        if (isKept) field.present = true;
      });
    }
  }
  return fields.filter(({ text, present }) => present || text !== '').slice(0, fieldsMax);
}

/** `"${name[*]}"` is one text. */
function isJoined(piece: Piece): boolean {
  return piece.type === 'variable' && piece.subscript === '*';
}

function emptyField(): Field {
  return { text: '', live: '', present: false };
}

function append(field: Field, text: string, live: boolean): void {
  field.text += text;
  if (field.text.length > limits.terminalOutputBytesMax) throw new ShellTrouble('a word is too long');
  field.live += (live ? '*' : ' ').repeat(text.length);
}

/** The file names that the field stands for, or the field itself when there are none. */
function matching({ text, live }: Field, { session }: ShellState): readonly string[] {
  const slash = text.lastIndexOf('/') + 1;
  if (!isPattern({ text, live }, slash)) return [text];
  const names =
    session.files.list(resolvePath(text.slice(0, slash) || '.', session.folder, homeOf(session))) ?? [];
  const pattern = { text: text.slice(slash), live: live.slice(slash) };
  const found = names.filter(
    (name) => name.startsWith('.') === pattern.text.startsWith('.') && matches(name, pattern),
  );
  return found.length === 0 ? [text] : found.map((name) => text.slice(0, slash) + name);
}
