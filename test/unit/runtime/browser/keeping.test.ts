/** What is kept comes back, nothing else is claimed, and where nothing can be kept that is said. */
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import { workspacesMax } from '../../../../src/runtime/browser/kept/catalogue.ts';
import { clusterAdmin } from '../../../../src/world.ts';
import {
  configMapsOf,
  createConfigMap,
  freshBrowser,
  locks,
  newTab,
  openTab,
  until,
  type Tab,
} from './browser.ts';

beforeEach(freshBrowser);

const workspace = { type: 'workspace', preset: 'four-hosts' } as const;

function reopen(tab: Tab): Promise<Tab> {
  tab.kill();
  locks.free();
  return openTab(workspace);
}

test('a workspace opens again as it was, clock and all', async () => {
  const tab = await openTab();
  await tab.host.clock({ type: 'pause' });
  for (const name of ['a', 'b', 'c']) expect((await createConfigMap(tab, name)).status).toBe(201);
  await tab.host.clock({ type: 'advance', ms: 3_600_000 });
  const hash = await tab.host.hash();
  const again = await reopen(tab);
  expect(await again.host.hash()).toBe(hash);
  expect(await configMapsOf(again)).toEqual(['a', 'b', 'c', 'kube-root-ca.crt']);
  expect(await again.state()).toMatchObject({ running: false, keeping: { state: 'saved' }, notices: [] });
});

test('time that passed without a request is there again, and the clock runs on as fast as before', async () => {
  const tab = await openTab(workspace);
  const { startsAt } = await tab.state();
  await tab.host.clock({ type: 'play', speed: 100 });
  await until('a minute went by', async () => (await tab.state()).now > startsAt + 600_000);
  const { now } = await tab.state();
  await tab.host.hide();
  const again = await reopen(tab);
  const state = await again.state();
  expect(state.now).toBeGreaterThanOrEqual(now);
  expect(state).toMatchObject({ running: true, speed: 100 });
});

test('a running clock is noted every few seconds without being told to', async () => {
  const tab = await openTab(workspace);
  await tab.host.clock({ type: 'play', speed: 100 });
  const { now } = await tab.state();
  await until('ten seconds of wall time', async () => (await tab.state()).now > now + 1_000_000);
  const again = await reopen(tab);
  expect((await again.state()).now).toBeGreaterThanOrEqual(now + 300_000);
});

test('next goes to the next change, is kept, and does nothing where nothing is due', async () => {
  const tab = await openTab();
  await tab.host.clock({ type: 'pause' });
  await tab.host.clock({ type: 'next' });
  const { now, revision } = await tab.state();
  await createConfigMap(tab, 'c');
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'p', image: 'nginx' }] },
  };
  expect((await tab.request('POST', '/api/v1/namespaces/demo/pods', pod)).status).toBe(201);
  const before = await tab.state();
  expect(before.revision).toBeGreaterThan(revision);
  await tab.host.clock({ type: 'next' });
  const after = await tab.state();
  expect(after.revision).toBeGreaterThan(before.revision);
  expect(after.now).toBeGreaterThanOrEqual(now);
  const again = await reopen(tab);
  expect((await again.state()).now).toBe(after.now);
});

test('pausing ends an advance where it is', async () => {
  const tab = await openTab();
  const { startsAt } = await tab.state();
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'p', image: 'crash-loop' }] },
  };
  await tab.request('POST', '/api/v1/namespaces/demo/pods', pod);
  const years = tab.host.clock({ type: 'advance', ms: 3 * 366 * 86_400_000 });
  await new Promise((resolve) => setTimeout(resolve, 30));
  await tab.host.clock({ type: 'pause' });
  await years;
  const state = await tab.state();
  expect(state).toMatchObject({ running: false, advancing: false });
  expect(state.now - startsAt).toBeLessThan(3 * 366 * 86_400_000);
});

test.each([[NaN], [-5], [Number.POSITIVE_INFINITY]])('an advance by %d is nothing', async (ms) => {
  const tab = await openTab();
  await tab.host.clock({ type: 'pause' });
  const { now } = await tab.state();
  await tab.host.clock({ type: 'advance', ms });
  await tab.host.clock({ type: 'play', speed: ms });
  expect(await tab.state()).toMatchObject({ now, running: false });
});

test('a new world leaves the old one kept, and one can go back to it', async () => {
  const tab = await openTab();
  await createConfigMap(tab, 'old');
  const [old] = await tab.host.workspaces();
  expect(await tab.host.open({ type: 'new', preset: 'four-hosts', seed: 7 })).toEqual({ state: 'open' });
  expect((await tab.state()).scenario.seed).toBe(7);
  expect(await configMapsOf(tab)).not.toContain('old');
  expect((await tab.host.workspaces()).map(({ current }) => current)).toEqual([true, false]);
  const again = await reopen(tab);
  expect((await again.state()).scenario.seed).toBe(7);
  expect(await again.host.open({ ...workspace, id: old!.id })).toEqual({ state: 'open' });
  expect(await configMapsOf(again)).toContain('old');
});

