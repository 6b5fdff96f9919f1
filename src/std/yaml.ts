// YAML as kubectl reads it: cut at `---` lines, each document read as sigs.k8s.io/yaml would, every bound checked
// before the work is done. Holds: nesting is measured while the text is cut into tokens, because the parser behind
// would overflow on it (1,800 bytes of `[` end a process). Deliberately absent: directives, binary keys.
import { limits } from './limits.ts';
import { scanJson } from './json-scan.ts';
import { utf8Length } from './utf8.ts';
import { composeYaml } from './yaml-compose.ts';
import type { YamlWork } from './yaml-compose.ts';
import { controlProblem, describeProblem } from './yaml-problem.ts';
import { YamlReader, YamlRefusal, type YamlRead } from './yaml-read.ts';
import { YamlSource } from './yaml-source.ts';

export interface YamlLimits {
  readonly bytesMax?: number;
  readonly documentsMax?: number;
  /** Lists and maps inside each other, whether by brackets or by indentation. */
  readonly depthMax?: number;
  readonly aliasesMax?: number;
  /** Nodes that aliases add when each is replaced by what it stands for. */
  readonly aliasNodesMax?: number;
  /** Scalars, items and braces of the whole text: what the work grows with. A mebibyte of manifests has half of it. */
  readonly nodesMax?: number;
}

export interface YamlDocument extends YamlRead {
  /** The line of the whole text that the document begins on, from 1. */
  readonly line: number;
  /** The document's own text, without the `---` lines around it. */
  readonly source: string;
}

export type YamlParsed =
  | { readonly documents: readonly YamlDocument[] }
  | { readonly error: { readonly line: number; readonly column: number; readonly message: string } };

/** How a text is read, and within which bounds. */
export interface YamlReading extends YamlLimits {
  /** JSON values may follow one another, and one that is cut short is told as such: what kubectl reads its files with. */
  readonly takesJson?: boolean;
}

type Bounds = Required<YamlReading>;

const DEFAULTS: Bounds = {
  bytesMax: limits.requestBytesMax,
  documentsMax: limits.yamlDocumentsMax,
  depthMax: limits.nestingMax,
  aliasesMax: limits.yamlAliasesMax,
  aliasNodesMax: limits.yamlAliasNodesMax,
  nodesMax: limits.yamlNodesMax,
  takesJson: false,
};

/**
 * The documents of a YAML or JSON text; empty ones are left out. Line and column of an error count from the start of
 * the whole text; the line inside the message is kubectl's, which counts from the last `---`.
 */
export function parseYaml(text: string, given: YamlReading = {}): YamlParsed {
  const bounds: Bounds = { ...DEFAULTS, ...given };
  const bytes = utf8Length(text);
  if (bytes > bounds.bytesMax) {
    return failed(
      1,
      1,
      `the text has ${bytes} bytes and at most ${bounds.bytesMax} are read: split it into several`,
    );
  }
  const documents: YamlDocument[] = [];
  const reader = new YamlReader(bounds);
  const work: YamlWork = { nodes: 0 };
  for (const chunk of chunksOf(text, bounds.takesJson)) {
    if ('separator' in chunk)
      return failed(chunk.line, 1, `invalid Yaml document separator: ${chunk.separator}`);
    const result = readDocument(chunk, bounds, reader, work);
    if ('message' in result) {
      const { line, column } = chunk.source.position(result.at);
      return failed(chunk.line + line - 1, column, result.message);
    }
    if (result.value === null) continue;
    if (documents.length >= bounds.documentsMax) {
      return failed(
        chunk.line,
        1,
        `the text holds more than ${bounds.documentsMax} documents: split it into several`,
      );
    }
    const line = chunk.line + chunk.source.position(result.at).line - 1;
    const { value, duplicates, rounded } = result;
    documents.push({ value, line, source: chunk.source.text, duplicates, rounded });
  }
  return { documents };
}

function failed(line: number, column: number, message: string): YamlParsed {
  return { error: { line, column, message } };
}

type Chunk =
  | { readonly source: YamlSource; readonly line: number }
  | { readonly separator: string; readonly line: number };

/** The pieces between lines that begin with `---`, as kubectl cuts them before any YAML is read. */
function* chunksOf(text: string, takesJson: boolean): Generator<Chunk> {
  const piecesOf = takesJson ? jsonValuesOf : wholeOf;
  let start = text.startsWith('\ufeff') ? 1 : 0;
  let startLine = 1;
  let line = 1;
  for (let at = start; at < text.length; line++) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    if (text.startsWith('---', at)) {
      const rest = text.slice(at + 3, next).trim();
      if (rest !== '' && !rest.startsWith('#')) yield { separator: rest, line };
      yield* piecesOf(text.slice(start, at), startLine);
      start = next;
      startLine = line + 1;
    }
    at = next;
  }
  yield* piecesOf(text.slice(start), startLine);
}

function* wholeOf(text: string, line: number): Generator<Chunk> {
  yield { source: new YamlSource(text), line };
}

/** JSON values that follow each other, one by one; any other text as it is. */
function* jsonValuesOf(text: string, line: number): Generator<Chunk> {
  let rest = text;
  let restLine = line;
  for (;;) {
    const scanned = /^\s*\{/.test(rest) ? scanJson(rest) : undefined;
    const { error } = scanned !== undefined && 'error' in scanned ? scanned : { error: undefined };
    if (error?.message.startsWith(`invalid character '{' after top-level value`) !== true) break;
    const end = offsetAt(rest, error);
    yield { source: new YamlSource(rest.slice(0, end)), line: restLine };
    rest = rest.slice(end);
    restLine += error.line - 1;
  }
  yield { source: new YamlSource(rest), line: restLine };
}

/** Where a line and column, both from 1, are in a text. */
function offsetAt(
  text: string,
  { line, column }: { readonly line: number; readonly column: number },
): number {
  let start = 0;
  for (let count = 1; count < line; count++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

/** A value with the offset of its first character, or what is wrong and where. */
type Outcome = (YamlRead & { readonly at: number }) | { readonly message: string; readonly at: number };

const jsonCutShort = 'unexpected end of JSON input';

const none: Outcome = { value: null, at: 0, duplicates: '', rounded: new Map() };

function readDocument(
  { source }: { readonly source: YamlSource },
  bounds: Bounds,
  reader: YamlReader,
  work: YamlWork,
): Outcome {
  const first = source.content.search(/\S/);
  if (first < 0) return none;
  if (source.content[first] === '{' || source.content[first] === '[') {
    const scanned = scanJson(source.content, bounds.depthMax);
    if ('value' in scanned && scanned.duplicates.length === 0) {
      return { value: scanned.value, at: first, duplicates: '', rounded: scanned.rounded };
    }
    if (bounds.takesJson && 'error' in scanned && scanned.error.message === jsonCutShort) {
      return { message: 'unexpected EOF', at: source.content.length };
    }
  }
  const control = controlProblem(source);
  if (control !== undefined) return control;
  const document = composeYaml(source, work, bounds);
  if (document === undefined) return none;
  if ('message' in document) return document;
  const problem = describeProblem(source, document.errors);
  if (problem !== undefined) return problem;
  if (document.contents === null) return none;
  try {
    return { ...reader.read(document.contents, source), at: document.contents.range[0] };
  } catch (refusal) {
    if (refusal instanceof YamlRefusal) return { message: refusal.message, at: refusal.at };
    throw refusal;
  }
}
