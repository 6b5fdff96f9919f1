// `supervisor-sandbox routes ...`: one entry a command, what it is told, what it does with the tables, what it reports.
import type { Boundary, ReadOptions, RouteTables } from '../../../kernels/route-tables.ts';
import type { Addresses } from '../../../kernels/route-memory.ts';
import { addressesOf, conflictWords, counted, number, tooFewWords } from '../../route-words.ts';
import { UsageError, type Flags } from '../args.ts';
import { jsonOf } from './output.ts';
import type { Input } from './input.ts';

export type Given = Readonly<Record<string, string>>;

export interface Answer {
  /** The table that is the answer, and what JSON calls it. */
  readonly table: 'A' | 'answer';
  readonly key: string;
  /** One line for people. */
  readonly report: string;
  /** More members of the JSON object. */
  readonly fields: object;
  readonly exitCode: number;
}

export interface RoutesCommand {
  readonly line: string;
  readonly summary: string;
  readonly text: string;
  readonly flags: Flags;
  readonly nextHops: 'ignored' | 'kept' | 'required';
  /** What to read, of the words on the command line. */
  inputs(words: readonly string[], given: Given): Input[];
  /** What has to be right before anything is read. */
  check?(given: Given): void;
  run(tables: RouteTables, given: Given): Answer;
}

export const commonFlags: Flags = {
  strict: { text: 'bits set behind a prefix are a mistake; otherwise they are masked away' },
  json: { text: 'answer with a JSON object; addresses of IPv6 are counted in strings of digits' },
  quiet: { text: 'do not report on standard error' },
  help: { text: 'this text' },
};

const nullRouteFlag: Flags = {
  'null-route': { value: 'NAME', text: 'the next hop that drops what is sent to it: the same as no route' },
};

const less = (a: Addresses, b: Addresses): Addresses => ({ ipv4: a.ipv4 - b.ipv4, ipv6: a.ipv6 - b.ipv6 });
const isNone = ({ ipv4, ipv6 }: Addresses): boolean => ipv4 === 0n && ipv6 === 0n;

const allIntoA = (words: readonly string[]): Input[] =>
  (words.length === 0 ? ['-'] : words).map((file) => ({ file, table: 'A' }));

function oneIntoEach(words: readonly string[]): Input[] {
  const [a, b, ...more] = words;
  if (a === undefined || b === undefined || more.length > 0) {
    throw new UsageError(`two files are compared, - for standard input; got ${words.length}`);
  }
  if (a === '-' && b === '-') throw new UsageError('only one of the two can be standard input');
  return [
    { file: a, table: 'A' },
    { file: b, table: 'B' },
  ];
}

function wholeNumber(flag: string, text: string | undefined, least: number, most: number): number {
  const value = text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most)) {
    throw new UsageError(`--${flag} ${text ?? ''}: a whole number from ${least} to ${number.format(most)}`);
  }
  return value;
}

const ROUTES_MAX = 1_000_000;

function boundaryOf(given: Given): Boundary {
  const at = given['at'];
  if (at === undefined) throw new UsageError('boundary needs --at: a length such as 24, or classful');
  const ipv6 = wholeNumber('ipv6-at', given['ipv6-at'] ?? '64', 0, 128);
  return { ipv4: at === 'classful' ? at : wholeNumber('at', at, 0, 32), ipv6 };
}

function routesOf(given: Given): number {
  if (given['routes'] === undefined) throw new UsageError('budget needs --routes: how many there may be');
  return wholeNumber('routes', given['routes'], 0, ROUTES_MAX);
}

/** The answer of a command that makes a table of a table. */
function tableAnswer(tables: RouteTables, read: number, report: string, fields: object = {}): Answer {
  const left = tables.count('A');
  const sizes = `${counted(read, 'prefix')} in, ${number.format(left)} out`;
  return {
    table: 'A',
    key: 'routes',
    report: report === '' ? sizes : `${sizes}; ${report}`,
    fields: { prefixes: { in: read, out: left }, ...fields },
    exitCode: 0,
  };
}

