import { describe, expect, it } from 'vitest';
import { compile } from '../../../../src/store/cel/compile.ts';
import { dyn } from '../../../../src/store/cel/types.ts';
import { fromJson } from '../../../../src/store/cel/values.ts';

const self = {
  name: 'web',
  replicas: 3,
  ratio: 0.5,
  labels: { app: 'web', 'a.b/c': 'd' },
  hosts: ['a', 'b'],
  items: [
    { name: 'x', size: 1 },
    { name: 'y', size: 2 },
  ],
  empty: null,
};

function valueOf(text: string): unknown {
  const compiled = compile(text, { self: dyn });
  if ('error' in compiled) return `compile: ${compiled.error}`;
  const { value, error } = compiled.evaluate({ self: fromJson(self) });
  return error === undefined ? value : `error: ${error}`;
}

describe('expressions that hold', () => {
  it.each([
    // Literals and operators.
    'true',
    "'a' + \"b\" == 'ab'",
    "r'\\d' == '\\\\d'",
    "'''a'b''' == 'a\\'b'",
    "'\\u00e9\\x41\\101' == 'éAA'",
    "b'ab' + b'c' == b'abc'",
    '0x1F == 31 && -9223372036854775808 < 0',
    '1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && -7 / 2 == -3 && -7 % 2 == -1',
    '3u + 4u == 7u && 1 < 2u && 1.5 > 1 && 1 == dyn(1.0)',
    '!false && !!true && (false || true) && (true ? true : false)',
    '1e3 == 1000.0 && .5 == 0.5',
    '[1, 2] + [3] == [1, 2, 3] && [1, 2][1] == 2 && 2 in [1, 2]',
    "{'a': 1}['a'] == 1 && 'a' in {'a': 1} && {'a': 1}.a == 1",
    'null == null',
    // Errors that the other side makes good.
    '(1 / 0 == 1) || true',
    '!((1 / 0 == 1) && false)',
    '[0, 1].exists(x, 1 / x == 1)',
    '![0, 1].all(x, 1 / x == 2)',
    // Data.
    "self.name == 'web' && self.replicas == 3 && self.ratio < 1.0",
    "self.labels['a.b/c'] == 'd' && has(self.labels.app) && !has(self.labels.none)",
    'self.empty == null && size(self.hosts) == 2 && self.hosts.size() == 2',
    'type(self.replicas) == int && type(self.name) == string && type([]) == list && type(null) == null_type',
    // Macros.
    "self.hosts.all(h, h.size() == 1) && self.hosts.exists(h, h == 'b') && self.hosts.exists_one(h, h == 'a')",
    'self.items.map(i, i.size) == [1, 2] && self.items.map(i, i.size > 1, i.name) == ["y"]',
    "self.items.filter(i, i.name == 'x').size() == 1",
    "self.labels.all(k, k != '') && self.labels.exists(k, v, v == 'd')",
    '[1, 2].all(i, v, i < v) && [3, 4].existsOne(i, v, i == 1)',
    '[1, 2].transformList(i, v, i + v) == [1, 3] && [1, 2].transformList(i, v, v > 1, v) == [2]',
    "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2} && ['x'].transformMapEntry(i, v, {v: i}) == {'x': 0}",
    '[[1], [2, 3]].all(l, l.all(x, x < 4))',
    // Texts.
    "'hello'.contains('ell') && 'hello'.startsWith('he') && 'hello'.endsWith('lo') && 'hello'.matches('^h.*o$')",
    "'hello'.charAt(1) == 'e' && 'hello'.indexOf('l') == 2 && 'hello'.lastIndexOf('l') == 3 && 'hello'.indexOf('l', 3) == 3",
    "'a,b,c'.split(',') == ['a', 'b', 'c'] && 'a,b,c'.split(',', 2) == ['a', 'b,c'] && ['a', 'b'].join('-') == 'a-b'",
    "'aXbX'.replace('X', '-') == 'a-b-' && 'aXbX'.replace('X', '-', 1) == 'a-bX' && 'Ab'.lowerAscii() == 'ab'",
    "'hello'.substring(1, 3) == 'el' && ' x '.trim() == 'x' && 'x'.upperAscii() == 'X'",
    "'abc 123'.find('[0-9]+') == '123' && 'a1b2'.findAll('[0-9]') == ['1', '2'] && 'a1b2'.findAll('[0-9]', 1) == ['1']",
    "'%s is %d, %.2f, %x'.format([dyn('a'), 3, 1.5, 255]) == 'a is 3, 1.50, ff'",
    "'%s'.format([[dyn(1), 'a']]) == '[1, a]' && '100%%'.format([]) == '100%'",
    "'äö'.size() == 2 && 'äö'.indexOf('ö') == 1",
    // Lists and sets.
    '[1, 2, 2].isSorted() && ![2, 1].isSorted() && [1, 2].sum() == 3 && [1.5, 2.5].sum() == 4.0',
    "[3, 1].min() == 1 && ['a', 'b'].max() == 'b' && [1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2",
    'sets.contains([1, 2], [1]) && sets.equivalent([1, 1], [1]) && sets.intersects([1], [1, 2])',
    // Conversions and times.
    "int('12') == 12 && string(1.5) == '1.5' && double('1.5') == 1.5 && uint(3) == 3u && bool('true') && string(true) == 'true'",
    "duration('90m') == duration('1h30m') && duration('1h').getMinutes() == 60 && string(duration('1.5s')) == '1.5s'",
    "timestamp('2024-02-29T12:30:00Z').getFullYear() == 2024 && timestamp('2024-02-29T12:30:00Z').getMonth() == 1",
    "timestamp('2024-02-29T12:30:00Z').getDayOfWeek() == 4 && timestamp('2024-02-29T12:30:00Z').getHours('+02:00') == 14",
    "timestamp('2024-01-01T00:00:00Z') + duration('24h') == timestamp('2024-01-02T00:00:00Z')",
    "timestamp('2024-01-02T00:00:00Z') - timestamp('2024-01-01T00:00:00Z') == duration('24h')",
    // Optionals.
    "self.?none.orValue('x') == 'x' && self.?name.orValue('x') == 'web' && !self.?none.?deeper.hasValue()",
    "self.labels[?'app'].value() == 'web' && optional.of(1).optMap(x, x + 1).value() == 2 && [1, ?optional.none()] == [1]",
    'optional.none().or(optional.of(2)).value() == 2 && !optional.ofNonZeroValue(0).hasValue()',
    // Kubernetes' libraries.
    "quantity('1.5Gi').isGreaterThan(quantity('1Gi')) && quantity('500m').add(quantity('500m')) == quantity('1')",
    "isQuantity('1k') && !isQuantity('1kk') && quantity('50').asInteger() == 50 && sign(quantity('2').sub(1)) == 1",
    "ip('192.168.0.1').family() == 4 && isIP('::1') && !isIP('1.2.3') && ip('::1').isLoopback() && string(ip('2001:db8::1')) == '2001:db8::1'",
    "ip.isCanonical('127.0.0.1') && !ip.isCanonical('2001:DB8::1') && ip('10.0.0.1').isGlobalUnicast()",
    "cidr('192.168.0.0/24').containsIP('192.168.0.9') && !cidr('192.168.0.0/24').containsIP(ip('192.168.1.9'))",
    "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && isCIDR('::/0')",
    "url('https://user@example.com:8080/a b?x=1&x=2#f').getHost() == 'example.com:8080' && isURL('/path') && !isURL('x')",
    "url('https://[::1]:80/a?x=1&x=2').getHostname() == '::1' && url('https://h/a?x=1&x=2').getQuery() == {'x': ['1', '2']}",
    "!format.dns1123Label().validate('web').hasValue() && format.dns1123Label().validate('Web').hasValue()",
    "format.named('uuid').value().validate('x').value() == ['does not match the UUID format']",
    '// a comment\ntrue',
  ])('%s', (text) => {
    expect(valueOf(text)).toBe(true);
  });
});

