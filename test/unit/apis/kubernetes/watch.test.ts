// Watches: every change once and in order, as a selector sees it, from any revision that is still kept; and what is said when
// it is not.
import { describe, expect, it } from 'vitest';
import { limits } from '../../../../src/std/limits.ts';
import { deployment, pass, paths, worldOf } from '../../../worlds/setup.ts';
import type { World } from '../../../../src/world.ts';
import {
  ask,
  configMap,
  maps,
  mergePatch,
  metadataType,
  refused,
  tableType,
  watching,
  type Asked,
  type Watching,
} from './support.ts';

const watch = (world: World, query = '', asked: Asked = {}): Watching =>
  watching(world, `${maps}?watch=true${query === '' ? '' : `&${query}`}`, asked);

const create = (world: World, name: string, labels?: Readonly<Record<string, string>>) =>
  ask(world, 'POST', maps, {
    body: { ...configMap(name), metadata: { name, ...(labels === undefined ? {} : { labels }) } },
  }).body;

const change = (world: World, name: string, body: object) =>
  ask(world, 'PATCH', `${maps}/${name}`, { type: mergePatch, body }).body;

const now = (world: World): string => ask(world, 'GET', maps).body.metadata.resourceVersion;

describe('a watch', () => {
  it('answers at once, before anything has happened', () => {
    const { stream } = watch(worldOf(), `resourceVersion=${now(worldOf())}`);
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-cache, private',
    });
  });

  it.each([
    ['without a revision', ''],
    ['from any', 'resourceVersion=0'],
  ])('%s begins with what is there, in key order', (_, query) => {
    const world = worldOf();
    create(world, 'b');
    create(world, 'a');
    const watched = watch(world, query);
    expect(watched.told()).toEqual(['ADDED a', 'ADDED b', 'ADDED kube-root-ca.crt']);
    create(world, 'c');
    expect(watched.told()).toEqual(['ADDED c']);
  });

  it('tells each change once, in order, with rising revisions', () => {
    const world = worldOf();
    const watched = watch(world, `resourceVersion=${now(world)}`);
    create(world, 'a');
    change(world, 'a', { data: { x: '1' } });
    change(world, 'a', { data: { x: '1' } });
    create(world, 'b');
    ask(world, 'DELETE', `${maps}/a`);
    const frames = watched.frames();
    expect(frames.map(({ type, object }) => `${type} ${object.metadata.name}`)).toEqual([
      'ADDED a',
      'MODIFIED a',
      'ADDED b',
      'DELETED a',
    ]);
    const revisions = frames.map(({ object }) => Number(object.metadata.resourceVersion));
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
    expect(new Set(revisions).size).toBe(4);
    expect(frames.at(-1)?.object).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { x: '1' } });
    expect(now(world)).toBe(String(revisions.at(-1)));
  });

  it('resumes after a revision, with nothing lost and nothing twice', () => {
    const world = worldOf();
    const { metadata } = create(world, 'a');
    create(world, 'b');
    change(world, 'a', { data: { x: '1' } });
    const watched = watch(world, `resourceVersion=${metadata.resourceVersion}`);
    expect(watched.told()).toEqual(['ADDED b', 'MODIFIED a']);
    create(world, 'c');
    expect(watched.told()).toEqual(['ADDED c']);
  });

  it('sees its own namespace and its own kind', () => {
    const world = worldOf();
    const watched = watch(world, `resourceVersion=${now(world)}`);
    const all = watching(world, `/api/v1/configmaps?watch=1&resourceVersion=${now(world)}`);
    ask(world, 'POST', '/api/v1/namespaces/default/configmaps', { body: configMap('elsewhere') });
    ask(world, 'POST', '/api/v1/namespaces/demo/secrets', {
      body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'secret' } },
    });
    create(world, 'here');
    expect([watched.told(), all.told()]).toEqual([['ADDED here'], ['ADDED elsewhere', 'ADDED here']]);
  });

  it('ends when the client stops it', () => {
    const world = worldOf();
    const watched = watch(world, `resourceVersion=${now(world)}`);
    watched.stop();
    create(world, 'a');
    expect(watched.frames()).toEqual([]);
  });

  it('hands over how long the client wants it', () => {
    const world = worldOf();
    expect(watch(world, 'timeoutSeconds=7').stream.timeoutSeconds).toBe(7);
    expect(watch(world).stream.timeoutSeconds).toBeUndefined();
  });

  it('tells what loops of the world do', () => {
    const world = worldOf();
    const watched = watching(world, `${paths.pods}?watch=1&resourceVersion=${now(world)}`);
    ask(world, 'POST', paths.deployments, { body: deployment('web', 1) });
    pass(world, 60);
    const told = watched.frames();
    expect(told[0]?.type).toBe('ADDED');
    expect(told.at(-1)).toMatchObject({ type: 'MODIFIED', object: { status: { phase: 'Running' } } });
  });

  it('is asked of collections: with a name it is a get', () => {
    const world = worldOf();
    create(world, 'a');
    expect(ask(world, 'GET', `${maps}/a?watch=true`).body).toMatchObject({ kind: 'ConfigMap' });
  });
});

