// A description under construction: lines at levels, cells apart by tabs, in columns once it is done.
// Source: kubectl pkg/describe/describe.go, PrefixWriter.
import { DAY_MS, parseTime, formatTime } from '../../../std/time.ts';
import { describeTabs, TabWriter } from '../print/tab-writer.ts';
import { escapeTerminal } from '../print/terminal.ts';

export class Description {
  readonly #writer = new TabWriter(describeTabs);
  readonly #form: 'columns' | 'raw';
  #done = '';
  #levels = 0;

  /** @param form `raw` leaves tabs as they are */
  constructor(form: 'columns' | 'raw' = 'columns') {
    this.#form = form;
  }

  /** Writes text behind two spaces a level. */
  write(level: number, text: string): void {
    const line = escapeTerminal('  '.repeat(this.#levels + level) + text);
    if (this.#form === 'raw') this.#done += line;
    else this.#writer.write(line);
  }

  /** A line `title:<tab>value`. */
  field(level: number, title: string, value: string | number | boolean): void {
    this.write(level, `${title}:\t${value}\n`);
  }

  /** All that is written meanwhile stands so many levels deeper. */
  nested(levels: number, write: () => void): void {
    this.#levels += levels;
    write();
    this.#levels -= levels;
  }

  /** Ends the columns so far: what follows has its own. */
  flush(): void {
    this.#done += this.#writer.flush();
  }

  end(): string {
    this.flush();
    return this.#done;
  }
}

const weekdays = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Go's RFC1123Z in UTC: `Tue, 18 Apr 2023 09:00:00 +0000`; the year 1 where there is no time. */
export function longTime(text: string): string {
  const ms = parseTime(text);
  if (ms === undefined) return 'Mon, 01 Jan 0001 00:00:00 +0000';
  const day = Math.floor(ms / DAY_MS);
  const weekday = weekdays[((day % 7) + 7) % 7];
  const shown = formatTime(ms);
  const month = months[Number(shown.slice(5, 7)) - 1];
  return `${weekday}, ${shown.slice(8, 10)} ${month} ${shown.slice(0, 4)} ${shown.slice(11, 19)} +0000`;
}
