// Pods that find no node: when they are tried again, and that every try is told.
import { describe, expect, it } from 'vitest';
import type { World } from '../../src/world.ts';
import { create, isTrue, statusOf } from './pods.ts';
import { list, pass, paths, podSpec, send, worldOf } from './setup.ts';

const picky = { ...podSpec(), nodeSelector: { disk: 'ssd' } };

/** How often the scheduler has said that the Pod found no node. */
const tries = (world: World): number =>
  (list(world, '/api/v1/events') as unknown as readonly { reason: string; series?: { count: number } }[])
    .filter(({ reason }) => reason === 'FailedScheduling')
    .reduce((sum, { series }) => sum + (series?.count ?? 1), 0);

const label = (world: World, name: string, labels: object) =>
  send(world, 'PATCH', `${paths.nodes}/${name}`, { metadata: { labels } }, 'application/merge-patch+json');

const node = 'esxi-01.sandbox.lab';

describe('a Pod that finds no node', () => {
  it.each([
    [4, 1],
    [6, 2],
    [11, 3],
    [17, 4],
  ])('has been tried after %i minutes %i times, though nothing changed', (minutes, times) => {
    const world = worldOf();
    create(world, picky);
    pass(world, minutes * 60);
    expect(tries(world)).toBe(times);
  });

  it('costs little once it has waited long', () => {
    const world = worldOf();
    create(world, picky);
    pass(world, 3 * 86_400);
    expect(tries(world)).toBeLessThan(200);
    expect(statusOf(world).phase).toBe('Pending');
  });

  // As kube-scheduler 1.33 writes them: of events.k8s.io, a new one where the Pod changed since, else one more of the series.
  it('is told by events that have a series instead of a count', () => {
    const world = worldOf();
    create(world, picky);
    pass(world, 17 * 60);
    const told = list(world, '/api/v1/events').filter(
      (event) => (event as unknown as { reason: string }).reason === 'FailedScheduling',
    ) as unknown as readonly Record<string, unknown>[];
    expect(told).toMatchObject([
      {
        source: {},
        firstTimestamp: null,
        lastTimestamp: null,
        eventTime: expect.stringMatching(/\.\d{6}Z$/),
        action: 'Scheduling',
        reportingComponent: 'default-scheduler',
        reportingInstance: expect.stringMatching(/^default-scheduler-42[0-9a-f]{30}$/),
      },
      { action: 'Scheduling', series: { count: expect.any(Number) } },
    ]);
    expect(told[0]).not.toHaveProperty('count');
    expect(told[0]).not.toHaveProperty('series');
  });

  it('is tried at once when something helps and it was not tried just now', () => {
    const world = worldOf();
    create(world, picky);
    pass(world, 60);
    label(world, node, { disk: 'ssd' });
    pass(world, 1);
    expect(isTrue(statusOf(world), 'PodScheduled')).toBe(true);
  });

  it.each([
    ['is closed', { unschedulable: true }],
    ['gets a taint', { taints: [{ key: 'a', effect: 'NoSchedule' }] }],
  ])('is not tried where a node %s, which helps nobody', (_, spec) => {
    const world = worldOf();
    create(world, picky);
    pass(world, 60);
    send(world, 'PATCH', `${paths.nodes}/${node}`, { spec }, 'application/merge-patch+json');
    pass(world, 30);
    expect(tries(world)).toBe(1);
    const open = { unschedulable: false, taints: null };
    send(world, 'PATCH', `${paths.nodes}/${node}`, { spec: open }, 'application/merge-patch+json');
    pass(world, 30);
    expect(tries(world)).toBe(2);
  });

  it('waits ever longer between its tries, ten seconds at most, while things change all the time', () => {
    const world = worldOf();
    create(world, picky);
    const seen: number[] = [];
    for (let second = 0; second < 60; second++) {
      label(world, node, { turn: `${second}` });
      pass(world, 1);
      seen.push(tries(world));
    }
    // Tries after about 1, 3, 7, 15, 25, 35, 45 and 55 seconds.
    expect([2, 5, 10, 20, 60].map((second) => seen[second - 1])).toEqual([2, 3, 4, 5, 9]);
  });
});
