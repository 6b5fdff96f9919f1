// Schedules in the notation of cron: when the next time is. Words and rules are those of github.com/robfig/cron at version 3, as
// Kubernetes uses it: five fields, names of months and days, steps, `@hourly` and its like, `@every` a duration.
import { momentOf, offsetAt, type TimeZone } from './time-zone.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, parseGoDuration, SECOND_MS, formatTime } from './time.ts';

interface Field {
  readonly values: ReadonlySet<number>;
  /** Said with a star, which leaves the choice of days to the other of the two fields for days. */
  readonly isStar: boolean;
}

export type Schedule =
  | { readonly everyMs: number }
  | {
      readonly minute: Field;
      readonly hour: Field;
      readonly day: Field;
      readonly month: Field;
      readonly weekday: Field;
    };

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const months = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const bounds: readonly Bounds[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: months },
  { least: 0, most: 6, names: weekdays },
];

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

class Problem {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function numberOf(text: string): number {
  if (!/^[+-]?\d{1,18}$/.test(text))
    throw new Problem(
      `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  const value = Number(text);
  if (value < 0) throw new Problem(`negative number (${value}) not allowed: ${text}`);
  return value;
}

function valueOf(text: string, { names }: Bounds): number {
  const named = text === '' ? -1 : (names ?? []).indexOf(text.toLowerCase());
  return named >= 0 ? named : numberOf(text);
}

function rangeOf(
  text: string,
  field: Bounds,
): { readonly values: readonly number[]; readonly isStar: boolean } {
  const [range = '', stepText, ...moreSteps] = text.split('/');
  const [low = '', high, ...moreEnds] = range.split('-');
  let isStar = low === '*' || low === '?';
  const start = isStar ? field.least : valueOf(low, field);
  if (!isStar && moreEnds.length > 0) throw new Problem(`too many hyphens: ${text}`);
  let end = isStar ? field.most : high === undefined ? start : valueOf(high, field);
  if (moreSteps.length > 0) throw new Problem(`too many slashes: ${text}`);
  let step = 1;
  if (stepText !== undefined) {
    step = numberOf(stepText);
    if (high === undefined) end = field.most;
    if (step > 1) isStar = false;
  }
  if (start < field.least)
    throw new Problem(`beginning of range (${start}) below minimum (${field.least}): ${text}`);
  if (end > field.most) throw new Problem(`end of range (${end}) above maximum (${field.most}): ${text}`);
  if (start > end) throw new Problem(`beginning of range (${start}) beyond end of range (${end}): ${text}`);
  if (step === 0) throw new Problem(`step of range should be a positive number: ${text}`);
  const values: number[] = [];
  for (let value = start; value <= end; value += step) values.push(value);
  return { values, isStar };
}

function fieldOf(text: string, field: Bounds): Field {
  const ranges = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => rangeOf(part, field));
  return {
    values: new Set(ranges.flatMap(({ values }) => values)),
    isStar: ranges.some(({ isStar }) => isStar),
  };
}

function scheduleOf(text: string): Schedule {
  if (text === '') throw new Problem('empty spec string');
  if (text.startsWith('@every ')) {
    const duration = text.slice('@every '.length);
    const ms = parseGoDuration(duration);
    if (ms === undefined)
      throw new Problem(
        `failed to parse duration ${text}: time: invalid duration ${JSON.stringify(duration)}`,
      );
    return { everyMs: Math.max(SECOND_MS, ms - (ms % SECOND_MS)) };
  }
  if (text.startsWith('@') && descriptors[text] === undefined)
    throw new Problem(`unrecognized descriptor: ${text}`);
  const parts = (descriptors[text] ?? text).split(/\s+/).filter((part) => part !== '');
  if (parts.length !== bounds.length)
    throw new Problem(`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`);
  const [minute, hour, day, month, weekday] = parts.map((part, place) =>
    fieldOf(part, bounds[place] as Bounds),
  );
  return {
    minute: minute as Field,
    hour: hour as Field,
    day: day as Field,
    month: month as Field,
    weekday: weekday as Field,
  };
}

/** Longer texts are no schedules. */
const charactersMax = 1_024;

export function parseSchedule(text: string): Schedule | { readonly error: string } {
  try {
    if (text.length > charactersMax) throw new Problem(`unrecognized schedule of ${text.length} characters`);
    return scheduleOf(text);
  } catch (thrown) {
    if (thrown instanceof Problem) return { error: thrown.text };
    throw thrown;
  }
}

function isDay({ day, month, weekday }: Extract<Schedule, { day: Field }>, local: number): boolean {
  const date = formatTime(local);
  if (!month.values.has(Number(date.slice(5, 7)))) return false;
  const isDate = day.values.has(Number(date.slice(8, 10)));
  const isWeekday = weekday.values.has((Math.floor(local / DAY_MS) + 4) % 7);
  return day.isStar || weekday.isStar ? isDate && isWeekday : isDate || isWeekday;
}

const daysMax = 5 * 366;

/** The next time strictly after a moment; undefined where there is none within five years. */
export function nextTime(schedule: Schedule, zone: TimeZone, after: number): number | undefined {
  if ('everyMs' in schedule) return after - (after % SECOND_MS) + schedule.everyMs;
  const local = after + offsetAt(zone, after);
  const today = local - (((local % DAY_MS) + DAY_MS) % DAY_MS);
  const hours = [...schedule.hour.values].sort((a, b) => a - b);
  const minutes = [...schedule.minute.values].sort((a, b) => a - b);
  for (let day = 0; day < daysMax; day++) {
    const start = today + day * DAY_MS;
    if (!isDay(schedule, start)) continue;
    for (const hour of hours) {
      // An hour before now has nothing, whatever the clocks did meanwhile.
      if (day === 0 && start + (hour + 2) * HOUR_MS < local) continue;
      for (const minute of minutes) {
        const at = momentOf(zone, start + hour * HOUR_MS + minute * MINUTE_MS);
        if (at !== undefined && at > after) return at;
      }
    }
  }
  return undefined;
}
