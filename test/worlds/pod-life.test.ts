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
