// What is put into words once for a version of an object: gets, lists, watches and tables say what the object holds, at any moment.
import { describe, expect, it } from 'vitest';
import { Wording } from '../../../../src/apis/kubernetes/wording.ts';
import { limits } from '../../../../src/std/limits.ts';
import { kindId, type Kind } from '../../../../src/store/kind.ts';
import type { StoredObject } from '../../../../src/store/object.ts';
import { deployment, pass, paths, worldOf, type Body } from '../../../worlds/setup.ts';
import type { World } from '../../../../src/world.ts';
import { samples } from './samples.ts';
import { ask, configMap, maps, tableType, watching } from './support.ts';

function collectionPath({ group, version, plural }: Kind): string {
  return `/${group === '' ? 'api' : `apis/${group}`}/${version}/${plural}`;
}

/** Kinds that are stored as they are served, with something of them in the world. */
function present(world: World): readonly (readonly [Kind, readonly StoredObject[]])[] {
  const view = world.view('supervisor');
  return view.served
    .filter(({ computed, converts, project }) => (computed ?? converts ?? project) === undefined)
    .map((kind) => [kind, view.list(kindId(kind))] as const)
    .filter(([, objects]) => objects.length > 0);
}

describe('a table of every kind', () => {
  const world = worldOf();
  for (const { path, object } of samples) ask(world, 'POST', path, { body: object });
  ask(world, 'POST', paths.deployments, { body: deployment('web', 3) });
  it.each([0, 5, 60, 600])('says %i s later what its columns say of each object', (seconds) => {
    pass(world, seconds);
    const kinds = present(world);
    expect(kinds.length).toBeGreaterThan(40);
    for (const [kind, objects] of kinds) {
      const { body } = ask(world, 'GET', collectionPath(kind), { accept: tableType });
      const { rows } = body as unknown as { readonly rows: readonly { cells: unknown[]; object: Body }[] };
      const cells = objects.map((object) =>
        kind.columns.map((column) => column.cell(object as never, world.now)),
      );
      expect(
        rows.map((row) => row.cells),
        kind.plural,
      ).toEqual(cells);
      const names = objects.map(({ metadata }) => metadata.uid);
      expect(rows.map(({ object }) => object.metadata.uid)).toEqual(names);
    }
  });
});

describe('an object', () => {
  const world = worldOf();
  const type = { apiVersion: 'v1', kind: 'ConfigMap' };
  const text = (path: string): string => ask(world, 'GET', path).text;

  it('says what it is first, and is the same to everybody until it changes', () => {
    const watched = watching(world, `${maps}?watch=1`);
    const seen = () => {
      const { items } = ask(world, 'GET', maps).body as unknown as { readonly items: readonly Body[] };
      const item = items.find(({ metadata }) => metadata.name === 'a');
      const told = watched.frames().at(-1)?.object;
      return [{ ...type, ...item }, told];
    };
    const made = ask(world, 'POST', maps, { body: configMap('a', { x: '1' }) }).body;
    expect(text(`${maps}/a`)).toMatch(/^\{"kind":"ConfigMap","apiVersion":"v1","metadata":\{"name":"a"/);
    expect(seen()).toEqual([made, made]);
    const changed = ask(world, 'PUT', `${maps}/a`, { body: configMap('a', { x: '2' }) }).body;
    expect(changed).toMatchObject({ data: { x: '2' } });
    expect(seen()).toEqual([changed, changed]);
    expect(ask(world, 'GET', `${maps}/a`).body).toEqual(changed);
  });

  it('is a list of none where there are none', () => {
    expect(ask(world, 'GET', `${maps}?labelSelector=a=b`).body).toMatchObject({
      kind: 'ConfigMapList',
      items: [],
    });
  });
});

describe('words that are kept', () => {
  const kind = {} as Kind;
  /** How often words were found for as many objects, each of a tenth of what is kept, in the rounds that ask for all of them. */
  const found = (objectCount: number, rounds: number): number => {
    const wording = new Wording<string>(() => limits.wordingCharactersMax / 10);
    const objects = Array.from({ length: objectCount }, () => ({}) as StoredObject);
    let count = 0;
    const find = () => `${++count}`;
    for (let round = 0; round < rounds; round++) for (const object of objects) wording.of(kind, object, find);
    return count;
  };
  it.each([
    { objects: 10, rounds: 3, count: 10 },
    { objects: 20, rounds: 1, count: 20 },
    { objects: 30, rounds: 2, count: 60 },
  ])('of $objects asked for $rounds times are found $count times', ({ objects, rounds, count }) => {
    expect(found(objects, rounds)).toBe(count);
  });

  it('stay with what is asked for again and again while others come and go', () => {
    const wording = new Wording<string>(() => limits.wordingCharactersMax / 10);
    const again = {} as StoredObject;
    let count = 0;
    for (let other = 0; other < 100; other++) {
      wording.of(kind, {} as StoredObject, () => 'other');
      wording.of(kind, again, () => `${++count}`);
    }
    expect(count).toBe(1);
  });
});
