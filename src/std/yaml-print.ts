// YAML as `kubectl -o yaml` prints it: sigs.k8s.io/yaml over goyaml v2, whose emitter is libyaml's. Holds: block style,
// two spaces, lists not indented under their key, keys in goyaml's natural order, long lines folded past column 80 at
// single spaces. Deliberately absent: anchors, tags, comments, and one loss of the original: U+0085 stays itself here.
import type { Json, JsonObject } from './draft.ts';
import { formatGoFloat } from './go-float.ts';
import { utf8Length } from './utf8.ts';
import { compareYamlKeys } from './yaml-order.ts';
import { needsQuotes } from './yaml-scalar.ts';

const LINE_WIDTH = 80;
const INDENT = 2;
const INT64_MIN = -9_223_372_036_854_775_808n;
const INT64_MAX = 9_223_372_036_854_775_807n;
const UINT64_MAX = 18_446_744_073_709_551_615n;
/** Past this many bytes a key is written on a line of its own, after a question mark. */
const SIMPLE_KEY_BYTES_MAX = 128;

/** The text of one document, ending in a line break. */
export function printYaml(value: Json): string {
  const printer = new Printer();
  printer.node(value, -INDENT, 'root');
  return printer.end();
}

/** Where a node stands: at the start, after `- ` (or after `? ` and its `: `), or after `key:`. */
type Place = 'root' | 'item' | 'value';
type Style = 'plain' | 'single' | 'double' | 'literal';

class Printer {
  #text = '';
  #column = 0;
  #isSpaced = true;

  /** Writes a node whose parent stands at column `indent`. */
  node(value: Json, indent: number, place: Place): void {
    if (Array.isArray(value)) this.#list(value, indent, place);
    else if (typeof value === 'object' && value !== null) this.#map(value as JsonObject, indent, place);
    else if (typeof value === 'string') this.#string(value, indent, false);
    else
      this.#word(value === null ? 'null' : typeof value === 'number' ? formatNumber(value) : String(value));
  }

  end(): string {
    return this.#column > 0 ? `${this.#text}\n` : this.#text;
  }

  #list(items: readonly Json[], indent: number, place: Place): void {
    if (items.length === 0) return this.#word('[]');
    const inner = place === 'value' ? indent : indent + INDENT;
    items.forEach((item, at) => {
      this.#indentTo(inner, at === 0 && place === 'item');
      this.#put('-');
      this.node(item, inner, 'item');
    });
  }

  #map(members: JsonObject, indent: number, place: Place): void {
    const keys = Object.keys(members).sort(compareYamlKeys);
    if (keys.length === 0) return this.#word('{}');
    const inner = indent + INDENT;
    keys.forEach((key, at) => {
      this.#indentTo(inner, at === 0 && place === 'item');
      const member = members[key] ?? null;
      if (isSimpleKey(key)) {
        this.#string(key, inner, true);
        this.#put(':');
        this.node(member, inner, 'value');
      } else {
        this.#put('?');
        this.#string(key, inner, false);
        this.#indentTo(inner, false);
        this.#put(':');
        this.node(member, inner, 'item');
      }
    });
  }

  #word(word: string): void {
    this.#space();
    this.#put(word);
  }

  #string(value: string, indent: number, isKey: boolean): void {
    const text = value.replace(/\p{Surrogate}/gu, '\ufffd');
    const inner = Math.max(0, indent) + INDENT;
    switch (styleOf(text, isKey)) {
      case 'literal':
        return this.#literal(text, inner);
      case 'plain':
        this.#space();
        return this.#flow(text, inner, !isKey);
      case 'single':
        this.#space();
        this.#put("'");
        this.#flow(text.replaceAll("'", "''"), inner, !isKey, true);
        return this.#put("'");
      case 'double':
        this.#space();
        return this.#double(text, inner, !isKey);
    }
  }

  #literal(text: string, indent: number): void {
    this.#space();
    const hint = /^[ \n\u2028\u2029]/.test(text) ? String(INDENT) : '';
    this.#put(`|${hint}${chomping(text)}`);
    this.#break();
    let isStart = true;
    for (const character of text) {
      if (character === '\n') {
        this.#break();
        isStart = true;
      } else if (isBreak(character)) {
        this.#foreignBreak(character);
        isStart = true;
      } else {
        if (isStart) this.#pad(indent);
        this.#put(character);
        isStart = false;
      }
    }
  }

  /** Plain and single-quoted text: a lone space past the width of a line becomes a line break. */
  #flow(text: string, indent: number, canFold: boolean, isQuoted = false): void {
    const characters = [...text];
    let wasSpace = false;
    let wasBreak = false;
    characters.forEach((character, at) => {
      if (character === ' ') {
        const isInside = !isQuoted || (at > 0 && at < characters.length - 1);
        if (canFold && !wasSpace && this.#column > LINE_WIDTH && isInside && characters[at + 1] !== ' ') {
          this.#indentTo(indent, false);
        } else {
          this.#put(' ');
        }
        wasSpace = true;
      } else if (isBreak(character)) {
        this.#foreignBreak(character);
        wasBreak = true;
      } else {
        if (wasBreak) this.#pad(indent);
        this.#put(character);
        wasSpace = false;
        wasBreak = false;
      }
    });
  }

  #double(text: string, indent: number, canFold: boolean): void {
    const characters = [...text];
    const escapesAll = text.startsWith('\ufeff');
    let wasSpace = false;
    this.#put('"');
    characters.forEach((character, at) => {
      if (escapesAll || isEscaped(character)) {
        this.#put(escape(character));
        wasSpace = false;
      } else if (character !== ' ') {
        this.#put(character);
        wasSpace = false;
      } else {
        const isInside = at > 0 && at < characters.length - 1;
        if (canFold && !wasSpace && this.#column > LINE_WIDTH && isInside) {
          this.#indentTo(indent, false);
          if (characters[at + 1] === ' ') this.#put('\\');
        } else {
          this.#put(' ');
        }
        wasSpace = true;
      }
    });
    this.#put('"');
  }

  #put(text: string): void {
    this.#text += text;
    this.#column += text.length;
    this.#isSpaced = text.endsWith(' ');
  }

  #space(): void {
    if (this.#column > 0 && !this.#isSpaced) this.#put(' ');
  }

  #break(): void {
    this.#text += '\n';
    this.#column = 0;
  }

  /** U+2028 and U+2029 begin a line to YAML, but no line break is added for them. */
  #foreignBreak(character: string): void {
    this.#text += character;
    this.#column = 0;
  }

  #pad(column: number): void {
    if (this.#column < column) this.#put(' '.repeat(column - this.#column));
  }

  /** Goes to a column: on this line when it continues an indicator, else on a new one. */
  #indentTo(column: number, isInline: boolean): void {
    if (!isInline && this.#column > 0) this.#break();
    this.#pad(column);
  }
}

