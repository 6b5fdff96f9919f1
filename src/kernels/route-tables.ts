// Route tables from text to text, without a string in between: the typed port of assembly/routes for whoever has bytes. Two
// tables of either address family; what a kernel does to them stays there until the next. It takes an instance of its own,
// because tables grow.
import { assert } from '../std/assert.ts';
import { answerOf, BAD_LINE, CONFLICT, TOO_FEW } from './code.ts';
import type { KernelExports } from './exports.ts';
import {
  sumOf,
  SUM_A,
  SUM_B,
  SUM_CHANGED,
  SUM_ONLY_A,
  SUM_ONLY_B,
  TABLE_A,
  TABLE_ANSWER,
  TABLE_B,
  type Addresses,
} from './route-memory.ts';
import { wordsOf } from './route-mistakes.ts';

/** `A` and `B` are read; `answer` is what a kernel made of them. */
export type TableName = 'A' | 'B' | 'answer';

export interface ReadOptions {
  /** Host bits are a mistake; otherwise they are masked away. */
  readonly strict?: boolean;
  /** What to do with a second column: read past it, keep it, or keep it and miss it where it is not. */
  readonly nextHops?: 'ignored' | 'kept' | 'required';
  /** The next hop that stands for no route: what goes there goes nowhere. */
  readonly nullRoute?: string;
}

/** A line that is no route. */
export interface Mistake {
  /** From 1. */
  readonly line: number;
  /** In bytes, from 1. */
  readonly column: number;
  /** The line's bytes as text. */
  readonly text: string;
  /** What is wrong and what to do. */
  readonly words: string;
}

/** Where a boundary lies: a length for each family, or `classful` for IPv4's classes A, B and C (/8, /16, /24). */
export interface Boundary {
  readonly ipv4: number | 'classful';
  readonly ipv6: number;
}

/** What a summary covers beside what it was made of. */
export interface Covered {
  readonly before: Addresses;
  readonly after: Addresses;
}

/** What a budget comes to: a summary, how many routes it would take, or a prefix that lies in what must not be covered. */
export type Budgeted =
  | ({ readonly outcome: 'summary' } & Covered)
  | { readonly outcome: 'too-few'; readonly leastRoutes: number }
  | { readonly outcome: 'conflict'; readonly prefix: string; readonly excluded: string };

export interface RouteTables {
  /** The next piece of a table's text; the lines in it that are no routes. */
  read(table: 'A' | 'B', text: Uint8Array): Mistake[];
  /** The text has ended: a last line without an end counts too. Lines are counted anew for the next table. */
  readEnd(table: 'A' | 'B'): Mistake[];
  /** Prefixes of a table. */
  count(table: TableName): number;
  /** Turns a table into the fewest prefixes that cover the same addresses. */
  exact(table: 'A' | 'B'): void;
  /** Cuts table A at a boundary; what it covered before, and covers now. */
  boundary(boundary: Boundary): Covered;
  /**
   * Turns table A into the least that forwards as before. Without a null route what is in no prefix stays in none; with it
   * routes to it may stand for that. Answers whether both tables, taken apart again, forward alike; B is the table as
   * it was.
   */
  ortc(): boolean;
  /** Turns table A into at most so many routes of each family that cover it, nothing of B, and little else. */
  budget(routes: number): Budgeted;
  /** How many addresses a table has, each counted once. */
  cover(table: 'A' | 'B'): Addresses;
  /** What changes from A to B, into the answer; how many addresses only A has, only B has, go elsewhere. */
  difference(): { readonly onlyA: Addresses; readonly onlyB: Addresses; readonly changed: Addresses };
  /** A table as text, in pieces that are valid until the next is asked for. */
  print(table: TableName): Iterable<Uint8Array>;
}

const STRICT = 1;
const KEEPS_HOPS = 2;
const NEEDS_HOPS = 4;
const CLASSFUL = 255;
/** As much of a bad line as somebody wants to see. */
const SHOWN_BYTES = 200;
const HOP_BYTES_MAX = 255;

const numbers = { A: TABLE_A, B: TABLE_B, answer: TABLE_ANSWER } as const;

function optionsOf({ strict = false, nextHops = 'ignored' }: ReadOptions): number {
  const hops = { ignored: 0, kept: KEEPS_HOPS, required: KEEPS_HOPS | NEEDS_HOPS }[nextHops];
  return (strict ? STRICT : 0) | hops;
}

