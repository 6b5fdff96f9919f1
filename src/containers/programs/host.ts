// What a container says of itself and of names: hostname, ip, nslookup, ps, id, date and their like.
import { err, out, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program } from '../../shell/program.ts';
import { parseQuantity, quantityMilliValue } from '../../std/quantity.ts';
import { hostnameOf } from '../environment.ts';
import { imageOf } from '../image.ts';
import { mountsOf } from '../mounts.ts';
import { ping } from './ping.ts';
import { clusterDns, resolveName } from '../names.ts';
import type { Setting } from '../setting.ts';

function simple(name: string, summary: string, text: (args: readonly string[]) => string): Program {
  return {
    name,
    summary,
    *run(args): Run<ExitCode> {
      yield* out(text(args));
      return 0;
    },
  };
}

/** A hardware address of NSX, made of the last bytes of the IP address. */
function hardware(ip: string): string {
  const [, , third = '0', fourth = '0'] = ip.split('.');
  const hex = (part: string): string => Number(part).toString(16).padStart(2, '0');
  return `04:50:56:00:${hex(third)}:${hex(fourth)}`;
}

function broadcast(ip: string): string {
  return ip.replace(/\d+$/, (last) => String(Number(last) | 15));
}

function gateway(ip: string): string {
  return ip.replace(/\d+$/, (last) => String((Number(last) & ~15) + 1));
}

function links({ pod }: Setting): string {
  const ip = pod.status?.podIP ?? '';
  return [
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000',
    '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
    '    inet 127.0.0.1/8 scope host lo',
    '       valid_lft forever preferred_lft forever',
    '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group default qlen 1000',
    `    link/ether ${hardware(ip)} brd ff:ff:ff:ff:ff:ff`,
    `    inet ${ip}/28 brd ${broadcast(ip)} scope global eth0`,
    '       valid_lft forever preferred_lft forever',
    '',
  ].join('\n');
}

function ifconfig({ pod }: Setting): string {
  const ip = pod.status?.podIP ?? '';
  return [
    `eth0      Link encap:Ethernet  HWaddr ${hardware(ip).toUpperCase()}`,
    `          inet addr:${ip}  Bcast:${broadcast(ip)}  Mask:255.255.255.240`,
    '          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1',
    '',
    'lo        Link encap:Local Loopback',
    '          inet addr:127.0.0.1  Mask:255.0.0.0',
    '          UP LOOPBACK RUNNING  MTU:65536  Metric:1',
    '',
    '',
  ].join('\n');
}