/** An integer of 64 bits is printed exactly, a larger one as Go's JSON writes a float: with its shortest digits. */
function formatNumber(value: number): string {
  if (!Number.isInteger(value) || Math.abs(value) >= 1e21) return formatGoFloat(value);
  const exact = BigInt(value);
  if (exact >= INT64_MIN && exact <= INT64_MAX) return String(exact);
  const digits = BigInt(String(value));
  return digits > 0n && digits <= UINT64_MAX ? String(digits) : formatGoFloat(value);
}

function isSimpleKey(key: string): boolean {
  return !/[\n\r\u0085\u2028\u2029]/.test(key) && utf8Length(key) <= SIMPLE_KEY_BYTES_MAX;
}

/** Which style the emitter ends up with; the order of the reasons is that of its analysis. */
function styleOf(text: string, isKey: boolean): Style {
  const isSpecial = [...text].some((character) => character !== '\n' && isUnprintable(character));
  const hasSpaceBreak = / [\n\r\u0085\u2028\u2029]/.test(text);
  if (text.includes('\n')) {
    return isKey || isSpecial || hasSpaceBreak || text.endsWith(' ') ? 'double' : 'literal';
  }
  if (needsQuotes(text) || isSpecial || hasSpaceBreak || /[\u2028\u2029] /.test(text)) return 'double';
  return /^ | $|[\u2028\u2029]/.test(text) || hasIndicators(text) ? 'single' : 'plain';
}

/** Whether the text holds what YAML would take for syntax in a block. */
function hasIndicators(text: string): boolean {
  if (/^(?:---|\.\.\.)/.test(text)) return true;
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text)) return true;
  return /^[?-](?:[ \t]|$)/.test(text) || /:(?:[ \t]|$)/.test(text) || / #/.test(text);
}

function chomping(text: string): string {
  const [last = '', before] = [...text].slice(-2).reverse();
  if (!isBreak(last)) return '-';
  return before === undefined || isBreak(before) ? '+' : '';
}

function isBreak(character: string): boolean {
  return character === '\n' || character === '\u2028' || character === '\u2029';
}

/** Characters that libyaml does not print as they are; those beyond the basic plane are among them. */
function isUnprintable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code !== 0x0a;
  return (code >= 0x7f && code < 0xa0) || code === 0xfeff || code >= 0xfffe;
}

function isEscaped(character: string): boolean {
  return isUnprintable(character) || isBreak(character) || character === '"' || character === '\\';
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\0', '0'],
  ['\x07', 'a'],
  ['\b', 'b'],
  ['\t', 't'],
  ['\n', 'n'],
  ['\v', 'v'],
  ['\f', 'f'],
  ['\r', 'r'],
  ['\x1b', 'e'],
  ['"', '"'],
  ['\\', '\\'],
  ['\x85', 'N'],
  ['\xa0', '_'],
  ['\u2028', 'L'],
  ['\u2029', 'P'],
]);

function escape(character: string): string {
  const short = ESCAPES.get(character);
  if (short !== undefined) return `\\${short}`;
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}
