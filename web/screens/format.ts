/** Figures as the vSphere Client writes them: capacities in the unit that leaves one to four digits before the point, times by their clock. */
import { formatMilliTime, parseTime } from '../../src/std/time.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `83.20 GHz`, `540 MHz`. */
export function gigahertz(mhz: number): string {
  return Math.abs(mhz) < 1_000 ? `${Math.round(mhz)} MHz` : `${(mhz / 1_000).toFixed(2)} GHz`;
}

/** `512 MB`, `41.3 GB`, `14.40 TB`: the client says GB and means GiB. */
export function bytesOf(mebibytes: number): string {
  const size = Math.abs(mebibytes);
  if (size < 1_024) return `${Math.round(mebibytes)} MB`;
  if (size < 1_024 * 1_024) return `${(mebibytes / 1_024).toFixed(1)} GB`;
  return `${(mebibytes / 1_024 / 1_024).toFixed(2)} TB`;
}

/** `41%`; what is little and not nothing is `<1%`. */
export const percent = (part: number): string =>
  part > 0 && part < 0.005 ? '<1%' : `${Math.round(part * 100)}%`;

export const plural = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : more}`;

/** `09:14:22.180`. */
export const clockOf = (ms: number): string => formatMilliTime(ms).slice(11, 23);

/** `09:14:22`. */
export const secondsOf = (ms: number): string => formatMilliTime(ms).slice(11, 19);

/** `18 Apr 2023`. */
export function dateOf(ms: number): string {
  const text = formatMilliTime(ms);
  return `${Number(text.slice(8, 10))} ${months[Number(text.slice(5, 7)) - 1] ?? ''} ${text.slice(0, 4)}`;
}

/** `18 Apr 2023, 09:14:22`. */
export const momentOf = (ms: number | undefined): string =>
  ms === undefined ? '' : `${dateOf(ms)}, ${secondsOf(ms)}`;

export const momentAt = (time: string | undefined): string => momentOf(parseTime(time ?? ''));

/** A span of simulated time: `412 ms`, `2.618 s`, `1 min 20 s`, `53 d 4 h`. */
export function spanOf(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(3)} s`;
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ] as const;
  const at = units.findIndex(([size]) => ms >= size);
  return units
    .slice(at, at + 2)
    .map(([size, unit], index) => {
      const count = index === 0 ? Math.floor(ms / size) : Math.floor((ms % (units[at]?.[0] ?? size)) / size);
      return count === 0 && index > 0 ? '' : `${count} ${unit}`;
    })
    .filter((part) => part !== '')
    .join(' ');
}
