/** Links made, opened, previewed, accepted: the same hash at the end, nothing kept before it is accepted, nothing overwritten. */
import { beforeEach, expect, test } from 'vitest';
import { identitiesOf } from '../../../../src/runtime/browser/identities.ts';
import { makeLink, readLink, replayLink, type ReadLink } from '../../../../src/runtime/browser/link.ts';
import { pack } from '../../../../src/runtime/browser/compress.ts';
import { instantiateKernels } from '../../../../src/runtime/node/kernels.ts';
import { presetNamed, scenarioFrom } from '../../../../src/scenarios/index.ts';
import { printFragment } from '../../../../src/share/fragment.ts';
import type { SharedWorld } from '../../../../src/share/shape.ts';
import { writeShared } from '../../../../src/share/write.ts';
import { limits } from '../../../../src/std/limits.ts';
import { World } from '../../../../src/world.ts';
import {
  configMapsOf,
  createConfigMap,
  freshBrowser,
  locks,
  newTab,
  newWall,
  openTab,
  requestOf,
  until,
} from './browser.ts';

beforeEach(freshBrowser);

const words = { title: 'A title', text: '**Markdown**', view: '#/hosts' };
const scenario = presetNamed('four-hosts')!;

const deployment = (replicas: number, name = 'web') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'web', image: 'nginx:1.25' }] },
    },
  },
});

/** A world in which something happened, and what was asked of it. */
function busyWorld(given: object = {}): World {
  const read = scenarioFrom({ preset: 'four-hosts', ...given });
  if ('causes' in read) throw new Error(read.causes.join());
  const world = World.create({ scenario: read.scenario, kernels: instantiateKernels() });
  const identities = identitiesOf(read.scenario);
  const ask = (actor: string, method: string, path: string, body?: unknown) => {
    world.request(requestOf(method, path, body), identities.get(actor));
    world.runTo(world.now + 1_500);
  };
  ask('client', 'POST', '/apis/apps/v1/namespaces/demo/deployments', deployment(5));
  ask('sso:dev-anna@vsphere.local', 'POST', '/api/v1/namespaces/demo/configmaps', {
    metadata: { name: 'a' },
  });
  world.runTo(world.now + 60_000);
  ask('admin.conf', 'DELETE', '/apis/apps/v1/namespaces/demo/deployments/web');
  world.runTo(world.now + 777);
  return world;
}

async function linkOf(world: World): Promise<string> {
  const made = await makeLink(world, world.journal, words);
  if ('error' in made) throw new Error(made.error);
  expect(made.link.hash).toBe(world.hash());
  expect(made.link.characters).toBe(made.link.fragment.length);
  return made.link.fragment;
}

async function reading(fragment: string): Promise<ReadLink> {
  const read = await readLink(fragment);
  if ('error' in read) throw new Error(read.error);
  return read;
}

const replay = (read: ReadLink, changes: Partial<Parameters<typeof replayLink>[1]> = {}) =>
  replayLink(read, {
    kernels: instantiateKernels(),
    options: {},
    wall: newWall(),
    onProgress: () => undefined,
    isUnwanted: () => false,
    ...changes,
  });

test.each([
  ['a preset as it is', {}],
  ['another seed', { seed: 7 }],
  ['what differs from the preset', { hosts: { count: 8 }, names: { vcenter: 'vc.example.test' } }],
])('a link leads to the same hash: %s', async (_what, given) => {
  const world = busyWorld(given);
  const replayed = await replay(await reading(await linkOf(world)));
  if ('error' in replayed) throw new Error(replayed.error);
  expect(replayed.preview).toEqual({
    ...words,
    preset: 'four-hosts',
    seed: world.scenario.seed,
    records: 3,
    engine: '0.1.0',
    differences: [],
  });
  expect(replayed.world.hash()).toBe(world.hash());
  expect(replayed.world.scenario).toEqual(world.scenario);
});

