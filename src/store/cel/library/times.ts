// Parts of times and spans, in UTC or at a fixed offset. Zones by name other than UTC are left out: the world has no zone
// table. Source: cel-go common/types/timestamp.go, duration.go.
import { daysOfMonth, formatTime, parseTime } from '../../../std/time.ts';
import { CelFault, memberFunction, type Overload } from '../overload.ts';
import { duration, int, string, timestamp } from '../types.ts';
import type { Duration, Timestamp } from '../values.ts';

const nsAMillisecond = 1_000_000n;
const dayMs = 86_400_000;

function offsetMs(zone: string): number {
  if (zone === 'UTC' || zone === '') return 0;
  const found = /^([+-]?)(\d\d):(\d\d)$/.exec(zone);
  if (found === null) throw new CelFault(`unknown time zone ${zone}`);
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return (found[1] === '-' ? -minutes : minutes) * 60_000;
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly ms: number;
  readonly text: string;
}

function partsOf({ ns }: Timestamp, zone = ''): Parts {
  const rest = ((ns % nsAMillisecond) + nsAMillisecond) % nsAMillisecond;
  const ms = Number((ns - rest) / nsAMillisecond) + offsetMs(zone);
  const text = formatTime(ms);
  return {
    year: Number(text.slice(0, 4)),
    month: Number(text.slice(5, 7)),
    day: Number(text.slice(8, 10)),
    ms,
    text,
  };
}

function dayOfYear({ year, month, day }: Parts): number {
  let days = day - 1;
  for (let earlier = 1; earlier < month; earlier++) days += daysOfMonth(year, earlier);
  return days;
}

function dayOfWeek({ text }: Parts): number {
  const days = Math.floor((parseTime(`${text.slice(0, 10)}T00:00:00Z`) ?? 0) / dayMs);
  // The first of January 1970 was a Thursday.
  return (((days + 4) % 7) + 7) % 7;
}

const getters: readonly (readonly [name: string, id: string, read: (parts: Parts) => number])[] = [
  ['getFullYear', 'year', ({ year }) => year],
  ['getMonth', 'month', ({ month }) => month - 1],
  ['getDayOfYear', 'day_of_year', dayOfYear],
  ['getDayOfMonth', 'day_of_month', ({ day }) => day - 1],
  ['getDate', 'day_of_month_1_based', ({ day }) => day],
  ['getDayOfWeek', 'day_of_week', dayOfWeek],
  ['getHours', 'hours', ({ text }) => Number(text.slice(11, 13))],
  ['getMinutes', 'minutes', ({ text }) => Number(text.slice(14, 16))],
  ['getSeconds', 'seconds', ({ text }) => Number(text.slice(17, 19))],
  ['getMilliseconds', 'milliseconds', ({ ms }) => ((ms % 1000) + 1000) % 1000],
];

const spans: readonly (readonly [name: string, id: string, unitNs: bigint])[] = [
  ['getHours', 'hours', 3_600_000_000_000n],
  ['getMinutes', 'minutes', 60_000_000_000n],
  ['getSeconds', 'seconds', 1_000_000_000n],
  ['getMilliseconds', 'milliseconds', 1_000_000n],
];

export const times: readonly Overload[] = [
  ...getters.flatMap(([name, id, read]) => [
    memberFunction(name, `timestamp_to_${id}`, [timestamp], int, (at: Timestamp) =>
      BigInt(read(partsOf(at))),
    ),
    memberFunction(
      name,
      `timestamp_to_${id}_with_tz`,
      [timestamp, string],
      int,
      (at: Timestamp, zone: string) => BigInt(read(partsOf(at, zone))),
    ),
  ]),
  ...spans.map(([name, id, unitNs]) =>
    memberFunction(name, `duration_to_${id}`, [duration], int, ({ ns }: Duration) => ns / unitNs),
  ),
];
