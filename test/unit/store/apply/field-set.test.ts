import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fieldElement,
  indexElement,
  keyElement,
  readElement,
  showPath,
  sortElements,
  valueElement,
  type Element,
} from '../../../../src/store/apply/element.ts';
import {
  below,
  difference,
  equalSets,
  fieldSet,
  has,
  intersection,
  leaves,
  pathsOf,
  recursiveDifference,
  union,
  type FieldSet,
} from '../../../../src/store/apply/field-set.ts';
import { fromFieldsV1, toFieldsV1 } from '../../../../src/store/apply/fields-v1.ts';

const f = fieldElement;
const named = (name: string): Element => keyElement([['name', name]]);

describe('elements', () => {
  test.each<[Element, string, string]>([
    [f('spec'), 'f:spec', '.spec'],
    [f('app.kubernetes.io/name'), 'f:app.kubernetes.io/name', '.app.kubernetes.io/name'],
    [named('nginx'), 'k:{"name":"nginx"}', '[name="nginx"]'],
    [
      keyElement([
        ['containerPort', 80],
        ['protocol', 'TCP'],
      ]),
      'k:{"containerPort":80,"protocol":"TCP"}',
      '[containerPort=80,protocol="TCP"]',
    ],
    [
      valueElement('kubernetes.io/pvc-protection'),
      'v:"kubernetes.io/pvc-protection"',
      '[="kubernetes.io/pvc-protection"]',
    ],
    [valueElement(1.5), 'v:1.5', '[=1.5]'],
    [valueElement(true), 'v:true', '[=true]'],
    [valueElement('a<b>&\u2028"'), 'v:"a\\u003cb\\u003e\\u0026\\u2028\\""', '[="a<b>&\\u2028\\""]'],
    [indexElement(3), 'i:3', '[3]'],
  ])('%s', (element, text, shown) => {
    expect(element).toBe(text);
    expect(showPath([element])).toBe(shown);
    expect(readElement(text)).toBe(element);
  });

  test.each<[string, unknown]>([
    ['k:{"protocol":"TCP", "port": 80}', 'k:{"port":80,"protocol":"TCP"}'],
    ['v: "<"', 'v:"\\u003c"'],
    ['i:007', 'i:7'],
    ['x:later', { unknown: true }],
    ['f', { error: 'key must be 2 characters long:' }],
    ['field', { error: 'missing colon: field' }],
    ['i:one', { error: 'strconv.Atoi: parsing "one": invalid syntax' }],
    ['v:{', { error: 'unexpected end of JSON input' }],
    ['k:[]', { error: 'ReadObjectCB: expect { or n, but found [' }],
    ['k:{"__proto__":"x"}', 'k:{"__proto__":"x"}'],
  ])('reads %s', (text, read) => {
    expect(readElement(text)).toEqual(read);
  });

  test('come as fields, keys, values, places, each in its own order', () => {
    const ordered = [
      f('A'),
      f('a'),
      f('aa'),
      f('\uff5e'),
      f('😀'),
      keyElement([['a', 9]]),
      keyElement([['a', 10]]),
      keyElement([['a', 'x']]),
      keyElement([['a', 'x!']]),
      keyElement([
        ['a', 'x!'],
        ['b', 0],
      ]),
      keyElement([['b', 0]]),
      valueElement(2),
      valueElement(10),
      valueElement('!'),
      valueElement('a'),
      valueElement('a!'),
      valueElement(false),
      valueElement(true),
      indexElement(2),
      indexElement(10),
    ];
    expect(sortElements(ordered.toReversed())).toEqual(ordered);
    expect(sortElements([f('😀'), f('\uff5e'), f('a')])).toEqual([f('a'), f('\uff5e'), f('😀')]);
  });
});

