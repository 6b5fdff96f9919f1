// What the commands of Kubernetes' test image print of a Pod's volumes, and other programs of what is in them.
import { describe, expect, it } from 'vitest';
import { programOf } from '../../../src/containers/script/program.ts';
import type { Pod } from '../../../src/kinds/core/pod/pod.ts';
import { HOUR_MS } from '../../../src/std/time.ts';
import { send, worldOf } from '../../worlds/setup.ts';

const world = worldOf();
send(world, 'POST', '/api/v1/namespaces/demo/configmaps', {
  metadata: { name: 'settings' },
  data: { 'key-1': 'value-1' },
  binaryData: { 'dump.bin': '3q2+7/9hYg==' },
});
const view = world.view('supervisor');
const [node] = view.list('core/nodes', {});
const startedAt = view.now - HOUR_MS;

const pod = (container: object, securityContext = {}) =>
  ({
    metadata: { name: 'p', namespace: 'demo', labels: {}, annotations: {}, uid: 'u' },
    spec: {
      nodeName: node?.metadata.name,
      securityContext,
      containers: [container],
      volumes: [
        { name: 'scratch', emptyDir: {} },
        { name: 'memory', emptyDir: { medium: 'Memory' } },
        {
          name: 'settings',
          configMap: { name: 'settings', items: [{ key: 'key-1', path: 'one', mode: 0o400 }] },
        },
        { name: 'bytes', configMap: { name: 'settings' } },
        {
          name: 'info',
          downwardAPI: {
            items: ['cpu', 'memory'].flatMap((name) => [
              {
                path: `${name}-limit`,
                resourceFieldRef: { containerName: 'main', resource: `limits.${name}` },
              },
              {
                path: `${name}-request`,
                resourceFieldRef: { containerName: 'main', resource: `requests.${name}` },
              },
            ]),
          },
        },
      ],
    },
  }) as unknown as Pod;

const volumeMounts = ['scratch', 'memory', 'settings', 'bytes', 'info'].map((name) => ({
  name,
  mountPath: `/mnt/${name}`,
}));

function run(given: object, securityContext = {}, untilMs = 3_600_000): string {
  const main = {
    name: 'main',
    image: 'registry.k8s.io/e2e-test-images/agnhost:2.40',
    volumeMounts,
    ...given,
  };
  return told(pod(main, securityContext), main, untilMs);
}

function told(whole: Pod, main: object, untilMs = 3_600_000): string {
  const program = programOf(
    { view, pod: whole, container: main as never, written: [] },
    { startedAt, untilMs, ends: true },
  );
  const lines = program?.lines.map(({ text }) => text) ?? [];
  const end = program?.endsAfterMs;
  return [
    ...lines,
    end === undefined ? 'goes on' : `${program?.exitCode} after ${Math.round(end / 1_000)} s`,
  ].join('|');
}

describe('agnhost', () => {
  it.each<[string, string]>([
    [
      'mounttest --fs_type=/mnt/memory --file_perm=/mnt/memory',
      'mount type of "/mnt/memory": tmpfs|perms of file "/mnt/memory": -rwxrwxrwx|0 after 0 s',
    ],
    ['mounttest --fs_type=/mnt/scratch', 'mount type of "/mnt/scratch": 61267|0 after 0 s'],
    ['mounttest --fs_type=/mnt/info', 'mount type of "/mnt/info": tmpfs|0 after 0 s'],
    [
      'mounttest --file_perm /mnt/scratch/f --new_file_0660 /mnt/scratch/f --file_owner /mnt/scratch/f',
      'content of file "/mnt/scratch/f": mount-tester new file||perms of file "/mnt/scratch/f": -rw-rw----|owner UID of "/mnt/scratch/f": 1000|owner GID of "/mnt/scratch/f": 3000|0 after 0 s',
    ],
    [
      'mounttest --file_mode=/mnt/settings/one --file_content=/mnt/settings/one',
      'mode of file "/mnt/settings/one": -r--------|content of file "/mnt/settings/one": value-1|0 after 0 s',
    ],
    ['mounttest --file_mode=/mnt/settings', 'mode of file "/mnt/settings": drwxrwxrwx|0 after 0 s'],
    ['mounttest --file_mode=/mnt/info', 'mode of file "/mnt/info": dtrwxrwxrwx|0 after 0 s'],
    [
      'mounttest --new_file_0644=/mnt/settings/x',
      'error writing new file "/mnt/settings/x": open /mnt/settings/x: read-only file system|1 after 0 s',
    ],
    [
      'mounttest --file_content=/none --file_mode=/none',
      'error from Stat("/none"): stat /none: no such file or directory|error reading file content for "/none": open /none: no such file or directory|1 after 0 s',
    ],
    [
      'mounttest --file_content_in_loop=/mnt/settings/one --retry_time=4 --break_on_expected_content=false',
      'content of file "/mnt/settings/one": value-1|content of file "/mnt/settings/one": value-1|0 after 4 s',
    ],
    ['entrypoint-tester a b', '[/agnhost entrypoint-tester a b]|0 after 0 s'],
    ['pause', 'Paused|goes on'],
    ['netexec --http-port=80', 'goes on'],
  ])('%s', (line, expected) => {
    expect(run({ args: line.split(' ') }, { runAsUser: 1000, runAsGroup: 3000 })).toBe(expected);
  });

  it('is there under another name', () => {
    expect(run({ command: ['/agnhost-2', 'entrypoint-tester'] })).toBe(
      '[/agnhost-2 entrypoint-tester]|0 after 0 s',
    );
  });

  it('finds a group of its own on volumes', () => {
    expect(run({ args: ['mounttest', '--file_mode=/mnt/memory'] }, { fsGroup: 2000 })).toBe(
      'mode of file "/mnt/memory": dgrwxrwxrwx|0 after 0 s',
    );
  });

  it('writes lines of a log at its pace', () => {
    const text = run({ args: ['logs-generator', '--log-lines-total', '3', '--run-duration', '6s'] });
    expect(text).toMatch(
      /^(I\d{4} \d\d:\d\d:\d[024]\.\d{6} {7}1 logs_generator\.go:76\] \d (GET|POST|PUT) \/api\/v1\/namespaces\/[a-z-]+\/pods\/\w+ [2-5]\d\d\|){3}0 after 6 s$/,
    );
  });
});

