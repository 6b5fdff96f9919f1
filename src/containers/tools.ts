// The programs that a container has: everybody's, those of its base, those that it reaches others with.
import type { Program } from '../shell/program.ts';
import { common } from '../shell/programs/common.ts';
import { runners } from '../shell/programs/runners.ts';
import { install } from '../shell/install.ts';
import type { Unopened } from '../shell/redirect.ts';
import { shell, type ShellManner } from '../shell/shell.ts';
import { shortName } from '../kinds/core/pod/image.ts';
import { hostnameOf } from './environment.ts';
import { busybox, unopenedByAsh } from './busybox.ts';
import { imageOf, isAgnhost } from './image.ts';
import { agnhost } from './programs/agnhost.ts';
import { curl } from './programs/curl.ts';
import { dumps } from './programs/hexdump.ts';
import { hostPrograms } from './programs/host.ts';
import { nc } from './programs/nc.ts';
import { wget } from './programs/wget.ts';
import type { Setting } from './setting.ts';

function network(setting: Setting): readonly Program[] {
  const { base } = imageOf(setting.container);
  const name = shortName(setting.container.image ?? '');
  if (base === 'debian') return [curl(setting)];
  const isCurls = /^(curl|netshoot|nettools)/.test(name);
  return [wget(setting), nc(setting), ...(isCurls ? [curl(setting)] : [])];
}

function promptOf(name: ShellManner['name'], { pod, container }: Setting): ShellManner['prompt'] {
  const isRoot = (container.securityContext?.runAsUser ?? 0) === 0;
  const mark = isRoot ? '#' : '$';
  return name === 'bash'
    ? ({ folder }) => `${isRoot ? 'root' : 'I have no name!'}@${hostnameOf(pod)}:${folder}${mark} `
    : ({ folder }) => `${folder} ${mark} `;
}

/** Source: dash 0.5, src/redir.c, src/error.c. */
function unopenedByDash({ file, why, isRead }: Unopened): string {
  const isMissing = why === 'No such file or directory';
  const words = isRead ? 'No such file' : 'Directory nonexistent';
  return `1: cannot ${isRead ? 'open' : 'create'} ${file}: ${isMissing ? words : why}`;
}

/** None in an image without a base. With a terminal shells show a prompt. */
export function installTools(
  found: Map<string, Program>,
  setting: Setting,
  { tty, turn }: { readonly tty: boolean } & Pick<ShellManner, 'turn'>,
): void {
  const { base } = imageOf(setting.container);
  if (base === 'scratch') return;
  const manner = (name: ShellManner['name']): ShellManner => ({
    name,
    programs: found,
    prompt: tty ? promptOf(name, setting) : () => '',
    more: tty ? '> ' : '',
    turn,
    unopened: name === 'bash' ? undefined : base === 'debian' ? unopenedByDash : unopenedByAsh,
  });
  const shells = base === 'debian' ? [shell(manner('sh')), shell(manner('bash'))] : [shell(manner('sh'))];
  const ash = base === 'debian' ? [] : [{ ...shell(manner('sh')), name: 'ash' }];
  const small = base === 'debian' ? common : [...common, ...dumps].map(busybox);
  install(found, [
    ...small,
    ...runners(found),
    ...hostPrograms(setting),
    ...network(setting),
    ...shells,
    ...ash,
  ]);
  if (isAgnhost(setting.container))
    for (const name of ['/agnhost', '/agnhost-2'] as const) found.set(name, agnhost(setting, name));
}
