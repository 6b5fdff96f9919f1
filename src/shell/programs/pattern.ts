// Patterns of grep and sed: POSIX regular expressions with GNU's escapes, run in linear time whatever they are (RE2).
// Deliberately absent: a pattern that refers back to a part of itself, which is no regular expression.
import { RE2JS } from 're2js';

export interface PatternOptions {
  readonly extended: boolean;
  readonly ignoresCase?: boolean;
}

/** What stands behind a backslash, in RE2's syntax: GNU knows fewer classes than RE2, and other signs for a word's ends. */
function escaped(character: string): string {
  if (character === '<' || character === '>') return '\\b';
  return /[a-zA-Z]/.test(character) && !'wWsSbBnt'.includes(character) ? character : `\\${character}`;
}

/** The pattern in RE2's own syntax. In a basic one, a backslash makes special what is special in an extended one without. */
export function expressionOf(pattern: string, { extended }: PatternOptions): string {
  let text = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '\\' && at + 1 < pattern.length) {
      at += 1;
      const following = pattern.charAt(at);
      text += !extended && '(){}|+?'.includes(following) ? following : escaped(following);
    } else if (!extended && ('(){}|+?'.includes(character) || (character === '*' && text === ''))) {
      text += `\\${character}`;
    } else text += character;
  }
  return text;
}

/** Undefined where the expression is none. */
export function compile(expression: string, { ignoresCase = false }: PatternOptions): RE2JS | undefined {
  try {
    return RE2JS.compile(expression, ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch {
    return undefined;
  }
}