function* nslookup(setting: Setting, [name = '']: readonly string[]): Run<ExitCode> {
  const server = clusterDns(setting.view);
  yield* out(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  const found = resolveName(setting.view, setting.pod, name);
  if (found === undefined) {
    yield* out(`** server can't find ${name}: NXDOMAIN\n\n`);
    return 1;
  }
  yield* out(found.addresses.map((address) => `Name:\t${found.name}\nAddress: ${address}\n`).join(''));
  yield* out('\n');
  return 0;
}

function* getent(setting: Setting, [, name = '']: readonly string[]): Run<ExitCode> {
  const found = resolveName(setting.view, setting.pod, name);
  if (found === undefined) return 2;
  yield* out(`${(found.addresses[0] ?? '').padEnd(16)}${found.name}\n`);
  return 0;
}

function user({ pod, container }: Setting): number {
  return container.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser ?? 0;
}

function identity(setting: Setting): string {
  const uid = user(setting);
  const gid =
    setting.container.securityContext?.runAsGroup ?? setting.pod.spec.securityContext?.runAsGroup ?? 0;
  const name = (id: number) => (id === 0 ? `${id}(root)` : String(id));
  return `uid=${name(uid)} gid=${name(gid)} groups=${name(gid)}\n`;
}

function processes({ container }: Setting, args: readonly string[], words: readonly string[]): string {
  const { command = [], args: given = [] } = container;
  const first = [...command, ...given].join(' ');
  const main = first === '' ? imageOf(container).command : first;
  const own = ['ps', ...words].join(' ');
  const isBusybox = ['alpine', 'busybox'].includes(imageOf(container).base);
  if (isBusybox)
    return `PID   USER     TIME  COMMAND\n    1 root      0:00 ${main}\n   42 root      0:00 ${own}\n`;
  const row = (pid: number, text: string): string =>
    `root ${String(pid).padStart(11)}  0.0  0.1   4624  3712 ?        Ss   00:00   0:00 ${text}\n`;
  return args.join('').includes('u')
    ? `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n${row(1, main)}${row(42, own)}`
    : `    PID TTY          TIME CMD\n      1 ?        00:00:00 ${main.split(/[ :]/)[0]}\n     42 ?        00:00:00 ps\n`;
}

/** A CRX has as many processors as its limits ask for. */
function processors({ pod }: Setting): number {
  const limits = pod.spec.containers.map(({ resources }) => parseQuantity(resources?.limits?.['cpu'] ?? '1'));
  const milli = limits.reduce(
    (total, each) => total + (each === undefined ? 0 : quantityMilliValue(each)),
    0,
  );
  return Math.max(1, Math.ceil(milli / 1_000));
}

function mounted(setting: Setting): string {
  const { view, pod, container } = setting;
  const own = mountsOf(view, pod, container).map(({ path, files, readOnly }) => {
    const type = files === undefined ? 'ext4' : 'tmpfs';
    return `${type === 'tmpfs' ? 'tmpfs' : '/dev/sdb'} on ${path} type ${type} (${readOnly ? 'ro' : 'rw'},relatime)\n`;
  });
  return `overlay on / type overlay (rw,relatime)\nproc on /proc type proc (rw,nosuid,nodev,noexec,relatime)\n${own.join('')}`;
}

/** Programs that every image with a shell has. */
export function hostPrograms(setting: Setting): readonly Program[] {
  const { pod } = setting;
  return [
    simple('hostname', 'show the host name', (args) =>
      args.includes('-i') || args.includes('-I') ? `${pod.status?.podIP ?? ''}\n` : `${hostnameOf(pod)}\n`,
    ),
    {
      name: 'ip',
      summary: 'show addresses and routes',
      *run(args): Run<ExitCode> {
        const [what = ''] = args.filter((arg) => !arg.startsWith('-'));
        if ('address'.startsWith(what) && what !== '') yield* out(links(setting));
        else if ('route'.startsWith(what) && what !== '') {
          const ip = pod.status?.podIP ?? '';
          yield* out(`default via ${gateway(ip)} dev eth0 \n`);
        } else {
          yield* err('Usage: ip [ OPTIONS ] { address | route }\n');
          return 1;
        }
        return 0;
      },
    },
    { name: 'nslookup', summary: 'look up a name', run: (args) => nslookup(setting, args) },
    { name: 'getent', summary: 'look up a name', run: (args) => getent(setting, args) },
    simple('ps', 'show processes', (args) => processes(setting, args, args)),
    simple('ifconfig', 'show addresses', () => ifconfig(setting)),
    simple('nproc', 'show how many processors there are', () => `${processors(setting)}\n`),
    simple('mount', 'show what is mounted', () => mounted(setting)),
    simple('kill', 'send a signal: nothing runs that could heed it', () => ''),
    simple('id', 'show the user', (args) => (args.includes('-u') ? `${user(setting)}\n` : identity(setting))),
    simple('whoami', 'show the user', () => (user(setting) === 0 ? 'root\n' : `${user(setting)}\n`)),
    simple('uname', 'show the system', (args) =>
      args.includes('-a')
        ? `Linux ${hostnameOf(pod)} 5.10.0 #1-photon SMP x86_64 GNU/Linux\n`
        : args.includes('-n')
          ? `${hostnameOf(pod)}\n`
          : args.includes('-r')
            ? '5.10.0\n'
            : args.includes('-m')
              ? 'x86_64\n'
              : 'Linux\n',
    ),
    simple('df', 'show file systems', (args) =>
      args.some((arg) => arg.includes('h'))
        ? 'Filesystem      Size  Used Avail Use% Mounted on\noverlay         9.8G  200M  9.1G   3% /\ntmpfs            64M     0   64M   0% /dev\n'
        : 'Filesystem           1K-blocks      Used Available Use% Mounted on\noverlay               10190136    204800   9443976   3% /\ntmpfs                    65536         0     65536   0% /dev\n',
    ),
    ping(setting),
  ];
}
