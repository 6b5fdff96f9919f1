// Containers whose scripts see the world: variables of ConfigMaps, files of volumes, names and connections; what they print is what
// `logs` shows, and still shows once the world has changed.
import { beforeAll, describe, expect, it } from 'vitest';
import { isResponse } from '../../../../src/apis/kubernetes/wire.ts';
import { clusterAdmin, type World } from '../../../../src/world.ts';
import { pass, send, worldOf } from '../../../worlds/setup.ts';

const core = '/api/v1/namespaces/demo';
let world: World;

function logs(pod: string, query = ''): string {
  const path = `${core}/pods/${pod}/log?${query}`;
  const answer = world.request({ method: 'GET', path, headers: {} }, clusterAdmin);
  return isResponse(answer) ? answer.body : '';
}

interface Status {
  readonly phase: string;
  readonly containerStatuses?: readonly Container[];
  readonly initContainerStatuses?: readonly Container[];
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason?: string;
  }[];
}

interface Container {
  readonly state: {
    readonly terminated?: {
      readonly message?: string;
      readonly exitCode: number;
      readonly startedAt: string;
      readonly finishedAt: string;
    };
  };
}

const statusOf = (pod: string): Status =>
  send(world, 'GET', `${core}/pods/${pod}`).body['status'] as unknown as Status;

function pod(name: string, command: readonly string[], more: object = {}, spec: object = {}): void {
  const main = { name: 'main', image: 'busybox', command, ...more };
  send(world, 'POST', `${core}/pods`, {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, labels: { app: name } },
    spec: { restartPolicy: 'Never', containers: [main], ...spec },
  });
}

beforeAll(() => {
  world = worldOf();
  send(world, 'POST', `${core}/configmaps`, {
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: { name: 'special' },
    data: { how: 'very', type: 'charm' },
  });
  const mounted = { volumes: [{ name: 'config', configMap: { name: 'special' } }] };
  const volumeMounts = [{ name: 'config', mountPath: '/etc/config' }];
  pod('all', ['sh', '-c', 'env'], { envFrom: [{ configMapRef: { name: 'special' } }] });
  const from = { valueFrom: { configMapKeyRef: { name: 'special', key: 'how' } } };
  pod('one', ['/bin/echo', '$(HOW) $(NONE)'], { env: [{ name: 'HOW', ...from }] });
  pod('files', ['sh', '-c', 'ls /etc/config; cat /etc/config/type'], { volumeMounts }, mounted);
  pod('words', ['sh', '-c', 'sleep 2 && echo Sleep expired > /dev/termination-log; exit 3']);
  pod('fallback', ['sh', '-c', 'echo why; exit 1'], { terminationMessagePolicy: 'FallbackToLogsOnError' });
  const work = { volumes: [{ name: 'work', emptyDir: {} }] };
  const mount = { volumeMounts: [{ name: 'work', mountPath: '/data' }] };
  pod('handed', ['cat', '/data/page'], mount, {
    ...work,
    initContainers: [
      { name: 'make', image: 'busybox', command: ['sh', '-c', 'echo made > /data/page'], ...mount },
    ],
  });
  pod(
    'waits',
    ['echo', 'there'],
    {},
    {
      initContainers: [
        {
          name: 'wait',
          image: 'busybox:1.28',
          command: [
            'sh',
            '-c',
            'until nslookup late.demo.svc.cluster.local; do echo waiting for late; sleep 2; done',
          ],
        },
      ],
    },
  );
  const shipper = { name: 'ship', image: 'alpine', restartPolicy: 'Always', ...mount };
  const tail = ['sh', '-c', 'tail -F /data/log'];
  pod('logged', ['sh', '-c', 'sleep 5; for i in 1 2 3; do echo $i >> /data/log; sleep 2; done'], mount, {
    ...work,
    initContainers: [{ ...shipper, command: tail }],
  });
  pod(
    'told',
    ['sh', '-c', 'sleep 3; echo go > /data/go; until [ -f /data/done ]; do sleep 1; done; date +%S'],
    mount,
    {
      ...work,
      initContainers: [
        {
          ...shipper,
          command: [
            'sh',
            '-c',
            'until [ -f /data/go ]; do sleep 1; done; sleep 4; touch /data/done; sleep 9',
          ],
        },
      ],
    },
  );
  pod('asks', ['wget', '-qO-', '--timeout=2', 'late']);
  pass(world, 90);
});

