import { describe, expect, it } from 'vitest';
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { clusterAdmin, World, type Checkpoint } from '../../src/world.ts';
import { dice } from '../dice.ts';
import { operate } from './operations.ts';
import { deployment, fourHosts, get, list, pass, paths, restored, send, worldOf } from './setup.ts';
import { table } from './show.ts';

const options = { kernels: instantiateKernels(), strict: true };
const minuteMs = 60_000;

/** A world in which something happens for a while, with the moments and hashes on the way. */
function lived() {
  const world = worldOf();
  const start = world.checkpoint();
  const roll = dice(7, 7);
  const moments: { readonly at: number; readonly hash: string; readonly pods: string }[] = [];
  for (let step = 0; step < 12; step++) {
    pass(world, 1);
    operate(world, roll);
    pass(world, 7);
    moments.push({ at: world.now, hash: world.hash(), pods: table(world, '/api/v1/pods', true) });
  }
  return { world, start, moments };
}

describe('a world', () => {
  it('is the same for the same scenario and seed, and another for another seed', () => {
    const hash = (seed: number) => World.create({ ...options, scenario: { ...fourHosts, seed } }).hash();
    expect(hash(42)).toBe(hash(42));
    expect(hash(42)).not.toBe(hash(43));
  });

  it('begins at rest: for an hour nothing is written', () => {
    const world = worldOf();
    const { revision } = world;
    pass(world, 3_600);
    expect(world.revision).toBe(revision);
  });

  it('shows what only ticks as it stands now, without a write', () => {
    const world = worldOf();
    const lease = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/esxi-01.sandbox.lab';
    const renewed = () => Date.parse(get(world, lease).spec['renewTime'] as string);
    const before = renewed();
    pass(world, 600);
    expect(renewed() - before).toBe(600_000);
    expect(world.now - renewed()).toBeLessThan(10_000);
  });

  it('answers reads without writing them down, and writes with a record', () => {
    const world = worldOf();
    get(world, '/api/v1/pods');
    send(world, 'POST', `${paths.deployments}?dryRun=All`, deployment('web', 1));
    expect(send(world, 'POST', paths.deployments, { kind: 'Deployment' }).status).toBeGreaterThanOrEqual(400);
    expect(world.journal).toEqual([]);
    expect(send(world, 'POST', paths.deployments, deployment('web', 1)).status).toBe(201);
    expect(world.journal).toMatchObject([
      {
        seq: 1,
        at: world.now,
        actor: 'kubernetes-admin',
        command: { type: 'request', request: { method: 'POST', path: paths.deployments } },
      },
    ]);
  });

  it('keeps none where its host wants none, and is the same world', () => {
    const [kept, forgetful] = [
      worldOf(),
      World.create({ ...options, scenario: fourHosts, keepsJournal: false }),
    ];
    for (const world of [kept, forgetful]) send(world, 'POST', paths.deployments, deployment('a', 1));
    expect(kept.journal).toHaveLength(1);
    expect(forgetful.journal).toEqual([]);
    expect(forgetful.hash()).toBe(kept.hash());
  });

  it('keeps no credentials in its journal', () => {
    const world = worldOf();
    const headers = { authorization: 'Bearer secret', cookie: 'secret', 'content-type': 'application/json' };
    world.request(
      { method: 'POST', path: paths.deployments, headers, body: JSON.stringify(deployment('web', 1)) },
      clusterAdmin,
    );
    expect(JSON.stringify(world.journal)).not.toContain('secret');
  });
});

describe('time', () => {
  it.each([1, 3, 50])('in slices of %i events leads to the same world', (eventsMax) => {
    const play = (run: (world: World, until: number) => void): string => {
      const world = worldOf();
      send(world, 'POST', paths.deployments, deployment('web', 5));
      run(world, world.now + minuteMs);
      return world.hash();
    };
    const sliced = play((world, until) => {
      while (!world.run(until, eventsMax).done);
    });
    expect(sliced).toBe(play((world, until) => world.runTo(until)));
  });

  it('can be gone through change by change', () => {
    const world = worldOf();
    const step = () => world.runToChange(world.now + minuteMs);
    expect(step()).toBe(false);
    send(world, 'POST', paths.deployments, deployment('web', 1));
    const seen: string[] = [];
    while (step())
      seen.push(`${(list(world, paths.pods)[0]?.status?.['phase'] as string | undefined) ?? 'no Pod'}`);
    expect([...new Set(seen)]).toEqual(['no Pod', 'Pending', 'Running']);
  });
});

describe('going back', () => {
  it('gives the world of every earlier moment, and leaves the present alone', () => {
    const { world, start, moments } = lived();
    const hash = world.hash();
    for (const { at, hash: then, pods } of moments) {
      const past = World.asOf(options, start, world.journal, at);
      expect(past.hash()).toBe(then);
      expect(table(past, '/api/v1/pods', true)).toBe(pods);
    }
    expect(world.hash()).toBe(hash);
  });

  it('from any checkpoint on the way gives the same', () => {
    const { world, start, moments } = lived();
    const middle = moments[5] as (typeof moments)[number];
    const checkpoint = World.asOf(options, start, world.journal, middle.at).checkpoint();
    const last = moments.at(-1) as (typeof moments)[number];
    // The whole journal may be handed over: what the checkpoint holds already is not done twice.
    expect(World.asOf(options, checkpoint, world.journal, last.at).hash()).toBe(last.hash);
  });

  it('and going on from there is a fork: two worlds that no longer know of each other', () => {
    const { world, start, moments } = lived();
    const { at } = moments[3] as (typeof moments)[number];
    const hash = world.hash();
    const fork = World.asOf(options, start, world.journal, at);
    send(fork, 'POST', paths.deployments, deployment('only-in-the-fork', 2));
    pass(fork, 120);
    expect(list(fork, '/apis/apps/v1/deployments').map(({ metadata }) => metadata.name)).toContain(
      'only-in-the-fork',
    );
    expect(list(world, '/apis/apps/v1/deployments').map(({ metadata }) => metadata.name)).not.toContain(
      'only-in-the-fork',
    );
    expect(world.hash()).toBe(hash);
    expect(fork.journal.at(-1)?.actor).toBe('kubernetes-admin');
  });
});

describe('a checkpoint', () => {
  it('as JSON is the world, again and again', () => {
    const { world } = lived();
    world.markClock();
    const copy = (of: World): World => restored(JSON.parse(JSON.stringify(of.checkpoint())) as Checkpoint);
    const again = copy(copy(world));
    expect(again.hash()).toBe(world.hash());
    for (const one of [world, again]) pass(one, 3_600);
    expect(again.hash()).toBe(world.hash());
  });

  it('of another engine is looked through by every loop, and at rest none of them changes anything', () => {
    const { world } = lived();
    pass(world, 3_600);
    send(world, 'DELETE', '/apis/apps/v1/namespaces/demo/deployments');
    send(world, 'DELETE', '/api/v1/namespaces/demo/pods');
    // A claim that no datastore has room for is tried again for ever.
    send(world, 'DELETE', paths.claims);
    pass(world, 3_600 * 2);
    const later = restored({ ...world.checkpoint(), engine: '0.0.1' });
    expect(later.pending).toBeGreaterThan(100);
    const { revision } = later;
    pass(later, 60);
    expect(later.revision).toBe(revision);
  });
});
