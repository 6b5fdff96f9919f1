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
const NO_CONTENT: Finding = { by: 'parser', words: 'did not find expected node content' };
const NO_TOKEN: Finding = { by: 'scanner', words: 'found character that cannot start any token' };
const NO_NAME: Finding = { by: 'scanner', words: 'did not find expected alphabetic or numeric character' };

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
  const [error] = real;
  if (error === undefined) return undefined;
  const { by, words, at = error.pos[0] } = findingOf(source, error, real);
  const where = by === 'scanner' ? source.scannerLine(at) : source.parserLine(at);
  return { message: `${CONVERTING}yaml: ${where}${words}`, at };
}

function findingOf(source: YamlSource, error: YAMLParseError, all: readonly YAMLParseError[]): Finding {
  const also = (words: string) => all.some(({ message }) => message.includes(words));
  const { code, message } = error;
  switch (code) {
    case 'TAB_AS_INDENT':
      return tabFinding(source, error.pos[0]);
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      if (message.startsWith('A block sequence') || also('Unexpected scalar token')) return NO_KEY;
      return noMappingAt(Math.max(...all.filter(isKeyError).map((other) => endOf(source, other))));
    case 'BAD_INDENT':
      return indentFinding(source, error, also);
    case 'MISSING_CHAR':
      return missingFinding(source, error);
    case 'UNEXPECTED_TOKEN':
      return unexpectedFinding(message);
    case 'BLOCK_IN_FLOW':
      return { by: 'parser', words: flowWords(openBracket(source, error.pos[0])) };
    case 'BAD_DQ_ESCAPE':
      return {
        by: 'scanner',
        words: /sequence \\[xuU]/.test(message)
          ? 'did not find expected hexdecimal number'
          : 'found unknown escape character',
      };
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

function isKeyError({ code }: YAMLParseError): boolean {
  return code === 'BLOCK_AS_IMPLICIT_KEY' || code === 'MULTILINE_IMPLICIT_KEY';
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

/** A tab continues the text of the line before, or stands where something must begin. */
function tabFinding(source: YamlSource, at: number): Finding {
  const { line } = source.position(at);
  const before = previousText(source, line);
  if (before === '' || /[:-]$/.test(before)) return NO_TOKEN;
  return { by: 'scanner', words: 'found a tab character that violates indentation' };
}

function previousText(source: YamlSource, line: number): string {
  for (let number = line - 1; number > 0; number--) {
    const text = source
      .line(number)
      .replace(/(^|\s)#.*$/, '')
      .trim();
    if (text !== '') return text;
  }
  return '';
}

function indentFinding(source: YamlSource, error: YAMLParseError, also: (words: string) => boolean): Finding {
  const at = error.pos[0];
  if (error.message.startsWith('Flow ')) {
    if (also('Unexpected block-seq-ind')) return NO_CONTENT;
    return { by: 'parser', words: flowWords(error.message.startsWith('Flow map') ? '{' : '[') };
  }
  if (error.message.startsWith('Block scalar')) {
    const { line } = source.position(at);
    if (/^ *\t/.test(source.line(line))) {
      return { by: 'scanner', words: 'found a tab character where an indentation space is expected' };
    }
    return noColonAt(nextTokenAt(source, line));
  }
  const { line } = source.position(at);
  const sibling = siblingOf(source, line);
  if (sibling === undefined) return NO_KEY;
  if (also('Implicit map keys need')) return noColonAt(nextTokenAt(source, line));
  return /^ *-(?: |$)/.test(sibling)
    ? { by: 'parser', words: `did not find expected '-' indicator` }
    : NO_KEY;
}

/** The nearest line above with the same indentation, if no line between has less. */
function siblingOf(source: YamlSource, line: number): string | undefined {
  const indent = indentOf(source.line(line));
  for (let number = line - 1; number > 0; number--) {
    const text = source.line(number);
    if (text.trim() === '' || /^\s*#/.test(text)) continue;
    const other = indentOf(text);
    if (other === indent) return text;
    if (other < indent) return undefined;
  }
  return undefined;
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
    return { by: 'parser', words: 'did not find expected <document start>' };
  }
  if (message.startsWith('Sequence item without')) {
    return { by: 'parser', words: `did not find expected '-' indicator` };
  }
  return otherFinding(message);
}

/** Where goyaml's scanner finds its next token after a line: only there it gives up waiting for a colon. */
function nextTokenAt(source: YamlSource, line: number): number {
  const rest = source.content.split('\n').slice(line);
  const skipped = rest.findIndex((text) => text.trim() !== '' && !/^\s*#/.test(text));
  const number = skipped < 0 ? source.lineCount : line + skipped + 1;
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
