import { describe, expect, it } from 'vitest';
import { create, read, statusOf, type ContainerStatus } from './pods.ts';
import { call, pass, paths, podSpec, restored, worldOf } from './setup.ts';
import { eventsOf } from './show.ts';
import type { World } from '../../src/world.ts';

const golden = (name: string) => `../golden/pod-life/${name}.txt`;

function containerText({ state, ready, restartCount }: ContainerStatus): string {
  const [[kind, { reason, exitCode }] = ['none', {}]] = Object.entries(state);
  return `${kind}${reason === undefined ? '' : ` ${reason}`}${exitCode === undefined ? '' : ` ${exitCode}`}${ready ? ' ready' : ''}${restartCount > 0 ? ` restarts ${restartCount}` : ''}`;
}

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

it('a vSphere Pod that wants its host’s network runs on its own', () => {
  const world = worldOf();
  create(world, { hostNetwork: true, hostPID: true, ...podSpec() });
  pass(world, 120);
  const { phase, podIP = '' } = statusOf(world);
  expect([phase, podIP]).toEqual(['Running', expect.stringMatching(/^10\.244\./)]);
});

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
      'cannot start its program',
      {
        containers: [{ name: 'main', image: 'busybox', command: ['not-found', '-c', 'true'] }],
        terminationGracePeriodSeconds: 5,
      },
      60,
    ],
    [
      'cannot start its program and may not try again',
      { containers: [{ name: 'main', image: 'busybox', command: ['not-found'] }], restartPolicy: 'Never' },
      60,
    ],
    [
      'may not pull its image',
      { containers: [{ name: 'main', image: 'own:1', imagePullPolicy: 'Never' }] },
      60,
    ],
    [
      'takes more memory than it may',
      {
        containers: [
          {
            name: 'main',
            image: 'polinux/stress',
            resources: { requests: { memory: '50Mi' }, limits: { memory: '100Mi' } },
            command: ['stress'],
            args: ['--vm', '1', '--vm-bytes', '250M', '--vm-hang', '1'],
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

describe('a container that starts again', () => {
  const counting = [
    'f=/state/runs',
    'count=$(echo run >> $f; wc -l < $f)',
    'echo "run $count"',
    'if [ $count -lt 3 ]; then echo -n "too early"; exit 1; fi',
    'sleep 3600',
  ].join('; ');
  const spec = (restartPolicy: string, readOnly = false) => ({
    restartPolicy,
    volumes: [{ name: 'state', emptyDir: {} }],
    containers: [
      {
        name: 'main',
        image: 'busybox:1.36',
        command: ['sh', '-c', counting],
        terminationMessagePolicy: 'FallbackToLogsOnError',
        securityContext: { readOnlyRootFilesystem: readOnly },
        volumeMounts: [{ name: 'state', mountPath: '/state' }],
      },
    ],
  });
  const logOf = (world: World, query = '') =>
    call(world, { method: 'GET', path: `${paths.pods}/a/log${query}` }).body.message;

  it('finds what its earlier runs wrote in a volume, and each run is told as it was', () => {
    const world = worldOf();
    create(world, spec('Always'));
    pass(world, 22);
    const halfWay = restored(world.checkpoint());
    for (const each of [world, halfWay]) {
      pass(each, 300);
      const [main] = statusOf(each).containerStatuses ?? [];
      expect(main).toMatchObject({ restartCount: 2, ready: true });
      expect(logOf(each)).toBe('run 3\n');
      expect(logOf(each, '?previous=true')).toBe('run 2\ntoo early');
    }
    expect(read(halfWay)).toEqual(read(world));
  });

  it('or fails once and for all where it may not; what it said last nothing ended', () => {
    const world = worldOf();
    create(world, spec('Never'));
    pass(world, 120);
    const [main] = statusOf(world).containerStatuses ?? [];
    expect(main?.state['terminated']).toMatchObject({ exitCode: 1, message: 'run 1\ntoo early' });
    expect(logOf(world)).toBe('run 1\ntoo early');
  });
});

it('a world does not hear of how a run goes on in another one that went ahead', () => {
  const world = worldOf();
  create(world, { containers: [{ name: 'main', image: 'busybox:1.36', command: ['sleep', '3600'] }] });
  pass(world, 10);
  const [ahead, behind] = [restored(world.checkpoint()), restored(world.checkpoint())];
  for (const each of [ahead, behind]) pass(each, 100);
  expect(behind.hash()).toBe(ahead.hash());
});
