// kill: signals to the processes that a container sees. Its first process ends by one that it heeds, and with it its container's
// run; what heeds none is not reached by any where it is process 1. Source: signal(7), pid_namespaces(7).
import { err, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program } from '../../shell/program.ts';
import { answerTo } from '../../kinds/core/pod/signals.ts';
import { imageOf } from '../image.ts';
import { ownPid, processesOf, type ProcessLine } from '../processes.ts';
import type { Setting } from '../setting.ts';

const numbers: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  USR2: 12,
  TERM: 15,
};
/** Those that ask a process to end. */
const asking: ReadonlyMap<number, string> = new Map([
  [2, 'INT'],
  [3, 'QUIT'],
  [15, 'TERM'],
]);

interface Asked {
  readonly name: string;
  readonly signal: number | undefined;
  readonly targets: readonly string[];
}

function askedOf(args: readonly string[]): Asked {
  const [first = '', second = '', ...rest] = args;
  const name =
    first === '-s' || first === '-n' ? second : /^-[A-Z\d]+$/i.test(first) ? first.slice(1) : undefined;
  if (name === undefined)
    return { name: 'TERM', signal: numbers['TERM'], targets: args.filter((arg) => arg !== '--') };
  const targets = first === '-s' || first === '-n' ? rest : args.slice(1);
  const plain = name.toUpperCase().replace(/^SIG/, '');
  const signal = /^\d+$/.test(plain) ? Number(plain) : numbers[plain];
  return { name, signal, targets: targets.filter((arg) => arg !== '--') };
}

/** With which code a process ends; undefined where it goes on. */
function endOf({ pid, first: container }: ProcessLine, signal: number): ExitCode | undefined {
  if (container === undefined) return undefined;
  const asked = asking.get(signal);
  const answer = asked === undefined ? undefined : answerTo(container, asked);
  if (answer !== undefined) return answer;
  // The kernel keeps from process 1 what it has no handler for, SIGKILL among it.
  return pid === 1 || (signal !== 9 && asked === undefined) ? undefined : 128 + signal;
}

function* run(setting: Setting, args: readonly string[]): Run<ExitCode> {
  const { name, signal, targets } = askedOf(args);
  if (targets.length === 0) {
    yield* err('kill: usage: kill [-s sigspec | -n signum | -sigspec] pid ...\n');
    return 1;
  }
  if (signal === undefined) {
    yield* err(`kill: bad signal name '${name}'\n`);
    return 1;
  }
  const isSmall = imageOf(setting.container).base !== 'debian';
  let code: ExitCode = 0;
  for (const target of targets) {
    const process = processesOf(setting).find(({ pid }) => String(pid) === target);
    if (process === undefined && target !== String(ownPid)) {
      const why = isSmall ? `can't kill pid ${target}: No such process` : `(${target}) - No such process`;
      yield* err(`kill: ${why}\n`);
      code = 1;
      continue;
    }
    const ended = process === undefined ? undefined : endOf(process, signal);
    if (process?.first !== undefined && ended !== undefined) setting.end?.(process.first, ended);
  }
  return code;
}

export const kill = (setting: Setting): Program => ({
  name: 'kill',
  summary: 'send a signal',
  run: (args) => run(setting, args),
});
