// sleep: waiting, told in seconds, minutes, hours or days. Source: coreutils.
import { err, pause, type ExitCode, type Run } from '../effect.ts';
import type { Program } from '../program.ts';

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };

/** Milliseconds of a span such as `5`, `0.5s`, `1m`; Infinity for ever, undefined where it is none. */
export function spanMs(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Infinity;
  const match = /^(\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})([smhd]?)$/.exec(text);
  return match === null ? undefined : Math.round(Number(match[1]) * 1_000) * (units[match[2] ?? ''] ?? 1);
}

/** Waits until it is ended from outside. */
export function* forever(): Run<never> {
  for (;;) yield { type: 'next', streams: [] };
}

export const sleep: Program = {
  name: 'sleep',
  summary: 'wait',
  *run(args): Run<ExitCode> {
    if (args.length === 0) {
      yield* err("sleep: missing operand\nTry 'sleep --help' for more information.\n");
      return 1;
    }
    let total = 0;
    for (const arg of args) {
      const ms = spanMs(arg);
      if (ms === undefined) {
        yield* err(`sleep: invalid time interval '${arg}'\nTry 'sleep --help' for more information.\n`);
        return 1;
      }
      total += ms;
    }
    if (total === Infinity) yield* forever();
    yield* pause(total);
    return 0;
  },
};