/** A link whose content is changed before it is packed. */
async function changed(world: World, change: (shared: SharedWorld) => SharedWorld): Promise<string> {
  const { shared } = await reading(await linkOf(world));
  return printFragment(await pack(writeShared(change(shared))));
}

test('another engine, another outcome, requests that are refused now: each is said', async () => {
  const world = busyWorld();
  const fragment = await changed(world, (shared) => ({
    ...shared,
    engine: '0.0.9',
    records: shared.records.map((record) => ({ ...record, path: record.path.replace('demo', 'nowhere') })),
  }));
  const replayed = await replay(await reading(fragment));
  if ('error' in replayed) throw new Error(replayed.error);
  expect(replayed.preview.differences).toEqual([
    'POST /apis/apps/v1/namespaces/nowhere/deployments changed something then and changes nothing now.',
    'POST /api/v1/namespaces/nowhere/configmaps changed something then and changes nothing now.',
    'DELETE /apis/apps/v1/namespaces/nowhere/deployments/web changed something then and changes nothing now.',
    'The replay does not end in the state that the world had when it was shared.',
    'The link was made by version 0.0.9 of the sandbox; this is 0.1.0.',
  ]);
});

test.each([
  [
    'somebody the scenario does not know',
    (shared: SharedWorld) => withActor(shared, 'sso:eve@vsphere.local'),
    /does not know sso:eve@vsphere.local/,
  ],
  [
    'a group for a name',
    (shared: SharedWorld) => withActor(shared, 'system:masters'),
    /does not know system:masters/,
  ],
  ['an unknown preset', (shared: SharedWorld) => ({ ...shared, preset: 'x' }), /preset: "x" is not known/],
  [
    'an unknown field of the scenario',
    (shared: SharedWorld) => ({ ...shared, differences: { x: 1 } }),
    /x: unknown field/,
  ],
  [
    'a Supervisor that ran for ages',
    (shared: SharedWorld) => ({ ...shared, differences: { enabledAt: '1000-01-01T00:00:00Z' } }),
    /too long before/,
  ],
])('refused before a world is built: %s', async (_what, change, says) => {
  const read = await readLink(await changed(busyWorld(), change));
  expect('error' in read && read.error).toMatch(says);
});

function withActor(shared: SharedWorld, actor: string): SharedWorld {
  return { ...shared, records: shared.records.map((record) => ({ ...record, actor })) };
}

test('linkHostsMax: the value passes, one more does not', async () => {
  const link = (count: number) =>
    changed(busyWorld(), (shared) => ({ ...shared, differences: { hosts: { count } } }));
  expect(await readLink(await link(limits.linkHostsMax))).toHaveProperty(
    'scenario.hosts.count',
    limits.linkHostsMax,
  );
  expect(await readLink(await link(limits.linkHostsMax + 1))).toEqual({
    error: expect.stringContaining(`hosts.count: must be between 3 and ${limits.linkHostsMax}`) as string,
  });
});

test('linkObjectsMax: a world with as many is opened, one with more is not', async () => {
  const world = World.create({ scenario, kernels: instantiateKernels() });
  const client = identitiesOf(scenario).get('client');
  for (const name of ['a', 'b', 'c'])
    world.request(requestOf('POST', '/api/v1/namespaces/demo/configmaps', { metadata: { name } }), client);
  const read = await reading(await linkOf(world));
  expect(await replay(read, { objectsMax: world.objects })).toHaveProperty('world');
  const most = world.objects - 1;
  expect(await replay(read, { objectsMax: most })).toEqual({
    error: `The link cannot be opened: it makes more than ${most} objects.`,
  });
  // Nor is a link made that nobody could open.
  expect(await makeLink(world, world.journal, words, world.objects)).toHaveProperty('link');
  expect(await makeLink(world, world.journal, words, most)).toEqual({
    error: `This workspace cannot be shared as a link: it has ${world.objects} objects, a link leads to at most ${most}. Export the workspace as a file instead`,
  });
});

