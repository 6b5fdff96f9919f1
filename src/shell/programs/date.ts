// date: the time, in UTC. Source: POSIX date(1); the form without one is busybox's and coreutils'.
import { months, weekdays } from '../../std/calendar.ts';
import { DAY_MS, formatTime } from '../../std/time.ts';
import { now, out, type ExitCode, type Run } from '../effect.ts';
import type { Program } from '../program.ts';

function dateText(now: number, args: readonly string[]): string {
  const text = formatTime(now);
  const [year = '', month = '', day = ''] = text.slice(0, 10).split('-');
  const time = text.slice(11, 19);
  const weekday = weekdays[(Math.floor(now / DAY_MS) + 4) % 7] ?? '';
  const monthName = months[Number(month) - 1] ?? '';
  const plain = `${weekday.slice(0, 3)} ${monthName.slice(0, 3)} ${String(Number(day)).padStart(2)} ${time} UTC ${year}`;
  const format = args.find((arg) => arg.startsWith('+'));
  const iso = args.find((arg) => arg.startsWith('-I'));
  if (iso !== undefined) return iso === '-I' ? text.slice(0, 10) : `${text.slice(0, 19)}+00:00`;
  if (format === undefined) return plain;
  const parts: Readonly<Record<string, string>> = {
    Y: year,
    m: month,
    d: day,
    e: String(Number(day)).padStart(2),
    H: time.slice(0, 2),
    M: time.slice(3, 5),
    S: time.slice(6, 8),
    F: text.slice(0, 10),
    T: time,
    D: `${month}/${day}/${year.slice(2)}`,
    s: String(Math.floor(now / 1000)),
    N: `${String(now % 1000).padStart(3, '0')}000000`,
    Z: 'UTC',
    z: '+0000',
    a: weekday.slice(0, 3),
    A: weekday,
    b: monthName.slice(0, 3),
    B: monthName,
    y: year.slice(2),
    c: plain.replace(' UTC', ''),
    '%': '%',
  };
  return format.slice(1).replace(/%([A-Za-z%])/g, (whole, letter: string) => parts[letter] ?? whole);
}

export const date: Program = {
  name: 'date',
  summary: 'show the time',
  *run(args): Run<ExitCode> {
    yield* out(`${dateText(yield* now(), args)}\n`);
    return 0;
  },
};
