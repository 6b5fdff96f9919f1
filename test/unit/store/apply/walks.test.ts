// One schema with every kind of list and map; each walk over it as a table.
import { describe, expect, test } from 'vitest';
import { check } from '../../../../src/store/apply/check.ts';
import { compare } from '../../../../src/store/apply/compare.ts';
import { showPath } from '../../../../src/store/apply/element.ts';
import { fieldSet, pathsOf, type FieldSet } from '../../../../src/store/apply/field-set.ts';
import { fromFieldsV1 } from '../../../../src/store/apply/fields-v1.ts';
import { objectType } from '../../../../src/store/apply/field-type.ts';
import { merge } from '../../../../src/store/apply/merge.ts';
import { reconcile } from '../../../../src/store/apply/reconcile.ts';
import { extractItems, removeItems } from '../../../../src/store/apply/remove.ts';
import { toFieldSet } from '../../../../src/store/apply/to-field-set.ts';
import { mistakesText } from '../../../../src/store/apply/typed.ts';
import type { Definitions, Schema } from '../../../../src/store/schema/schema.ts';

const text: Schema = { type: 'string' };
const port: Schema = {
  type: 'object',
  properties: {
    port: { type: 'integer' },
    protocol: { type: 'string', default: 'TCP' },
    name: text,
    tags: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
  },
};
const definitions: Definitions = {
  Quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  Struct: { type: 'object', properties: { a: text, b: text } },
  Tree: { type: 'object', properties: { name: text }, additionalProperties: { $ref: 'Tree' } },
};
const schema: Schema = {
  type: 'object',
  properties: {
    text,
    count: { type: 'integer' },
    on: { type: 'boolean' },
    amount: { 'x-kubernetes-int-or-string': true },
    plain: { type: 'array', items: text },
    set: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
    ports: {
      type: 'array',
      items: port,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port', 'protocol'],
    },
    labels: { type: 'object', additionalProperties: text },
    selector: { type: 'object', additionalProperties: text, 'x-kubernetes-map-type': 'atomic' },
    struct: { $ref: 'Struct' },
    whole: { $ref: 'Struct', 'x-kubernetes-map-type': 'atomic' },
    tree: { $ref: 'Tree' },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    half: {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
      properties: { known: text, inner: { type: 'object', properties: { a: text } } },
    },
    anything: {},
    closed: { type: 'object', properties: { a: text }, additionalProperties: false },
  },
};
const type = objectType(definitions, schema);

const show = (set: FieldSet): string => pathsOf(set).map(showPath).join(' ');

function setOf(json: string): FieldSet {
  const read = fromFieldsV1(JSON.parse(json));
  if ('error' in read) throw new Error(read.error);
  return read.set;
}

describe('toFieldSet', () => {
  test.each<[object, string]>([
    [{ text: 'x', count: 1, on: false, amount: '5Gi' }, '.amount .count .on .text'],
    [{ text: null }, '.text'],
    [{ text: undefined }, ''],
    [{ plain: ['a', 'b'] }, '.plain'],
    [{ plain: [] }, '.plain'],
    [{ set: ['b', 'a'] }, '.set[="a"] .set[="b"]'],
    [{ set: ['a', 'b', 'a'] }, '.set[="a"] .set[="b"]'],
    [{ set: [] }, ''],
    [{ ports: [{ port: 80 }] }, '.ports[port=80,protocol="TCP"] .ports[port=80,protocol="TCP"].port'],
    [
      { ports: [{ port: 53, protocol: 'UDP', tags: ['x'] }] },
      '.ports[port=53,protocol="UDP"] .ports[port=53,protocol="UDP"].port ' +
        '.ports[port=53,protocol="UDP"].protocol .ports[port=53,protocol="UDP"].tags[="x"]',
    ],
    [
      {
        ports: [
          { port: 80, name: 'a' },
          { port: 80, protocol: 'TCP' },
        ],
      },
      '.ports[port=80,protocol="TCP"]',
    ],
    [{ labels: { a: '1' } }, '.labels.a'],
    [{ labels: {} }, '.labels'],
    [{ labels: null }, '.labels'],
    [{ selector: { a: '1' } }, '.selector'],
    [{ struct: { a: '1' } }, '.struct.a'],
    [{ whole: { a: '1' } }, '.whole'],
    [{ tree: { name: 'n', x: { y: {} } } }, '.tree.name .tree.x .tree.x.y'],
    [{ free: { a: { b: 1, c: [1] } } }, '.free.a .free.a.b .free.a.c'],
    [{ half: { known: 'x', more: { deep: 1 } } }, '.half.known .half.more .half.more.deep'],
    [{ half: { inner: { a: 'x', more: 1 } } }, '.half.inner.a .half.inner.more'],
    [{ anything: { a: [{ b: 1 }] } }, '.anything.a'],
    [{ anything: [1] }, '.anything'],
    [{ anything: 1 }, '.anything'],
    [
      JSON.parse('{"labels":{"__proto__":"x","constructor":"y"}}') as object,
      '.labels.__proto__ .labels.constructor',
    ],
    [{ metadata: { finalizers: ['f'] }, kind: 'K' }, '.kind .metadata.finalizers'],
  ])('%j', (value, expected) => {
    expect(check(type, value, true)).toEqual([]);
    expect(show(toFieldSet({ type, value }))).toBe(expected);
  });
});