it('sees of a volume the part that it mounts', () => {
  const mounts = [
    { name: 'scratch', mountPath: '/all' },
    { name: 'scratch', mountPath: '/html', subPath: 'www/html' },
    { name: 'scratch', mountPath: '/mine', subPathExpr: '$(HOSTNAME)' },
  ];
  const line = 'echo a > /html/a; echo b > /all/b; echo c > /mine/c';
  const main = { image: 'busybox:1.36', command: ['sh', '-c', line], volumeMounts: mounts };
  const given = { name: 'main', ...main };
  const whole = pod(given);
  const program = programOf(
    { view, pod: whole, container: given as never, written: [] },
    { startedAt, untilMs: 1_000, ends: true },
  );
  expect(program?.written.map(({ place, path }) => `${place}${path}`).toSorted()).toEqual([
    'volume/scratch/b',
    'volume/scratch/p/c',
    'volume/scratch/www/html/a',
  ]);
  const seen = { ...given, command: ['sh', '-c', 'find / -type f -path "*ml/a" | sort; cat /mine/c'] };
  const next = programOf(
    { view, pod: pod(seen), container: seen as never, written: program?.written ?? [] },
    { startedAt, untilMs: 1_000, ends: true },
  );
  expect(next?.lines.map(({ text }) => text)).toEqual(['/all/www/html/a', '/html/a', 'c']);
});

describe('other programs', () => {
  it.each<[string, string]>([
    [
      'hexdump -C /mnt/bytes/dump.bin',
      '00000000  de ad be ef ff 61 62                              |.....ab||00000007|0 after 0 s',
    ],
    ['hexdump /mnt/bytes/dump.bin', '0000000 adde efbe 61ff 0062|0000007|0 after 0 s'],
    ['xxd /mnt/bytes/dump.bin', '00000000: dead beef ff61 62                        .....ab|0 after 0 s'],
    [
      'printf "%064d" 0 | hexdump -C | tail -n 3',
      '00000000  30 30 30 30 30 30 30 30  30 30 30 30 30 30 30 30  |0000000000000000||*|00000040|0 after 0 s',
    ],
    ['mount | grep -c tmpfs', '2|0 after 0 s'],
  ])('%s', (line, expected) => {
    expect(run({ image: 'busybox:1.36', command: ['sh', '-c', line] })).toBe(expected);
  });

  it.each<[string, object, string]>([
    ['hostname; hostname -f', {}, 'p|p|0 after 0 s'],
    [
      'hostname; hostname -f; hostname -d; grep p.web /etc/hosts',
      { subdomain: 'web' },
      'p|p.web.demo.svc.cluster.local|web.demo.svc.cluster.local|10.0.0.9\tp.web.demo.svc.cluster.local\tp|0 after 0 s',
    ],
    [
      'hostname; hostname -s; echo $HOSTNAME',
      { subdomain: 'web', setHostnameAsFQDN: true },
      'p.web.demo.svc.cluster.local|p|p.web.demo.svc.cluster.local|0 after 0 s',
    ],
  ])('%s with %o', (line, spec, expected) => {
    const main = { name: 'main', image: 'busybox:1.36', command: ['sh', '-c', line] };
    const plain = pod(main);
    const whole = {
      ...plain,
      spec: { ...plain.spec, ...spec },
      status: { podIP: '10.0.0.9' },
    } as unknown as Pod;
    expect(told(whole, main)).toBe(expected);
  });

  it('finds what the node has where a container has no limit', () => {
    const { cpu = '', memory = '' } =
      (node as { status?: { allocatable?: Record<string, string> } }).status?.allocatable ?? {};
    expect(memory).toMatch(/^\d+Ki$/);
    const line = 'cat /mnt/info/cpu-limit; echo; cat /mnt/info/memory-limit; echo; cat /mnt/info/cpu-request';
    expect(run({ image: 'busybox:1.36', command: ['sh', '-c', line] })).toBe(
      `${cpu}|${parseInt(memory, 10) * 1_024}|0|0 after 0 s`,
    );
  });
});