test('what cannot be opened changes nothing', async () => {
  const tab = await openTab();
  await tab.host.clock({ type: 'pause' });
  const hash = await tab.host.hash();
  for (const opening of [
    { type: 'workspace', preset: 'nowhere' },
    { type: 'workspace', preset: 'four-hosts', id: 'nowhere' },
    { type: 'new', preset: 'nowhere' },
    { type: 'new', preset: 'four-hosts', seed: -1 },
  ] as const)
    expect(await tab.host.open(opening)).toMatchObject({
      state: 'refused',
      why: expect.stringMatching(/.{20}/) as string,
    });
  expect(await tab.host.hash()).toBe(hash);
});

test('workspaces are removed, but not one that is open', async () => {
  const tab = await openTab();
  const [first] = await tab.host.workspaces();
  expect(await tab.host.removeWorkspace(first!.id)).toMatchObject({ state: 'refused' });
  await tab.host.open({ type: 'new', preset: 'four-hosts' });
  expect(await tab.host.removeWorkspace(first!.id)).toEqual({ state: 'open' });
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(
    `supervisor-sandbox-${first!.id}`,
  );
  expect(await tab.host.workspaces()).toHaveLength(1);
});

test('workspacesMax: as many are kept, for one more another has to go', async () => {
  const tab = await openTab();
  const [first] = await tab.host.workspaces();
  const list = await openDB('supervisor-sandbox');
  const entry = (await list.get('workspaces', first!.id)) as object;
  for (let count = 1; count < workspacesMax - 1; count++)
    await list.put('workspaces', { ...entry, id: `w${count}` });
  list.close();
  const next = { type: 'new', preset: 'four-hosts' } as const;
  expect(await tab.host.open(next)).toEqual({ state: 'open' });
  expect(await tab.host.workspaces()).toHaveLength(workspacesMax);
  await tab.host.clock({ type: 'pause' });
  const hash = await tab.host.hash();
  const refused = {
    state: 'refused',
    why: 'This browser already keeps 50 workspaces: export and remove one of them first.',
  };
  expect(await tab.host.open(next)).toEqual(refused);
  const { fragment } = await tab.host.share({ title: '', text: '', view: '' });
  await tab.host.open({ type: 'link', fragment });
  expect(await tab.host.acceptPreview()).toEqual(refused);
  expect((await tab.state()).preview).toBeDefined();
  await tab.host.dropPreview();
  expect(await tab.host.hash()).toBe(hash);
  expect(await tab.host.removeWorkspace('w1')).toEqual({ state: 'open' });
  expect(await tab.host.open(next)).toEqual({ state: 'open' });
});

test('checkpoints: two are kept, and only the chunks that they need', async () => {
  const tab = await openTab();
  await tab.host.clock({ type: 'pause' });
  const [{ id } = { id: '' }] = await tab.host.workspaces();
  const rows = await openDB(`supervisor-sandbox-${id}`);
  const counts: number[] = [];
  await until('the first', async () => (await rows.count('manifests')) === 1);
  for (let round = 1; round <= 5; round++) {
    await createConfigMap(tab, `c${round}`);
    await tab.host.hide();
    await until(
      'a checkpoint',
      async () => ((await rows.get('pointer', 'pointer')) as number[])?.[0] === round + 1,
    );
    counts.push(await rows.count('chunks'));
  }
  expect(await rows.count('manifests')).toBe(2);
  // A new config map changes one chunk (its own), and the log of nothing else: two generations differ by one.
  expect(new Set(counts.slice(1)).size).toBe(1);
  const { text } = (await rows.get('manifests', 6)) as { text: string };
  expect(counts.at(-1)! - new Set(text.match(/"[0-9a-f]{32}"/g)).size).toBeLessThanOrEqual(2);
  rows.close();
});

test('a checkpoint comes by itself after many records, and after a long advance', async () => {
  const tab = await openTab(workspace);
  await tab.host.clock({ type: 'pause' });
  const [{ id } = { id: '' }] = await tab.host.workspaces();
  const rows = await openDB(`supervisor-sandbox-${id}`);
  const generation = async (): Promise<number> =>
    ((await rows.get('pointer', 'pointer')) as number[] | undefined)?.[0] ?? 0;
  await until('the first', async () => (await generation()) === 1);
  await Promise.all(Array.from({ length: 501 }, (_, index) => createConfigMap(tab, `c${index}`)));
  await until('after 500 records', async () => (await generation()) === 2);
  await createConfigMap(tab, 'one-more');
  await tab.host.clock({ type: 'advance', ms: 2 * 3_600_000 });
  await until('after two hours', async () => (await generation()) === 3);
  await createConfigMap(tab, 'and-another');
  await until('after 30 s without a request', async () => (await generation()) === 4);
  rows.close();
});

