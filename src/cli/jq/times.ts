// Times in jq: seconds since 1970, and "broken down" times, lists of year, month from 0, day, hour, minute, second, day of the week
// and of the year. All in UTC, which is the terminal's zone. Source: the jq 1.7 manual; C's strftime and strptime.
import { months, weekdays } from '../../std/calendar.ts';
import type { Json } from '../../std/draft.ts';
import { DAY_MS, formatTime, parseTime, SECOND_MS } from '../../std/time.ts';
import { isArray, JqError } from './values.ts';

const padded = (value: number, digits = 2, fill = '0'): string => String(value).padStart(digits, fill);

function momentOf(year: number, month: number, day: number, clock = '00:00:00'): number | undefined {
  return parseTime(`${padded(year, 4)}-${padded(month + 1)}-${padded(day)}T${clock}Z`);
}

/** @throws {JqError} where the value is no time */
export function brokenDown(value: Json, who: string): readonly number[] {
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > 2e11)
    throw new JqError(`${who} requires a number`);
  const ms = Math.floor(value) * SECOND_MS;
  const text = formatTime(ms);
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const [hour = 0, minute = 0] = text.slice(11, 16).split(':').map(Number);
  const second = Number(text.slice(17, 19)) + (value - Math.floor(value));
  const days = Math.floor(ms / DAY_MS);
  const first = momentOf(year, 0, 1) ?? 0;
  return [
    year,
    month - 1,
    day,
    hour,
    minute,
    second,
    (((days + 4) % 7) + 7) % 7,
    days - Math.floor(first / DAY_MS),
  ];
}

/** Seconds since 1970. @throws {JqError} */
export function secondsOf(value: Json): number {
  if (!isArray(value) || value.length < 6) throw new JqError('mktime requires array of 6 numbers');
  const numbers = value.map((each) => {
    if (typeof each !== 'number') throw new JqError('mktime requires parsed datetime inputs');
    return Math.floor(each);
  });
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  const ms = momentOf(year, month, day, `${padded(hour)}:${padded(minute)}:${padded(Math.min(second, 59))}`);
  if (ms === undefined) throw new JqError('invalid gmtime representation');
  return ms / SECOND_MS;
}

/** A time in a form of C's strftime. @throws {JqError} */
export function timeText(value: Json, format: Json, who: string): string {
  if (typeof format !== 'string') throw new JqError(`${who}/1 requires a string format`);
  if (typeof value !== 'number' && !isArray(value))
    throw new JqError(`${who}/1 requires parsed datetime inputs`);
  const parts = typeof value === 'number' ? brokenDown(value, who) : brokenDown(secondsOf(value), who);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, weekday = 0, yearday = 0] = parts;
  const clock = `${padded(hour)}:${padded(minute)}:${padded(Math.floor(second))}`;
  const date = `${padded(year, 4)}-${padded(month + 1)}-${padded(day)}`;
  const [dayName = '', monthName = ''] = [weekdays[weekday], months[month]];
  const thursday = yearday - ((weekday + 6) % 7) + 3;
  const hour12 = hour % 12 === 0 ? 12 : hour % 12;
  const forms: Readonly<Record<string, string>> = {
    Y: String(year),
    C: padded(Math.floor(year / 100)),
    y: padded(year % 100),
    m: padded(month + 1),
    d: padded(day),
    e: padded(day, 2, ' '),
    H: padded(hour),
    k: padded(hour, 2, ' '),
    I: padded(hour12),
    l: padded(hour12, 2, ' '),
    M: padded(minute),
    S: padded(Math.floor(second)),
    p: hour < 12 ? 'AM' : 'PM',
    P: hour < 12 ? 'am' : 'pm',
    Z: 'UTC',
    z: '+0000',
    s: String(secondsOf([year, month, day, hour, minute, second])),
    j: padded(yearday + 1, 3),
    a: dayName.slice(0, 3),
    A: dayName,
    b: monthName.slice(0, 3),
    h: monthName.slice(0, 3),
    B: monthName,
    u: String(weekday === 0 ? 7 : weekday),
    w: String(weekday),
    U: padded(Math.floor((yearday + 7 - weekday) / 7)),
    W: padded(Math.floor((yearday + 7 - ((weekday + 6) % 7)) / 7)),
    V: padded(Math.max(1, Math.floor(thursday / 7) + 1)),
    F: date,
    T: clock,
    R: clock.slice(0, 5),
    D: `${padded(month + 1)}/${padded(day)}/${padded(year % 100)}`,
    x: `${padded(month + 1)}/${padded(day)}/${padded(year % 100)}`,
    X: clock,
    r: `${padded(hour12)}${clock.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`,
    c: `${dayName.slice(0, 3)} ${monthName.slice(0, 3)} ${padded(day, 2, ' ')} ${clock} ${year}`,
    n: '\n',
    t: '\t',
    '%': '%',
  };
  return format.replace(/%[-_0^]?([A-Za-z%])/g, (whole, letter: string) => forms[letter] ?? whole);
}