describe('merge', () => {
  test.each<[string, object, object, object]>([
    ['leaves', { text: 'a', count: 1 }, { text: 'b' }, { text: 'b', count: 1 }],
    ['null over a leaf', { text: 'a' }, { text: null }, { text: null }],
    ['absent is nothing', { text: 'a' }, { text: undefined }, { text: 'a' }],
    ['an atomic list', { plain: ['a'] }, { plain: ['b'] }, { plain: ['b'] }],
    ['an empty atomic list', { plain: ['a'] }, { plain: [] }, { plain: [] }],
    ['a set', { set: ['a', 'b'] }, { set: ['c'] }, { set: ['a', 'b', 'c'] }],
    ['a set in another order', { set: ['a', 'b', 'c'] }, { set: ['c', 'a'] }, { set: ['b', 'c', 'a'] }],
    [
      'a set among new ones',
      { set: ['a', 'b', 'c'] },
      { set: ['x', 'b', 'y'] },
      { set: ['a', 'x', 'b', 'c', 'y'] },
    ],
    ['a set that has one twice', { set: ['a', 'b', 'b'] }, { set: ['b'] }, { set: ['a', 'b'] }],
    ['a set that has another twice', { set: ['a', 'b', 'b'] }, { set: ['a'] }, { set: ['a', 'b', 'b'] }],
    ['an empty set', { set: ['a'] }, { set: [] }, { set: ['a'] }],
    [
      'a set with what is shared in another order',
      { set: ['1', '2', '3', '4', '5', '6'] },
      { set: ['x', '5', 'y', '2', 'z'] },
      { set: ['1', '3', '4', 'x', '5', '6', 'y', '2', 'z'] },
    ],
    [
      'a set that has a shared one twice',
      { set: ['b', 'b', 'x'] },
      { set: ['b', 'y'] },
      { set: ['b', 'y', 'x'] },
    ],
    [
      'items that are there twice, which nothing merges with',
      {
        ports: [
          { port: 80, name: 'a' },
          { port: 80, name: 'b' },
        ],
      },
      { ports: [{ port: 80, tags: ['x'] }] },
      { ports: [{ port: 80, tags: ['x'] }] },
    ],
    [
      'items by keys and defaults',
      {
        ports: [
          { port: 80, name: 'http' },
          { port: 80, protocol: 'UDP' },
        ],
      },
      { ports: [{ port: 80, protocol: 'TCP', tags: ['x'] }, { port: 81 }] },
      {
        ports: [
          { port: 80, name: 'http', protocol: 'TCP', tags: ['x'] },
          { port: 80, protocol: 'UDP' },
          { port: 81 },
        ],
      },
    ],
    [
      'labels',
      { labels: { a: '1', b: '2' } },
      { labels: { b: '3', c: '4' } },
      { labels: { a: '1', b: '3', c: '4' } },
    ],
    ['an atomic map', { selector: { a: '1' } }, { selector: { b: '2' } }, { selector: { b: '2' } }],
    ['a map made atomic by its field', { whole: { a: '1' } }, { whole: { b: '2' } }, { whole: { b: '2' } }],
    ['null over a map', { struct: { a: '1' } }, { struct: null }, { struct: { a: '1' } }],
    ['empty over null', { struct: null }, { struct: {} }, { struct: {} }],
    ['another shape', { anything: { a: 1 } }, { anything: 'x' }, { anything: 'x' }],
    [
      'what no schema says',
      { free: { a: { b: 1 }, l: [1] } },
      { free: { a: { c: 2 }, l: [2] } },
      { free: { a: { b: 1, c: 2 }, l: [2] } },
    ],
  ])('%s', (_name, object, configuration, expected) => {
    const before = JSON.stringify([object, configuration]);
    expect(merge(type, object, configuration)).toEqual(expected);
    expect(JSON.stringify([object, configuration])).toBe(before);
  });

  test('keeps keys that are named like prototypes', () => {
    const object = JSON.parse('{"labels":{"__proto__":"x"}}') as object;
    expect(JSON.stringify(merge(type, object, { labels: { a: '1' } }))).toBe(
      '{"labels":{"__proto__":"x","a":"1"}}',
    );
  });
});

