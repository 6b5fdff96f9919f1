import { describe, expect, it } from 'vitest';
import { get, list, pass, paths, podSpec, send, worldOf, type Body } from './setup.ts';
import { eventsOf } from './show.ts';
import type { World } from '../../src/world.ts';

const golden = (name: string) => `../golden/pod-life/${name}.txt`;

interface Status {
  readonly phase: string;
  readonly podIP?: string;
  readonly conditions: readonly { readonly type: string; readonly status: string }[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

interface ContainerStatus {
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state: Readonly<Record<string, { readonly reason?: string; readonly exitCode?: number }>>;
}

function containerText({ state, ready, restartCount }: ContainerStatus): string {
  const [[kind, { reason, exitCode }] = ['none', {}]] = Object.entries(state);
  return `${kind}${reason === undefined ? '' : ` ${reason}`}${exitCode === undefined ? '' : ` ${exitCode}`}${ready ? ' ready' : ''}${restartCount > 0 ? ` restarts ${restartCount}` : ''}`;
}

function create(world: World, spec: object, name = 'a'): Body {
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec };
  const answer = send(world, 'POST', paths.pods, body);
  expect(answer.status).toBe(201);
  return answer.body;
}

const read = (world: World, name = 'a') => get(world, `${paths.pods}/${name}`);
const statusOf = (world: World, name = 'a') => read(world, name).status as unknown as Status;
const isTrue = (status: Status, type: string) =>
  status.conditions.some((condition) => condition.type === type && condition.status === 'True');

/** Every state that the Pod goes through, with the second in which it does. */
function follow(world: World, seconds: number): string {
  const start = world.now;
  const lines: string[] = [];
  while (world.now < start + seconds * 1000) {
    const status = statusOf(world);
    const init = (status.initContainerStatuses ?? []).map(containerText);
    const main = (status.containerStatuses ?? []).map(containerText).join(', ');
    const containers = init.length === 0 ? main : `init ${init.join(', ')}; ${main}`;
    const conditions =
      status.conditions?.filter(({ status: is }) => is === 'True').map(({ type }) => type) ?? [];
    const line = `${status.phase}; ${status.podIP ?? 'no address'}; ${containers || 'no container'}; ${conditions.join(' ')}`;
    if (lines.at(-1)?.split('  ')[1] !== line)
      lines.push(`${((world.now - start) / 1000).toFixed(1).padStart(6)}s  ${line}`);
    if (!world.runToChange(start + seconds * 1000)) break;
  }
  return `${lines.join('\n')}\n`;
}

const first = { name: 'first', image: 'busybox', command: ['sleep', '5'] };
const second = { name: 'second', image: 'migrate:1' };

describe('the life of a vSphere Pod', () => {
  it.each<[string, object, number]>([
    ['runs', podSpec(), 120],
    ['crashes', podSpec({ image: 'registry.example/crash-loop:1' }), 900],
    ['cannot be pulled', podSpec({ image: 'registry.example/does-not-exist:1' }), 400],
    ['never becomes ready', podSpec({ image: 'registry.example/unready:1' }), 300],
    [
      'ends',
      {
        ...podSpec(),
        restartPolicy: 'Never',
        containers: [{ name: 'main', image: 'busybox', command: ['sleep', '20'] }],
      },
      120,
    ],
    [
      'ends and starts again',
      { ...podSpec(), containers: [{ name: 'main', image: 'busybox', command: ['sleep', '20'] }] },
      240,
    ],
    ['fails', { ...podSpec({ image: 'crash:1' }), restartPolicy: 'Never' }, 120],
    ['has init containers', { ...podSpec(), initContainers: [first, second] }, 120],
    [
      'has an init container that crashes',
      { ...podSpec(), initContainers: [{ name: 'first', image: 'crash:1' }, second] },
      120,
    ],
    [
      'has an init container that fails',
      {
        ...podSpec(),
        initContainers: [{ name: 'first', image: 'crash:1' }, second],
        restartPolicy: 'Never',
      },
      120,
    ],
    [
      'has an init container that cannot be pulled',
      { ...podSpec(), initContainers: [{ name: 'first', image: 'does-not-exist:1' }] },
      60,
    ],
    [
      'has a sidecar',
      { ...podSpec(), initContainers: [{ name: 'side', image: 'proxy:1', restartPolicy: 'Always' }, first] },
      120,
    ],
    [
      'is not alive once its script removes a file',
      {
        containers: [
          {
            name: 'liveness',
            image: 'busybox',
            args: ['/bin/sh', '-c', 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'],
            livenessProbe: {
              exec: { command: ['cat', '/tmp/healthy'] },
              initialDelaySeconds: 5,
              periodSeconds: 5,
            },
          },
        ],
      },
      200,
    ],
    [
      'ails after ten seconds',
      {
        containers: [
          {
            name: 'liveness',
            image: 'registry.k8s.io/e2e-test-images/agnhost:2.40',
            args: ['liveness'],
            livenessProbe: {
              httpGet: { path: '/healthz', port: 8080 },
              initialDelaySeconds: 3,
              periodSeconds: 3,
            },
          },
        ],
      },
      60,
    ],
    [
      'is asked at a port where nobody listens',
      {
        containers: [
          { name: 'main', image: 'nginx:1.25', readinessProbe: { httpGet: { path: '/', port: 8080 } } },
        ],
      },
      900,
    ],
    [
      'never gets through its startup probe',
      {
        containers: [
          {
            name: 'main',
            image: 'nginx:1.25',
            startupProbe: { httpGet: { path: '/started', port: 80 }, periodSeconds: 2, failureThreshold: 5 },
            livenessProbe: { exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 1 },
          },
        ],
        terminationGracePeriodSeconds: 5,
      },
      60,
    ],
    [
      'starts before it is ready',
      {
        containers: [
          {
            name: 'main',
            image: 'nginx:1.25',
            ports: [{ name: 'http', containerPort: 80 }],
            startupProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 3 },
            readinessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 5, successThreshold: 2 },
            livenessProbe: { grpc: { port: 80 } },
          },
        ],
      },
      60,
    ],
    [
      'fails its first hook',
      {
        containers: [
          {
            name: 'main',
            image: 'nginx:1.25',
            lifecycle: { postStart: { exec: { command: ['sh', '-c', 'exit 3'] } } },
          },
        ],
      },
      60,
    ],
    [
      'has two containers',
      {
        containers: [
          { name: 'web', image: 'nginx:1.25' },
          { name: 'side', image: 'crash:1' },
        ],
      },
      200,
    ],
  ])('that %s', async (name, spec, seconds) => {
    const world = worldOf();
    const begin = world.now;
    const { metadata } = create(world, spec);
    const states = follow(world, seconds);
    const text = `${states}\n${eventsOf(world, metadata.uid, begin)}`;
    await expect(text).toMatchFileSnapshot(golden(name.replaceAll(' ', '-')));
  });

  it('is about half a minute from its creation to Running with an image that no datastore has, and sooner after', () => {
    const world = worldOf();
    const running = (name: string): number => {
      const start = world.now;
      create(world, podSpec({ image: 'registry.example/once:1' }), name);
      while (statusOf(world, name).phase !== 'Running') world.runToChange(world.now + 600_000);
      return (world.now - start) / 1000;
    };
    const first = running('first');
    const second = running('second');
    expect(first).toBeGreaterThan(15);
    expect(first).toBeLessThan(40);
    expect(second).toBeLessThan(first - 5);
  });
});

