// Which lines of a text went and which came: the shortest script of Myers (An O(ND) Difference Algorithm, 1986), found from both
// ends at once, with the choices that diff(1) makes where several are as short: lines that say little are first left out, and
// what changed is slid as far down as it goes. What both texts begin and end with counts only near what changed. Past a cost the script may be longer than it had to be.

/** Of each line, whether it is only in its own text. */
export interface Changes {
  readonly removed: readonly boolean[];
  readonly added: readonly boolean[];
}

/** One text: its lines as numbers that are equal where the lines are, and which of them are changed. */
interface Side {
  readonly lines: readonly number[];
  readonly changed: boolean[];
}

/** Steps from each end before a search takes the furthest it has come to. */
const stepsMax = 4_096;

/** Lines of what both texts begin or end with that are still looked at: as many as are shown. */
const endsKept = 3;

export function changesOf(before: readonly string[], after: readonly string[]): Changes {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start += 1;
  start = Math.max(0, start - endsKept);
  let end = 0;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  end = Math.max(0, end - endsKept);
  const { removed, added } = changesWithin(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
  const whole = (part: readonly boolean[]) => [
    ...Array.from({ length: start }, () => false),
    ...part,
    ...Array.from({ length: end }, () => false),
  ];
  return { removed: whole(removed), added: whole(added) };
}

function changesWithin(before: readonly string[], after: readonly string[]): Changes {
  const numbers = new Map<string, number>();
  const sideOf = (texts: readonly string[]): Side => ({
    lines: texts.map((text) => {
      const known = numbers.get(text) ?? numbers.size;
      numbers.set(text, known);
      return known;
    }),
    changed: texts.map(() => false),
  });
  const [from, to] = [sideOf(before), sideOf(after)];
  const [fromKept, toKept] = [keptLines(from, to), keptLines(to, from)];
  compare(
    { lines: fromKept.map((at) => from.lines[at] as number), mark: (at) => mark(from, fromKept[at]) },
    { lines: toKept.map((at) => to.lines[at] as number), mark: (at) => mark(to, toKept[at]) },
  );
  slide(from, to);
  slide(to, from);
  return { removed: from.changed, added: to.changed };
}

function mark(side: Side, at: number | undefined): void {
  if (at !== undefined) side.changed[at] = true;
}

type Fate = 'keep' | 'drop' | 'perhaps';

/**
 * The places of the lines that the search looks at. A line that the other text does not have is changed at once; one that it
 * has many times is left out too, if it stands among such.
 */
function keptLines(side: Side, other: Side): readonly number[] {
  const counts = new Map<number, number>();
  for (const line of other.lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  let many = 5;
  for (let rest = (side.lines.length >> 6) >> 2; rest > 0; rest >>= 2) many *= 2;
  const fates = side.lines.map((line): Fate => {
    const count = counts.get(line) ?? 0;
    return count === 0 ? 'drop' : count > many ? 'perhaps' : 'keep';
  });
  for (let at = 0; at < fates.length; at++) {
    if (fates[at] === 'perhaps') fates[at] = 'keep';
    else if (fates[at] === 'drop') at = settleRun(fates, at) - 1;
  }
  return fates.flatMap((fate, at) => {
    if (fate === 'keep') return [at];
    side.changed[at] = true;
    return [];
  });
}

/** Decides what becomes of the doubtful lines of a run that begins with a line to drop; gives the run's end. */
function settleRun(fates: Fate[], start: number): number {
  let end = start;
  while (end < fates.length && fates[end] !== 'keep') end += 1;
  while (fates[end - 1] === 'perhaps') fates[--end] = 'keep';
  const length = end - start;
  const doubtful = fates.slice(start, end).filter((fate) => fate === 'perhaps').length;
  if (doubtful * 4 > length) {
    for (let at = start; at < end; at++) if (fates[at] === 'perhaps') fates[at] = 'keep';
    return end;
  }
  keepLongDoubt(fates, start, length);
  keepDoubtAtEdge(fates, length, (offset) => start + offset);
  keepDoubtAtEdge(fates, length, (offset) => end - 1 - offset);
  return end;
}

/** Doubtful lines that are many together stay; how many is about the root of a quarter of the run. */
function keepLongDoubt(fates: Fate[], start: number, length: number): void {
  let least = 1;
  for (let rest = (length >> 2) >> 2; rest > 0; rest >>= 2) least *= 2;
  least += 1;
  for (let at = start; at < start + length; at++) {
    let end = at;
    while (fates[end] === 'perhaps') end += 1;
    if (end - at >= least) fates.fill('keep', at, end);
    at = Math.max(at, end - 1);
  }
}

/** Near an edge of the run doubtful lines stay, until three in a row are sure or eight lines have gone by. */
function keepDoubtAtEdge(fates: Fate[], length: number, place: (offset: number) => number): void {
  let sure = 0;
  for (let offset = 0; offset < length && sure < 3; offset++) {
    const at = place(offset);
    if (offset >= 8 && fates[at] === 'drop') return;
    if (fates[at] === 'perhaps') fates[at] = 'keep';
    sure = fates[at] === 'drop' ? sure + 1 : 0;
  }
}

interface Searched {
  readonly lines: readonly number[];
  readonly mark: (at: number) => void;
}

interface Range {
  readonly fromStart: number;
  readonly fromEnd: number;
  readonly toStart: number;
  readonly toEnd: number;
}

function compare(from: Searched, to: Searched): void {
  const ranges: Range[] = [{ fromStart: 0, fromEnd: from.lines.length, toStart: 0, toEnd: to.lines.length }];
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    let { fromStart, fromEnd, toStart, toEnd } = range;
    while (fromStart < fromEnd && toStart < toEnd && from.lines[fromStart] === to.lines[toStart]) {
      fromStart += 1;
      toStart += 1;
    }
    while (fromStart < fromEnd && toStart < toEnd && from.lines[fromEnd - 1] === to.lines[toEnd - 1]) {
      fromEnd -= 1;
      toEnd -= 1;
    }
    if (fromStart === fromEnd) for (let at = toStart; at < toEnd; at++) to.mark(at);
    else if (toStart === toEnd) for (let at = fromStart; at < fromEnd; at++) from.mark(at);
    else {
      const { x, y } = middle(from.lines, to.lines, { fromStart, fromEnd, toStart, toEnd });
      ranges.push({ fromStart: x, fromEnd, toStart: y, toEnd });
      ranges.push({ fromStart, fromEnd: x, toStart, toEnd: y });
    }
  }
}

/** A point that a shortest script goes through: where the searches from both ends meet. */
function middle(
  from: readonly number[],
  to: readonly number[],
  { fromStart, fromEnd, toStart, toEnd }: Range,
): { readonly x: number; readonly y: number } {
  const [least, most] = [fromStart - toEnd, fromEnd - toStart];
  const [first, last] = [fromStart - toStart, fromEnd - toEnd];
  const isOdd = ((first - last) & 1) !== 0;
  const forward = new Map([[first, fromStart]]);
  const backward = new Map([[last, fromEnd]]);
  let [low, high] = [first, first];
  let [backLow, backHigh] = [last, last];
  for (let steps = 1; ; steps++) {
    if (low > least) forward.set(--low - 1, -1);
    else low += 1;
    if (high < most) forward.set(++high + 1, -1);
    else high -= 1;
    for (let diagonal = high; diagonal >= low; diagonal -= 2) {
      const [below, above] = [forward.get(diagonal - 1) as number, forward.get(diagonal + 1) as number];
      let x = below < above ? above : below + 1;
      while (x < fromEnd && x - diagonal < toEnd && from[x] === to[x - diagonal]) x += 1;
      forward.set(diagonal, x);
      const meets = isOdd && backLow <= diagonal && diagonal <= backHigh;
      if (meets && (backward.get(diagonal) as number) <= x) return { x, y: x - diagonal };
    }
    if (backLow > least) backward.set(--backLow - 1, Infinity);
    else backLow += 1;
    if (backHigh < most) backward.set(++backHigh + 1, Infinity);
    else backHigh -= 1;
    for (let diagonal = backHigh; diagonal >= backLow; diagonal -= 2) {
      const [below, above] = [backward.get(diagonal - 1) as number, backward.get(diagonal + 1) as number];
      let x = below < above ? below : above - 1;
      while (x > fromStart && x - diagonal > toStart && from[x - 1] === to[x - diagonal - 1]) x -= 1;
      backward.set(diagonal, x);
      const meets = !isOdd && low <= diagonal && diagonal <= high;
      if (meets && x <= (forward.get(diagonal) as number)) return { x, y: x - diagonal };
    }
    if (steps >= stepsMax) return furthest(forward, low, high, fromEnd, toEnd);
  }
}

/** The point that the search from the beginning has come to furthest. */
function furthest(
  forward: ReadonlyMap<number, number>,
  low: number,
  high: number,
  fromEnd: number,
  toEnd: number,
): { readonly x: number; readonly y: number } {
  let best = { x: -1, y: 0 };
  for (let diagonal = high; diagonal >= low; diagonal -= 2) {
    const x = Math.min(forward.get(diagonal) as number, fromEnd, toEnd + diagonal);
    if (x + x - diagonal > best.x + best.y) best = { x, y: x - diagonal };
  }
  return best;
}

/**
 * Moves each run of changed lines: up as long as that joins it to the run before, then down as far as it goes, and back to
 * the last place where the other text changed too.
 */
function slide({ lines, changed }: Side, { changed: other }: Side): void {
  let end = 0;
  let across = 0;
  for (;;) {
    while (end < lines.length && changed[end] !== true) {
      while (other[across++] === true);
      end += 1;
    }
    if (end === lines.length) return;
    let start = end;
    while (changed[++end] === true);
    while (other[across] === true) across += 1;
    let length: number;
    let corresponding: number;
    do {
      length = end - start;
      while (start > 0 && lines[start - 1] === lines[end - 1]) {
        changed[--start] = true;
        changed[--end] = false;
        while (changed[start - 1] === true) start -= 1;
        while (other[--across] === true);
      }
      corresponding = other[across - 1] === true ? end : lines.length;
      while (end !== lines.length && lines[start] === lines[end]) {
        changed[start++] = false;
        changed[end++] = true;
        while (changed[end] === true) end += 1;
        while (other[++across] === true) corresponding = end;
      }
    } while (length !== end - start);
    while (corresponding < end) {
      changed[--start] = true;
      changed[--end] = false;
      while (other[--across] === true);
    }
  }
}
