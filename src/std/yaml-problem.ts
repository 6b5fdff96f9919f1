// What the YAML library finds wrong, said in the words and with the line that kubectl says it with (goyaml v2, whose
// scanner counts lines truly and whose parser is one behind). The library's own sentence is the last resort.
import type { YAMLParseError } from 'yaml';
import type { YamlSource } from './yaml-source.ts';

/** How kubectl begins every complaint about YAML. */
export const CONVERTING = 'error converting YAML to JSON: ';

export interface YamlProblem {
  /** The whole sentence, as kubectl prints it after `error parsing FILE: `. */
  readonly message: string;
  /** The offset in the document's content that it is about. */
  readonly at: number;
}

/** Which of goyaml's two halves stumbles, its words, and where if not at the library's place. */
interface Finding {
  readonly by: 'scanner' | 'parser';
  readonly words: string;
  readonly at?: number;
}

const NO_KEY: Finding = { by: 'parser', words: 'did not find expected key' };
const NO_DASH: Finding = { by: 'parser', words: `did not find expected '-' indicator` };
const NO_CONTENT: Finding = { by: 'parser', words: 'did not find expected node content' };
const NO_TOKEN: Finding = { by: 'scanner', words: 'found character that cannot start any token' };
const NO_NAME: Finding = { by: 'scanner', words: 'did not find expected alphabetic or numeric character' };

export const NO_DOCUMENT = 'did not find expected <document start>';

/** The first escape in a double-quoted text that YAML does not know; `start` is the offset of its opening quote. */
export function escapeProblem(source: YamlSource, quoted: string, start: number): YamlProblem | undefined {
  if (!quoted.includes('\\')) return undefined;
  for (const { index, 0: escape } of quoted.matchAll(
    /\\(?:x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|[^])/g,
  )) {
    const letter = escape.charAt(1);
    if (escape.length > 2 || KNOWN_ESCAPES.includes(letter)) continue;
    const at = start + index;
    const words = 'xuU'.includes(letter)
      ? 'did not find expected hexdecimal number'
      : 'found unknown escape character';
    return { message: `${CONVERTING}yaml: ${source.scannerLine(at)}${words}`, at };
  }
  return undefined;
}

const KNOWN_ESCAPES = '0abt\tnvfre "/\\N_LP\r\n';

/** Characters that goyaml's reader refuses wherever they stand. */
export function controlProblem(source: YamlSource): YamlProblem | undefined {
  const at = source.content.search(/[^\P{Cc}\t\n\r\x85]|[\ufffe\uffff]/u);
  return at < 0 ? undefined : { message: `${CONVERTING}yaml: control characters are not allowed`, at };
}

/** The problem behind the library's errors, if any of them is one to goyaml. */
export function describeProblem(
  source: YamlSource,
  errors: readonly YAMLParseError[],
): YamlProblem | undefined {
  // goyaml takes a comment right behind a quoted text for one.
  const real = errors.filter(({ message }) => !message.startsWith('Comments must be separated'));
  // A tab is the cause of what else is wrong around it.
  const error =
    real.find(({ code }) => code === 'TAB_AS_INDENT') ?? real.toSorted((a, b) => a.pos[0] - b.pos[0])[0];
  if (error === undefined) return undefined;
  const { by, words, at = error.pos[0] } = findingOf(source, error, real);
  const where = by === 'scanner' ? source.scannerLine(at) : source.parserLine(at);
  return { message: `${CONVERTING}yaml: ${where}${words}`, at };
}

