// What programs in a container say of it: as whom they run, what runs beside them, what the machine has.
import { beforeAll, describe, expect, it } from 'vitest';
import { isConversation } from '../../../src/apis/kubernetes/wire.ts';
import { clusterAdmin, type World } from '../../../src/world.ts';
import { mergePatch, pass, send, worldOf } from '../../worlds/setup.ts';

const upgrade = { upgrade: 'websocket', 'sec-websocket-protocol': 'v5.channel.k8s.io' };
let world: World;

function run(pod: string, container: string, script: string): string {
  const words = ['sh', '-c', script].map((word) => `command=${encodeURIComponent(word)}`).join('&');
  const path = `/api/v1/namespaces/demo/pods/${pod}/exec?${words}&container=${container}&stdout=true&stderr=true`;
  const answer = world.request({ method: 'GET', path, headers: upgrade }, clusterAdmin);
  if (!isConversation(answer)) throw new Error(JSON.stringify(answer));
  let said = '';
  answer.converse({
    say: (_, text) => (said += text),
    end: () => undefined,
    later: () => undefined,
    keep: (request) => void world.request(request, clusterAdmin),
  });
  return said;
}

const sleeper = { name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 1h'] };

beforeAll(() => {
  world = worldOf();
  const pods: readonly (readonly [string, object])[] = [
    ['plain', { containers: [sleeper, { name: 'web', image: 'nginx:1.25' }] }],
    [
      'secured',
      {
        securityContext: { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000, supplementalGroups: [4000] },
        containers: [
          {
            ...sleeper,
            securityContext: { allowPrivilegeEscalation: false },
            volumeMounts: [{ name: 'data', mountPath: '/data/demo' }],
          },
        ],
        volumes: [{ name: 'data', emptyDir: {} }],
      },
    ],
    ['debugged', { containers: [{ name: 'web', image: 'nginx:1.25' }] }],
    [
      'tuned',
      {
        securityContext: { sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }] },
        containers: [sleeper, { ...sleeper, name: 'privileged', securityContext: { privileged: true } }],
      },
    ],
    ['shared', { shareProcessNamespace: true, containers: [{ name: 'web', image: 'nginx:1.25' }, sleeper] }],
    [
      'bounded',
      {
        containers: [
          {
            ...sleeper,
            resources: { limits: { cpu: '1500m', memory: '256Mi' } },
            securityContext: { capabilities: { add: ['NET_ADMIN', 'SYS_TIME'] } },
          },
        ],
      },
    ],
  ];
  for (const [name, spec] of pods)
    expect(send(world, 'POST', '/api/v1/namespaces/demo/pods', { metadata: { name }, spec }).status).toBe(
      201,
    );
  pass(world, 90);
});

describe('as whom it runs', () => {
  it.each([
    ['plain', 'main', 'id', 'uid=0(root) gid=0(root) groups=0(root),10(wheel)\n'],
    ['plain', 'web', 'id', 'uid=0(root) gid=0(root) groups=0(root)\n'],
    ['secured', 'main', 'id', 'uid=1000 gid=3000 groups=2000,3000,4000\n'],
    ['secured', 'main', 'id -u; id -g; id -G', '1000\n3000\n2000 3000 4000\n'],
    ['secured', 'main', 'whoami', 'whoami: unknown uid 1000\n'],
    ['plain', 'main', 'id -un', 'root\n'],
    [
      'secured',
      'main',
      'grep -E "^(Groups|CapPrm|CapBnd|NoNew)" /proc/1/status',
      'Groups:\t2000 3000 4000 \nCapPrm:\t0000000000000000\nCapBnd:\t00000000a80425fb\nNoNewPrivs:\t1\n',
    ],
    ['plain', 'main', 'grep CapPrm /proc/1/status', 'CapPrm:\t00000000a80425fb\n'],
    ['plain', 'main', 'grep ecc /proc/self/status', 'Seccomp:\t0\n'],
    ['bounded', 'main', 'grep CapPrm /proc/1/status', 'CapPrm:\t00000000aa0435fb\n'],
  ])('%s, %s: %s', (pod, container, script, expected) => {
    expect(run(pod, container, script)).toBe(expected);
  });

  it('is who owns what it writes, in the group of the volume', () => {
    expect(
      run('secured', 'main', 'echo hello > /data/demo/file; ls -l /data /data/demo').replaceAll(
        /\w{3} \d\d \d\d:\d\d/g,
        'then',
      ),
    ).toBe(
      '/data:\ntotal 4\ndrwxrwsrwx    2 root     2000          4096 then demo\n\n' +
        '/data/demo:\ntotal 4\n-rw-r--r--    1 1000     2000             6 then file\n',
    );
  });
});

describe('sysctl', () => {
  it.each([
    ['main', 'sysctl kernel.shm_rmid_forced', 'kernel.shm_rmid_forced = 1\n'],
    ['main', 'cat /proc/sys/vm/max_map_count', '65530\n'],
    ['main', 'sysctl -n vm.no_such', "sysctl: error: 'vm.no_such' is an unknown key\n"],
    [
      'main',
      'sysctl -w vm.max_map_count=262144',
      "sysctl: error setting key 'vm.max_map_count': Read-only file system\n",
    ],
    [
      'privileged',
      'sysctl -w vm.max_map_count=262144; sysctl -n vm.max_map_count',
      'vm.max_map_count = 262144\n262144\n',
    ],
  ])('%s: %s', (container, script, expected) => {
    expect(run('tuned', container, script)).toBe(expected);
  });
});