export const routesCommands: Readonly<Record<string, RoutesCommand>> = {
  exact: {
    line: 'supervisor-sandbox routes exact [FILE...] [flags]',
    summary: 'the fewest prefixes that cover the same addresses',
    text:
      'Drops prefixes that others cover and merges halves, until no smaller table covers the same addresses.\n' +
      'Next hops are read and left out; routes ortc keeps them.\n\n' +
      'Example: supervisor-sandbox routes exact vips.txt snat.txt > summary.txt\n' +
      '         printf "10.0.0.0/24\\n10.0.1.0-10.0.1.255\\n" | supervisor-sandbox routes exact',
    flags: {},
    nextHops: 'ignored',
    inputs: allIntoA,
    run(tables) {
      const read = tables.count('A');
      tables.exact('A');
      return tableAnswer(tables, read, '');
    },
  },
  boundary: {
    line: 'supervisor-sandbox routes boundary --at LENGTH|classful [FILE...] [flags]',
    summary: 'summaries at a prefix length or at the classful boundary',
    text:
      'Cuts every prefix that is longer than the boundary to it and drops what others cover, as a router announces\n' +
      'one summary for each block that it has routes in; shorter prefixes stay. Reports what is advertised and not there.\n' +
      'Classful is /8, /16 and /24 for classes A, B and C; what has no class stays as it is.\n\n' +
      'Example: supervisor-sandbox routes boundary --at 24 vips.txt\n' +
      '         supervisor-sandbox routes boundary --at classful --json vips.txt',
    flags: {
      at: { value: 'LENGTH|classful', text: 'where IPv4 is cut: 0 to 32, or classful' },
      'ipv6-at': { value: 'LENGTH', text: 'where IPv6 is cut: 0 to 128 (default 64)' },
    },
    nextHops: 'ignored',
    inputs: allIntoA,
    check: (given) => void boundaryOf(given),
    run(tables, given) {
      const read = tables.count('A');
      const { before, after } = tables.boundary(boundaryOf(given));
      const over = less(after, before);
      return tableAnswer(tables, read, `over-advertised: ${addressesOf(over)}`, {
        overAdvertised: jsonOf(over),
      });
    },
  },
  ortc: {
    line: 'supervisor-sandbox routes ortc [FILE...] [flags]',
    summary: 'the least table that forwards every address as before',
    text:
      'Optimal route table construction: lines are prefixes with a next hop, and so is the answer. A later line takes the\n' +
      'place of an earlier one with the same prefix. What is in no prefix stays in none, unless --null-route names the next\n' +
      'hop that may stand for that, which makes tables smaller. The answer is taken apart and compared before it is written.\n\n' +
      'Example: supervisor-sandbox routes ortc fib.txt\n' +
      '         supervisor-sandbox routes ortc --null-route Null0 fib.txt',
    flags: nullRouteFlag,
    nextHops: 'required',
    inputs: allIntoA,
    run(tables) {
      const read = tables.count('A');
      if (!tables.ortc())
        throw new Error('the answer would forward otherwise than the table: this is a defect');
      return tableAnswer(tables, read, 'forwarding compared: the same');
    },
  },
  budget: {
    line: 'supervisor-sandbox routes budget --routes K [--exclude FILE] [FILE...] [flags]',
    summary: 'at most K routes with the least over-advertised space',
    text:
      'Covers the table with at most K routes of each address family so that the fewest addresses are advertised that are\n' +
      'not there: the exact optimum. What --exclude names is never covered. Exit code 1 when K routes cannot do it.\n\n' +
      'Example: supervisor-sandbox routes budget --routes 64 vips.txt\n' +
      '         supervisor-sandbox routes budget --routes 8 --exclude others.txt vips.txt',
    flags: {
      routes: {
        value: 'K',
        text: `how many routes of each family there may be, at most ${number.format(ROUTES_MAX)}`,
      },
      exclude: { value: 'FILE', text: 'prefixes, addresses and ranges that no route may cover' },
    },
    nextHops: 'ignored',
    inputs(words, given) {
      const excluded = given['exclude'];
      const inputs = allIntoA(words);
      if (excluded === '-' && inputs.some(({ file }) => file === '-'))
        throw new UsageError('only one of table and --exclude can be standard input');
      return excluded === undefined ? inputs : [...inputs, { file: excluded, table: 'B' }];
    },
    check: (given) => void routesOf(given),
    run(tables, given) {
      const read = tables.count('A');
      const routes = routesOf(given);
      const budgeted = tables.budget(routes);
      if (budgeted.outcome === 'conflict') {
        throw new UsageError(conflictWords(budgeted));
      }
      if (budgeted.outcome === 'too-few') {
        throw new Error(tooFewWords(routes, budgeted.leastRoutes));
      }
      const over = less(budgeted.after, budgeted.before);
      return tableAnswer(tables, read, `over-advertised: ${addressesOf(over)}`, {
        overAdvertised: jsonOf(over),
      });
    },
  },
  diff: {
    line: 'supervisor-sandbox routes diff OLD NEW [flags]',
    summary: 'what changes for addresses between two tables',
    text:
      'Compares where addresses go and not how it is written: prefixes with - went so in OLD, with + go so in NEW.\n' +
      'Exit code 0 when nothing changes, 1 when something does.\n\n' +
      'Example: supervisor-sandbox routes diff yesterday.txt today.txt\n' +
      '         supervisor-sandbox routes ortc fib.txt | supervisor-sandbox routes diff fib.txt -',
    flags: nullRouteFlag,
    nextHops: 'kept',
    inputs: oneIntoEach,
    run(tables) {
      const { onlyA, onlyB, changed } = tables.difference();
      const isSame = isNone(onlyA) && isNone(onlyB) && isNone(changed);
      const words = `removed: ${addressesOf(onlyA)}; added: ${addressesOf(onlyB)}; elsewhere: ${addressesOf(changed)}`;
      return {
        table: 'answer',
        key: 'changes',
        report: isSame ? 'both forward every address alike' : words,
        fields: { removed: jsonOf(onlyA), added: jsonOf(onlyB), elsewhere: jsonOf(changed) },
        exitCode: isSame ? 0 : 1,
      };
    },
  },
  check: {
    line: 'supervisor-sandbox routes check TABLE SUMMARY [flags]',
    summary: 'whether a summary covers a table, and what it leaks',
    text:
      'Prefixes with - are in TABLE and not covered; those with + are covered by SUMMARY and not in TABLE. Next hops are\n' +
      'left out. Exit code 0 when all is covered, 1 when not, or when something leaks and --no-leaks forbids it.\n\n' +
      'Example: supervisor-sandbox routes check vips.txt summary.txt\n' +
      '         supervisor-sandbox routes exact vips.txt | supervisor-sandbox routes check --no-leaks vips.txt -',
    flags: { 'no-leaks': { text: 'exit with 1 when the summary covers what is not in the table' } },
    nextHops: 'ignored',
    inputs: oneIntoEach,
    run(tables, given) {
      const { onlyA, onlyB } = tables.difference();
      const covers = isNone(onlyA);
      const isGood = covers && (given['no-leaks'] === undefined || isNone(onlyB));
      return {
        table: 'answer',
        key: 'prefixes',
        report: `${covers ? 'covers all' : `does not cover ${addressesOf(onlyA)}`}; leaks ${addressesOf(onlyB)}`,
        fields: { covers, missing: jsonOf(onlyA), leaks: jsonOf(onlyB) },
        exitCode: isGood ? 0 : 1,
      };
    },
  },
};

/** How a command reads its lines. */
export function readOptionsOf({ nextHops }: RoutesCommand, given: Given): ReadOptions {
  const nullRoute = given['null-route'];
  if (nullRoute !== undefined && !/^[^\s#;,]{1,255}$/.test(nullRoute)) {
    throw new UsageError(`--null-route ${nullRoute}: a next hop is a word of 1 to 255 characters`);
  }
  return {
    nextHops,
    strict: given['strict'] !== undefined,
    ...(nullRoute === undefined ? {} : { nullRoute }),
  };
}
