// Routes in the lab: one table's text, summarized as often as somebody asks. The kernel works in place, so a table is read anew
// for every answer, which costs less than keeping a second one; the instance stays the same.
import { KernelError, NO_MEMORY } from '../../kernels/code.ts';
import type { KernelExports } from '../../kernels/exports.ts';
import {
  createRouteTables,
  type Mistake,
  type RouteTables,
  type TableName,
} from '../../kernels/route-tables.ts';
import { limits } from '../../std/limits.ts';
import { conflictWords, noMemoryWords, number, tooFewWords } from '../route-words.ts';
import { coverageOf, usageOf, type Usage } from './lab-coverage.ts';
import type { RoutesRead, RoutesSummary, RoutesWay } from './lab-door.ts';

type Refused = Extract<RoutesRead, { readonly outcome: 'refused' }>;
type Mistaken = Extract<RoutesRead, { readonly outcome: 'mistakes' }>;

/** A sign, the longest prefix of IPv6 and a line's end. */
const LINE_BYTES_MAX = 46;

const refused = (why: string): Refused => ({ outcome: 'refused', why });
const mebibytes = (bytes: number): string => `${bytes / 1024 / 1024} MiB`;

export class RoutesBench {
  readonly #kernel: KernelExports;
  #text: Uint8Array = new Uint8Array();
  #usage: Usage = usageOf([]);

  constructor(kernel: KernelExports) {
    this.#kernel = kernel;
  }

  read(text: Uint8Array): RoutesRead {
    if (text.length > limits.labRoutesBytesMax)
      return refused(
        `the table is longer than ${mebibytes(limits.labRoutesBytesMax)}; the command supervisor-sandbox routes reads longer ones`,
      );
    this.#text = text;
    return withMemory(() => {
      const tables = createRouteTables(this.#kernel);
      const mistaken = this.#readInto(tables, 'A');
      if (mistaken !== undefined) return mistaken;
      const prefixes = tables.count('A');
      const addresses = tables.cover('A');
      tables.exact('A');
      const exact = printed(tables, 'A', limits.labRoutesAnswerBytesMax);
      this.#usage = exact.whole ? usageOf(linesOf(exact.bytes)) : usageOf([]);
      return { outcome: 'read', prefixes, addresses };
    });
  }

  summarize(way: RoutesWay): RoutesSummary {
    return withMemory(() => {
      const byNextHop = way.type === 'ortc';
      const tables = createRouteTables(this.#kernel, { nextHops: byNextHop ? 'required' : 'ignored' });
      const mistaken = this.#readInto(tables, 'A');
      if (mistaken !== undefined) return mistaken;
      const before = tables.count('A');
      const why = apply(tables, way);
      if (why !== undefined) return refused(why);
      const after = tables.count('A');
      const { bytes: text, whole } = printed(tables, 'A', limits.labRoutesAnswerBytesMax);
      if (!whole)
        return refused(
          `the summary is longer than ${mebibytes(limits.labRoutesAnswerBytesMax)}; the command supervisor-sandbox routes writes longer ones`,
        );
      if (byNextHop) {
        const none = { leaks: { ipv4: 0n, ipv6: 0n }, leakPrefixes: 0, leakText: new Uint8Array() };
        return { outcome: 'summary', before, after, text, ...none, coverage: [] };
      }
      this.#readInto(tables, 'B');
      const leaks = tables.difference().onlyA;
      return {
        outcome: 'summary',
        before,
        after,
        text,
        leaks,
        leakPrefixes: tables.count('answer'),
        leakText: leakText(tables),
        coverage: coverageOf(linesOf(text), this.#usage),
      };
    });
  }

  /** The lines that are no routes, if there are any. */
  #readInto(tables: RouteTables, table: 'A' | 'B'): Mistaken | undefined {
    const found: Mistake[] = [...tables.read(table, this.#text), ...tables.readEnd(table)];
    if (found.length === 0) return undefined;
    return { outcome: 'mistakes', count: found.length, mistakes: found.slice(0, limits.labMistakesToldMax) };
  }
}

/** Works table A over; why it cannot be done. */
function apply(tables: RouteTables, way: RoutesWay): string | undefined {
  switch (way.type) {
    case 'exact':
      tables.exact('A');
      return undefined;
    case 'boundary':
      tables.boundary(way);
      return undefined;
    case 'ortc':
      return tables.ortc()
        ? undefined
        : 'the answer would forward otherwise than the table: this is a defect';
    case 'budget': {
      if (way.routes > limits.labBudgetRoutesMax)
        return `a budget in the lab is at most ${number.format(limits.labBudgetRoutesMax)} routes`;
      const budgeted = tables.budget(way.routes);
      if (budgeted.outcome === 'too-few') return tooFewWords(way.routes, budgeted.leastRoutes);
      return budgeted.outcome === 'conflict' ? conflictWords(budgeted) : undefined;
    }
  }
}

/** A table's text as bytes of its own, as far as `bytesMax` reaches. */
function printed(
  tables: RouteTables,
  table: TableName,
  bytesMax: number,
): { readonly bytes: Uint8Array; readonly whole: boolean } {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (const piece of tables.print(table)) {
    if (length + piece.length > bytesMax) return { bytes: new Uint8Array(), whole: false };
    pieces.push(Uint8Array.from(piece));
    length += piece.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { bytes, whole: true };
}

const linesOf = (text: Uint8Array): string[] => new TextDecoder().decode(text).split('\n').slice(0, -1);

/** The first leaks, without the sign that a difference begins its lines with. */
function leakText(tables: RouteTables): Uint8Array {
  const decoder = new TextDecoder();
  let text = '';
  for (const piece of tables.print('answer')) {
    text += decoder.decode(piece);
    if (text.length > limits.labLeaksShownMax * LINE_BYTES_MAX) break;
  }
  const lines = text.split('\n').slice(0, -1).slice(0, limits.labLeaksShownMax);
  return new TextEncoder().encode(lines.map((line) => `${line.replace(/^[-+] /, '')}\n`).join(''));
}

/** Runs what may find no more memory, which is then said. */
function withMemory<Answer>(run: () => Answer): Answer | Refused {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof KernelError) || error.code !== NO_MEMORY) throw error;
    return refused(noMemoryWords);
  }
}