test('an export has everything that was asked, of the workspace even while a preview is on show', async () => {
  const tab = await openTab();
  await createConfigMap(tab, 'c1');
  const { fragment } = await tab.host.share({ title: 'A title', text: '', view: '' });
  const again = await reopen(tab);
  await createConfigMap(again, 'c2');
  await again.host.open({ type: 'link', fragment });
  const exported = JSON.parse(await again.host.exportWorkspace()) as {
    journal: { seq: number }[];
    scenario: object;
  };
  expect(exported.journal.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(JSON.stringify(exported.journal)).toContain('c2');
  expect(exported.scenario).toMatchObject({ preset: 'four-hosts', seed: 42 });
});

test('who asks: the administrator, or whoever the token names', async () => {
  const tab = await openTab();
  const login = await tab.host.request({
    method: 'POST',
    path: '/wcp/login',
    headers: { authorization: `Basic ${btoa('dev-anna@vsphere.local:VMware1!')}` },
  });
  const token = (JSON.parse(login.body) as { session_id: string }).session_id;
  const asAnna = (path: string) =>
    tab.host.request({ method: 'GET', path, headers: { authorization: `Bearer ${token}` } });
  expect((await asAnna('/api/v1/namespaces/demo/pods')).status).toBe(200);
  expect((await asAnna('/api/v1/namespaces/kube-system/secrets')).status).toBe(403);
  expect((await tab.request('GET', '/api/v1/nodes')).status).toBe(200);
  const nobody = { method: 'GET', path: '/api/v1/nodes', headers: { authorization: 'Bearer nonsense' } };
  expect((await tab.host.request(nobody)).status).toBe(401);
  expect(clusterAdmin.groups).toContain('system:masters');
});

test('before anything is open, requests say so', async () => {
  const tab = newTab();
  expect((await tab.request('GET', '/api/v1/nodes')).status).toBe(503);
  await expect(tab.host.hash()).rejects.toThrow('No world is open yet.');
  await expect(tab.host.exportWorkspace()).rejects.toThrow('There is nothing to export');
});

class Refusing extends IDBFactory {
  readonly #name: string;

  constructor(name: string) {
    super();
    this.#name = name;
  }

  override open(): never {
    throw new DOMException('as the test wants it', this.#name);
  }
}

const memoryOnly: readonly [what: string, refuse: () => void, why: RegExp][] = [
  [
    'storage is forbidden',
    () => (globalThis.indexedDB = new Refusing('SecurityError')),
    /stores? nothing|sandboxed frame/,
  ],
  [
    'there is no storage',
    () => Reflect.deleteProperty(globalThis, 'indexedDB'),
    /sandboxed frame or storage is turned off/,
  ],
  [
    'the files behind it are broken',
    () => (globalThis.indexedDB = new Refusing('UnknownError')),
    /could not use its storage/,
  ],
  [
    'a private window refuses',
    () => (globalThis.indexedDB = new Refusing('InvalidStateError')),
    /private windows/,
  ],
  ['it is full', () => (globalThis.indexedDB = new Refusing('QuotaExceededError')), /no room left/],
  [
    'there are no locks',
    () => Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true }),
    /sandboxed frame/,
  ],
];

test.each(memoryOnly)('memory only, and said why: %s', async (_what, refuse, why) => {
  refuse();
  const tab = await openTab(workspace);
  const { keeping, running } = await tab.state();
  expect(keeping).toMatchObject({ state: 'memory', why: expect.stringMatching(why) as string });
  expect(running).toBe(true);
  expect((await createConfigMap(tab, 'c')).status).toBe(201);
  expect(await configMapsOf(tab)).toContain('c');
  await tab.host.clock({ type: 'pause' });
  await tab.host.clock({ type: 'advance', ms: 1_000 });
  await tab.host.hide();
  expect((await tab.state()).keeping.state).toBe('memory');
  const { fragment } = await tab.host.share({ title: '', text: '', view: '' });
  expect(await tab.host.open({ type: 'link', fragment })).toEqual({ state: 'open' });
  expect(await tab.host.acceptPreview()).toEqual({ state: 'open' });
  expect(await tab.state()).toMatchObject({ keeping: { state: 'memory' }, preview: undefined });
  expect(await configMapsOf(tab)).toContain('c');
  expect(await tab.host.workspaces()).toEqual([]);
});