describe('selectors', () => {
  it('make a change that enters an addition, one that leaves a removal', () => {
    const world = worldOf();
    const watched = watch(world, `labelSelector=app%3Dweb&resourceVersion=${now(world)}`);
    create(world, 'a');
    change(world, 'a', { metadata: { labels: { app: 'web' } } });
    const inside = change(world, 'a', { data: { x: '1' } });
    const outside = change(world, 'a', { metadata: { labels: { app: 'db' } }, data: { x: '2' } });
    change(world, 'a', { data: { x: '3' } });
    change(world, 'a', { metadata: { labels: { app: 'web' } } });
    ask(world, 'DELETE', `${maps}/a`);
    const frames = watched.frames();
    expect(frames.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED', 'ADDED', 'DELETED']);
    // Gone as it was last seen, at the revision that took it away.
    const { resourceVersion } = outside.metadata;
    expect(frames[2]?.object).toEqual({ ...inside, metadata: { ...inside.metadata, resourceVersion } });
  });

  it('do the same to fields, and to what is resumed', () => {
    const world = worldOf();
    const from = now(world);
    ask(world, 'POST', paths.deployments, { body: deployment('web', 1) });
    pass(world, 60);
    const phases = watching(
      world,
      `${paths.pods}?watch=1&resourceVersion=${from}&fieldSelector=status.phase%3DPending`,
    ).frames();
    expect(phases[0]?.type).toBe('ADDED');
    expect(phases.at(-1)?.type).toBe('DELETED');
    expect(phases.filter(({ type }) => type === 'ADDED')).toHaveLength(1);
  });

  it('narrow a watch to one name', () => {
    const world = worldOf();
    const watched = watch(world, `fieldSelector=metadata.name%3Da&resourceVersion=${now(world)}`);
    create(world, 'b');
    create(world, 'a');
    expect(watched.told()).toEqual(['ADDED a']);
  });
});

describe('bookmarks', () => {
  it('come when asked for, and say how far the watch is', () => {
    const world = worldOf();
    const watched = watch(world, `allowWatchBookmarks=true&resourceVersion=${now(world)}`);
    ask(world, 'POST', '/api/v1/namespaces/default/configmaps', { body: configMap('elsewhere') });
    watched.bookmark();
    expect(watched.frames()).toEqual([
      {
        type: 'BOOKMARK',
        object: {
          kind: 'ConfigMap',
          apiVersion: 'v1',
          metadata: { resourceVersion: now(world), creationTimestamp: null },
        },
      },
    ]);
  });

  it('do not come otherwise', () => {
    const world = worldOf();
    const watched = watch(world, `resourceVersion=${now(world)}`);
    watched.bookmark();
    expect(watched.frames()).toEqual([]);
  });

  it('are of the type that the client takes', () => {
    const world = worldOf();
    const of = (accept: string) => {
      const watched = watch(world, `allowWatchBookmarks=1&resourceVersion=${now(world)}`, { accept });
      watched.bookmark();
      return watched.frames()[0]?.object;
    };
    expect(of(metadataType)).toMatchObject({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' });
    expect(of(tableType)).toMatchObject({
      kind: 'Table',
      rows: [],
      metadata: { resourceVersion: now(world) },
    });
  });
});

describe('initial events', () => {
  const initial = (world: World, rest = '') =>
    watch(world, `sendInitialEvents=true&resourceVersionMatch=NotOlderThan${rest}`);

  it('end with a bookmark that says so', () => {
    const world = worldOf();
    create(world, 'a');
    const watched = initial(world, '&allowWatchBookmarks=true');
    const frames = watched.frames();
    expect(frames.map(({ type }) => type)).toEqual(['ADDED', 'ADDED', 'BOOKMARK']);
    expect(frames.at(-1)?.object.metadata).toEqual({
      resourceVersion: now(world),
      creationTimestamp: null,
      annotations: { 'k8s.io/initial-events-end': 'true' },
    });
    create(world, 'b');
    expect(watched.told()).toEqual(['ADDED b']);
  });

  it('come at any revision that is reached, and without bookmarks too', () => {
    const world = worldOf();
    expect(initial(world, `&resourceVersion=${now(world)}`).told()).toEqual(['ADDED kube-root-ca.crt']);
  });

  it('can be declined: then only what comes is told', () => {
    const world = worldOf();
    for (const rest of ['', '&resourceVersion=0']) {
      const watched = watch(world, `sendInitialEvents=false&resourceVersionMatch=NotOlderThan${rest}`);
      create(world, `new${rest.length}`);
      expect(watched.told()).toEqual([`ADDED new${rest.length}`]);
    }
  });

  it.each([
    ['sendInitialEvents=true', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'],
    [
      'sendInitialEvents=true&resourceVersionMatch=Exact',
      'Unsupported value: "Exact": supported values: "NotOlderThan"',
    ],
    [
      'resourceVersionMatch=NotOlderThan',
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    ],
  ])('%s is invalid', (query, why) => {
    const status = refused(worldOf(), 'GET', `${maps}?watch=true&${query}`);
    expect(status).toMatchObject({ code: 422, details: { kind: 'ListOptions' } });
    expect(status.message).toContain(why);
  });
});

describe('a revision', () => {
  it('that is no longer kept is told inside the stream, which then ends', () => {
    const world = worldOf();
    const watched = watch(world, 'resourceVersion=1');
    expect(watched.stream.status).toBe(200);
    const [frame, ...more] = watched.frames();
    expect(frame).toEqual({
      type: 'ERROR',
      object: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: expect.stringMatching(/^too old resource version: 1 \(\d+\)$/) as unknown,
        reason: 'Expired',
        code: 410,
      },
    });
    expect([more, watched.ended()]).toEqual([[], true]);
  });

  it('that is not reached is refused', () => {
    expect(refused(worldOf(), 'GET', `${maps}?watch=1&resourceVersion=999999`)).toMatchObject({
      code: 504,
      reason: 'Timeout',
    });
  });

  it('that is none is refused', () => {
    expect(refused(worldOf(), 'GET', `${maps}?watch=1&resourceVersion=x`)).toMatchObject({ code: 500 });
  });
});

describe('what a watch shows', () => {
  it('is a Table, with its columns once', () => {
    const world = worldOf();
    create(world, 'a');
    const watched = watch(world, '', { accept: tableType });
    create(world, 'b');
    const frames = watched.frames();
    expect(
      frames.map(({ object }) => [object.kind, object.columnDefinitions?.length, object.rows?.[0]?.cells]),
    ).toEqual([
      ['Table', 3, ['a', 0, '0s']],
      ['Table', undefined, ['kube-root-ca.crt', 1, '12d']],
      ['Table', undefined, ['b', 0, '0s']],
    ]);
    expect(frames[2]?.object.rows?.[0]?.object).toMatchObject({ kind: 'PartialObjectMetadata' });
  });

  it('is metadata', () => {
    const world = worldOf();
    const watched = watch(world, `resourceVersion=${now(world)}`, { accept: metadataType });
    const { metadata } = create(world, 'a');
    expect(watched.frames()).toEqual([
      { type: 'ADDED', object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata } },
    ]);
  });
});

it('holds no more watches than it says', () => {
  const world = worldOf();
  const open = Array.from({ length: limits.watchesMax }, () => watch(world, `resourceVersion=${now(world)}`));
  const { status, headers, body } = ask(world, 'GET', `${maps}?watch=1`);
  expect([status, headers['retry-after'], body.reason]).toEqual([429, '1', 'TooManyRequests']);
  expect(body.message).toContain('watchesMax');
  open[0]?.stop();
  open[0]?.stop();
  expect(watch(world).stream.status).toBe(200);
  expect(ask(world, 'GET', `${maps}?watch=1`).status).toBe(429);
});
