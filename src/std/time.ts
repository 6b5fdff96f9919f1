// World time: whole milliseconds since the Unix epoch, as a number. Texts are RFC 3339 in UTC and the forms that
// Kubernetes and Go print. The civil calendar is integer arithmetic (Howard Hinnant, "chrono-Compatible Low-Level Date
// Algorithms"). Deliberately absent: the clock of the machine, time zones by name, leap seconds.
import { assert } from './assert.ts';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01 of a date of the proleptic Gregorian calendar. */
function daysFromCivil({ year, month, day }: Civil): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): Civil {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function withoutZone(ms: number): string {
  assert(Number.isSafeInteger(ms), `world time is whole milliseconds, got ${ms}`);
  const days = Math.floor(ms / DAY_MS);
  const seconds = Math.floor((ms - days * DAY_MS) / SECOND_MS);
  const { year, month, day } = civilFromDays(days);
  const date = `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${date}T${clock.map((part) => padded(part, 2)).join(':')}`;
}

function millisecond(ms: number): string {
  return padded(ms - Math.floor(ms / SECOND_MS) * SECOND_MS, 3);
}

/** The second that was printed last: within one event of a world every stamp is the same. */
let printed = { second: NaN, text: '' };

/** `2023-04-18T09:14:22Z`: metav1.Time; what is below a second is cut. */
export function formatTime(ms: number): string {
  const second = Math.floor(ms / SECOND_MS);
  if (second !== printed.second) printed = { second, text: `${withoutZone(ms)}Z` };
  return printed.text;
}

/** `2023-04-18T09:14:22.123Z`: three decimals, as the vSphere and NSX interfaces print. */
export function formatMilliTime(ms: number): string {
  return `${withoutZone(ms)}.${millisecond(ms)}Z`;
}

/** `2023-04-18T09:14:22.123000Z`: metav1.MicroTime, always six decimals. */
export function formatMicroTime(ms: number): string {
  return `${formatTime(ms).slice(0, -1)}.${millisecond(ms)}000Z`;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

const weekdays = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Tue, 18 Apr 2023 09:00:00 GMT`: a date of HTTP (RFC 9110 section 5.6.7). */
export function formatHttpDate(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  const { year, month, day } = civilFromDays(days);
  const clock = formatTime(ms).slice(11, 19);
  const weekday = weekdays[((days % 7) + 7) % 7];
  return `${weekday}, ${padded(day, 2)} ${months[month - 1]} ${padded(year, 4)} ${clock} GMT`;
}

/** What was read last: the same stamp is mostly read many times in a row. */
let read: { readonly text: string; readonly ms: number | undefined } = { text: '', ms: undefined };

/** Reads RFC 3339 with any offset and fraction, as strictly as Go's time.Parse; what is below a millisecond is cut. */
export function parseTime(text: string): number | undefined {
  if (text !== read.text) read = { text, ms: readTime(text) };
  return read.ms;
}

function readTime(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const part = (index: number) => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const [offsetHours, offsetMinutes] = [part(9), part(10)];
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 24 || offsetMinutes > 59) return undefined;
  const fraction = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = (offsetHours * 60 + offsetMinutes) * MINUTE_MS * (match[8] === '-' ? -1 : 1);
  const clock = hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS + fraction;
  return daysFromCivil({ year, month, day }) * DAY_MS + clock - offset;
}

/** How many days a month (1 to 12) has. */
export function daysOfMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * An age as kubectl prints it, two or three significant figures (`59s`, `2m3s`, `3h2m`, `2d3h`, `2y53d`); `<invalid>`
 * from two seconds in the future on. Source: k8s.io/apimachinery/pkg/util/duration.
 */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / SECOND_MS);
  if (seconds < -1) return '<invalid>';
  if (seconds < 120) return `${Math.max(0, seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return `${minutes}m${unlessZero(seconds % 60, 's')}`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return `${hours}h${unlessZero(minutes % 60, 'm')}`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return `${days}d${unlessZero(hours % 24, 'h')}`;
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return days < 2920 ? `${years}y${unlessZero(days % 365, 'd')}` : `${years}y`;
}

function unlessZero(count: number, unit: string): string {
  return count === 0 ? '' : `${count}${unit}`;
}

/** An age of one unit only (`59s`, `59m`, `23h`, `364d`, `2y`). Source: as humanDuration. */
export function shortHumanDuration(ms: number): string {
  const seconds = Math.trunc(ms / SECOND_MS);
  if (seconds < -1) return '<invalid>';
  if (seconds < 60) return `${Math.max(0, seconds)}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}h`;
  const days = Math.floor(seconds / 86_400);
  return days < 365 ? `${days}d` : `${Math.floor(days / 365)}y`;
}

const GO_UNITS_NS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const GO_DURATION_CHARS_MAX = 200;
const INT64_MAX = 9_223_372_036_854_775_807n;

/** Milliseconds of a Go duration (`1h30m`, `1.5s`, `-300ms`), cut below a millisecond; undefined where Go errs. */
export function parseGoDuration(text: string): number | undefined {
  if (text.length > GO_DURATION_CHARS_MAX) return undefined;
  const isNegative = text.startsWith('-');
  const unsigned = isNegative || text.startsWith('+') ? text.slice(1) : text;
  if (unsigned === '0') return 0;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)[a-zµμ]+)+$/.test(unsigned)) return undefined;
  let totalNs = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of unsigned.matchAll(/(\d*)\.?(\d*)([a-zµμ]+)/g)) {
    const unitNs = GO_UNITS_NS.get(unit);
    if (unitNs === undefined) return undefined;
    totalNs +=
      BigInt(whole) * unitNs + (BigInt(fraction) * unitNs) / BigInt(`1${'0'.repeat(fraction.length)}`);
  }
  if (totalNs > INT64_MAX + (isNegative ? 1n : 0n)) return undefined;
  const ms = Number(totalNs / 1_000_000n);
  return isNegative && ms !== 0 ? -ms : ms;
}

/** A duration in Go's words (time.Duration.String): `1h0m0s`, `1m30s`, `1.5s`, `500ms`, `0s`. */
export function formatGoDuration(ms: number): string {
  assert(Number.isSafeInteger(ms), `a duration is whole milliseconds, got ${ms}`);
  const sign = ms < 0 ? '-' : '';
  const size = Math.abs(ms);
  if (size === 0) return '0s';
  if (size < SECOND_MS) return `${sign}${size}ms`;
  const hours = Math.floor(size / HOUR_MS);
  const minutes = Math.floor(size / MINUTE_MS) % 60;
  const fraction = padded(size % SECOND_MS, 3).replace(/0+$/, '');
  const seconds = `${Math.floor(size / SECOND_MS) % 60}${fraction === '' ? '' : `.${fraction}`}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}