test('a replay lets others in after every few events', async () => {
  const world = busyWorld();
  const deployments = '/apis/apps/v1/namespaces/demo/deployments';
  world.request(
    requestOf('POST', deployments, deployment(180, 'large')),
    identitiesOf(world.scenario).get('client'),
  );
  world.runTo(world.now + 300_000);
  const read = await reading(await linkOf(world));
  const wall = newWall();
  let breaths = 0;
  const breathe = () => ((breaths += 1), wall.breathe());
  const replayed = await replay(read, { wall: { ...wall, breathe } });
  if ('error' in replayed) throw new Error(replayed.error);
  // The same again in one go, counted: events since the scenario began.
  const whole = World.create({ scenario, kernels: instantiateKernels() });
  let events = 0;
  const count = (until: number): void => {
    for (let done = false; !done;) {
      const ran = whole.run(until, 1);
      events += ran.events;
      done = ran.done;
    }
  };
  const startsAt = whole.now;
  const identities = identitiesOf(scenario);
  for (const { atMs, actor, ...request } of read.shared.records) {
    count(startsAt + atMs);
    whole.request(request, identities.get(actor));
  }
  count(startsAt + read.shared.clockMs);
  expect(whole.hash()).toBe(replayed.world.hash());
  // This wall gives a quarter of a millisecond to each look, of which there is one every 16 events: 32 looks a slice.
  expect(events).toBeGreaterThan(1_500);
  expect(breaths * 33 * 16).toBeGreaterThanOrEqual(events - 33 * 16);
});

test('a replay that nobody wants any more ends', async () => {
  const read = await reading(await linkOf(busyWorld()));
  expect(await replay(read, { isUnwanted: () => true })).toEqual({
    error: 'The link was not opened: something else was asked for meanwhile.',
  });
});

const shareRefused: readonly [what: string, words: object, says: RegExp][] = [
  [
    'a title that is too long',
    { title: 'x'.repeat(121) },
    /its title has 121 characters, at most 120 are allowed/,
  ],
  [
    'a text that is too long',
    { text: 'x'.repeat(2_001) },
    /its text has 2001 characters, at most 2000 are allowed/,
  ],
  ['a title with a line end', { title: 'a\nb' }, /title has control characters/],
  ['a view that is none', { view: 'https://example.com' }, /view is not a route of the page/],
];

test.each(shareRefused)('not shared: %s', async (_what, change, says) => {
  const world = busyWorld();
  const made = await makeLink(world, world.journal, { ...words, ...change });
  expect('error' in made && made.error).toMatch(/^This workspace cannot be shared as a link: /);
  expect('error' in made && made.error).toMatch(says);
});

test('linkRecordsMax, linkCharactersMax: past them sharing says what to do instead', async () => {
  const world = busyWorld();
  const one = world.journal[0]!;
  const many = (count: number) => Array.from({ length: count }, () => one);
  const over = await makeLink(world, many(limits.linkRecordsMax + 1), words);
  expect('error' in over && over.error).toMatch(
    /it holds 5001 requests, a link at most 5000. Export the workspace as a file/,
  );
  const random = (index: number) => ({
    ...one,
    command: { ...one.command, request: requestOf('POST', `/api/v1/${hash(index)}`, hash(index)) },
  });
  const long = Array.from({ length: 4_000 }, (_, index) => random(index)) as typeof world.journal;
  const tooLong = await makeLink(world, long, words);
  expect('error' in tooLong && tooLong.error).toMatch(
    /it would have \d+ characters, a link at most 32768. Export/,
  );
});

const hash = (index: number): string =>
  Math.imul(index + 1, 2_654_435_761)
    .toString(36)
    .repeat(3);

test('an actor that the scenario does not know cannot be shared', async () => {
  const world = busyWorld();
  world.request(requestOf('POST', '/api/v1/namespaces/demo/configmaps', { metadata: { name: 'x' } }), {
    user: 'somebody',
    groups: ['system:masters'],
  });
  expect(await makeLink(world, world.journal, words)).toEqual({
    error:
      'This workspace cannot be shared as a link: POST /api/v1/namespaces/demo/configmaps was asked by somebody, whom the scenario does not know',
  });
});

