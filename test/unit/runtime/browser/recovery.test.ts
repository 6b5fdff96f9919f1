/** The ladder: what is kept is damaged on purpose, and the workspace opens with as much as is left, saying what is not. */
import { openDB, type IDBPDatabase } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import { engineVersion, type WorldRecord } from '../../../../src/world.ts';
import { configMapsOf, createConfigMap, freshBrowser, locks, newTab, until, type Tab } from './browser.ts';

beforeEach(freshBrowser);

const preset = 'four-hosts';

async function open(): Promise<Tab> {
  const tab = newTab();
  expect(await tab.host.open({ type: 'workspace', preset })).toEqual({ state: 'open' });
  return tab;
}

async function database(): Promise<IDBPDatabase> {
  const list = await openDB('supervisor-sandbox');
  const id = (await list.get('current', 'current')) as string;
  list.close();
  return await openDB(`supervisor-sandbox-${id}`);
}

async function generations(): Promise<readonly number[]> {
  const rows = await database();
  const pointer = ((await rows.get('pointer', 'pointer')) ?? []) as readonly number[];
  rows.close();
  return pointer;
}

/** A workspace with two checkpoints and requests before, between and after them; its tab is gone. Answers its hash. */
async function kept(): Promise<string> {
  const tab = await open();
  await tab.host.clock({ type: 'pause' });
  await until('a first checkpoint', async () => (await generations()).length === 1);
  await createConfigMap(tab, 'c1');
  await tab.host.hide();
  await until('a second checkpoint', async () => (await generations())[0] === 2);
  await createConfigMap(tab, 'c2');
  await createConfigMap(tab, 'c3');
  await tab.host.clock({ type: 'advance', ms: 60_000 });
  const hash = await tab.host.hash();
  tab.kill();
  locks.free();
  return hash;
}

async function damage(change: (rows: IDBPDatabase) => Promise<void>): Promise<void> {
  const rows = await database();
  await change(rows);
  rows.close();
}

/** Changes the value of one row of a store. */
async function alter(
  rows: IDBPDatabase,
  store: string,
  key: IDBValidKey,
  change: (value: never) => unknown,
): Promise<void> {
  await rows.put(store, change((await rows.get(store, key)) as never), key);
}

const made = async (tab: Tab): Promise<readonly string[]> =>
  (await configMapsOf(tab)).filter((name) => name.startsWith('c'));

interface Text {
  readonly text: string;
  readonly sum: string;
}

async function damageCheckpoint(rows: IDBPDatabase, generation: number): Promise<void> {
  await alter(rows, 'manifests', generation, (row: Text) => ({
    ...row,
    text: row.text.replace('supervisor', 'supervizor'),
  }));
}

async function damageRecord(rows: IDBPDatabase, seq: number): Promise<void> {
  for (const key of await rows.getAllKeys('segments'))
    await alter(rows, 'segments', key, ({ records }: { records: { seq: number; at: number }[] }) => ({
      records: records.map((record) => (record.seq === seq ? { ...record, at: record.at + 1 } : record)),
    }));
}

test('rung 1: the last checkpoint and the journal after it', async () => {
  const hash = await kept();
  const tab = await open();
  expect(await tab.host.hash()).toBe(hash);
  expect((await tab.state()).notices).toEqual([]);
});

test('rung 2: the journal is cut at its first bad record, which is set aside', async () => {
  await kept();
  // Records: pause, c1, c2, c3, advance.
  await damage((rows) => damageRecord(rows, 4));
  const tab = await open();
  expect(await made(tab)).toEqual(['c1', 'c2']);
  expect((await tab.state()).notices).toEqual([
    'The last 2 requests could not be read and were set aside: the workspace is as it was before.',
  ]);
  const rows = await database();
  expect(await rows.count('aside')).toBe(1);
  rows.close();
  // What comes after it is kept as ever, and the loss is not told twice.
  await createConfigMap(tab, 'c9');
  tab.kill();
  locks.free();
  const again = await open();
  expect(await made(again)).toEqual(['c1', 'c2', 'c9']);
  expect((await again.state()).notices).toEqual([]);
  expect(await again.host.share({ title: '', text: '', view: '' })).toHaveProperty('fragment');
});

