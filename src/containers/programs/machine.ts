// What a container's programs say of the machine: free, uptime, nproc, and who listens there (netstat, ss).
import { err, out, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program } from '../../shell/program.ts';
import { DAY_MS, formatTime, HOUR_MS, MINUTE_MS } from '../../std/time.ts';
import { imageOf, listensOn } from '../image.ts';
import { firstCommand, processors, programOf, startedAt } from '../processes.ts';
import type { Setting } from '../setting.ts';
import { used } from '../used.ts';
import { simple } from './simple.ts';

/** The same three times: what a container uses keeps its level. */
export function loadText(setting: Setting, between: string): string {
  const load = used(setting).load.toFixed(2);
  return [load, load, load].join(between);
}

const divisors: Readonly<Record<string, number>> = { b: 1 / 1_024, k: 1, m: 1_024, g: 1_024 * 1_024 };

function free(setting: Setting, args: readonly string[]): string {
  const { totalKib, usedKib } = used(setting);
  const divisor = divisors[/[bkmg]/.exec(args.join(''))?.[0] ?? 'k'] ?? 1;
  const titleWidth = imageOf(setting.container).base === 'debian' ? 8 : 7;
  const columns = (cells: readonly string[]): string => cells.map((cell) => cell.padStart(12)).join('');
  const row = (title: string, amounts: readonly number[]): string =>
    `${title.padEnd(titleWidth)}${columns(amounts.map((kib) => String(Math.floor(kib / divisor))))}\n`;
  const heads = columns(['total', 'used', 'free', 'shared', 'buff/cache', 'available']);
  const rest = totalKib - usedKib;
  return `${' '.repeat(titleWidth)}${heads}\n${row('Mem:', [totalKib, usedKib, rest, 0, 0, rest])}${row('Swap:', [0, 0, 0])}`;
}

/** ` 10:00:39 up 12 min,  0 users,  load average: 0.00, 0.00, 0.00`. */
function uptime(setting: Setting): string {
  const { view } = setting;
  const upMs = Math.max(0, view.now - startedAt(setting));
  const days = Math.floor(upMs / DAY_MS);
  const hours = Math.floor(upMs / HOUR_MS) % 24;
  const minutes = Math.floor(upMs / MINUTE_MS) % 60;
  const daysText = days === 0 ? '' : `${days} day${days === 1 ? '' : 's'}, `;
  const clock =
    hours === 0 ? `${minutes} min` : `${String(hours).padStart(2)}:${String(minutes).padStart(2, '0')}`;
  return ` ${formatTime(view.now).slice(11, 19)} up ${daysText}${clock},  0 users,  load average: ${loadText(setting, ', ')}\n`;
}

interface Listener {
  readonly port: number;
  readonly program: string;
}

/** All containers of a Pod share its addresses; only a container's own processes are known by name. */
function listeners({ pod, container }: Setting): readonly Listener[] {
  const found = new Map<number, string>();
  for (const each of pod.spec.containers)
    for (const port of listensOn(each))
      if (!found.has(port)) found.set(port, each.name === container.name ? firstCommand(each) : '');
  return [...found].map(([port, program]) => ({ port, program })).sort((a, b) => a.port - b.port);
}

function netstat(setting: Setting, args: readonly string[]): string {
  const showsPrograms = args.join('').includes('p');
  const titles = 'Proto Recv-Q Send-Q Local Address           Foreign Address         State       ';
  const rows = listeners(setting).map(({ port, program }) => {
    const name = program === '' ? '-' : `1/${program.slice(0, 16)}`;
    return `tcp        0      0 ${`0.0.0.0:${port}`.padEnd(23)} ${'0.0.0.0:*'.padEnd(23)} LISTEN      ${showsPrograms ? name.padEnd(20) : ''}\n`;
  });
  return `Active Internet connections (only servers)\n${titles}${showsPrograms ? 'PID/Program name    ' : ''}\n${rows.join('')}`;
}

function ss(setting: Setting, args: readonly string[]): string {
  const showsPrograms = args.join('').includes('p');
  const rows = listeners(setting).map(({ port, program }) => {
    const name = programOf(program);
    const users = showsPrograms && name !== '' ? `users:(("${name}",pid=1,fd=6))` : '';
    return `LISTEN 0      511          0.0.0.0:${String(port).padEnd(5)}      0.0.0.0:*    ${users}`.trimEnd();
  });
  return `State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process\n${rows.map((row) => `${row}\n`).join('')}`;
}

/** Only what listens is known: connections come and go within a moment. */
function* listening(text: string, args: readonly string[], name: string): Run<ExitCode> {
  const unknown = args.join('').replace(/[-tlnpua4]/g, '');
  if (unknown !== '') {
    yield* err(`${name}: invalid option -- '${unknown.charAt(0)}'\n`);
    return 1;
  }
  yield* out(text);
  return 0;
}

export function machinePrograms(setting: Setting): readonly Program[] {
  const { base } = imageOf(setting.container);
  const summary = 'show what listens';
  return [
    simple('nproc', 'show how many processors there are', () => `${processors(setting)}\n`),
    simple('free', 'show how much memory there is', (args) => free(setting, args)),
    simple('uptime', 'show since when the container runs', () => uptime(setting)),
    { name: 'netstat', summary, run: (args) => listening(netstat(setting, args), args, 'netstat') },
    ...(base === 'busybox'
      ? []
      : [
          { name: 'ss', summary, run: (args: readonly string[]) => listening(ss(setting, args), args, 'ss') },
        ]),
  ];
}
