// What the words of a script become when they run: variables, arithmetic, the output of commands, ranges in braces.
import { evaluate } from './arithmetic.ts';
import { parseScript, type Script } from './shell-syntax.ts';
import { endOfSubstitution, partsOf } from './shell-words.ts';

/** What an expansion sees of the shell. */
export interface Scope {
  readonly variables: Map<string, string>;
  /** `$0`, `$1` and so on. */
  readonly parameters: readonly string[];
  readonly status: () => number;
  readonly chance: () => number;
  /** What a script prints. */
  readonly output: (script: Script) => string;
}

export function compute(scope: Scope, text: string): number {
  const assigned = /^\s*([A-Za-z_]\w*)\s*(\+\+|--|\+=|-=|=(?!=))(.*)$/.exec(text);
  const value = (expression: string): number =>
    evaluate(expression, (name) => scope.variables.get(name) ?? '');
  if (assigned === null) return value(text.replaceAll('$', ''));
  const [, name = '', operator = '', rest = ''] = assigned;
  const before = value(name);
  const amount = operator === '++' || operator === '--' ? 1 : value(rest.replaceAll('$', ''));
  const next = operator === '=' ? amount : operator.startsWith('+') ? before + amount : before - amount;
  scope.variables.set(name, String(next));
  return operator === '++' || operator === '--' ? before : next;
}

/** The words that a word becomes: what is not quoted is split at blanks. */
export function expand(scope: Scope, word: string, splits = true): readonly string[] {
  const parts = partsOf(word);
  const range = splits && parts.every(({ quote }) => quote === '') ? braceRange(word) : undefined;
  if (range !== undefined) return range;
  let current = '';
  let isThere = false;
  const words: string[] = [];
  for (const { text, quote } of parts) {
    if (quote === "'") {
      current += text;
      isThere = true;
      continue;
    }
    const isSubstituted = quote === '' && (text.startsWith('$') || text.startsWith('`'));
    const value =
      quote === '"'
        ? within(
            scope,
            text.replace(/\\([$"`\\])/g, (_, char: string) => (char === '$' ? '\u0000' : char)),
          )
        : isSubstituted
          ? substitute(scope, text)
          : text;
    if (quote === '"' || !isSubstituted || !splits) {
      current += value;
      isThere = true;
      continue;
    }
    const pieces = value.split(/\s+/);
    for (const [index, piece] of pieces.entries()) {
      if (index > 0 && (current !== '' || isThere)) {
        words.push(current);
        current = '';
        isThere = false;
      }
      current += piece;
    }
  }
  if (isThere || current !== '') words.push(current);
  return words;
}

function within(scope: Scope, text: string): string {
  let result = '';
  for (let at = 0; at < text.length;) {
    const char = text[at] as string;
    if (char === '$' || char === '`') {
      const end = endOfSubstitution(text, at);
      result += substitute(scope, text.slice(at, end));
      at = end;
    } else {
      result += char === '\u0000' ? '$' : char;
      at += 1;
    }
  }
  return result;
}

function substitute(scope: Scope, text: string): string {
  if (text.startsWith('$((')) return String(compute(scope, text.slice(3, -2)));
  if (text.startsWith('$(') || text.startsWith('`')) {
    const parsed = parseScript(text.startsWith('`') ? text.slice(1, -1) : text.slice(2, -1));
    if (parsed === undefined) return '';
    return scope.output(parsed).replace(/\n+$/, '');
  }
  if (text.startsWith('${')) {
    const match = /^\$\{([A-Za-z_]\w*|\d)(?::?([-+=])([^]*))?\}$/.exec(text);
    const value = variable(scope, match?.[1] ?? '');
    if (match?.[2] === '+') return value === '' ? '' : within(scope, match[3] ?? '');
    return value === '' && match?.[2] !== undefined ? within(scope, match[3] ?? '') : value;
  }
  // A name and what follows it: `$HOME/bin`.
  const end = endOfSubstitution(text, 0);
  return end === 1 ? text : variable(scope, text.slice(1, end)) + text.slice(end);
}

function variable(scope: Scope, name: string): string {
  const { parameters } = scope;
  if (name === '?') return String(scope.status());
  if (name === '$') return '1';
  if (name === '#') return String(parameters.length - 1);
  if (name === '@' || name === '*') return parameters.slice(1).join(' ');
  if (name === 'RANDOM') return String(scope.chance());
  if (/^\d$/.test(name)) return parameters[Number(name)] ?? '';
  return scope.variables.get(name) ?? '';
}

const rangeMax = 10_000;

function braceRange(word: string): readonly string[] | undefined {
  const match = /^\{(\d{1,6})\.\.(\d{1,6})\}$/.exec(word);
  if (match === null) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2])];
  const count = Math.min(Math.abs(last - first) + 1, rangeMax);
  return Array.from({ length: count }, (_, index) => String(first <= last ? first + index : first - index));
}
