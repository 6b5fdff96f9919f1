// The lines that the plugin logs to a terminal: level, seconds since it began, message. Source: sirupsen/logrus TextFormatter.
import { err, now, type Run } from '../effect.ts';

/** Writes a line of the log. */
export type Log = (level: 'WARN' | 'ERRO' | 'FATA', message: string) => Run<void>;

export function* startLog(): Run<Log> {
  const start = yield* now();
  return function* (level, message): Run<void> {
    const seconds = String(Math.floor(((yield* now()) - start) / 1000)).padStart(4, '0');
    yield* err(`${level}[${seconds}] ${message}\n`);
  };
}