describe('a probe', () => {
  const container = (more: object) => ({ containers: [{ name: 'main', image: 'nginx:1.25', ...more }] });
  const said = (world: World): readonly string[] =>
    (list(world, '/api/v1/events') as unknown as readonly { reason: string; message: string }[])
      .filter(({ reason }) => reason === 'Unhealthy')
      .map(({ message }) => message);

  it.each<[string, object, string]>([
    [
      'http at no port',
      { httpGet: { path: '/', port: 81 } },
      'Get "http://IP:81/": dial tcp IP:81: connect: connection refused',
    ],
    ['http at no file', { httpGet: { path: '/no', port: 80 } }, 'HTTP probe failed with statuscode: 404'],
    [
      'https of http',
      { httpGet: { path: '/', port: 80, scheme: 'HTTPS' } },
      'Get "https://IP:80/": http: server gave HTTP response to HTTPS client',
    ],
    ['tcp', { tcpSocket: { port: 81 } }, 'dial tcp IP:81: connect: connection refused'],
    [
      'grpc',
      { grpc: { port: 81 } },
      'timeout: failed to connect service "IP:81" within 1s: context deadline exceeded',
    ],
    ['a command that fails', { exec: { command: ['sh', '-c', 'echo bad; exit 1'] } }, 'bad\n'],
    [
      'a command that takes long',
      { exec: { command: ['sleep', '5'] } },
      'command timed out: "sleep 5" timed out after 1s',
    ],
  ])('by %s says what kubelet says', (_, probe, message) => {
    const world = worldOf();
    create(world, container({ readinessProbe: probe }));
    pass(world, 60);
    expect(said(world)).toEqual([
      `Readiness probe failed: ${message.replaceAll('IP', statusOf(world).podIP ?? '')}`,
    ]);
    expect(isTrue(statusOf(world), 'Ready')).toBe(false);
  });

  it('whose port has no such name is in error, and nothing follows', () => {
    const world = worldOf();
    create(world, container({ livenessProbe: { httpGet: { path: '/', port: 'http' } } }));
    pass(world, 120);
    const message =
      'Liveness probe errored and resulted in unknown state: strconv.Atoi: parsing "http": invalid syntax';
    expect(said(world)).toEqual([message]);
    expect(statusOf(world).containerStatuses?.[0]).toMatchObject({ ready: true, restartCount: 0 });
  });

  it('sees what somebody writes in the container', () => {
    const world = worldOf();
    const readinessProbe = { exec: { command: ['cat', '/data/ready'] }, periodSeconds: 5 };
    create(world, {
      volumes: [{ name: 'data', emptyDir: {} }],
      containers: [
        {
          name: 'main',
          image: 'nginx:1.25',
          readinessProbe,
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
        },
        {
          name: 'side',
          image: 'busybox',
          command: ['sh', '-c', 'sleep 40; touch /data/ready; sleep 40; rm /data/ready; sleep 3600'],
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
        },
      ],
    });
    while (statusOf(world).phase !== 'Running') world.runToChange(world.now + 600_000);
    const changes: string[] = [];
    const start = world.now;
    let isReady = false;
    while (world.now < start + 150_000) {
      if (!world.runToChange(start + 150_000)) break;
      const is = isTrue(statusOf(world), 'Ready');
      if (is !== isReady)
        changes.push(`${is ? 'ready' : 'not ready'} after ${Math.ceil((world.now - start) / 5_000) * 5} s`);
      isReady = is;
    }
    expect(changes).toEqual(['ready after 45 s', 'not ready after 95 s']);
  });

  it('that cannot answer otherwise is not asked again', () => {
    const world = worldOf();
    create(
      world,
      container({
        livenessProbe: { httpGet: { path: '/', port: 80 } },
        readinessProbe: { exec: { command: ['ls', '/'] } },
      }),
    );
    pass(world, 120);
    expect(isTrue(statusOf(world), 'Ready')).toBe(true);
    const { revision } = world;
    pass(world, 86_400);
    expect(statusOf(world).containerStatuses?.[0]).toMatchObject({ ready: true, restartCount: 0 });
    expect(world.revision - revision).toBeLessThan(100);
  });
});

