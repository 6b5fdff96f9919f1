import { describe, expect, it } from 'vitest';
import * as names from '../../../src/std/names.ts';
import { keyedHash } from '../../../src/std/hash.ts';

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const DNS1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const QUALIFIED =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const KEY =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const ENV =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";
const IDENTIFIER =
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')";
const WILDCARD =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const TOO_LONG = (max: number) => `must be no more than ${max} characters`;

type Case = readonly [value: string, ...causes: string[]];

function checks(name: string, check: (value: string) => readonly string[], cases: readonly Case[]): void {
  describe(name, () => {
    it.each(cases.map(([value, ...causes]) => ({ value, causes })))('$value', ({ value, causes }) => {
      expect(check(value)).toEqual(causes);
    });
  });
}

checks('isDns1123Label', names.isDns1123Label, [
  ['a'],
  ['0-9'],
  ['a'.repeat(63)],
  ['a'.repeat(64), TOO_LONG(63)],
  ['a.b', 'must not contain dots'],
  ['A', LABEL],
  ['', LABEL],
  ['-a', LABEL],
  ['a-', LABEL],
  ['a\n', LABEL],
  [`${'a'.repeat(63)}_`, TOO_LONG(63), LABEL],
]);

checks('isDns1123Subdomain', names.isDns1123Subdomain, [
  ['a.b-c.d'],
  ['a'.repeat(253)],
  ['a'.repeat(254), TOO_LONG(253)],
  ['a..b', SUBDOMAIN],
  ['.a', SUBDOMAIN],
  ['a_b', SUBDOMAIN],
  [`${'a-'.repeat(50_000)}`, TOO_LONG(253), SUBDOMAIN],
]);

checks('isDns1035Label', names.isDns1035Label, [
  ['web-1'],
  ['1web', DNS1035],
  ['w.x', DNS1035],
  ['', DNS1035],
]);

checks('isWildcardDns1123Subdomain', names.isWildcardDns1123Subdomain, [
  ['*.example.com'],
  ['example.com', WILDCARD],
  ['*.*.com', WILDCARD],
]);

checks('isQualifiedName', names.isQualifiedName, [
  ['app'],
  ['app.kubernetes.io/Name_1'],
  ['x/', 'name part must be non-empty', `name part ${QUALIFIED}`],
  ['/x', 'prefix part must be non-empty'],
  ['A/x', `prefix part ${SUBDOMAIN}`],
  ['a'.repeat(64), `name part ${TOO_LONG(63)}`],
  ['', 'name part must be non-empty', `name part ${QUALIFIED}`],
  ['a b', `name part ${QUALIFIED}`],
  [
    'a/b/c',
    `a qualified name ${QUALIFIED} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
  ],
]);

checks('isValidLabelValue', names.isValidLabelValue, [
  [''],
  ['v1.2_x'],
  ['-x', VALUE],
  ['é'.repeat(32), TOO_LONG(63), VALUE],
]);

checks('isConfigMapKey', names.isConfigMapKey, [
  ['a.b_C-1'],
  ['...', "must not start with '..'"],
  ['.', "must not be '.'"],
  ['..', "must not be '..'"],
  ['', KEY],
  ['a/b', KEY],
]);

checks('isEnvVarName', names.isEnvVarName, [
  ['A_B'],
  ['-x'],
  ['1A', ENV],
  ['..x', "must not start with '..'"],
]);

checks('isCIdentifier', names.isCIdentifier, [['_a1'], ['1a', IDENTIFIER]]);

checks('isValidPortName', names.isValidPortName, [
  ['http'],
  ['a'.repeat(16), TOO_LONG(15)],
  ['80', 'must contain at least one letter (a-z)'],
  ['a--b', 'must not contain consecutive hyphens'],
  ['-a', 'must not begin or end with a hyphen'],
  [
    '',
    'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    'must contain at least one letter (a-z)',
  ],
]);

describe('isValidPortNum', () => {
  it.each([
    [1, []],
    [65_535, []],
    [0, ['must be between 1 and 65535, inclusive']],
    [65_536, ['must be between 1 and 65535, inclusive']],
  ])('%d', (port, causes) => expect(names.isValidPortNum(port)).toEqual(causes));
});

describe('generated names', () => {
  it('cuts the base to 58 characters', () => {
    expect(names.generatedName('web-', 'abcde')).toBe('web-abcde');
    expect(names.generatedName('b'.repeat(100), 'abcde')).toBe(`${'b'.repeat(58)}abcde`);
  });

  it.each([
    [{ name: 'web-abcde', generateName: 'web-' }, 'web-'],
    [{ name: 'web-abcdef', generateName: 'web-' }, 'web-abcdef'],
    [{ name: 'web', generateName: '' }, 'web'],
    [{ name: `${'b'.repeat(58)}abcde`, generateName: 'b'.repeat(100) }, 'b'.repeat(100)],
  ])('%o was asked for as %s', (metadata, asked) => expect(names.nameAsked(metadata)).toBe(asked));

  it('masks the hyphen at the end of a prefix', () => {
    expect(names.maskTrailingDash('web-')).toBe('wea');
    expect(names.maskTrailingDash('-')).toBe('-');
    expect(names.maskTrailingDash('web')).toBe('web');
  });

  it('draws letters of the alphabet, different ones for different hashes', () => {
    const suffixes = Array.from({ length: 1_000 }, (_, i) => names.nameSuffix(keyedHash(1, String(i)), 5));
    for (const suffix of suffixes) expect(suffix).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(new Set(suffixes).size).toBe(1_000);
    expect(names.nameSuffix(0, 5)).toBe('bbbbb');
    expect(names.nameSuffix(28, 3)).toBe('ccb');
    expect(() => names.nameSuffix(1, 7)).toThrow('Broken invariant');
  });

  it('encodes a hash in letters as Kubernetes does', () => {
    // '0' is 48, 48 mod 27 is 21, and so on.
    expect(names.safeEncodeString('0123456789')).toBe('456789bcdf');
  });
});