function findingOf(source: YamlSource, error: YAMLParseError, all: readonly YAMLParseError[]): Finding {
  const also = (words: string) => all.some(({ message }) => message.includes(words));
  const { code, message } = error;
  if (/flow (?:map|sequence|collection)/i.test(message) && endsBeforeNode(source)) {
    return { ...NO_CONTENT, at: source.content.length };
  }
  if (message.startsWith('Block scalar') && /^ *\t/.test(source.line(source.position(error.pos[0]).line))) {
    return { by: 'scanner', words: 'found a tab character where an indentation space is expected' };
  }
  switch (code) {
    case 'TAB_AS_INDENT':
      return tabFinding(source, error.pos[0]);
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      if (message.startsWith('A block sequence') || also('Unexpected scalar token')) return NO_KEY;
      return keyFinding(source, error, all);
    case 'BAD_INDENT':
      return indentFinding(source, error, also);
    case 'MISSING_CHAR':
      return missingFinding(source, error);
    case 'UNEXPECTED_TOKEN':
      return unexpectedFinding(message);
    case 'BLOCK_IN_FLOW':
      return { by: 'parser', words: flowWords(openBracket(source, error.pos[0])) };
    case 'BAD_SCALAR_START':
      return message.includes('flow indicator') ? NO_CONTENT : NO_TOKEN;
    case 'BAD_ALIAS':
      return NO_NAME;
    case 'KEY_OVER_1024_CHARS':
      return { by: 'scanner', words: `could not find expected ':'` };
    case 'TAG_RESOLVE_FAILED':
      return { by: 'parser', words: 'found undefined tag handle' };
    case 'MULTIPLE_ANCHORS':
    case 'MULTIPLE_TAGS':
    case 'ALIAS_PROPS':
    case 'BAD_PROP_ORDER':
      return NO_KEY;
    default:
      return otherFinding(message);
  }
}