describe('a hook', () => {
  it('of the start leaves what it wrote', () => {
    const world = worldOf();
    const postStart = { exec: { command: ['sh', '-c', 'echo Hello > /usr/share/message'] } };
    create(world, {
      containers: [
        {
          name: 'main',
          image: 'nginx:1.25',
          lifecycle: { postStart },
          readinessProbe: { exec: { command: ['cat', '/usr/share/message'] } },
        },
      ],
    });
    pass(world, 60);
    expect(isTrue(statusOf(world), 'Ready')).toBe(true);
  });

  it.each<[string, object, number, string]>([
    ['sleeps', { sleep: { seconds: 10 } }, 10, ''],
    ['takes its time', { exec: { command: ['sh', '-c', 'sleep 7'] } }, 7, ''],
    ['fails', { exec: { command: ['false'] } }, 0, 'PreStopHook failed'],
    ['finds nobody', { httpGet: { path: '/', port: 8080 } }, 0, 'PreStopHook failed'],
  ])('of the end that %s', (_, preStop, seconds, message) => {
    const world = worldOf();
    const { metadata } = create(world, {
      containers: [{ name: 'main', image: 'nginx:1.25', lifecycle: { preStop } }],
    });
    pass(world, 60);
    const start = world.now;
    send(world, 'DELETE', `${paths.pods}/a`);
    while (list(world, paths.pods).length > 0) world.runToChange(world.now + 600_000);
    expect(Math.floor((world.now - start) / 1000)).toBeGreaterThanOrEqual(seconds);
    expect(Math.floor((world.now - start) / 1000)).toBeLessThanOrEqual(seconds + 3);
    expect(eventsOf(world, metadata.uid, start).includes('FailedPreStopHook')).toBe(message !== '');
  });
});