describe('compare', () => {
  test.each<[string, object, object, { added?: string; modified?: string; removed?: string }]>([
    ['nothing', { text: 'a', set: ['x'] }, { text: 'a', set: ['x'] }, {}],
    [
      'leaves',
      { text: 'a', count: 1 },
      { text: 'b', on: true },
      { added: '.on', modified: '.text', removed: '.count' },
    ],
    ['null is a value', { text: 'a' }, { text: null }, { modified: '.text' }],
    ['a new map and its parts', {}, { struct: { a: '1' } }, { added: '.struct .struct.a' }],
    ['a new empty map', {}, { struct: {} }, { added: '.struct' }],
    ['a map that fills', { struct: {} }, { struct: { a: '1' } }, { added: '.struct.a' }],
    ['an atomic list', { plain: ['a'] }, { plain: ['a', 'b'] }, { modified: '.plain' }],
    ['a set', { set: ['a', 'b'] }, { set: ['b', 'c'] }, { added: '.set[="c"]', removed: '.set[="a"]' }],
    ['the order of a set', { set: ['a', 'b'] }, { set: ['b', 'a'] }, {}],
    [
      'items',
      { ports: [{ port: 80, name: 'a' }] },
      { ports: [{ port: 80, name: 'b', protocol: 'TCP' }, { port: 81 }] },
      {
        added:
          '.ports[port=81,protocol="TCP"] .ports[port=80,protocol="TCP"].protocol .ports[port=81,protocol="TCP"].port',
        modified: '.ports[port=80,protocol="TCP"].name',
      },
    ],
    [
      'items that become two',
      { ports: [{ port: 80 }] },
      { ports: [{ port: 80 }, { port: 80, name: 'b' }] },
      {
        added: '.ports[port=80,protocol="TCP"]',
        removed: '.ports[port=80,protocol="TCP"] .ports[port=80,protocol="TCP"].port',
      },
    ],
    [
      'items that change while they are two',
      { ports: [{ port: 80 }, { port: 80, name: 'b' }] },
      { ports: [{ port: 80 }, { port: 80, name: 'c' }] },
      { modified: '.ports[port=80,protocol="TCP"]' },
    ],
    [
      'items that become one again',
      { set: ['a', 'a'] },
      { set: ['a'] },
      { added: '.set[="a"]', removed: '.set[="a"]' },
    ],
    ['an atomic map', { selector: { a: '1' } }, { selector: { a: '1', b: '2' } }, { modified: '.selector' }],
    [
      'another shape',
      { anything: { a: 1 } },
      { anything: 'x' },
      { modified: '.anything', removed: '.anything.a' },
    ],
    [
      'a whole that goes',
      { struct: { a: '1' }, set: ['x'] },
      {},
      { removed: '.set .struct .set[="x"] .struct.a' },
    ],
  ])('%s', (_name, before, after, expected) => {
    const { added, modified, removed } = compare(type, before, after);
    expect({ added: show(added), modified: show(modified), removed: show(removed) }).toEqual({
      added: '',
      modified: '',
      removed: '',
      ...expected,
    });
    const back = compare(type, after, before);
    expect([show(back.removed), show(back.modified), show(back.added)]).toEqual([
      show(added),
      show(modified),
      show(removed),
    ]);
  });
});

describe('removeItems and extractItems', () => {
  const value = {
    text: 'x',
    plain: ['a'],
    set: ['a', 'b'],
    ports: [{ port: 80, name: 'a' }, { port: 81 }],
    labels: { a: '1', b: '2' },
    struct: { a: '1' },
  };
  const http = 'k:{\\"port\\":80,\\"protocol\\":\\"TCP\\"}';

  test.each<[string, string, object, unknown]>([
    ['a leaf', '{"f:text":{}}', { ...value, text: undefined }, { text: 'x' }],
    ['an item of a set', '{"f:set":{"v:\\"a\\"":{}}}', { ...value, set: ['b'] }, { set: ['a'] }],
    ['all items', '{"f:set":{"v:\\"a\\"":{},"v:\\"b\\"":{}}}', { ...value, set: null }, { set: ['a', 'b'] }],
    [
      'an item',
      `{"f:ports":{"${http}":{}}}`,
      { ...value, ports: [{ port: 81 }] },
      { ports: [{ port: 80, name: 'a' }] },
    ],
    [
      'a part of an item',
      `{"f:ports":{"${http}":{"f:name":{}}}}`,
      { ...value, ports: [{ port: 80 }, { port: 81 }] },
      { ports: [{ name: 'a' }] },
    ],
    ['a label', '{"f:labels":{"f:a":{}}}', { ...value, labels: { b: '2' } }, { labels: { a: '1' } }],
    ['the last part of a map', '{"f:struct":{"f:a":{}}}', { ...value, struct: null }, { struct: { a: '1' } }],
    ['a map', '{"f:struct":{".":{},"f:a":{}}}', { ...value, struct: undefined }, { struct: { a: '1' } }],
    ['what is not there', '{"f:count":{},"f:labels":{"f:z":{}}}', value, { labels: null }],
    ['nothing', '{}', value, null],
  ])('%s', (_name, fields, without, only) => {
    const set = setOf(fields);
    expect(removeItems({ type, value }, set)).toEqual(without);
    expect(extractItems({ type, value }, set)).toEqual(only);
  });
});

