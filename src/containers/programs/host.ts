// What a container says of itself and of names: hostname, ip, nslookup, ps, id, date and their like.
import { err, out, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program } from '../../shell/program.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { fullNameOf, hostnameOf } from '../environment.ts';
import { groupName, identityLine, identityOf, userName, userNames, type Identity } from '../identity.ts';
import { imageOf } from '../image.ts';
import { parseIpv4 } from '../../std/ip.ts';
import { isInMemory, mountsOf } from '../mounts.ts';
import { df } from './df.ts';
import { machinePrograms } from './machine.ts';
import { ping } from './ping.ts';
import { processPrograms } from './ps.ts';
import { kill } from './kill.ts';
import { simple } from './simple.ts';
import { sysctl } from './sysctl.ts';
import { hasResolver, nameOf, resolveName, serversOf } from '../names.ts';
import type { Setting } from '../setting.ts';

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
  const [server = '127.0.0.1'] = serversOf(setting.view, setting.pod);
  if (!hasResolver(setting.view, setting.pod)) {
    yield* out(';; connection timed out; no servers could be reached\n\n');
    return 1;
  }
  yield* out(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  if (parseIpv4(name) !== undefined) {
    const reverse = `${name.split('.').toReversed().join('.')}.in-addr.arpa`;
    const named = nameOf(setting.view, name);
    yield* out(
      named === undefined
        ? `** server can't find ${reverse}: NXDOMAIN\n\n`
        : `${reverse}\tname = ${named}\n\n`,
    );
    return Number(named === undefined);
  }
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

/** `id`, or the parts of it that letters ask for. */
function idText(identity: Identity, args: readonly string[]): string {
  const letters = args.filter((arg) => arg.startsWith('-')).join('');
  const shown = letters.includes('n') ? [userName, groupName] : [String, String];
  const [userText, groupText] = shown as [typeof userName, typeof groupName];
  if (letters.includes('u')) return `${userText(identity.user)}\n`;
  if (letters.includes('G')) return `${identity.groups.map(groupText).join(' ')}\n`;
  return letters.includes('g') ? `${groupText(identity.group)}\n` : identityLine(identity);
}

function* whoami({ pod, container }: Setting): Run<ExitCode> {
  const { user } = identityOf(pod, container);
  const name = userNames.get(user);
  if (name !== undefined) {
    yield* out(`${name}\n`);
    return 0;
  }
  const isGnu = imageOf(container).base === 'debian';
  yield* err(`whoami: ${isGnu ? 'cannot find name for user ID' : 'unknown uid'} ${user}\n`);
  return 1;
}

function mounted(setting: Setting): string {
  const { view, pod, container } = setting;
  const own = mountsOf(view, pod, container).map(({ path, volume, readOnly }) => {
    const type = isInMemory(volume) ? 'tmpfs' : 'ext4';
    return `${type === 'tmpfs' ? 'tmpfs' : '/dev/sdb'} on ${path} type ${type} (${readOnly ? 'ro' : 'rw'},relatime)\n`;
  });
  return `overlay on / type overlay (rw,relatime)\nproc on /proc type proc (rw,nosuid,nodev,noexec,relatime)\n${own.join('')}`;
}

/** What letters ask for: the address, the full name, the domain, the first part. */
function hostnameText(pod: Pod, letters: string): string {
  const full = fullNameOf(pod);
  if (/i/i.test(letters)) return pod.status?.podIP ?? '';
  if (letters.includes('f')) return full;
  if (letters.includes('d')) return full.split('.').slice(1).join('.');
  return letters.includes('s') ? (hostnameOf(pod).split('.')[0] ?? '') : hostnameOf(pod);
}

/** Programs that every image with a shell has. */
export function hostPrograms(setting: Setting): readonly Program[] {
  const { pod } = setting;
  return [
    simple('hostname', 'show the host name', (args) => `${hostnameText(pod, args.join(''))}\n`),
    simple('dnsdomainname', 'show the domain', () => `${hostnameText(pod, 'd')}\n`),
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
    simple('ifconfig', 'show addresses', () => ifconfig(setting)),
    simple('mount', 'show what is mounted', () => mounted(setting)),
    kill(setting),
    simple('id', 'show the user', (args) => idText(identityOf(pod, setting.container), args)),
    { name: 'whoami', summary: 'show the user', run: () => whoami(setting) },
    ...machinePrograms(setting),
    ...processPrograms(setting),
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
    df(setting),
    ping(setting),
    sysctl(setting),
  ];
}