describe('a deadline', () => {
  it('ends the Pod, in words', () => {
    const world = worldOf();
    const { metadata } = create(world, { ...podSpec(), activeDeadlineSeconds: 40 });
    const start = world.now;
    pass(world, 39);
    expect(statusOf(world).phase).toBe('Running');
    pass(world, 3);
    const message = 'Pod was active on the node longer than the specified deadline';
    expect(statusOf(world)).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded', message });
    expect(eventsOf(world, metadata.uid, start)).toContain(`Normal  DeadlineExceeded  kubelet  ${message}`);
    pass(world, 60);
    expect(statusOf(world).phase).toBe('Failed');
  });
});

describe('a readiness gate', () => {
  it('is waited for, in words', () => {
    const world = worldOf();
    create(world, { ...podSpec(), readinessGates: [{ conditionType: 'example.com/fed' }] });
    pass(world, 60);
    const ready = () =>
      (
        statusOf(world).conditions as readonly {
          type: string;
          status: string;
          message?: string;
          reason?: string;
        }[]
      ).find(({ type }) => type === 'Ready');
    expect(ready()).toMatchObject({
      status: 'False',
      reason: 'ReadinessGatesNotReady',
      message: 'corresponding condition of pod readiness gate "example.com/fed" does not exist.',
    });
    const state = (status: string) =>
      send(
        world,
        'PATCH',
        `${paths.pods}/a/status`,
        { status: { conditions: [{ type: 'example.com/fed', status }] } },
        'application/strategic-merge-patch+json',
      );
    state('False');
    pass(world, 1);
    expect(ready()?.message).toBe(
      'the status of pod readiness gate "example.com/fed" is not "True", but False',
    );
    state('True');
    pass(world, 1);
    expect(ready()?.status).toBe('True');
  });
});

describe('deletion', () => {
  const ended = (how: object, image = 'nginx:1.25'): number => {
    const world = worldOf();
    create(world, podSpec({ image }));
    pass(world, 60);
    const start = world.now;
    send(world, 'DELETE', `${paths.pods}/a`, how);
    while (list(world, paths.pods).length > 0) world.runToChange(world.now + 600_000);
    return (world.now - start) / 1000;
  };

  it('gives the containers their time to end, which they need not use up', () => {
    expect(ended({})).toBeGreaterThan(0.2);
    expect(ended({})).toBeLessThan(5);
  });

  it('ends at once without grace', () => {
    expect(ended({ gracePeriodSeconds: 0 })).toBeLessThan(1);
  });

  it('marks the Pod with its grace, keeps it Terminating, says Killing, takes the CRX away', () => {
    const world = worldOf();
    const { metadata } = create(world, podSpec());
    pass(world, 60);
    const { body } = send(world, 'DELETE', `${paths.pods}/a`);
    expect(body.metadata.deletionTimestamp).toBeDefined();
    expect(body.metadata).toMatchObject({
      deletionGracePeriodSeconds: 30,
      finalizers: ['lifecycle-controller/system.vmware.com'],
    });
    pass(world, 0.3);
    expect(eventsOf(world, metadata.uid, world.now)).toContain('Killing');
    pass(world, 30);
    expect(send(world, 'GET', `${paths.pods}/a`).status).toBe(404);
    const left = list(world, paths.vms).filter(
      ({ spec }) => (spec['pod'] as { uid?: string } | undefined)?.uid === metadata.uid,
    );
    expect(left).toEqual([]);
  });
});

describe('readiness', () => {
  it('comes with the first probe that passes, not before its delay', () => {
    const world = worldOf();
    const readinessProbe = { httpGet: { path: '/', port: 80 }, initialDelaySeconds: 20, periodSeconds: 5 };
    create(world, { containers: [{ name: 'main', image: 'nginx:1.25', readinessProbe }] });
    while (statusOf(world).phase !== 'Running') world.runToChange(world.now + 600_000);
    const started = world.now;
    expect(isTrue(statusOf(world), 'Ready')).toBe(false);
    while (!isTrue(statusOf(world), 'Ready')) world.runToChange(world.now + 600_000);
    expect(world.now - started).toBeGreaterThanOrEqual(19_000);
    expect(world.now - started).toBeLessThanOrEqual(26_000);
  });
});
