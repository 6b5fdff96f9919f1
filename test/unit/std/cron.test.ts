import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTime, parseSchedule, type Schedule } from '../../../src/std/cron.ts';
import { momentOf, offsetAt, timeZoneNamed, utc, type TimeZone } from '../../../src/std/time-zone.ts';
import { formatTime, parseTime } from '../../../src/std/time.ts';

const at = (text: string) => parseTime(text) as number;

function schedule(text: string): Schedule {
  const parsed = parseSchedule(text);
  if ('error' in parsed) throw new Error(parsed.error);
  return parsed;
}

function next(text: string, after: string, zone = 'UTC'): string {
  const found = nextTime(schedule(text), timeZoneNamed(zone) as TimeZone, at(after));
  return found === undefined ? 'never' : formatTime(found);
}

describe('the next time', () => {
  it.each([
    ['* * * * *', '2023-04-18T09:00:00Z', '2023-04-18T09:01:00Z'],
    ['* * * * *', '2023-04-18T09:00:59Z', '2023-04-18T09:01:00Z'],
    ['*/15 * * * *', '2023-04-18T09:45:00Z', '2023-04-18T10:00:00Z'],
    ['0 */6 * * *', '2023-04-18T18:00:00Z', '2023-04-19T00:00:00Z'],
    ['30 2 1 * *', '2023-04-18T09:00:00Z', '2023-05-01T02:30:00Z'],
    ['0 9 * * 1-5', '2023-04-21T09:00:00Z', '2023-04-24T09:00:00Z'],
    ['0 0 13 * FRI', '2023-04-18T09:00:00Z', '2023-04-21T00:00:00Z'],
    ['0 0 */2 * FRI', '2023-04-18T09:00:00Z', '2023-04-19T00:00:00Z'],
    ['0 0 29 feb *', '2023-04-18T09:00:00Z', '2024-02-29T00:00:00Z'],
    ['0 0 31 2 *', '2023-04-18T09:00:00Z', 'never'],
    ['5/20 1,3 * * *', '2023-04-18T01:45:00Z', '2023-04-18T03:05:00Z'],
    ['0 0 ? jan-mar sun', '2023-04-18T09:00:00Z', '2024-01-07T00:00:00Z'],
    ['@hourly', '2023-04-18T09:00:00Z', '2023-04-18T10:00:00Z'],
    ['@daily', '2023-04-18T09:00:00Z', '2023-04-19T00:00:00Z'],
    ['@weekly', '2023-04-18T09:00:00Z', '2023-04-23T00:00:00Z'],
    ['@monthly', '2023-04-18T09:00:00Z', '2023-05-01T00:00:00Z'],
    ['@yearly', '2023-04-18T09:00:00Z', '2024-01-01T00:00:00Z'],
    ['@every 90s', '2023-04-18T09:00:10Z', '2023-04-18T09:01:40Z'],
  ])('of %s after %s is %s', (text, after, expected) => {
    expect(next(text, after)).toBe(expected);
  });

  it.each([
    ['America/New_York', '0 9 * * *', '2023-01-10T00:00:00Z', '2023-01-10T14:00:00Z'],
    ['America/New_York', '0 9 * * *', '2023-07-10T00:00:00Z', '2023-07-10T13:00:00Z'],
    // Clocks leap from 2:00 to 3:00: 2:30 is not on that day.
    ['America/New_York', '30 2 * * *', '2023-03-12T05:00:00Z', '2023-03-13T06:30:00Z'],
    ['Europe/Berlin', '30 2 * * *', '2023-10-28T12:00:00Z', '2023-10-29T00:30:00Z'],
    ['Asia/Kolkata', '0 0 * * *', '2023-04-18T09:00:00Z', '2023-04-18T18:30:00Z'],
    ['Australia/Sydney', '0 12 * * *', '2023-01-10T00:00:00Z', '2023-01-10T01:00:00Z'],
    ['Pacific/Kiritimati', '0 0 1 1 *', '2023-04-18T09:00:00Z', '2023-12-31T10:00:00Z'],
  ])('in %s of %s after %s is %s', (zone, text, after, expected) => {
    expect(next(text, after, zone)).toBe(expected);
  });

  it('is the first one that fits, whatever the schedule', () => {
    const field = (least: number, most: number) =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ min: least, max: most }).map(String),
        fc.integer({ min: 2, max: 20 }).map((step) => `*/${step}`),
      );
    fc.assert(
      fc.property(
        field(0, 59),
        field(0, 23),
        fc.integer({ min: 0, max: 3_000_000_000 }),
        (minute, hour, second) => {
          const parsed = schedule(`${minute} ${hour} * * *`);
          const after = second * 1000;
          const found = nextTime(parsed, utc, after) as number;
          expect(found).toBeGreaterThan(after);
          expect(found % 60_000).toBe(0);
          expect(found - after).toBeLessThanOrEqual(86_400_000);
          // Nothing before it is a next time too.
          expect(nextTime(parsed, utc, found - 1)).toBe(found);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a schedule is refused', () => {
  it.each([
    ['', 'empty spec string'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['bad', 'expected exactly 5 fields, found 1: [bad]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['* * * * 7', 'end of range (7) above maximum (6): 7'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['@often', 'unrecognized descriptor: @often'],
  ])('%j: %s', (text, error) => {
    expect(parseSchedule(text)).toEqual({ error });
  });
});

describe('a time zone', () => {
  it.each([
    ['Etc/UTC', 0, 0],
    ['Europe/London', 0, 1],
    ['America/Los_Angeles', -8, -7],
    ['US/Eastern', -5, -4],
    ['Asia/Tokyo', 9, 9],
    ['America/St_Johns', -3.5, -2.5],
    ['Pacific/Auckland', 13, 12],
  ])('%s is %d h ahead in January and %d h in July', (name, january, july) => {
    const zone = timeZoneNamed(name) as TimeZone;
    const hours = ['2024-01-15T12:00:00Z', '2024-07-15T12:00:00Z'].map(
      (time) => offsetAt(zone, at(time)) / 3.6e6,
    );
    expect(hours).toEqual([january, july]);
  });

  it('knows the moment of each local time, and none where clocks leap', () => {
    const zone = timeZoneNamed('Europe/Paris') as TimeZone;
    expect(momentOf(zone, at('2024-03-31T02:30:00Z'))).toBeUndefined();
    expect(formatTime(momentOf(zone, at('2024-10-27T02:30:00Z')) ?? 0)).toBe('2024-10-27T00:30:00Z');
  });

  it('is known by the names of the database alone', () => {
    expect(timeZoneNamed('Mars/Base')).toBeUndefined();
    expect(timeZoneNamed('constructor')).toBeUndefined();
  });
});