/** Empty tables in an instance that is theirs from then on. */
export function createRouteTables(kernel: KernelExports, options: ReadOptions = {}): RouteTables {
  // Addresses cross the border as i32: beyond 2 GiB they are negative there.
  const workspace = kernel.arenaBase();
  answerOf(kernel.routesOpen(workspace, optionsOf(options)), 'routesOpen');
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  function mistake(): Mistake {
    const at = kernel.routesBadLineAt(workspace) >>> 0;
    const bytes = Math.min(kernel.routesBadLineBytes(workspace), SHOWN_BYTES);
    return {
      line: kernel.routesBadLine(workspace),
      column: kernel.routesBadColumn(workspace),
      text: decoder.decode(new Uint8Array(kernel.memory.buffer, at, bytes)),
      words: wordsOf(kernel.routesMistake(workspace)),
    };
  }

  /** Has the kernel read what was put into its input; it stops at every line that is no route. */
  function digest(table: number, bytes: number, isLast: boolean, mistakes: Mistake[]): void {
    let code = kernel.routesRead(workspace, table, bytes, isLast);
    while (code === BAD_LINE) {
      mistakes.push(mistake());
      code = kernel.routesRead(workspace, table, 0, isLast);
    }
    answerOf(code, 'routesRead');
  }

  if (options.nullRoute !== undefined) {
    const name = new TextEncoder().encode(options.nullRoute);
    const at = kernel.routesInputAt(workspace) >>> 0;
    assert(at !== 0 && name.length <= HOP_BYTES_MAX, 'a null route has a name of at most 255 bytes');
    new Uint8Array(kernel.memory.buffer, at, name.length).set(name);
    answerOf(kernel.routesNameNull(workspace, name.length), 'routesNameNull');
  }

  function* print(table: TableName): Generator<Uint8Array> {
    answerOf(kernel.routesPrintFrom(workspace, numbers[table]), 'routesPrintFrom');
    let bytes = answerOf(kernel.routesPrint(workspace), 'routesPrint');
    while (bytes > 0) {
      yield new Uint8Array(kernel.memory.buffer, kernel.routesOutputAt(workspace) >>> 0, bytes);
      bytes = answerOf(kernel.routesPrint(workspace), 'routesPrint');
    }
  }

  const sum = (number: number): Addresses => sumOf(kernel, workspace, number);

  return {
    read(table, text) {
      const mistakes: Mistake[] = [];
      for (let done = 0; done < text.length;) {
        const at = kernel.routesInputAt(workspace) >>> 0;
        assert(at !== 0, 'there is no memory for the input');
        const piece = text.subarray(done, done + kernel.routesInputRoom(workspace));
        new Uint8Array(kernel.memory.buffer, at, piece.length).set(piece);
        digest(numbers[table], piece.length, false, mistakes);
        done += piece.length;
      }
      return mistakes;
    },
    readEnd(table) {
      const mistakes: Mistake[] = [];
      digest(numbers[table], 0, true, mistakes);
      return mistakes;
    },
    count(table) {
      const ipv4 = kernel.routesIpv4Count(workspace, numbers[table]);
      return answerOf(ipv4, 'count') + answerOf(kernel.routesIpv6Count(workspace, numbers[table]), 'count');
    },
    exact(table) {
      answerOf(kernel.routesExact(workspace, numbers[table]), 'routesExact');
    },
    boundary({ ipv4, ipv6 }) {
      const code = kernel.routesBoundary(workspace, ipv4 === 'classful' ? CLASSFUL : ipv4, ipv6);
      answerOf(code, 'routesBoundary');
      return { before: sum(SUM_A), after: sum(SUM_B) };
    },
    ortc() {
      answerOf(kernel.routesCopy(workspace), 'routesCopy');
      answerOf(kernel.routesOrtc(workspace, options.nullRoute !== undefined), 'routesOrtc');
      return answerOf(kernel.routesDifference(workspace), 'routesDifference') === 0;
    },
    budget(routes) {
      const code = kernel.routesBudget(workspace, routes, routes);
      if (code === TOO_FEW) return { outcome: 'too-few', leastRoutes: kernel.routesLeastRoutes(workspace) };
      if (code === CONFLICT) {
        let text = '';
        for (const piece of print('answer')) text += decoder.decode(piece);
        const [prefix = '', excluded = ''] = text.split('\n');
        return { outcome: 'conflict', prefix, excluded };
      }
      answerOf(code, 'routesBudget');
      return { outcome: 'summary', before: sum(SUM_A), after: sum(SUM_B) };
    },
    cover(table) {
      answerOf(kernel.routesCover(workspace, numbers[table]), 'routesCover');
      return sum(table === 'A' ? SUM_A : SUM_B);
    },
    difference() {
      answerOf(kernel.routesDifference(workspace), 'routesDifference');
      return { onlyA: sum(SUM_ONLY_A), onlyB: sum(SUM_ONLY_B), changed: sum(SUM_CHANGED) };
    },
    print,
  };
}