describe('check', () => {
  test.each<[object, string]>([
    [{ nothing: 1 }, '.nothing: field not declared in schema'],
    [{ closed: { b: 'x' } }, '.closed.b: field not declared in schema'],
    [{ text: 1 }, '.text: expected string, got &value.valueUnstructured{Value:1}'],
    [
      { text: { a: ['b', null] } },
      '.text: expected string, got &value.valueUnstructured{Value:map[string]interface {}{"a":[]interface {}{"b", interface {}(nil)}}}',
    ],
    [{ count: '1' }, '.count: expected numeric (int or float), got string'],
    [{ count: [] }, '.count: expected numeric (int or float), got []interface {}'],
    [{ on: 'yes' }, '.on: expected boolean, got &{yes}'],
    [{ labels: ['a'] }, '.labels: expected map, got &{[a]}'],
    [{ set: { a: 1 } }, '.set: expected list, got &{map[a:1]}'],
    [{ plain: ['a', 1] }, '.plain[1]: expected string, got &value.valueUnstructured{Value:1}'],
    [{ set: ['a', 'a'] }, '.set: duplicate entries for key [="a"]'],
    [
      { ports: [{ port: 80 }, { port: 80, protocol: 'TCP' }] },
      '.ports: duplicate entries for key [port=80,protocol="TCP"]',
    ],
    [{ ports: [null] }, '.ports: element 0: associative list with keys may not have a null element'],
    [{ ports: ['a'] }, '.ports: element 0: associative list with keys may not have non-map elements'],
    [{ set: [{}] }, ".set: element 0: associative list without keys has an element that's a map type"],
    [{ set: [[]] }, '.set: element 0: not supported: associative list with lists as elements'],
    [
      { set: [null] },
      ".set: element 0: associative list without keys has an element that's an explicit null",
    ],
    [
      { text: 1, ports: [{ port: 80, name: 5 }] },
      'errors:\n  .text: expected string, got &value.valueUnstructured{Value:1}\n' +
        '  .ports[port=80,protocol="TCP"].name: expected string, got &value.valueUnstructured{Value:5}',
    ],
  ])('%j', (value, expected) => {
    expect(mistakesText(check(type, value, false))).toBe(expected);
  });

  test('names the keys that an item leaves out', () => {
    const keyed: Schema = {
      type: 'array',
      items: { type: 'object', properties: { a: text, b: text } },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['a', 'b'],
    };
    const list = objectType(definitions, { type: 'object', properties: { list: keyed } });
    expect(mistakesText(check(list, { list: [{}] }, false))).toBe(
      '.list: element 0: associative list with keys has an element that omits key field "a" ' +
        "(and doesn't have default value)",
    );
    expect(mistakesText(check(list, { list: [{ a: 'x' }] }, false))).toContain('omits key field "b"');
    expect(
      check(
        list,
        {
          list: [
            { a: 'x', b: 'x' },
            { a: 'x', b: 'y' },
          ],
        },
        false,
      ),
    ).toEqual([]);
  });

  test('allows items twice where they are stored so', () => {
    expect(check(type, { set: ['a', 'a'], ports: [{ port: 80 }, { port: 80 }] }, true)).toEqual([]);
  });
});

describe('reconcile', () => {
  test.each<[string, string, string]>([
    ['parts of a list that is one value now', '{"f:plain":{"v:\\"a\\"":{}},"f:text":{}}', '.plain .text'],
    ['parts of a map that is one value now', '{"f:selector":{".":{},"f:a":{}}}', '.selector'],
    ['parts of a field that says so', '{"f:whole":{"f:a":{}}}', '.whole'],
    ['a value that has parts now', '{"f:set":{},"f:struct":{}}', '.set .struct'],
    [
      'what no schema says',
      '{"f:free":{"f:a":{"i:0":{}}},"f:anything":{"f:l":{"i:0":{}}}}',
      '.anything.l[0] .free.a[0]',
    ],
    ['fields that are gone', '{"f:gone":{"f:a":{}}}', '.gone.a'],
  ])('%s', (_name, fields, expected) => {
    expect(show(reconcile(type, setOf(fields)))).toBe(expected);
  });

  test('is the same set where nothing changed', () => {
    const set = fieldSet(...pathsOf(setOf('{"f:text":{},"f:labels":{"f:a":{}},"f:selector":{}}')));
    expect(reconcile(type, set)).toBe(set);
  });
});
