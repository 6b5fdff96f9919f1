// What a container says of itself and of names: hostname, ip, nslookup, ps, id, date and their like.
import { err, out, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program } from '../../shell/program.ts';
import { hostnameOf } from '../environment.ts';
import { imageOf } from '../image.ts';
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

function links({ pod }: Setting): string {
  const ip = pod.status?.podIP ?? '';
  return [
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN qlen 1000',
    '    inet 127.0.0.1/8 scope host lo',
    '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP qlen 1000',
    `    inet ${ip}/28 scope global eth0`,
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

function processes({ container }: Setting): string {
  const { command = [], args = [] } = container;
  const words = [...command, ...args].join(' ');
  return `PID   USER     TIME  COMMAND\n    1 root      0:00 ${words === '' ? imageOf(container).command : words}\n`;
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
          const gateway = ip.replace(/\d+$/, (last) => String((Number(last) & ~15) + 1));
          yield* out(`default via ${gateway} dev eth0 \n`);
        } else {
          yield* err('Usage: ip [ OPTIONS ] { address | route }\n');
          return 1;
        }
        return 0;
      },
    },
    { name: 'nslookup', summary: 'look up a name', run: (args) => nslookup(setting, args) },
    { name: 'getent', summary: 'look up a name', run: (args) => getent(setting, args) },
    simple('ps', 'show processes', () => processes(setting)),
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
    {
      name: 'df',
      summary: 'show file systems',
      *run(): Run<ExitCode> {
        yield* out(
          'Filesystem           1K-blocks      Used Available Use% Mounted on\noverlay               10190136    204800   9443976   3% /\n',
        );
        return 0;
      },
    },
  ];
}
