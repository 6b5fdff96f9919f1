import { describe, expect, it } from 'vitest';
import { compile } from '../../../../src/store/cel/compile.ts';
import { estimateCost } from '../../../../src/store/cel/cost/estimate.ts';
import { typeOfSchema } from '../../../../src/store/cel/schema-type.ts';
import { dyn, typeText } from '../../../../src/store/cel/types.ts';
import { fromJson } from '../../../../src/store/cel/values.ts';
import type { Schema } from '../../../../src/store/schema/schema.ts';

const schema: Schema = {
  type: 'object',
  properties: {
    name: { type: 'string', maxLength: 10 },
    free: { type: 'string' },
    replicas: { type: 'integer' },
    ratio: { type: 'number' },
    on: { type: 'boolean' },
    port: { 'x-kubernetes-int-or-string': true },
    when: { type: 'string', format: 'date-time' },
    wait: { type: 'string', format: 'duration' },
    hosts: { type: 'array', maxItems: 10, items: { type: 'string', maxLength: 5 } },
    many: { type: 'array', items: { type: 'string' } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    namespace: { type: 'string' },
    'a-b': { type: 'string' },
    unknown: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
  },
};

const self = typeOfSchema(schema, true);
if (self === undefined) throw new Error('the schema has a type');
const variables = { self, oldSelf: self };

describe('what cannot be compiled, in the words and with the places of cel-go', () => {
  it.each([
    ['self.nope', "ERROR: <input>:1:5: undefined field 'nope'\n | self.nope\n | ....^"],
    ['foo > 1', "ERROR: <input>:1:1: undeclared reference to 'foo' (in container '')\n | foo > 1\n | ^"],
    [
      "self.replicas == 'a'",
      "ERROR: <input>:1:15: found no matching overload for '_==_' applied to '(int, string)'\n | self.replicas == 'a'\n | ..............^",
    ],
    [
      'self.name.startsWith(1)',
      "ERROR: <input>:1:21: found no matching overload for 'startsWith' applied to 'string.(int)'\n | self.name.startsWith(1)\n | ....................^",
    ],
    [
      'self.replicas.all(x, true)',
      "ERROR: <input>:1:5: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)\n | self.replicas.all(x, true)\n | ....^",
    ],
    ["[1, 'a']", "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a']\n | ....^"],
    ['nope()', "ERROR: <input>:1:5: undeclared reference to 'nope' (in container '')\n | nope()\n | ....^"],
    ['has(self)', 'ERROR: <input>:1:5: invalid argument to has() macro\n | has(self)\n | ....^'],
    ['namespace', 'ERROR: <input>:1:1: reserved identifier: namespace\n | namespace\n | ^'],
    [
      "self.name.matches('[')",
      "ERROR: <input>:1:19: invalid matches argument\n | self.name.matches('[')\n | ..................^",
    ],
    [
      'self.name.foo',
      "ERROR: <input>:1:10: type 'string' does not support field selection\n | self.name.foo\n | .........^",
    ],
    [
      'self.replicas >',
      "ERROR: <input>:1:16: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | self.replicas >\n | ...............^",
    ],
    ['true)', "ERROR: <input>:1:5: Syntax error: extraneous input ')' expecting <EOF>\n | true)\n | ....^"],
    ['self.unknown.x', "ERROR: <input>:1:13: undefined field 'x'\n | self.unknown.x\n | ............^"],
    ['true &&\n  self.nope', "ERROR: <input>:2:7: undefined field 'nope'\n |   self.nope\n | ......^"],
  ])('%s', (text, error) => {
    expect(compile(text, variables)).toEqual({ error });
  });
});

describe('types of a schema', () => {
  it.each([
    ['self.name', 'string'],
    ['self.replicas', 'int'],
    ['self.ratio', 'double'],
    ['self.on', 'bool'],
    ['self.port', 'dyn'],
    ['self.when', 'timestamp'],
    ['self.wait', 'duration'],
    ['self.hosts', 'list(string)'],
    ['self.labels', 'map(string, string)'],
    ['self.__namespace__', 'string'],
    ['self.namespace', 'string'],
    ['self.?namespace', 'optional_type(string)'],
    ['self.a__dash__b', 'string'],
    ['self.metadata.name', 'string'],
    ['self.hosts.map(h, h.size())', 'list(int)'],
    ['self.?name', 'optional_type(string)'],
    ['[]', 'list(dyn)'],
  ])('%s is %s', (text, type) => {
    const compiled = compile(text, variables);
    expect('error' in compiled ? compiled.error : typeText(compiled.type)).toBe(type);
  });

  it('reads integers, times and sets as what they are', () => {
    const data = {
      self: fromJson({ replicas: 3, ratio: 1, tags: ['a', 'b'] }, self),
      other: fromJson(['b', 'a']),
    };
    const compiled = compile(
      "self.replicas == 3 && self.ratio == 1.0 && self.tags == other && (self.tags + ['a']).size() == 2",
      {
        ...variables,
        other: dyn,
      },
    );
    expect('error' in compiled ? compiled.error : compiled.evaluate(data).value).toBe(true);
  });
});

describe('a field called by a word of CEL', () => {
  it.each([
    'has(self.namespace)',
    "self.namespace == 'demo'",
    'self.__namespace__ == self.namespace',
    "self.?namespace.orValue('') == 'demo'",
  ])('is read: %s', (text) => {
    const compiled = compile(text, variables);
    if ('error' in compiled) throw new Error(compiled.error);
    expect(compiled.evaluate({ self: fromJson({ namespace: 'demo' }, self) }).value).toBe(true);
  });
});

describe('the cost that a schema allows', () => {
  it.each([
    ['true', 0],
    ['self.replicas == 1', 2],
    ["self.name == 'web'", 3],
    ['self.name == oldSelf.name', 8],
    ['self.name.startsWith("a")', 3],
    ['self.hosts.all(h, h.size() > 0)', 63],
    ['self.hosts.exists(h, h == "a")', 63],
    ['self.many.all(h, true)', 3145728],
    // What is in the data under a choice is reckoned to be as long as self, an object: nothing.
    ['(has(self.hosts) ? self.hosts : []).exists(h, h.contains("/"))', 62],
  ])('%s costs at most %d', (text, most) => {
    const compiled = compile(text, variables);
    if ('error' in compiled) throw new Error(compiled.error);
    expect(estimateCost(compiled.expression, compiled.checked, self).max).toBe(most);
  });
});