test('a bad record before the last checkpoint costs nothing but the sharing', async () => {
  const hash = await kept();
  await damage((rows) => damageRecord(rows, 2));
  const tab = await open();
  expect(await tab.host.hash()).toBe(hash);
  expect((await tab.state()).notices).toEqual([]);
  await expect(tab.host.share({ title: '', text: '', view: '' })).rejects.toThrow(
    'The journal no longer reaches back to where the workspace began.',
  );
});

test.each([
  ['its table of contents is damaged', (rows: IDBPDatabase) => damageCheckpoint(rows, 2)],
  ['its table of contents is gone', (rows: IDBPDatabase) => rows.delete('manifests', 2)],
  [
    'a chunk of it is damaged',
    (rows: IDBPDatabase) => damageFreshChunk(rows, (text) => text.replace('c1', 'cX')),
  ],
  ['a chunk of it is no text', (rows: IDBPDatabase) => damageFreshChunk(rows, () => 7)],
] as const)('rung 3: the checkpoint before, where of the last one %s', async (_what, change) => {
  const hash = await kept();
  await damage(change);
  const tab = await open();
  expect(await tab.host.hash()).toBe(hash);
  expect((await tab.state()).notices).toEqual([
    'The last checkpoint was damaged. The workspace was opened from the one before; nothing is lost by that.',
  ]);
  // The next checkpoint is whole again.
  await tab.host.hide();
  await until('a third checkpoint', async () => (await generations())[0] === 3);
  tab.kill();
  locks.free();
  const again = await open();
  expect(await again.host.hash()).toBe(hash);
  expect((await again.state()).notices).toEqual([]);
});

/** Damages a chunk that only the newest checkpoint has. */
async function damageFreshChunk(rows: IDBPDatabase, change: (text: string) => unknown): Promise<void> {
  const [newest = 0, older = 0] = (await rows.get('pointer', 'pointer')) as readonly number[];
  const before = ((await rows.get('manifests', older)) as Text).text;
  const after = ((await rows.get('manifests', newest)) as Text).text;
  for (const key of await rows.getAllKeys('chunks'))
    if (after.includes(String(key)) && !before.includes(String(key)))
      await alter(rows, 'chunks', key, change);
}

test('rung 3: both checkpoints are damaged, the whole journal is there', async () => {
  const hash = await kept();
  await damage(async (rows) => {
    await damageCheckpoint(rows, 1);
    await damageCheckpoint(rows, 2);
  });
  const tab = await open();
  expect(await tab.host.hash()).toBe(hash);
  expect((await tab.state()).notices).toEqual([
    'The checkpoints were damaged. The workspace was made again from everything that was asked of it.',
  ]);
});

test('lowest rung: nothing can be read, so a new workspace opens and the rows can be exported', async () => {
  await kept();
  await damage(async (rows) => {
    await damageCheckpoint(rows, 1);
    await damageCheckpoint(rows, 2);
    await alter(rows, 'head', 'head', (head: object) => ({ ...head, scenario: { preset: 'gone' } }));
  });
  const tab = await open();
  expect(await made(tab)).toEqual([]);
  expect((await tab.state()).notices?.[0]).toMatch(
    /could not be opened and was set aside; it can still be exported/,
  );
  const [aside, ...others] = (await tab.host.workspaces()).filter(
    (workspace) => workspace.aside !== undefined,
  );
  expect(others).toEqual([]);
  const rows = JSON.parse(await tab.host.exportWorkspace(aside!.id)) as { stores: Record<string, unknown[]> };
  expect(rows.stores['segments']).toHaveLength(5);
  expect(JSON.stringify(rows)).toMatch(/name\W+c3/);
  tab.kill();
  locks.free();
  const again = await open();
  expect((await again.state()).notices).toEqual([]);
});