test('a preview is shown, kept nowhere, and dropped', async () => {
  const tab = await openTab();
  await tab.host.clock({ type: 'pause' });
  await createConfigMap(tab, 'mine');
  const before = await tab.host.hash();
  const rows = async () => (await indexedDB.databases()).map(({ name }) => name).sort();
  const databases = await rows();
  const link = await linkOf(busyWorld());
  expect(await tab.host.open({ type: 'link', fragment: link })).toEqual({ state: 'open' });
  const state = await tab.state();
  expect(state).toMatchObject({
    running: false,
    keeping: { state: 'memory' },
    preview: { ...words, records: 3, differences: [] },
  });
  expect(await configMapsOf(tab)).toContain('a');
  expect((await createConfigMap(tab, 'while-it-is-a-preview')).status).toBe(201);
  expect(await rows()).toEqual(databases);
  expect(await tab.host.dropPreview()).toEqual({ state: 'open' });
  expect((await tab.state()).preview).toBeUndefined();
  expect(await tab.host.hash()).toBe(before);
  expect(await configMapsOf(tab)).toEqual(['kube-root-ca.crt', 'mine']);
});

test('a preview that is accepted is a workspace of its own, beside the one before', async () => {
  const tab = await openTab();
  await createConfigMap(tab, 'mine');
  const [old] = await tab.host.workspaces();
  const world = busyWorld();
  await tab.host.open({ type: 'link', fragment: await linkOf(world) });
  expect(await tab.host.acceptPreview()).toEqual({ state: 'open' });
  expect(await tab.state()).toMatchObject({
    preview: undefined,
    running: false,
    keeping: { state: 'saved' },
  });
  expect(await tab.host.hash()).toBe(world.hash());
  const [fresh, ...others] = await tab.host.workspaces();
  expect(fresh).toMatchObject({ title: 'A title', current: true });
  expect(others).toEqual([{ ...old, current: false }]);
  tab.kill();
  locks.free();
  const again = await openTab();
  expect(await again.host.hash()).toBe(world.hash());
  expect(await again.host.share(words)).toMatchObject({ hash: world.hash() });
  await again.host.open({ type: 'workspace', preset: 'four-hosts', id: old!.id });
  expect(await configMapsOf(again)).toContain('mine');
});

test('a link in a browser that was never used: nothing is kept until it is accepted or dropped', async () => {
  const tab = newTab();
  await tab.host.open({ type: 'link', fragment: await linkOf(busyWorld()) });
  expect(await indexedDB.databases()).toEqual([]);
  expect(await tab.host.dropPreview()).toEqual({ state: 'open' });
  expect((await tab.state()).keeping.state).not.toBe('memory');
  expect(await configMapsOf(tab)).toEqual(['kube-root-ca.crt']);
});

test('without a preview there is nothing to accept', async () => {
  expect(await (await openTab()).host.acceptPreview()).toMatchObject({ state: 'refused' });
});

test('the workspace stands while a preview is on show, and runs on after it', async () => {
  const tab = await openTab();
  await tab.host.clock({ type: 'play', speed: 1000 });
  await tab.host.open({ type: 'link', fragment: await linkOf(busyWorld()) });
  await tab.host.dropPreview();
  const { now, running, speed } = await tab.state();
  expect({ running, speed }).toEqual({ running: true, speed: 1000 });
  await until('it runs', async () => (await tab.state()).now > now);
});

test('a second link, or anything else, ends the replay of the first', async () => {
  const tab = await openTab();
  const fragment = await linkOf(busyWorld());
  const [first, second] = await Promise.all([
    tab.host.open({ type: 'link', fragment }),
    tab.host.open({ type: 'link', fragment }),
  ]);
  expect([first.state, second.state]).toEqual(['refused', 'open']);
});
