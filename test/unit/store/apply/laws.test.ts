// What holds of any writes in any order, with random Deployments and random managers.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equal, type Json } from '../../../../src/std/draft.ts';
import { setOwn } from '../../../../src/std/own.ts';
import { compare } from '../../../../src/store/apply/compare.ts';
import { showPath, type Path } from '../../../../src/store/apply/element.ts';
import { has, pathsOf } from '../../../../src/store/apply/field-set.ts';
import { readManagers, type Managers } from '../../../../src/store/apply/managers.ts';
import { merge } from '../../../../src/store/apply/merge.ts';
import { removeItems } from '../../../../src/store/apply/remove.ts';
import { toFieldSet } from '../../../../src/store/apply/to-field-set.ts';
import type { Members } from '../../../../src/store/apply/value.ts';
import { Refusal } from '../../../../src/store/refusal.ts';
import { deployments } from '../schema/arbitrary-deployment.ts';
import { deployment, Life, withoutEntries } from './support.ts';

const { type } = deployment;
/** Lists and maps that are empty belong to nobody, here as in the API server: what becomes of them is no law. */
const objects = deployments.map((object) => withoutEmpty(object) as Members);

function withoutEmpty(value: Json): Json | undefined {
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => withoutEmpty(item)).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    const kept = withoutEmpty(member);
    if (kept !== undefined) setOwn(result, name, kept);
  }
  return Object.keys(result).length === 0 ? undefined : result;
}

interface Write {
  readonly manager: string;
  readonly how: 'apply' | 'force' | 'update';
  readonly object: Members;
}

const writes = fc.array(
  fc.record<Write>({
    manager: fc.constantFrom('one', 'two', 'kubectl'),
    how: fc.constantFrom('apply', 'force', 'update'),
    object: objects,
  }),
  { minLength: 1, maxLength: 6 },
);

function managersOf(object: Members): Managers {
  const read = readManagers((object['metadata'] as { managedFields?: unknown[] }).managedFields);
  if ('error' in read) throw new Error(read.error);
  return read.managers;
}

/** True where the write happened, false where it was a conflict. */
function write(life: Life, { manager, how, object }: Write): boolean {
  try {
    if (how === 'update') life.update(manager, object);
    else life.apply(manager, object, how === 'force');
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.status.reason === 'Conflict') return false;
    throw error;
  }
}

function livesOf(all: readonly Write[]): Life {
  const life = new Life(deployment);
  for (const one of all) write(life, one);
  return life;
}

/** Every path of the object that somebody might own, leaves and what leads to them. */
function isThere(object: unknown): (path: Path) => boolean {
  const { added } = compare(type, {}, object);
  return (path) => has(added, path);
}

test('nobody owns what is not there', () => {
  fc.assert(
    fc.property(writes, (all) => {
      const life = livesOf(all);
      if (life.live === undefined) return;
      const there = isThere(withoutEntries(life.live));
      for (const { manager, set } of managersOf(life.live).values()) {
        for (const path of pathsOf(set)) {
          expect(there(path), `${manager} owns ${showPath(path)}`).toBe(true);
        }
      }
    }),
  );
});

test('applying twice is applying once', () => {
  fc.assert(
    fc.property(writes, objects, (all, object) => {
      const life = livesOf(all).apply('one', object, true);
      const before = life.object;
      expect(life.apply('one', object).object).toEqual(before);
    }),
  );
});

test('an apply without force changes nothing that another manager owns', () => {
  fc.assert(
    fc.property(writes, objects, (all, object) => {
      const life = livesOf(all);
      if (life.live === undefined || !write(life, { manager: 'late', how: 'apply', object })) return;
      const before = livesOf(all).object;
      const { modified, removed } = compare(type, withoutEntries(before), withoutEntries(life.object));
      for (const [id, { manager, set }] of managersOf(before)) {
        const after = managersOf(life.object).get(id)?.set ?? new Map();
        for (const path of pathsOf(set)) {
          expect(has(modified, path) || has(removed, path), `${manager} lost ${showPath(path)}`).toBe(false);
          expect(has(after, path), `${manager} owns ${showPath(path)}`).toBe(true);
        }
      }
    }),
  );
});

test('a refused apply changes nothing, a forced one has its way', () => {
  fc.assert(
    fc.property(writes, objects, (all, object) => {
      const life = livesOf(all);
      const before = JSON.stringify(life.live);
      if (!write(life, { manager: 'late', how: 'apply', object }))
        expect(JSON.stringify(life.live)).toBe(before);
      life.apply('late', object, true);
      const stated = compare(type, life.object, merge(type, life.object, object));
      expect([...pathsOf(stated.modified), ...pathsOf(stated.added)].map(showPath)).toEqual([]);
    }),
  );
});

test('who applies less lets go of the rest', () => {
  fc.assert(
    fc.property(objects, objects, (more, less) => {
      const life = new Life(deployment).apply('one', more).apply('one', less);
      const fresh = new Life(deployment).apply('one', less);
      const owned = (from: Life): readonly string[] =>
        [...managersOf(from.object).values()].flatMap(({ set }) => pathsOf(set).map(showPath));
      expect(owned(life)).toEqual(owned(fresh));
      const left = compare(
        type,
        withoutNulls(withoutEntries(fresh.object)),
        withoutNulls(withoutEntries(life.object)),
      );
      expect(pathsOf(left.added).map(showPath)).toEqual([]);
    }),
  );
});

/** What a store makes of an object that lost its last parts. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

test('merging keeps everything and is idempotent', () => {
  fc.assert(
    fc.property(objects, objects, (object, configuration) => {
      expect(merge(type, object, {})).toEqual(object);
      expect(merge(type, object, object)).toEqual(object);
      const merged = merge(type, object, configuration);
      expect(merge(type, merged, configuration)).toEqual(merged);
      expect(pathsOf(compare(type, object, merged).removed).map(showPath)).toEqual([]);
      const back = compare(type, configuration, merged);
      expect([...pathsOf(back.modified), ...pathsOf(back.removed)].map(showPath)).toEqual([]);
    }),
  );
});

test('comparing tells exactly whether two are the same', () => {
  fc.assert(
    fc.property(objects, objects, (before, after) => {
      const { added, modified, removed } = compare(type, before, after);
      const merged = merge(type, removeItems({ type, value: before }, removed), after);
      expect(pathsOf(compare(type, merged, after).modified)).toEqual([]);
      const same = added.size + modified.size + removed.size === 0;
      if (same) expect(toFieldSet({ type, value: before })).toEqual(toFieldSet({ type, value: after }));
      if (equal(before, after)) expect(same).toBe(true);
    }),
  );
});
