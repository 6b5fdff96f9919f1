// What clocks show by the name of a place: offsets from UTC by the rule that is in force there now. The notation of the rules is POSIX's
// (`EST5EDT,M3.2.0,M11.1.0`). Holds: the same on every machine. Absent: rules of the past.
import { DAY_MS, HOUR_MS, MINUTE_MS, parseTime, SECOND_MS } from './time.ts';
import { timeZoneRules } from './time-zone-rules.ts';

interface Change {
  readonly month: number;
  /** 1 to 5, where 5 is the last. */
  readonly week: number;
  readonly weekday: number;
  /** Milliseconds of the local day at which it happens. */
  readonly at: number;
}

export interface TimeZone {
  readonly standardMs: number;
  readonly summer?: { readonly offsetMs: number; readonly begins: Change; readonly ends: Change };
}

export const utc: TimeZone = { standardMs: 0 };

function clockMs(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[-+]/, '').split(':').map(Number);
  const size = hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
  return text.startsWith('-') ? -size : size;
}

function changeOf(text: string): Change {
  const [date = '', time = '2'] = text.split('/');
  const [month = 1, week = 1, weekday = 0] = date.slice(1).split('.').map(Number);
  return { month, week, weekday, at: clockMs(time) };
}

const rulePattern = /^(?:<[^>]+>|[A-Za-z]+)([-+\d:]+)(?:(?:<[^>]+>|[A-Za-z]+)([-+\d:]*))?(?:,(.+),(.+))?$/;

function parseRule(rule: string): TimeZone {
  const [, standard = '0', summer = '', begins, ends] = rulePattern.exec(rule) ?? [];
  // POSIX counts west of Greenwich as positive.
  const standardMs = 0 - clockMs(standard);
  if (begins === undefined || ends === undefined) return { standardMs };
  const offsetMs = summer === '' ? standardMs + HOUR_MS : 0 - clockMs(summer);
  return { standardMs, summer: { offsetMs, begins: changeOf(begins), ends: changeOf(ends) } };
}

let zones: ReadonlyMap<string, string> | undefined;

/** The zone of a name; undefined where the database has none. */
export function timeZoneNamed(name: string): TimeZone | undefined {
  zones ??= new Map(
    Object.entries(timeZoneRules).flatMap(([rule, names]) =>
      names.split(' ').map((each): [string, string] => [each, rule]),
    ),
  );
  const rule = zones.get(name);
  return rule === undefined ? undefined : parseRule(rule);
}

function startOf(year: number, month: number): number {
  const [y, m] = month > 12 ? [year + 1, 1] : [year, month];
  return parseTime(`${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-01T00:00:00Z`) ?? 0;
}

/** When a change happens in a year, on the clock that is shown before it. */
function localOf({ month, week, weekday, at }: Change, year: number): number {
  const first = startOf(year, month);
  const firstWeekday = (Math.floor(first / DAY_MS) + 4) % 7;
  let day = ((weekday - firstWeekday + 7) % 7) + (week - 1) * 7;
  while (first + day * DAY_MS >= startOf(year, month + 1)) day -= 7;
  return first + day * DAY_MS + at;
}

const daysOfYear = 365.2425;

/** Milliseconds that clocks of the zone are ahead of UTC at a moment. */
export function offsetAt({ standardMs, summer }: TimeZone, at: number): number {
  if (summer === undefined) return standardMs;
  // The year of the local clock; on its first and last day both zones agree on the half of the year.
  const year = 1970 + Math.floor((at + standardMs) / DAY_MS / daysOfYear);
  const begins = localOf(summer.begins, year) - standardMs;
  const ends = localOf(summer.ends, year) - summer.offsetMs;
  const isSummer = begins < ends ? at >= begins && at < ends : at >= begins || at < ends;
  return isSummer ? summer.offsetMs : standardMs;
}

/** The moment at which clocks show a local time, the earlier of two; undefined for one that they leap over. */
export function momentOf(zone: TimeZone, local: number): number | undefined {
  const offsets = [zone.standardMs, zone.summer?.offsetMs ?? zone.standardMs].sort((a, b) => b - a);
  return offsets.map((offset) => local - offset).find((at) => at + offsetAt(zone, at) === local);
}