describe('evaluations that fail, in the words of cel-go', () => {
  it.each([
    ['self.none', 'no such key: none'],
    ['dyn(null).none', 'no such key: none'],
    ["{'a': 1}['b']", 'no such key: b'],
    ['[1][1]', 'index out of bounds: 1'],
    ['1 / (self.replicas - 3)', 'division by zero'],
    ['1 % (self.replicas - 3)', 'modulus by zero'],
    ['9223372036854775807 + self.replicas', 'integer overflow'],
    ['self.name + self.replicas', 'no such overload'],
    ["self.replicas.contains('a')", 'no such overload'],
    ['[].max()', 'compile'],
    ['self.?none.value()', 'optional.none() dereference'],
    [
      "ip('1.2.3')",
      'IP Address "1.2.3" parse error during conversion from string: ParseAddr("1.2.3"): unable to parse IP',
    ],
    ['int(self.name)', "type conversion error from 'string' to 'int'"],
    ['self.name.charAt(9)', 'index out of range: 9'],
  ])('%s', (text, error) => {
    const made = valueOf(text);
    if (error === 'compile') expect(made).toContain('error: max called on empty list');
    else expect(made).toBe(`error: ${error}`);
  });
});

describe('a call costs what its arguments are long', () => {
  const cost = (text: string, costMax?: number) => {
    const compiled = compile(text, { self: dyn });
    if ('error' in compiled) throw new Error(compiled.error);
    return compiled.evaluate({ self: fromJson(self) }, costMax);
  };

  it.each([
    ['true', 0],
    ['self', 1],
    ['self.name', 2],
    ["self.name == 'web'", 3],
    ['[1, 2]', 10],
    ["{'a': 1}", 30],
    ["self.name.matches('^w')", 3],
    ['self.hosts.all(h, true)', 9],
  ])('%s: %d', (text, units) => {
    expect(cost(text).cost).toBe(units);
  });

  it('ends at the limit', () => {
    expect(cost('[1, 2, 3].map(x, [1, 2, 3].map(y, x * y))', 50).error).toBe(
      'operation cancelled: actual cost limit exceeded',
    );
  });
});
