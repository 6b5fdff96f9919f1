// The programs that a container has: everybody's, those of its base, those that it reaches others with.
import type { Program } from '../shell/program.ts';
import { cut } from '../shell/programs/cut.ts';
import { env } from '../shell/programs/env.ts';
import { cat, echo, ls, mkdir, rm } from '../shell/programs/files.ts';
import { grep } from '../shell/programs/grep.ts';
import { head, tail } from '../shell/programs/head.ts';
import { printf } from '../shell/programs/printf.ts';
import { sed } from '../shell/programs/sed.ts';
import { sort } from '../shell/programs/sort.ts';
import { uniq } from '../shell/programs/uniq.ts';
import { wc } from '../shell/programs/wc.ts';
import { out, type Run } from '../shell/effect.ts';
import { shortName } from '../kinds/core/pod/image.ts';
import { formatHttpDate } from '../std/time.ts';
import { hostnameOf } from './environment.ts';
import { imageOf } from './image.ts';
import { curl } from './programs/curl.ts';
import { hostPrograms } from './programs/host.ts';
import { nc, wget } from './programs/wget.ts';
import type { Setting } from './setting.ts';
import { shell, type ShellManner } from './shell.ts';

const common = [cat, cut, echo, env, grep, head, ls, mkdir, printf, rm, sed, sort, tail, uniq, wc];

/** Outside a shell these are programs, too. */
const plain: readonly Program[] = [
  { name: 'true', summary: 'succeed', run: () => ended(0) },
  { name: 'false', summary: 'fail', run: () => ended(1) },
  {
    name: 'pwd',
    summary: 'show the folder',
    *run(_args, { folder }) {
      yield* out(`${folder}\n`);
      return 0;
    },
  },
  { ...env, name: 'printenv' },
];

function* ended(code: number): ReturnType<Program['run']> {
  yield* out('');
  return code;
}

const places = ['/bin/', '/usr/bin/', '/usr/local/bin/', '/sbin/', '/usr/sbin/'];

function network(setting: Setting): readonly Program[] {
  const { base } = imageOf(setting.container);
  const name = shortName(setting.container.image ?? '');
  if (base === 'debian') return [curl(setting)];
  const isCurls = /^(curl|netshoot|nettools)/.test(name);
  return [wget(setting), nc(setting), ...(isCurls ? [curl(setting)] : [])];
}

/** By name, and by the paths where people look for them; none in an image without a base. */
export function toolsOf(setting: Setting, tty: boolean, turn: () => Run<void>): ReadonlyMap<string, Program> {
  const { base } = imageOf(setting.container);
  const found = new Map<string, Program>();
  if (base === 'scratch') return found;
  const manner = (name: ShellManner['name']): ShellManner => ({
    name,
    programs: found,
    tty,
    hostname: hostnameOf(setting.pod),
    turn,
    isRoot: (setting.container.securityContext?.runAsUser ?? 0) === 0,
  });
  const shells = base === 'debian' ? [shell(manner('sh')), shell(manner('bash'))] : [shell(manner('sh'))];
  const ash = base === 'debian' ? [] : [{ ...shell(manner('sh')), name: 'ash' }];
  for (const program of [
    ...common,
    ...plain,
    ...hostPrograms(setting, formatHttpDate),
    ...network(setting),
    ...shells,
    ...ash,
  ]) {
    found.set(program.name, program);
    for (const place of places) found.set(`${place}${program.name}`, program);
  }
  return found;
}