describe('a script', () => {
  it('has the variables of a ConfigMap', () => {
    expect(logs('all')).toMatch(/^how=very\ntype=charm$/m);
    expect(logs('one')).toBe('very $(NONE)\n');
  });

  it('reads the files of a volume', () => {
    expect(logs('files')).toBe('how\ntype\ncharm');
  });

  it('reads what an init container left', () => {
    expect(logs('handed')).toBe('made\n');
  });

  it.each([
    ['words', 3, 'Sleep expired\n'],
    ['fallback', 1, 'why\n'],
  ])('%s leaves %i and its last words', (name, exitCode, message) => {
    expect(statusOf(name).containerStatuses?.[0]?.state.terminated).toMatchObject({ exitCode, message });
  });

  it('follows what a container behind it writes, as it comes', () => {
    const lines = logs('logged', 'container=ship&timestamps=true').split('\n');
    const seconds = lines.map((line) => Number(line.slice(17, 19)));
    expect(lines.map((line) => line.slice(31))).toEqual([
      "tail: can't open '/data/log': No such file or directory",
      'tail: /data/log has appeared; following end of new file',
      '1',
      '2',
      '3',
      '',
    ]);
    expect([1, 3, 4].map((at) => ((seconds[at] ?? 0) - (seconds[0] ?? 0) + 60) % 60)).toEqual([6, 8, 10]);
  });

  it('is answered by one that waits for it', () => {
    const { phase, containerStatuses, initContainerStatuses } = statusOf('told');
    expect(phase).toBe('Succeeded');
    const [main, side] = [
      containerStatuses?.[0]?.state.terminated,
      initContainerStatuses?.[0]?.state.terminated,
    ];
    expect(main?.exitCode).toBe(0);
    expect(Date.parse(main?.finishedAt ?? '') - Date.parse(main?.startedAt ?? '')).toBe(7_000);
    expect(side?.exitCode).toBe(137);
  });

  it('that is over takes its sidecars along, within the grace', () => {
    const { phase, containerStatuses, initContainerStatuses, conditions } = statusOf('logged');
    expect(phase).toBe('Succeeded');
    const [main, side] = [
      containerStatuses?.[0]?.state.terminated,
      initContainerStatuses?.[0]?.state.terminated,
    ];
    expect(side?.exitCode).toBe(137);
    expect(Date.parse(side?.finishedAt ?? '') - Date.parse(main?.finishedAt ?? '')).toBe(30_000);
    expect(conditions?.map(({ type, status, reason }) => `${type} ${status} ${reason}`)).toEqual([
      'Initialized True PodCompleted',
      'Ready False PodCompleted',
      'ContainersReady False PodCompleted',
      'PodScheduled True undefined',
    ]);
  });

  it('waits for a Service, and goes on when it is there', () => {
    expect(statusOf('waits').phase).toBe('Pending');
    expect(logs('waits', 'container=wait&tailLines=1')).toBe('waiting for late\n');
    expect(logs('asks')).toBe("wget: bad address 'late'\n");
    pod('server', [], { image: 'nginx', command: undefined });
    send(world, 'POST', `${core}/services`, {
      kind: 'Service',
      apiVersion: 'v1',
      metadata: { name: 'late' },
      spec: { selector: { app: 'server' }, ports: [{ port: 80 }] },
    });
    pass(world, 60);
    expect(statusOf('waits').phase).toBe('Succeeded');
    pod('asks-again', ['wget', '-qO-', 'late']);
    pass(world, 60);
    expect(logs('asks-again')).toContain('Welcome to nginx!');
  });

  it('asks on at whole milliseconds, whenever it is looked at', () => {
    const command = ['sh', '-c', 'until nslookup never; do sleep 1; done'];
    pod('patient', command);
    for (const ms of [20_003, 10_001, 7, 30_005, 1]) {
      world.runTo(world.now + ms);
      send(world, 'PATCH', `${core}/pods/patient`, { metadata: { labels: { at: `${ms}` } } });
    }
    pass(world, 120);
    expect(statusOf('patient').phase).toBe('Running');
  });

  it('has said what it said, whatever comes after', () => {
    send(world, 'DELETE', `${core}/services/late`);
    expect(logs('asks-again')).toContain('Welcome to nginx!');
    expect(logs('waits', 'container=wait')).toContain('waiting for late\n');
    expect(logs('asks')).toBe("wget: bad address 'late'\n");
  });
});