test.each([
  ['a number', 7],
  ['nothing', undefined],
  ['records that are none', { records: [1, 'x', null, { seq: 'a' }] }],
  [
    'a request without a path',
    { records: [{ seq: 3, at: 1, actor: 'x', sum: 'y', command: { type: 'request', request: {} } }] },
  ],
])('a segment that is %s cuts the journal there', async (_what, value) => {
  await kept();
  await damage(async (rows) => {
    await rows.put('segments', value, 3);
  });
  const tab = await open();
  expect(await made(tab)).toEqual(['c1']);
  expect((await tab.state()).notices?.[0]).toMatch(/could not be read and were set aside/);
});

test('another version of the engine: opened from the checkpoint, and said', async () => {
  await kept();
  await damage(async (rows) => {
    const [newest = 0] = (await rows.get('pointer', 'pointer')) as readonly number[];
    const { text } = (await rows.get('manifests', newest)) as Text;
    const old = text.replace(`"engine":"${engineVersion}"`, '"engine":"0.0.9"');
    const { digestOf } = await import('../../../../src/runtime/browser/kept/digest.ts');
    await rows.put('manifests', { text: old, sum: await digestOf(old) }, newest);
  });
  const tab = await open();
  expect(await made(tab)).toEqual(['c1', 'c2', 'c3']);
  expect((await tab.state()).notices).toEqual([
    `The workspace was kept by version 0.0.9 of the sandbox; this is ${engineVersion}.`,
  ]);
});

test('a request that is refused now is told, and the journal goes on from what happened', async () => {
  await kept();
  // As if c2 had been made by an engine that took this name.
  await damage(async (rows) => {
    const { sumOf } = await import('../../../../src/sim/journal.ts');
    const keys = await rows.getAllKeys('segments');
    const all = (await Promise.all(keys.map((key) => rows.get('segments', key)))) as { records: never[] }[];
    const records = all.flatMap((segment) => segment.records) as WorldRecord[];
    let sum = records[1]!.sum;
    const changed = records.slice(2).map((record) => {
      const text = JSON.stringify(record.command).replaceAll('\\"c2\\"', '\\"C_2\\"');
      const bare = { ...record, command: JSON.parse(text) as unknown };
      sum = sumOf(bare, sum);
      return { ...bare, sum };
    });
    await rows.delete('segments', IDBKeyRange.lowerBound(3));
    await rows.put('segments', { records: changed }, 3);
  });
  const tab = await open();
  expect(await made(tab)).toEqual(['c1', 'c3']);
  expect((await tab.state()).notices).toEqual([
    'POST /api/v1/namespaces/demo/configmaps changed something then and changes nothing now.',
  ]);
  await createConfigMap(tab, 'c9');
  tab.kill();
  locks.free();
  const again = await open();
  expect(await made(again)).toEqual(['c1', 'c3', 'c9']);
  expect((await again.state()).notices).toEqual([]);
});

test('a workspace of a newer format is not touched, and opens where the newer version is', async () => {
  const hash = await kept();
  await damage((rows) => alter(rows, 'head', 'head', (head: object) => ({ ...head, format: 2 })));
  const tab = await open();
  expect((await tab.state()).notices?.[0]).toMatch(
    /kept by a newer version of the sandbox: load the page again\. Until then this is a new workspace/,
  );
  expect(await made(tab)).toEqual([]);
  const older = (await tab.host.workspaces()).find(({ current }) => !current);
  expect(older).not.toHaveProperty('aside');
  const rows = await openDB(`supervisor-sandbox-${older!.id}`);
  await alter(rows, 'head', 'head', (head: object) => ({ ...head, format: 1 }));
  rows.close();
  expect(await tab.host.open({ type: 'workspace', preset, id: older!.id })).toEqual({ state: 'open' });
  expect(await tab.host.hash()).toBe(hash);
});

test('the checkpoint that bore is kept beside the next one, not the damaged one', async () => {
  const hash = await kept();
  await damage((rows) => damageCheckpoint(rows, 2));
  const tab = await open();
  await tab.host.hide();
  await until('a third checkpoint', async () => (await generations())[0] === 3);
  expect(await generations()).toEqual([3, 1]);
  tab.kill();
  locks.free();
  await damage((rows) => damageCheckpoint(rows, 3));
  const again = await open();
  expect(await again.host.hash()).toBe(hash);
  expect((await again.state()).notices?.[0]).toMatch(/opened from the one before; nothing is lost/);
});