describe('FieldsV1', () => {
  const set = fieldSet(
    [f('spec'), f('containers'), named('nginx'), f('name')],
    [f('spec'), f('containers'), named('nginx'), f('image')],
    [f('spec'), f('containers'), named('nginx')],
    [f('metadata'), f('labels'), f('app')],
    [f('metadata'), f('labels')],
  );
  const text =
    '{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":' +
    '{"k:{\\"name\\":\\"nginx\\"}":{".":{},"f:image":{},"f:name":{}}}}}';

  test('is written as Kubernetes writes it, to the byte', () => {
    expect(JSON.stringify(toFieldsV1(set))).toBe(text);
    expect(JSON.stringify(toFieldsV1(fieldSet()))).toBe('{}');
  });

  test.each<[string, FieldSet]>([
    [text, set],
    ['{}', fieldSet()],
    ['{"f:a":{}}', fieldSet([f('a')])],
    ['{"f:a":{".":{}}}', fieldSet([f('a')])],
    ['{"f:a":{".":{},"f:b":{}}}', fieldSet([f('a')], [f('a'), f('b')])],
    ['{"f:b":{},"f:a":{},"z:?":{}}', fieldSet([f('a')], [f('b')])],
    [
      '{"k:{\\"a\\":1,\\"b\\":2}":{"f:x":{}},"k:{\\"b\\":2,\\"a\\":1}":{}}',
      fieldSet(
        [
          keyElement([
            ['a', 1],
            ['b', 2],
          ]),
        ],
        [
          keyElement([
            ['a', 1],
            ['b', 2],
          ]),
          f('x'),
        ],
      ),
    ],
  ])('reads %s', (json, expected) => {
    const read = fromFieldsV1(JSON.parse(json));
    expect('set' in read && equalSets(read.set, expected)).toBe(true);
  });

  test.each([
    ['{"bad":{}}', 'parsing key as path element: missing colon: bad'],
    ['{"f:a":{"i:x":{}}}', 'parsing key as path element: strconv.Atoi: parsing "x": invalid syntax'],
    ['[]', 'ReadMapCB: expect { or n'],
  ])('refuses %s', (json, error) => {
    expect(fromFieldsV1(JSON.parse(json))).toEqual({ error });
  });
});

describe('operations', () => {
  const show = (set: FieldSet): string => pathsOf(set).map(showPath).join(' ');
  const [a, b, c] = [f('a'), f('b'), f('c')];

  test.each<[string, FieldSet, string]>([
    ['union', union(fieldSet([a], [a, b]), fieldSet([b, c], [a, c])), '.a .a.b .a.c .b.c'],
    ['intersection', intersection(fieldSet([a], [a, b], [c]), fieldSet([a, b], [a, c], [c])), '.c .a.b'],
    ['difference of a parent', difference(fieldSet([a], [a, b]), fieldSet([a])), '.a.b'],
    ['difference of a child', difference(fieldSet([a], [a, b]), fieldSet([a, b])), '.a'],
    ['recursive difference', recursiveDifference(fieldSet([a], [a, b], [a, b, c], [b]), fieldSet([a])), '.b'],
    ['recursive difference below', recursiveDifference(fieldSet([a], [a, b, c]), fieldSet([a, b])), '.a'],
    ['leaves', leaves(fieldSet([a], [a, b], [c])), '.c .a.b'],
    ['below', below(fieldSet([a], [a, b]), a), '.b'],
    ['the whole object, which is nobody’s', fieldSet([]), ''],
  ])('%s', (_name, set, expected) => {
    expect(show(set)).toBe(expected);
  });

  const element = fc.oneof(
    fc.constantFrom('a', 'b', '__proto__', 'constructor').map(f),
    fc.constantFrom('x', 'y').map(named),
    fc.constantFrom('v', 1, true).map(valueElement),
  );
  const sets = fc
    .array(fc.array(element, { minLength: 1, maxLength: 4 }), { maxLength: 12 })
    .map((paths) => fieldSet(...paths));

  test('come back from FieldsV1 as they went', () => {
    fc.assert(
      fc.property(sets, (set) => {
        const written = JSON.parse(JSON.stringify(toFieldsV1(set))) as unknown;
        const read = fromFieldsV1(written);
        expect('set' in read && equalSets(read.set, set)).toBe(true);
        expect('set' in read && JSON.stringify(toFieldsV1(read.set))).toBe(JSON.stringify(written));
      }),
    );
  });

  test('keep the laws of sets', () => {
    fc.assert(
      fc.property(sets, sets, sets, (x, y, z) => {
        const same = (left: FieldSet, right: FieldSet): void => expect(show(left)).toBe(show(right));
        same(union(x, y), union(y, x));
        same(union(x, union(y, z)), union(union(x, y), z));
        same(intersection(x, y), intersection(y, x));
        same(intersection(x, union(y, z)), union(intersection(x, y), intersection(x, z)));
        same(union(difference(x, y), intersection(x, y)), x);
        same(intersection(difference(x, y), y), fieldSet());
        same(difference(x, union(y, z)), difference(difference(x, y), z));
        same(recursiveDifference(difference(x, y), y), recursiveDifference(x, y));
        same(union(x, leaves(x)), x);
        const count = (set: FieldSet): number => pathsOf(set).length;
        expect(count(union(x, y))).toBe(count(x) + count(y) - count(intersection(x, y)));
        expect(equalSets(x, y)).toBe(show(x) === show(y));
        for (const path of pathsOf(union(x, y))) expect(has(x, path) || has(y, path)).toBe(true);
      }),
    );
  });

  test('leave their arguments alone', () => {
    fc.assert(
      fc.property(sets, sets, (x, y) => {
        const before = [show(x), show(y)];
        union(x, y);
        intersection(x, y);
        difference(x, y);
        recursiveDifference(x, y);
        leaves(x);
        expect([show(x), show(y)]).toEqual(before);
      }),
    );
  });
});
