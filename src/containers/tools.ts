// The programs that a container has: everybody's, those of its base, those that it reaches others with.
import type { Program } from '../shell/program.ts';
import { common } from '../shell/programs/common.ts';
import { runners } from '../shell/programs/runners.ts';
import { shortName } from '../kinds/core/pod/image.ts';
import { hostnameOf } from './environment.ts';
import { busybox } from './busybox.ts';
import { imageOf } from './image.ts';
import { curl } from './programs/curl.ts';
import { hostPrograms } from './programs/host.ts';
import { nc, wget } from './programs/wget.ts';
import type { Setting } from './setting.ts';
import { shell, type ShellManner } from './shell.ts';

const places = ['/bin/', '/usr/bin/', '/usr/local/bin/', '/sbin/', '/usr/sbin/'];

function network(setting: Setting): readonly Program[] {
  const { base } = imageOf(setting.container);
  const name = shortName(setting.container.image ?? '');
  if (base === 'debian') return [curl(setting)];
  const isCurls = /^(curl|netshoot|nettools)/.test(name);
  return [wget(setting), nc(setting), ...(isCurls ? [curl(setting)] : [])];
}

/** By name, and by the paths where people look for them; none in an image without a base. */
export function installTools(
  found: Map<string, Program>,
  setting: Setting,
  { tty, turn }: Pick<ShellManner, 'tty' | 'turn'>,
): void {
  const { base } = imageOf(setting.container);
  if (base === 'scratch') return;
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
  const small = base === 'debian' ? common : common.map(busybox);
  const all = [...small, ...runners(found), ...hostPrograms(setting), ...network(setting), ...shells, ...ash];
  for (const program of all) {
    found.set(program.name, program);
    for (const place of places) found.set(`${place}${program.name}`, program);
  }
}
