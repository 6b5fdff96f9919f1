// How much of a summary is in use, cell by cell in order of address. The table's own prefixes are added up once; then a cell costs two
// searches, however long the table is.
import { parseCidr } from '../../std/ip.ts';
import type { CoverageCell } from './lab-door.ts';

type Family = CoverageCell['family'];

/** As many as can be told apart in a drawing. */
const CELLS_MAX = 64;
const IPV6_GROUPS = 8;

/** Prefixes that lie apart, in order: where each begins, and how many addresses lie before it. */
interface Spans {
  readonly starts: readonly bigint[];
  readonly sums: readonly bigint[];
}

export type Usage = Readonly<Record<Family, Spans>>;

const familyOf = (prefix: string): Family => (prefix.includes(':') ? 'IPv6' : 'IPv4');
const bitsOf = (prefix: string): number => Number(prefix.slice(prefix.indexOf('/') + 1));
const sizeOf = (prefix: string): bigint =>
  1n << BigInt((familyOf(prefix) === 'IPv6' ? 128 : 32) - bitsOf(prefix));

/** The first address of a prefix as the kernel prints it. */
function firstOf(prefix: string): bigint {
  if (familyOf(prefix) === 'IPv4') return BigInt(parseCidr(prefix)?.base ?? 0);
  const [head = '', tail] = prefix.slice(0, prefix.indexOf('/')).split('::');
  const groupsOf = (text = ''): string[] => (text === '' ? [] : text.split(':'));
  const before = groupsOf(head);
  const after = groupsOf(tail);
  const zeros = Array.from({ length: IPV6_GROUPS - before.length - after.length }, () => '0');
  const groups = [...before, ...zeros, ...after];
  return BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`);
}

/** @param prefixes that lie apart, in order of address. */
export function usageOf(prefixes: readonly string[]): Usage {
  const spans = {
    IPv4: { starts: [] as bigint[], sums: [0n] },
    IPv6: { starts: [] as bigint[], sums: [0n] },
  };
  for (const prefix of prefixes) {
    const { starts, sums } = spans[familyOf(prefix)];
    starts.push(firstOf(prefix));
    sums.push((sums.at(-1) ?? 0n) + sizeOf(prefix));
  }
  return spans;
}

/** Addresses in use before `address`, which lies in no prefix's middle. */
function usedBefore({ starts, sums }: Spans, address: bigint): bigint {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0n) < address) low = middle + 1;
    else high = middle;
  }
  return sums[low] ?? 0n;
}

/** @param summary prefixes that lie apart, in order, and cover all that is in use. */
export function coverageOf(summary: readonly string[], usage: Usage): CoverageCell[] {
  const cells: CoverageCell[] = [];
  const routesACell = Math.ceil(summary.length / CELLS_MAX);
  for (let at = 0; at < summary.length;) {
    const first = summary[at] ?? '';
    const family = familyOf(first);
    let end = at;
    let addresses = 0n;
    while (end < summary.length && end - at < routesACell && familyOf(summary[end] ?? '') === family) {
      addresses += sizeOf(summary[end] ?? '');
      end += 1;
    }
    const last = summary[end - 1] ?? '';
    const used =
      usedBefore(usage[family], firstOf(last) + sizeOf(last)) - usedBefore(usage[family], firstOf(first));
    cells.push({ family, first, last, routes: end - at, addresses, used });
    at = end;
  }
  return cells;
}
