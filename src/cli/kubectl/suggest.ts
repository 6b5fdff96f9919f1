// What somebody may have meant by a command that does not exist. Source: spf13/cobra command.go, SuggestionsFor.
import type { Command } from './command.ts';

const distanceMax = 2;
const lengthMax = 64;

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Names of commands that are near to what was typed. */
export function suggestions(typed: string, commands: readonly Command[]): readonly string[] {
  if (typed.length > lengthMax) return [];
  const lower = typed.toLowerCase();
  return commands
    .filter(
      ({ name, suggestedFor = [] }) =>
        distance(lower, name) <= distanceMax || name.startsWith(lower) || suggestedFor.includes(lower),
    )
    .map(({ name }) => name);
}