describe('what runs', () => {
  it('is the command itself, not the shell that became it', () => {
    expect(run('plain', 'main', 'ps')).toBe(
      'PID   USER     TIME  COMMAND\n    1 root      0:00 sleep 1h\n   42 root      0:00 ps\n',
    );
    expect(run('secured', 'main', 'tr "\\0" " " < /proc/1/cmdline')).toBe('sleep 1h ');
  });

  it('is what runs in neighbours too, where the Pod shares its processes', () => {
    expect(run('shared', 'main', 'ps ax')).toBe(
      [
        'PID   USER     TIME  COMMAND',
        '    1 65535     0:00 /pause',
        '    7 root      0:00 nginx: master process nginx -g daemon off;',
        '    8 101       0:00 nginx: worker process',
        '   14 root      0:00 sleep 1h',
        '   42 root      0:00 ps ax',
        '',
      ].join('\n'),
    );
  });

  it('is what the container has that a debugger looks into', () => {
    const look = { name: 'look', image: 'busybox:1.36', stdin: true, targetContainerName: 'web' };
    const path = '/api/v1/namespaces/demo/pods/debugged/ephemeralcontainers';
    send(world, 'PATCH', path, { spec: { ephemeralContainers: [look] } }, mergePatch);
    pass(world, 30);
    expect(
      run('debugged', 'look', 'ps')
        .split('\n')
        .slice(1, -1)
        .map((line) => line.slice(0, 14)),
    ).toEqual(['    1 root    ', '   29 101     ', '   36 root    ', '   42 root    ']);
  });

  it('is on file systems, of which paths choose', () => {
    expect(run('plain', 'web', 'df -h /etc')).toBe(
      'Filesystem      Size  Used Avail Use% Mounted on\noverlay         9.8G  200M  9.1G   3% /\n',
    );
    expect(run('plain', 'main', 'df /dev')).toBe(
      'Filesystem           1K-blocks      Used Available Use% Mounted on\ntmpfs                    65536         0     65536   0% /dev\n',
    );
    expect(run('plain', 'web', 'df /none; echo $?')).toBe('df: /none: No such file or directory\n1\n');
  });

  it('is told something by its own program', () => {
    const ok = 'the configuration file /etc/nginx/nginx.conf syntax is ok';
    expect(run('plain', 'web', 'nginx -v')).toBe('nginx version: nginx/1.25\n');
    expect(run('plain', 'web', 'nginx -t')).toContain(`nginx: ${ok}\n`);
    expect(run('plain', 'web', 'nginx -s reload')).toContain('[notice] 42#42: signal process started\n');
    expect(run('plain', 'web', 'nginx -t -c /none')).toContain('(2: No such file or directory)');
    expect(run('plain', 'main', 'nginx -v')).toBe('sh: nginx: not found\n');
  });

  it('is listed by procps as it lists', () => {
    const masked = run('plain', 'web', 'ps -ef').replaceAll(/\d\d:\d\d \?/g, 'then ?');
    expect(masked).toBe(
      [
        'UID          PID    PPID  C STIME TTY          TIME CMD',
        'root           1       0  0 then ?        00:00:00 nginx: master process nginx -g daemon off;',
        '101           29       1  0 then ?        00:00:00 nginx: worker process',
        'root          42       0  0 then ?        00:00:00 ps -ef',
        '',
      ].join('\n'),
    );
  });
});

describe('the machine', () => {
  it.each([
    ['nproc', '2\n'],
    ["free -m | awk '/^Mem/ { print $2 }'", '256\n'],
    ['cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/memory.max', '150000 100000\n268435456\n'],
    ['grep -c ^processor /proc/cpuinfo', '2\n'],
    ['head -1 /proc/meminfo', 'MemTotal:         262144 kB\n'],
    ['top -b -n1 | tail -2 | cut -c1-20', '    1     0 root    \n   42     0 root    \n'],
  ])('has what its limits ask for: %s', (script, expected) => {
    expect(run('bounded', 'main', script)).toBe(expected);
  });

  it('runs since its container does', () => {
    expect(run('plain', 'main', 'uptime')).toMatch(
      /^ \d\d:\d\d:\d\d up 1 min, {2}0 users, {2}load average: 0\.\d\d, /,
    );
  });

  it('listens for all containers of the Pod', () => {
    expect(run('plain', 'web', 'ss -tlnp')).toContain(
      '0.0.0.0:80         0.0.0.0:*    users:(("nginx",pid=1,fd=6))',
    );
    expect(run('plain', 'main', 'netstat -tln')).toContain(
      'tcp        0      0 0.0.0.0:80              0.0.0.0:*               LISTEN',
    );
  });
});

describe('BusyBox complains in its own words', () => {
  it.each([
    ['ls /nope; echo $?', 'ls: /nope: No such file or directory\n1\n'],
    ['sleep x', "sleep: invalid number 'x'\n"],
    ['sleep', 'BusyBox v1.36.1 (2023-05-18 22:34:17 UTC) multi-call binary.\n\nUsage: sleep [N]...\n'],
    [
      'ls -z',
      "ls: invalid option -- 'z'\nBusyBox v1.36.1 (2023-05-18 22:34:17 UTC) multi-call binary.\n\nUsage: ls [-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]...\n",
    ],
  ])('%s', (script, expected) => {
    expect(run('plain', 'main', script)).toBe(expected);
  });
});

it('turns lines round', () => {
  expect(run('plain', 'main', 'printf "abc\\nxyz\\n" | rev; printenv HOME HOSTNAME')).toBe(
    'cba\nzyx\n/root\nplain\n',
  );
});
