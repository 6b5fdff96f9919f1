/** What is kept goes away beneath: while the page is open, between two visits, or in part. Nothing of it goes unsaid. */
import { deleteDB, openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import { WorkspaceStore } from '../../../../src/runtime/browser/kept/workspace-store.ts';
import { presets } from '../../../../src/scenarios/index.ts';
import { configMapsOf, createConfigMap, freshBrowser, locks, newWall, openTab, type Tab } from './browser.ts';

beforeEach(freshBrowser);

const catalogue = 'supervisor-sandbox';

async function idOf(tab: Tab): Promise<string> {
  return (await tab.host.workspaces())[0]!.id;
}

function reopen(tab: Tab): Promise<Tab> {
  tab.kill();
  locks.free();
  return openTab();
}

test('while it is open: said with the next write, all is still on show and can be exported', async () => {
  const tab = await openTab();
  await tab.host.clock({ type: 'pause' });
  await createConfigMap(tab, 'a');
  const id = await idOf(tab);
  for (const name of [`${catalogue}-${id}`, catalogue]) await deleteDB(name);
  expect((await createConfigMap(tab, 'b')).status).toBe(201);
  expect((await tab.state()).keeping).toEqual({
    state: 'failed',
    why: 'What this page had kept was removed from the browser while it was open. Export the workspace to keep what is on show.',
  });
  expect(await configMapsOf(tab)).toEqual(['a', 'b', 'kube-root-ca.crt']);
  const exported = JSON.parse(await tab.host.exportWorkspace()) as { hash: string };
  expect(exported.hash).toBe(await tab.host.hash());
  const again = await reopen(tab);
  expect(await configMapsOf(again)).toEqual(['kube-root-ca.crt']);
  expect((await again.state()).keeping.state).toBe('saved');
});

test('between two visits: a workspace that is listed and empty begins anew, and that is said once', async () => {
  const tab = await openTab();
  await createConfigMap(tab, 'a');
  const id = await idOf(tab);
  tab.kill();
  await deleteDB(`${catalogue}-${id}`);
  const again = await reopen(tab);
  expect(await configMapsOf(again)).toEqual(['kube-root-ca.crt']);
  expect((await again.state()).notices).toEqual([
    'Nothing of this workspace was left in the browser’s storage: the browser, or somebody, cleared it. It begins anew.',
  ]);
  await createConfigMap(again, 'b');
  const third = await reopen(again);
  expect(await configMapsOf(third)).toEqual(['b', 'kube-root-ca.crt']);
  expect((await third.state()).notices).toEqual([]);
});

test('a workspace that is new says nothing of the kind', async () => {
  expect((await (await openTab()).state()).notices).toEqual([]);
});

test.each([
  ['a number', 7],
  ['no scenario', { title: 'x', createdAt: 1 }],
  ['a scenario that is none', { title: 'x', createdAt: 1, scenario: { preset: '__proto__' } }],
  ['a title that is none', { title: {}, createdAt: 1, scenario: presets[0] }],
])('an entry of the list that is %s is passed over', async (_what, row) => {
  const tab = await openTab();
  const id = await idOf(tab);
  const list = await openDB(catalogue);
  await list.put('workspaces', typeof row === 'object' ? { id, ...row } : { id, row });
  list.close();
  const again = await reopen(tab);
  expect((await again.state()).keeping.state).toBe('saved');
  const listed = await again.host.workspaces();
  expect(listed).toHaveLength(1);
  expect(listed[0]!.id).not.toBe(id);
});

test('of tails that were set aside the newest ten are kept', async () => {
  const store = await WorkspaceStore.open('w', newWall());
  await store.takeOver(presets[0]!);
  const record = { seq: 1, at: 0, actor: 'x', command: { type: 'clock' }, sum: '' } as const;
  for (let round = 0; round <= 12; round++) await store.replaceTail(0, [record], `round ${round}`);
  const { aside } = (await store.dump()) as { aside: [number, { why: string }][] };
  expect(aside.map(([, { why }]) => why)).toEqual(
    Array.from({ length: 10 }, (_, index) => `round ${index + 3}`),
  );
});
