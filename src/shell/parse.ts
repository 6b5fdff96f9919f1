// Tokens put together to a script: assignments, words, redirections, pipelines, lists.
import { Scanner, SyntaxTrouble, type Token } from './scan.ts';
import type { Command, Parsed, Pipeline, Redirection, Script, Step, Word } from './syntax.ts';

/** Reads a text of one or more lines. */
export function parseScript(text: string): Parsed {
  try {
    return { script: scriptOf(text, 0) };
  } catch (trouble) {
    if (!(trouble instanceof SyntaxTrouble)) throw trouble;
    return trouble.incomplete ? { incomplete: true, error: trouble.message } : { error: trouble.message };
  }
}

const unexpectedEnd = 'syntax error: unexpected end of file';

/** Words that begin what this shell does not have. */
const reserved = ['case', 'coproc', 'for', 'function', 'if', 'select', 'until', 'while', '{', '[[', '!'];

function scriptOf(text: string, depth: number): Script {
  const tokens = new Scanner(text, (inner) => scriptOf(inner, depth + 1), depth).tokens();
  const steps: Step[] = [];
  let when: Step['when'] = 'always';
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at] as Token;
    if (isOperator(token, ';')) {
      if (!isLineBreak(text, token)) throw unexpected(text, token);
      at += 1;
      continue;
    }
    const { pipeline, end } = pipelineAt(text, tokens, at);
    steps.push({ when, pipeline });
    at = end;
    when = 'always';
    const next = tokens[at];
    if (next === undefined) break;
    if (isOperator(next, '&&')) when = 'succeeded';
    else if (isOperator(next, '||')) when = 'failed';
    else if (!isOperator(next, ';')) throw unexpected(text, next);
    at += 1;
  }
  if (when !== 'always') throw new SyntaxTrouble(unexpectedEnd, true);
  return steps;
}

function isOperator(token: Token | undefined, text: string): boolean {
  return token?.type === 'operator' && token.text === text;
}

function isLineBreak(text: string, token: Token): boolean {
  return text[token.at] === '\n';
}

function unexpected(text: string, token: Token): SyntaxTrouble {
  const shown = token.type === 'operator' && !isLineBreak(text, token) ? token.text : 'newline';
  return new SyntaxTrouble(`syntax error near unexpected token \`${shown}'`, false);
}

function pipelineAt(
  text: string,
  tokens: readonly Token[],
  start: number,
): { readonly pipeline: Pipeline; readonly end: number } {
  const pipeline: Command[] = [];
  let at = start;
  for (;;) {
    const { command, end } = commandAt(text, tokens, at);
    pipeline.push(command);
    at = end;
    if (!isOperator(tokens[at], '|')) return { pipeline, end: at };
    at += 1;
    while (isOperator(tokens[at], ';') && isLineBreak(text, tokens[at] as Token)) at += 1;
    if (tokens[at] === undefined) throw new SyntaxTrouble(unexpectedEnd, true);
  }
}

const streamOf: Readonly<Record<string, Omit<Redirection, 'word'>>> = {
  '<': { from: 0, kind: 'read' },
  '>': { from: 1, kind: 'write' },
  '>>': { from: 1, kind: 'append' },
  '2>': { from: 2, kind: 'write' },
  '2>>': { from: 2, kind: 'append' },
  '&>': { from: 1, kind: 'write' },
};

function commandAt(
  text: string,
  tokens: readonly Token[],
  start: number,
): { readonly command: Command; readonly end: number } {
  const assignments: Command['assignments'][number][] = [];
  const words: Word[] = [];
  const redirections: Redirection[] = [];
  let at = start;
  for (; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (token.type === 'here') {
      redirections.push({ from: 0, kind: 'here', word: token.word });
    } else if (token.type === 'word') {
      const assignment = words.length === 0 ? assignmentOf(token.word) : undefined;
      if (assignment === undefined) words.push(token.word);
      else assignments.push(assignment);
    } else if (token.text === '2>&1') {
      redirections.push({ from: 2, kind: 'same', word: [] });
    } else if (token.text === '>&2' || token.text === '1>&2') {
      redirections.push({ from: 1, kind: 'same', word: [] });
    } else if (token.text === '<<<') {
      const word = wordAfter(text, tokens, at);
      redirections.push({
        from: 0,
        kind: 'here',
        word: [...word, { type: 'text', text: '\n', quoted: true }],
      });
      at += 1;
    } else {
      const stream = streamOf[token.text];
      if (stream === undefined) break;
      redirections.push({ ...stream, word: wordAfter(text, tokens, at) });
      if (token.text === '&>') redirections.push({ from: 2, kind: 'same', word: [] });
      at += 1;
    }
  }
  if (at === start) throw unexpected(text, tokens[at] as Token);
  const [first] = words;
  const [piece] = first ?? [];
  if (first?.length === 1 && piece?.type === 'text' && !piece.quoted && reserved.includes(piece.text)) {
    throw new SyntaxTrouble(
      `syntax error at \`${piece.text}': loops, conditions and functions are not in this terminal`,
      false,
    );
  }
  return { command: { assignments, words, redirections }, end: at };
}

function wordAfter(text: string, tokens: readonly Token[], at: number): Word {
  const token = tokens[at + 1];
  if (token === undefined) throw new SyntaxTrouble("syntax error near unexpected token `newline'", false);
  if (token.type !== 'word') throw unexpected(text, token);
  return token.word;
}

/** `NAME=value` in front of a command. */
function assignmentOf(word: Word): Command['assignments'][number] | undefined {
  const [first, ...rest] = word;
  if (first?.type !== 'text' || first.quoted) return undefined;
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=([^]*)$/.exec(first.text);
  if (match === null) return undefined;
  const [, name = '', value = ''] = match;
  return { name, word: value === '' ? rest : [{ type: 'text', text: value, quoted: false }, ...rest] };
}
