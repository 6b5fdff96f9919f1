import { describe, expect, it } from 'vitest';
import { latency } from '../../../src/control/latency.ts';
import type { Loop } from '../../../src/control/loop.ts';
import { configMaps } from '../../../src/kinds/core/config-map.ts';
import { limits } from '../../../src/std/limits.ts';
import type { StoredObject } from '../../../src/store/object.ts';
import { maps, setter, stageOf, type ConfigMap } from './stage.ts';

const mark = (value: string) => (data: Readonly<Record<string, string>>) => ({ ...data, mark: value });

describe('waking', () => {
  it('happens one watch hop after the commit, once for several commits', () => {
    const runs: number[] = [];
    const loop: Loop = {
      name: 'looker',
      observes: { [maps]: () => ['key'] },
      run: (_, view) => {
        runs.push(view.now);
        return undefined;
      },
    };
    const stage = stageOf([loop]);
    const begin = stage.clock.now;
    stage.write('a', { x: '1' });
    stage.write('a', { x: '2' });
    stage.write('b', {});
    stage.pass(1_000);
    expect(runs).toEqual([begin + latency.watchHopMs]);
  });

  it("does not come of a run's own writes: the loop says so itself when there is more to do", () => {
    const counted = setter('counter', ({ n = '0' }) => ({ n: String(Number(n) + 1) }));
    const stage = stageOf([counted]);
    stage.write('a', {});
    stage.pass(60_000);
    expect(stage.data('a')).toEqual({ n: '1' });
  });

  it('by a pattern reaches the keys that the loop expands it to', () => {
    const keys: string[] = [];
    const loop: Loop = {
      name: 'all',
      observes: { [maps]: (prev, next) => [`*${(next ?? prev)?.metadata.namespace ?? ''}`] },
      expand: (pattern, view) =>
        view.list(maps, { namespace: pattern.slice(1) }).map(({ metadata }) => metadata.name),
      run: (key) => {
        keys.push(key);
        return undefined;
      },
    };
    const stage = stageOf([loop]);
    stage.write('a', {});
    stage.write('b', {});
    stage.pass(100);
    stage.write('a', undefined);
    stage.pass(100);
    expect(keys).toEqual(['a', 'b', 'b']);
  });
});

describe('a write', () => {
  it('that changes nothing is not committed', () => {
    const stage = stageOf([setter('same', mark('x'))]);
    stage.write('a', { mark: 'x' });
    const { revision } = stage.store.scope('test');
    stage.pass(1_000);
    expect(stage.store.scope('test').revision).toBe(revision);
  });

  const invalid: Loop = {
    name: 'maker',
    observes: { [maps]: (_, next) => (next?.metadata.name === 'a' ? ['a'] : []) },
    run: () => ({
      writes: [
        {
          verb: 'create',
          kind: configMaps,
          object: { metadata: { name: 'Not A Name', namespace: 'demo' } },
          why: 'wanted',
        },
      ],
    }),
  };

  it('that is refused is tried again later where the loop has no answer', () => {
    const stage = stageOf([invalid], false);
    stage.write('a', {});
    stage.pass(latency.watchHopMs);
    expect(stage.clock.next).toMatchObject({
      worker: 'maker test',
      key: 'a',
      at: stage.clock.now + latency.refusedRetryMs,
    });
  });

  it('that is refused throws under test where the loop has no answer', () => {
    const stage = stageOf([invalid]);
    stage.write('a', {});
    expect(() => stage.pass(100)).toThrow('Invalid value: "Not A Name"');
  });

  it('that is refused is put to the loop, which may note it on its object', () => {
    const stage = stageOf([
      {
        ...invalid,
        refused: (key, write, status, view) => ({
          notes: [
            {
              about: view.get(maps, key, 'demo') as StoredObject,
              type: 'Warning',
              reason: 'FailedCreate',
              message: `${write.verb}: ${status.reason}`,
            },
          ],
        }),
      },
    ]);
    stage.write('a', {});
    stage.pass(100);
    stage.write('a', { again: 'yes' });
    stage.pass(100);
    const events = stage.store.view('test', 0).list('core/events');
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: 'Warning',
      reason: 'FailedCreate',
      message: 'create: Invalid',
      count: 2,
      involvedObject: { kind: 'ConfigMap', name: 'a', namespace: 'demo' },
      source: { component: 'maker' },
    });
  });

  it('from a version that is not the present one is a mistake of the loop', () => {
    let first: StoredObject | undefined;
    const stage = stageOf([
      {
        name: 'stale',
        observes: { [maps]: () => ['a'] },
        run(_, view) {
          first ??= view.get(maps, 'a', 'demo');
          const object = { ...first, data: { stale: 'yes' } } as unknown as StoredObject;
          return { writes: [{ verb: 'update', kind: configMaps, object, why: 'stale' }] };
        },
      },
    ]);
    stage.write('a', {});
    stage.pass(100);
    stage.write('a', { other: 'data' });
    expect(() => stage.pass(100)).toThrow(
      'stale writes ConfigMap a from a version that is not the present one',
    );
  });
});

