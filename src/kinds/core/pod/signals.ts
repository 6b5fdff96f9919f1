// What the first process of a container does when it is asked to end. The kernel keeps from process 1 every signal that it has no handler
// for: servers have one, shells and small tools none, and a script that which it traps. Scripts are read, not run: a trap set under a
// condition counts. Source: pid_namespaces(7), POSIX trap.
import type { Container } from '#types';

const numbers: Readonly<Record<string, number>> = { HUP: 1, INT: 2, QUIT: 3, TERM: 15 };

const shells = /^(?:\S*\/)?(?:ba|a|da)?sh$/;
/** Programs that end by a signal only where the kernel ends them. */
const unhandling =
  /^(?:\S*\/)?(?:(?:ba|a|da)?sh|sleep|tail|cat|yes|nc|ping|watch|stress(?:-ng)?|node|python[\d.]*|perl)$/;
/** Java ends as if it had no handler, once its hooks have run. */
const asSignalled = /^(?:\S*\/)?java$/;
/** What a shell waits for before it heeds a trap, in seconds, and what a Pod gets to end by itself. */
const longSleep =
  /(?:^|[;\n{]|\bdo|\bthen|&&|\|\|)\s*sleep\s+(?:infinity|inf|\d{2,}[smhd]?|\d+[mhd])\s*(?![\s&\w])/;

/** The script of `sh -c SCRIPT`. */
function scriptOf(words: readonly string[]): string | undefined {
  const [program = '', ...rest] = words;
  if (!shells.test(program)) return undefined;
  const at = rest.findIndex((word) => /^-\w*c$/.test(word));
  return at < 0 ? undefined : rest[at + 1];
}

/** What a script says it does by a signal; undefined where it says nothing. */
function trapped(script: string, signal: string): string | undefined {
  const traps = /\btrap\s+(?:--\s+)?(?:'([^']*)'|"([^"]*)"|([\w-]+))((?:\s+(?:SIG)?[A-Z\d]+\b)+)/g;
  let action: string | undefined;
  for (const [, single, double, word, conditions = ''] of script.matchAll(traps)) {
    const named = conditions.trim().split(/\s+/);
    const isMeant = named.some(
      (each) => each.replace(/^SIG/, '') === signal || Number(each) === numbers[signal],
    );
    if (isMeant) action = word === '-' ? undefined : (single ?? double ?? word ?? '');
  }
  const own = action === undefined ? null : /^(\w+)$/.exec(action.trim());
  const [, name = ''] = own ?? [];
  const body = name === '' ? null : new RegExp(`\\b${name}\\s*\\(\\)\\s*\\{([^}]*)\\}`).exec(script);
  return body?.[1] ?? action;
}

/** With which code the first process ends by a signal that asks it to; undefined where it goes on. */
export function answerTo({ command, args = [] }: Container, signal: string): number | undefined {
  const words = [...(command ?? []), ...args];
  const [program = ''] = words;
  const script = scriptOf(words);
  if (script === undefined) {
    if (unhandling.test(program)) return undefined;
    return asSignalled.test(program) ? 128 + (numbers[signal] ?? 0) : 0;
  }
  const replaced = /(?:^|[;\n]|&&)\s*exec\s+(\S+)\s*[^;\n]*\s*$/.exec(script)?.[1];
  if (replaced !== undefined) return unhandling.test(replaced) ? undefined : 0;
  const action = trapped(script, signal);
  if (action === undefined || action.trim() === '' || longSleep.test(script)) return undefined;
  const exit = /\bexit\b(?:\s+(\d+))?/.exec(action);
  if (exit !== null) return Number(exit[1] ?? 0);
  // Whoever waits is woken by it, and the script goes on behind that.
  return /\bwait\b/.test(script) ? 128 + (numbers[signal] ?? 0) : undefined;
}
