// Programs that run other programs: timeout, xargs, nohup, which. Source: coreutils, findutils.
import { err, out, readAll, type Effect, type ExitCode, type Run } from '../effect.ts';
import { passOn } from '../pipe.ts';
import type { Program, Session } from '../program.ts';
import { find } from './find.ts';
import { parseOptions } from './options.ts';
import { spanMs } from './sleep.ts';

const timedOut = 124;
const notFound = 127;

/** A program with so much time to wait; undefined where that was not enough. */
function* within(run: Run<ExitCode>, ms: number): Run<ExitCode | undefined> {
  let left = ms;
  let step = run.next();
  while (step.done !== true) {
    const effect: Effect = step.value;
    if (effect.type !== 'next') {
      step = yield* passOn(run, effect);
      continue;
    }
    const most = Math.min(left, effect.ms ?? Infinity);
    const reply = yield { ...effect, ...(most === Infinity ? {} : { ms: most }) };
    if (reply === 'timeout' || effect.streams.length === 0) left -= most;
    if (left <= 0) {
      run.return(timedOut);
      return undefined;
    }
    step = run.next(reply);
  }
  return step.value;
}

/** The arguments in front of those of the program that is to run. */
function ownOf(args: readonly string[], withValue: string): number {
  let at = 0;
  while (at < args.length && /^-./.test(args[at] ?? '')) {
    const arg = args[at] as string;
    if (arg === '--') return at + 1;
    at += arg.length === 2 && withValue.includes(arg.charAt(1)) ? 2 : 1;
  }
  return at;
}

/** Whitespace divides words; quotes and backslashes keep it. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:"[^"\n]*"|'[^'\n]*'|\\[^]|[^\s"'\\])+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'|\\([^])/g, '$1$2$3'),
  );
}

/** @param programs those that may be run; these are added to them */
export function runners(programs: ReadonlyMap<string, Program>): readonly Program[] {
  const start = function* (
    own: string,
    [name = '', ...args]: readonly string[],
    session: Session,
  ): Run<ExitCode> {
    const program = programs.get(name);
    if (program !== undefined) return yield* program.run(args, session);
    yield* err(
      `${own}: ${own === 'timeout' ? `failed to run command '${name}'` : name}: No such file or directory\n`,
    );
    return notFound;
  };

  const timeout: Program = {
    name: 'timeout',
    summary: 'run a program for so long at most',
    *run(args, session): Run<ExitCode> {
      const at = ownOf(args, 'sk');
      // Older programs have the span behind -t.
      const rest = args.slice(at);
      const ms = spanMs(rest[0] ?? '');
      if (rest.length < 2) {
        yield* err("timeout: missing operand\nTry 'timeout --help' for more information.\n");
        return 125;
      }
      if (ms === undefined) {
        yield* err(
          `timeout: invalid time interval '${rest[0] ?? ''}'\nTry 'timeout --help' for more information.\n`,
        );
        return 125;
      }
      const run = start('timeout', rest.slice(1), session);
      return (ms === 0 ? yield* run : yield* within(run, ms)) ?? timedOut;
    },
  };

  const xargs: Program = {
    name: 'xargs',
    summary: 'run a program with words of the input',
    *run(args, session): Run<ExitCode> {
      const at = ownOf(args, 'nILdPs');
      const options = parseOptions(args.slice(0, at), {
        flags: 'r0tx',
        values: 'nILdPs',
        long: { 'no-run-if-empty': 'r', null: '0' },
      });
      if ('trouble' in options) {
        yield* err(`xargs: ${options.trouble}\nTry 'xargs --help' for more information.\n`);
        return 1;
      }
      const text = yield* readAll();
      const placeholder = options.value('I');
      const pieces = (mark: string) => text.split(mark).filter((piece) => piece !== '');
      const words = options.has('0')
        ? pieces('\0')
        : placeholder !== undefined
          ? pieces('\n').map((line) => line.trimStart())
          : options.has('d')
            ? pieces((options.value('d') ?? '').replace('\\n', '\n'))
            : wordsOf(text);
      const command = at < args.length ? args.slice(at) : ['echo'];
      const size =
        placeholder !== undefined ? 1 : Number(options.value('n') ?? options.value('L') ?? words.length);
      if (words.length === 0) {
        return options.has('r') || placeholder !== undefined ? 0 : yield* start('xargs', command, session);
      }
      let worst = 0;
      for (let from = 0; from < words.length; from += Math.max(1, size)) {
        const some = words.slice(from, from + Math.max(1, size));
        const line =
          placeholder === undefined
            ? [...command, ...some]
            : command.map((word) => word.replaceAll(placeholder, some[0] ?? ''));
        if (options.has('t')) yield* err(`${line.join(' ')}\n`);
        const code = yield* start('xargs', line, session);
        if (code === notFound) return code;
        if (code !== 0) worst = 123;
      }
      return worst;
    },
  };

  const which: Program = {
    name: 'which',
    summary: 'show where a program is',
    *run(args): Run<ExitCode> {
      const missing = args.filter((name) => !programs.has(name));
      for (const name of args.filter((each) => programs.has(each)))
        yield* out(`${name.startsWith('/') ? '' : '/usr/bin/'}${name}\n`);
      return missing.length > 0 || args.length === 0 ? 1 : 0;
    },
  };

  const nohup: Program = {
    name: 'nohup',
    summary: 'run a program that outlives the terminal',
    run: (args, session) => start('nohup', args, session),
  };

  return [timeout, xargs, which, nohup, find(programs)];
}
