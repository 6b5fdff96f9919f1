// What a kubelet does for a Pod beside running it: probes, hooks, deadlines, gates, and what it does not take at all.
import { describe, expect, it } from 'vitest';
import type { World } from '../../src/world.ts';
import { create, isTrue, statusOf } from './pods.ts';
import { list, pass, paths, podSpec, send, worldOf, type Body } from './setup.ts';
import { eventsOf } from './show.ts';

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

describe('a kubelet', () => {
  const busy = { containers: [{ name: 'main', image: 'nginx', resources: { requests: { cpu: '64' } } }] };
  it.each<[string, object, string, string]>([
    [
      'with too little left',
      busy,
      'OutOfcpu',
      "Node didn't have enough resource: cpu, requested: 64000, used: USED, capacity: CAPACITY",
    ],
    [
      'of another node than the Pod means',
      { ...podSpec(), nodeSelector: { disk: 'ssd' } },
      'NodeAffinity',
      "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    ],
    [
      'of another system',
      { ...podSpec(), os: { name: 'windows' } },
      'PodOSNotSupported',
      "Failed to admit pod as the OS field doesn't match node OS",
    ],
  ])('%s does not take what is bound to its node', (_, spec, reason, message) => {
    const world = worldOf();
    const isControlPlane = ({ metadata }: Body) =>
      metadata.labels?.['node-role.kubernetes.io/control-plane'] !== undefined;
    const node = list(world, '/api/v1/nodes').find(isControlPlane) as Body;
    const { metadata } = create(world, { ...spec, nodeName: node.metadata.name });
    const start = world.now;
    pass(world, 5);
    const numbers = /used: \d+, capacity: \d+/;
    const status = statusOf(world) as unknown as { readonly message: string };
    expect({
      ...status,
      message: status.message.replace(numbers, 'used: USED, capacity: CAPACITY'),
    }).toMatchObject({
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
    });
    expect(eventsOf(world, metadata.uid, start)).toContain(`Warning  ${reason}  kubelet  `);
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
