// ps and top: the processes that a container sees, as BusyBox and as procps list them.
import type { Program } from '../../shell/program.ts';
import { formatTime } from '../../std/time.ts';
import { imageOf } from '../image.ts';
import { ownPid, processesOf, programOf, startedAt, type ProcessLine } from '../processes.ts';
import type { Setting } from '../setting.ts';
import { used } from '../used.ts';
import { loadText } from './machine.ts';
import { identityOf, userName } from '../identity.ts';
import { simple } from './simple.ts';

function withOwn(setting: Setting, words: readonly string[]): readonly ProcessLine[] {
  const user = userName(identityOf(setting.pod, setting.container).user);
  const [lines, command] = [processesOf(setting), words.join(' ')];
  const isFirst = lines.some(
    (each) => each.first?.name === setting.container.name && each.command === command,
  );
  return isFirst ? lines : [...lines, { pid: ownPid, parent: 0, user, command }];
}

const clock = (ms: number): string => formatTime(ms).slice(11, 16);

function small(lines: readonly ProcessLine[]): string {
  const rows = lines.map(
    ({ pid, user, command }) => `${String(pid).padStart(5)} ${user.padEnd(8)}  0:00 ${command}\n`,
  );
  return `PID   USER     TIME  COMMAND\n${rows.join('')}`;
}

/** `-ef`, `aux`, or only what belongs to the terminal: nothing but the two that are asked for. */
function large(setting: Setting, args: readonly string[], lines: readonly ProcessLine[]): string {
  const letters = args.join('');
  const since = clock(startedAt(setting));
  if (letters.includes('u'))
    return `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n${lines
      .map(
        ({ pid, user, command }) =>
          `${user.padEnd(8)} ${String(pid).padStart(7)}  0.0  0.1   4624  3712 ?        ${pid === ownPid ? 'R ' : 'Ss'}   ${since}   0:00 ${command}\n`,
      )
      .join('')}`;
  if (letters.includes('f'))
    return `UID          PID    PPID  C STIME TTY          TIME CMD\n${lines
      .map(
        ({ pid, parent, user, command }) =>
          `${user.padEnd(8)} ${String(pid).padStart(7)} ${String(parent).padStart(7)}  0 ${since} ?        00:00:00 ${command}\n`,
      )
      .join('')}`;
  return `    PID TTY          TIME CMD\n${lines
    .map(({ pid, command }) => `${String(pid).padStart(7)} ?        00:00:00 ${programOf(command)}\n`)
    .join('')}`;
}

function ps(setting: Setting, args: readonly string[]): string {
  const lines = withOwn(setting, ['ps', ...args]);
  return imageOf(setting.container).base === 'debian' ? large(setting, args, lines) : small(lines);
}

/** One look, as `-b -n1` asks for; nothing here changes while somebody watches. */
function top(setting: Setting, args: readonly string[]): string {
  const { totalKib, usedKib, cpuPercent } = used(setting);
  const lines = withOwn(setting, ['top', ...args]);
  const share = (kib: number): string => `${Math.floor((kib * 100) / totalKib)}%`;
  const rows = lines.map(({ pid, parent, user, command }) => {
    const isFirst = pid !== ownPid;
    const size = isFirst ? usedKib : 1_324;
    return `${String(pid).padStart(5)} ${String(parent).padStart(5)} ${user.padEnd(8)} ${isFirst ? 'S' : 'R'}   ${String(size).padStart(6)} ${share(size).padStart(4)}   0 ${`${isFirst && pid === 1 ? cpuPercent : 0}%`.padStart(4)} ${command}\n`;
  });
  return [
    `Mem: ${usedKib}K used, ${totalKib - usedKib}K free, 0K shrd, 0K buff, 0K cached\n`,
    `CPU: ${String(cpuPercent).padStart(3)}% usr   0% sys   0% nic ${String(100 - cpuPercent).padStart(3)}% idle   0% io   0% irq   0% sirq\n`,
    `Load average: ${loadText(setting, ' ')} 1/${lines.length} ${ownPid}\n`,
    '  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND\n',
    ...rows,
  ].join('');
}

export function processPrograms(setting: Setting): readonly Program[] {
  return [
    simple('ps', 'show processes', (args) => ps(setting, args)),
    simple('top', 'show what processes use', (args) => top(setting, args)),
  ];
}