const named = (names: readonly string[]): string =>
  names.map((name) => `${name}|${name.slice(0, 3)}`).join('|');
const placeOf = (names: readonly string[], text: string): number =>
  names.findIndex((name) => name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase());

/** What a letter of strptime takes, and which part of the time that is. */
const takes: Readonly<
  Record<string, readonly [pattern: string, part: number, read?: (text: string) => number]>
> = {
  Y: ['[+-]?\\d{1,4}', 0],
  y: ['\\d{1,2}', 0, (text) => Number(text) + (Number(text) < 69 ? 2000 : 1900)],
  m: ['\\d{1,2}', 1, (text) => Number(text) - 1],
  B: [named(months), 1, (text) => placeOf(months, text)],
  b: [named(months), 1, (text) => placeOf(months, text)],
  h: [named(months), 1, (text) => placeOf(months, text)],
  d: [' ?\\d{1,2}', 2],
  e: [' ?\\d{1,2}', 2],
  H: ['\\d{1,2}', 3],
  M: ['\\d{1,2}', 4],
  S: ['\\d{1,2}', 5],
  A: [named(weekdays), 6, (text) => placeOf(weekdays, text)],
  a: [named(weekdays), 6, (text) => placeOf(weekdays, text)],
  j: ['\\d{1,3}', 7, (text) => Number(text) - 1],
  Z: ['[A-Za-z]+', 8],
  z: ['Z|[+-]\\d{2}:?\\d{2}', 8],
};
const shorthands: Readonly<Record<string, string>> = {
  T: '%H:%M:%S',
  F: '%Y-%m-%d',
  D: '%m/%d/%y',
  R: '%H:%M',
};

/** A broken down time, read from a text. @throws {JqError} */
export function timeOf(value: Json, format: Json): readonly number[] {
  if (typeof value !== 'string') throw new JqError(`strptime/1 requires string inputs and arguments`);
  if (typeof format !== 'string') throw new JqError(`strptime/1 requires string inputs and arguments`);
  const refused = new JqError(`date "${value}" does not match format "${format}"`);
  const whole = format.replace(/%([TFDR])/g, (found, letter: string) => shorthands[letter] ?? found);
  const found = [1900, 0, 0, 0, 0, 0, 0, 0, 0];
  let rest = value;
  for (const [word, letter = ''] of whole.matchAll(/%([A-Za-z%])|\s+|[^]/g)) {
    const taken = Object.hasOwn(takes, letter) ? takes[letter] : undefined;
    const pattern =
      taken?.[0] ?? (/^\s/.test(word) ? '\\s*' : (letter === '%' ? '%' : word).replace(/[^\w\s]/g, '\\$&'));
    const text = new RegExp(`^(?:${pattern})`, 'i').exec(rest)?.[0];
    if (text === undefined) throw refused;
    rest = rest.slice(text.length);
    if (taken !== undefined) found[taken[1]] = taken[2]?.(text) ?? Number(text);
  }
  if (rest !== '') throw refused;
  const [year = 1900, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found;
  if (
    momentOf(
      year,
      month,
      Math.max(1, day),
      `${padded(hour)}:${padded(minute)}:${padded(Math.min(59, second))}`,
    ) === undefined
  )
    throw refused;
  return day === 0
    ? found.slice(0, 8)
    : brokenDown(secondsOf([year, month, day, hour, minute, second]), 'strptime/1');
}