/** Whether the text ends where a bracket's next node should begin: goyaml misses that before it misses the bracket's end. */
function endsBeforeNode({ content }: YamlSource): boolean {
  const last = content
    .replaceAll(/#[^\n]*/g, '')
    .trimEnd()
    .at(-1);
  return last !== undefined && '[{,:'.includes(last);
}

function otherFinding(message: string): Finding {
  return { by: 'scanner', words: message.charAt(0).toLowerCase() + message.slice(1) };
}

function noMappingAt(at: number): Finding {
  return { by: 'scanner', words: 'mapping values are not allowed in this context', at };
}

function noColonAt(at: number): Finding {
  return { by: 'scanner', words: `could not find expected ':'`, at };
}

/** The last character of what an error is about; the colon that goyaml stumbles over stands behind it. */
function endOf(source: YamlSource, { pos }: YAMLParseError): number {
  const [start, end] = pos;
  const about = source.content.slice(start, end).trimEnd();
  return start + Math.max(0, about.length - 1);
}

/**
 * A key that goes on over several lines. Where a key must stand, goyaml gives up at the next line; where one may
 * stand, it reads on and stumbles over the colon.
 */
function keyFinding(source: YamlSource, error: YAMLParseError, all: readonly YAMLParseError[]): Finding {
  const start = error.pos[0];
  const end = Math.max(...all.filter((other) => other.pos[0] === start).map((other) => endOf(source, other)));
  const { line } = source.position(start);
  const isSplit = source.position(end).line > line;
  return isSplit && beginsLine(source, start) && siblingOf(source, line) !== undefined
    ? noColonAt(nextTokenAt(source, line))
    : noMappingAt(end);
}

function beginsLine(source: YamlSource, at: number): boolean {
  const { line, column } = source.position(at);
  return (
    source
      .line(line)
      .slice(0, column - 1)
      .trim() === ''
  );
}

/** A tab continues the bare text of the line before, or stands where something must begin. */
function tabFinding(source: YamlSource, at: number): Finding {
  const { line } = source.position(at);
  const before = linesAbove(source, line).next().value?.text.trim() ?? '';
  if (before === '' || /[:\-'"\]}]$|(?:^|\s)#/.test(before)) return NO_TOKEN;
  return { by: 'scanner', words: 'found a tab character that violates indentation' };
}

interface LineAbove {
  readonly text: string;
  /** The columns, from 0, that nodes begin in: `- a: b` begins a list, and a map two further. */
  readonly columns: readonly number[];
}

/** The lines above one, nearest first, without empty lines and comments. */
function* linesAbove(source: YamlSource, line: number): Generator<LineAbove, undefined> {
  for (let number = line - 1; number > 0; number--) {
    const text = source.line(number);
    if (text.trim() === '' || /^\s*#/.test(text)) continue;
    const columns = [indentOf(text)];
    for (let rest = text.trimStart(); /^-(?: |$)/.test(rest);) {
      const inner = rest.slice(1).trimStart();
      columns.push((columns.at(-1) ?? 0) + rest.length - inner.length);
      rest = inner;
    }
    yield { text, columns };
  }
  return undefined;
}

/** The nearest line above in which a node begins in the column of this line, if no line between has begun before it. */
function siblingOf(source: YamlSource, line: number): LineAbove | undefined {
  const indent = indentOf(source.line(line));
  for (const above of linesAbove(source, line)) {
    if (above.columns.includes(indent)) return above;
    if (Math.min(...above.columns) < indent) return undefined;
  }
  return undefined;
}

/**
 * What goyaml misses where a list is left: another dash, or another key when the list stands right below its key,
 * for then it does not count as a block of its own.
 */
function listFinding(source: YamlSource, line: number): Finding {
  const indent = indentOf(source.line(line));
  let dash: number | undefined;
  for (const { text, columns } of linesAbove(source, line)) {
    const column = columns[0] ?? 0;
    const isItem = text.trimStart().startsWith('-');
    if (dash === undefined) {
      if (isItem && column <= indent) dash = column;
    } else if (column < dash || (column === dash && !isItem)) {
      return column === dash ? NO_KEY : NO_DASH;
    }
  }
  return NO_DASH;
}

function indentFinding(source: YamlSource, error: YAMLParseError, also: (words: string) => boolean): Finding {
  const at = error.pos[0];
  if (error.message.startsWith('Flow ')) {
    if (also('Unexpected block-seq-ind')) return NO_CONTENT;
    return { by: 'parser', words: flowWords(error.message.startsWith('Flow map') ? '{' : '[') };
  }
  if (error.message.startsWith('Block scalar'))
    return noColonAt(nextTokenAt(source, source.position(at).line));
  const { line } = source.position(at);
  const sibling = siblingOf(source, line);
  if (sibling === undefined) return NO_KEY;
  if (also('Implicit map keys need')) return noColonAt(nextTokenAt(source, line));
  return /^ *-(?: |$)/.test(sibling.text) ? listFinding(source, line) : NO_KEY;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function missingFinding(source: YamlSource, error: YAMLParseError): Finding {
  const { message } = error;
  const at = error.pos[0];
  if (message.startsWith('Implicit map keys'))
    return noColonAt(nextTokenAt(source, source.position(at).line));
  if (message.startsWith('Missing closing')) {
    return { by: 'scanner', words: 'found unexpected end of stream', at: source.content.length };
  }
  if (message.includes('flow map') || message.startsWith('Flow map')) {
    return { by: 'parser', words: flowWords('{') };
  }
  if (message.includes('flow sequence') || message.startsWith('Flow sequence')) {
    return { by: 'parser', words: flowWords('[') };
  }
  if (message.startsWith('Missing directives-end')) {
    return { by: 'parser', words: NO_DOCUMENT };
  }
  if (message.startsWith('Sequence item without')) {
    return listFinding(source, source.position(at).line);
  }
  return otherFinding(message);
}

/** Where goyaml's scanner finds its next token after a bare text: only there it gives up waiting for a colon. */
function nextTokenAt(source: YamlSource, line: number): number {
  const indent = indentOf(source.line(line));
  const below = source.content.split('\n').slice(line);
  const continued = below.findIndex(
    (text) => text.trim() !== '' && (indentOf(text) <= indent || /:(?:\s|$)/.test(text)),
  );
  const rest = below.slice(Math.max(0, continued));
  const skipped = rest.findIndex((text) => text.trim() !== '' && !/^\s*#/.test(text));
  const number = skipped < 0 ? source.lineCount : line + Math.max(0, continued) + skipped + 1;
  return source.content.split('\n', number - 1).join('\n').length + (number > 1 ? 1 : 0);
}

function unexpectedFinding(message: string): Finding {
  if (message.startsWith('Block scalar header')) {
    return {
      by: 'scanner',
      words: /: [|>]\S*0/.test(message)
        ? 'found an indentation indicator equal to 0'
        : 'did not find expected comment or line break',
    };
  }
  if (message.startsWith('Not a YAML token')) {
    return { by: 'scanner', words: 'did not find expected comment or line break' };
  }
  if (/^Unexpected (?:,|empty item)/.test(message)) return NO_CONTENT;
  if (/in YAML stream|at node end|Unexpected scalar token/.test(message)) return NO_KEY;
  return otherFinding(message);
}

function flowWords(bracket: '{' | '['): string {
  return bracket === '{' ? `did not find expected ',' or '}'` : `did not find expected ',' or ']'`;
}

/** The bracket that is open before an offset, going by the text alone. */
function openBracket(source: YamlSource, at: number): '{' | '[' {
  const before = source.content.slice(0, at);
  return before.lastIndexOf('{') > before.lastIndexOf('[') ? '{' : '[';
}
