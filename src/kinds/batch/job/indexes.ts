// Sets of completion indexes as a Job's status writes them: `0,2-5,9`. Holds: intervals are in order and do not touch.
// Source: kubernetes pkg/controller/job/indexed_job_utils.go.

export interface Interval {
  readonly first: number;
  readonly last: number;
}

export type Indexes = readonly Interval[];

/** Reads what a status or policy says, up to the last completion; what is no number is passed over. */
export function parseIndexes(text: string | undefined, completions: number): Indexes {
  const result: Interval[] = [];
  for (const part of (text ?? '').split(',')) {
    const match = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part);
    if (match === null) continue;
    const first = Number(match[1]);
    const last = Math.min(match[2] === undefined ? first : Number(match[2]), completions - 1);
    if (first < completions && first <= last) result.push({ first, last });
  }
  return joined(result);
}

export function indexesOf(numbers: Iterable<number>): Indexes {
  return joined([...numbers].map((number) => ({ first: number, last: number })));
}

export function joined(intervals: Indexes): Indexes {
  const result: Interval[] = [];
  for (const { first, last } of [...intervals].sort((a, b) => a.first - b.first)) {
    const end = result.at(-1);
    if (end !== undefined && first <= end.last + 1)
      result[result.length - 1] = { first: end.first, last: Math.max(end.last, last) };
    else result.push({ first, last });
  }
  return result;
}

export function totalOf(indexes: Indexes): number {
  return indexes.reduce((total, { first, last }) => total + last - first + 1, 0);
}

export function hasIndex(indexes: Indexes, index: number): boolean {
  return indexes.some(({ first, last }) => first <= index && index <= last);
}

/** How many numbers two sets share. */
export function sharedBy(a: Indexes, b: Indexes): number {
  let shared = 0;
  for (const one of a) {
    for (const other of b)
      shared += Math.max(0, Math.min(one.last, other.last) - Math.max(one.first, other.first) + 1);
  }
  return shared;
}

/** Two neighbours are written one by one, longer runs with a dash. */
export function formatIndexes(indexes: Indexes): string {
  return indexes
    .map(({ first, last }) =>
      first === last ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`,
    )
    .join(',');
}

/** The first numbers below `completions` that are not in the set. */
export function firstMissing(indexes: Indexes, completions: number, count: number): readonly number[] {
  const result: number[] = [];
  let at = 0;
  for (const { first, last } of [...indexes, { first: completions, last: completions }]) {
    for (; at < Math.min(first, completions) && result.length < count; at++) result.push(at);
    at = last + 1;
  }
  return result;
}