describe('a livelock', () => {
  const quarrel = [setter('painter-red', mark('red')), setter('painter-blue', mark('blue'))];

  it('ends, and names the loops that undo each other', () => {
    const stage = stageOf([
      ...quarrel,
      { name: 'bystander', observes: { [maps]: () => ['x'] }, run: () => undefined },
    ]);
    stage.write('wall', {});
    stage.pass(10 * 60_000);
    expect(stage.clock.pending).toBe(0);
    expect(stage.stalls).toHaveLength(1);
    expect(stage.stalls[0]).toEqual({
      reason: 'Livelock',
      loops: ['painter-blue', 'painter-red'],
      key: 'demo/wall',
      message:
        `painter-blue and painter-red keep undoing each other's work on demo/wall: ${limits.wakesInARowMax} runs in a row ` +
        'without coming to rest. The key is no longer run until something else changes it.',
    });
  });

  it('leaves other keys of the same loops at work, and begins anew when somebody changes the object', () => {
    const stage = stageOf(quarrel);
    stage.write('wall', {});
    stage.pass(10 * 60_000);
    stage.write('wall', { mark: 'green' });
    stage.pass(10);
    expect(stage.data('wall')?.['mark']).not.toBe('green');
    stage.pass(10 * 60_000);
    expect(stage.stalls).toHaveLength(2);
    expect(stage.clock.pending).toBe(0);
  });

  it('of a loop with itself is told as such', () => {
    const count = setter('counter', ({ n = '0' }) => ({ n: String(Number(n) + 1) }));
    const stage = stageOf([{ ...count, run: (key, view) => ({ ...count.run(key, view), again: 1 }) }]);
    stage.write('a', {});
    stage.pass(60_000);
    expect(stage.stalls.map(({ message }) => message.split(':')[0])).toEqual([
      'counter keeps waking itself on demo/a',
    ]);
    expect(Number(stage.data('a')?.['n'])).toBe(limits.wakesInARowMax + 2);
  });
});

describe('a loop that fails', () => {
  const failing: Loop = {
    name: 'faulty',
    observes: { [maps]: () => ['demo/a'] },
    run: () => {
      throw new Error('what it expects is not so');
    },
  };

  it('stalls its key and leaves the world running', () => {
    const stage = stageOf([failing, setter('marker', mark('x'))], false);
    stage.write('a', {});
    stage.pass(1_000);
    expect(stage.stalls[0]).toMatchObject({
      reason: 'LoopFailed',
      loops: ['faulty'],
      key: 'demo/a',
      message: 'faulty failed on demo/a: what it expects is not so',
    });
    expect(stage.data('a')).toEqual({ mark: 'x' });
  });

  it('fails the test that meets it', () => {
    const stage = stageOf([failing]);
    stage.write('a', {});
    expect(() => stage.pass(100)).toThrow('what it expects is not so');
  });

  it('is one that reads what it does not declare', () => {
    const stage = stageOf([
      { name: 'reader', observes: { [maps]: () => ['a'] }, run: (_, view) => void view.list('core/secrets') },
    ]);
    stage.write('a', {});
    expect(() => stage.pass(100)).toThrow(
      'reader reads core/secrets, which it neither observes nor consults',
    );
  });
});

describe('a ledger', () => {
  const sizes = (): Loop => {
    const ledger = new Map<string, number>();
    const size = (object: StoredObject | undefined): number =>
      Object.keys((object as ConfigMap | undefined)?.data ?? {}).length;
    return {
      name: 'sizes',
      observes: {},
      run: () => undefined,
      ledger: {
        kinds: [maps],
        reset: () => ledger.clear(),
        fold: (_, prev, next) =>
          void ledger.set('total', (ledger.get('total') ?? 0) - size(prev) + size(next)),
        snapshot: () => ledger.get('total') ?? 0,
      },
    };
  };

  it('is what a recount gives, after every commit', () => {
    const stage = stageOf([sizes()]);
    const totals: unknown[] = [];
    for (const data of [{ a: '1' }, { a: '1', b: '2' }, undefined, { c: '3' }]) {
      stage.write('a', data);
      const kept = stage.runner.ledgers();
      stage.runner.recount();
      expect(stage.runner.ledgers()).toEqual(kept);
      totals.push(kept['sizes test']);
    }
    expect(totals).toEqual([1, 2, 0, 1]);
  });
});

it('waking everything runs every loop for everything that is stored', () => {
  const keys: string[] = [];
  const loop: Loop = {
    name: 'all',
    observes: { [maps]: (prev, next) => [(next ?? prev)?.metadata.name ?? ''] },
    run: (key) => void keys.push(key),
  };
  const stage = stageOf([loop]);
  stage.write('b', {});
  stage.write('a', {});
  stage.pass(100);
  keys.length = 0;
  stage.runner.wakeAll();
  stage.pass(100);
  expect(keys).toEqual(['a', 'b']);
});
