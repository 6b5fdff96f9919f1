// What `set -x` tells of a command before it runs. bash writes it so that it could be typed again, and more plus signs inside of
// `$( )`; other shells write it plainly. Source: bash print_cmd.c, xtrace_print_word_list; dash eval.c.
import type { Pattern } from './glob.ts';
import type { ShellState } from './state.ts';

const isBash = ({ name }: ShellState): boolean => name === 'bash';

function line(state: ShellState, text: string): string {
  return `${isBash(state) ? '+'.repeat(1 + state.substitutions) : '+'} ${text}\n`;
}

const quoted = (word: string): string =>
  word === '' || /[\s'"\\|&;()<>!{}*[\]?^$`]|^[#~]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word;

export function tracedCommand(state: ShellState, words: readonly string[]): string {
  return line(state, (isBash(state) ? words.map(quoted) : words).join(' '));
}

/** `NAME=value` without a command: one after the other in bash. */
export function tracedAssignments(
  state: ShellState,
  assigned: readonly (readonly [name: string, value: string])[],
): string {
  if (assigned.length === 0) return '';
  const told = assigned.map(
    ([name, value]) => `${name}=${isBash(state) && value !== '' ? quoted(value) : value}`,
  );
  return isBash(state) ? told.map((each) => line(state, each)).join('') : line(state, told.join(' '));
}

const takesPattern = new Set(['=', '==', '!=', '=~']);

/** One condition of `[[ ]]`: what of a pattern was quoted has a backslash. */
export function tracedTest(state: ShellState, words: readonly Pattern[]): string {
  const told = words.map(({ text, live }, at) => {
    if (!takesPattern.has(words[at - 1]?.text ?? '')) return text === '' ? "''" : text;
    const isExpression = words[at - 1]?.text === '=~';
    const marked = [...text].map((character, place) =>
      live[place] === '*' || (isExpression && /[\w\s/-]/.test(character)) ? character : `\\${character}`,
    );
    return text === '' ? "''" : marked.join('');
  });
  return line(state, `[[ ${told.join(' ')} ]]`);
}
