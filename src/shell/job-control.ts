// The builtins that know what was begun with `&`: bg, fg, jobs, kill, wait. Words and codes are bash's.
import type { Builtin } from './builtins.ts';
import { err, out, type ExitCode, type Run } from './effect.ts';
import { end, finish, processOf, type Job } from './jobs.ts';
import type { ShellState } from './state.ts';

const notFound = 127;

/** By `%1`, by `%%` or `%+` for the last, `%-` for the one before, or by the number that `$!` gave. */
function placeOf(jobs: readonly Job[], target: string): number {
  if (target === '%%' || target === '%+' || target === '%') return jobs.length - 1;
  if (target === '%-') return jobs.length - 2;
  const isJob = target.startsWith('%');
  const number = Number(target.slice(isJob ? 1 : 0));
  return jobs.findIndex((job) => (isJob ? job.number : processOf(job.number)) === number);
}

function taken(jobs: Job[], target: string): Job | undefined {
  const at = placeOf(jobs, target);
  return at < 0 ? undefined : jobs.splice(at, 1)[0];
}

function* listJobs(args: readonly string[], { jobs }: ShellState): Run<ExitCode> {
  for (const [at, { number, text }] of jobs.entries()) {
    const mark = ['+', '-'][jobs.length - 1 - at] ?? ' ';
    if (args.includes('-p')) yield* out(`${processOf(number)}\n`);
    else {
      const process = args.includes('-l') ? ` ${String(processOf(number)).padStart(6)}` : ' ';
      yield* out(`[${number}]${mark}${process} ${'Running'.padEnd(24)}${text} &\n`);
    }
  }
  return 0;
}

function* noJob(state: ShellState, builtin: string, target: string | undefined): Run<ExitCode> {
  yield* err(`${state.name}: ${builtin}: ${target ?? 'current'}: no such job\n`);
  return 1;
}

function* foreground([target]: readonly string[], state: ShellState): Run<ExitCode> {
  const job = taken(state.jobs, target ?? '%%');
  if (job === undefined) return yield* noJob(state, 'fg', target);
  yield* out(`${job.text}\n`);
  return yield* finish(job);
}

function* background([target]: readonly string[], state: ShellState): Run<ExitCode> {
  const job = state.jobs[placeOf(state.jobs, target ?? '%%')];
  if (job === undefined) return yield* noJob(state, 'bg', target);
  yield* err(`${state.name}: bg: job ${job.number} already in background\n`);
  return 0;
}

function* wait(args: readonly string[], state: ShellState): Run<ExitCode> {
  const { jobs, name } = state;
  const targets = args.filter((arg) => !arg.startsWith('-'));
  if (targets.length === 0) {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) yield* finish(job);
    return 0;
  }
  let code: ExitCode = 0;
  for (const target of targets) {
    const job = taken(jobs, target);
    if (job !== undefined) {
      code = yield* finish(job);
      continue;
    }
    const why = target.startsWith('%')
      ? `${target}: no such job`
      : `pid ${target} is not a child of this shell`;
    yield* err(`${name}: wait: ${why}\n`);
    code = notFound;
  }
  return code;
}

/** To a job whatever the signal, it is that of Ctrl-C; others are the program's, where there is one. */
function* kill(args: readonly string[], { name, jobs, programs, session }: ShellState): Run<ExitCode> {
  const targets = args.filter((arg, at) => !arg.startsWith('-') && args[at - 1] !== '-s');
  const signal = args.filter((arg) => !targets.includes(arg));
  if (targets.length === 0) {
    yield* err('kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec\n');
    return 2;
  }
  let code = 0;
  for (const target of targets) {
    const job = taken(jobs, target);
    if (job !== undefined) {
      yield* end(job);
      continue;
    }
    const program = target.startsWith('%') ? undefined : programs.get('kill');
    if (program !== undefined) {
      code = (yield* program.run([...signal, target], session)) || code;
      continue;
    }
    const why = target.startsWith('%') ? `${target}: no such job` : `(${target}) - No such process`;
    yield* err(`${name}: kill: ${why}\n`);
    code = 1;
  }
  return code;
}

export const jobBuiltins: readonly (readonly [string, Builtin])[] = [
  ['bg', { summary: 'let a job go on beside', run: background }],
  ['fg', { summary: 'wait for a job, and be it', run: foreground }],
  ['jobs', { summary: 'show what was begun with &', run: listJobs }],
  ['kill', { summary: 'end what was begun with &', run: kill }],
  ['wait', { summary: 'wait for what was begun with &', run: wait }],
];
