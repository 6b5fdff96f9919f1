// The guarded way into the YAML library: text is cut into lexemes one by one, and nesting, amount and what the library
// would answer with thousands of errors are checked on them, before the recursive half of the library runs at all.
import { Composer, Lexer, Parser } from 'yaml';
import type { Document, ParsedNode } from 'yaml';
import type { YamlProblem } from './yaml-problem.ts';
import { CONVERTING, NO_DOCUMENT, escapeProblem } from './yaml-problem.ts';
import type { YamlSource } from './yaml-source.ts';

/** What the documents of one text have cost so far. */
export interface YamlWork {
  nodes: number;
}

interface Bounds {
  readonly depthMax: number;
  readonly nodesMax: number;
}

/** What the lexer puts before the text of a bare or block scalar. */
const SCALAR_MARK = '\x1f';
/** What a lexeme that makes the library build something begins with. */
const BUILDING = `-?,[{&*!'"|>${SCALAR_MARK}`;
const OPTIONS = {
  schema: 'failsafe',
  resolveKnownTags: false,
  uniqueKeys: false,
  merge: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** The first document's nodes; undefined when there is none; a problem when a bound is passed. */
export function composeYaml(
  source: YamlSource,
  work: YamlWork,
  bounds: Bounds,
): Document.Parsed<ParsedNode> | YamlProblem | undefined {
  const directive = source.content.search(/^%/m);
  if (directive >= 0 && !/^[ \t]*[^#\s]/m.test(source.content.slice(0, directive))) {
    const content = source.content.slice(directive).search(/^[ \t]*[^%#\s]/m);
    const at = content < 0 ? source.content.length : directive + content;
    return { message: `${CONVERTING}yaml: ${source.parserLine(at)}${NO_DOCUMENT}`, at };
  }
  const parser = new Parser();
  const tokens = [];
  let isScalar = false;
  for (const lexeme of new Lexer().lex(source.content)) {
    if (!isScalar && BUILDING.includes(lexeme.charAt(0))) work.nodes++;
    isScalar = lexeme === SCALAR_MARK;
    for (const token of parser.next(lexeme)) tokens.push(token);
    const problem = problemAt(parser, lexeme, source, work, bounds);
    if (problem !== undefined) return problem;
  }
  for (const token of parser.end()) tokens.push(token);
  for (const document of new Composer(OPTIONS).compose(tokens, true, source.content.length)) {
    return document as Document.Parsed<ParsedNode>;
  }
  return undefined;
}

function problemAt(
  parser: Parser,
  lexeme: string,
  source: YamlSource,
  work: YamlWork,
  { depthMax, nodesMax }: Bounds,
): YamlProblem | undefined {
  const at = parser.offset;
  // Beside its collections the stack holds the document and the scalar that is being read.
  if (parser.stack.length > depthMax + 2) {
    return { message: `${CONVERTING}yaml: ${source.scannerLine(at)}exceeded max depth of ${depthMax}`, at };
  }
  if (work.nodes > nodesMax) {
    return { message: `the text holds more than ${nodesMax} YAML nodes: split it into several`, at };
  }
  return lexeme.startsWith('"') ? escapeProblem(source, lexeme, at - lexeme.length) : undefined;
}
