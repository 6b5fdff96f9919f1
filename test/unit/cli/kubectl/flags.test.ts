import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Flag } from '../../../../src/cli/kubectl/flags/flag.ts';
import { parseFlags, type ParsedFlags } from '../../../../src/cli/kubectl/flags/parse.ts';

const flags: readonly Flag[] = [
  { name: 'all', short: 'A', type: 'bool', value: 'false', help: '' },
  { name: 'watch', short: 'w', type: 'bool', value: 'true', help: '' },
  { name: 'namespace', short: 'n', type: 'string', help: '' },
  { name: 'replicas', short: 'r', type: 'int32', value: '1', help: '' },
  { name: 'tail', type: 'int64', value: '-1', help: '' },
  { name: 'timeout', type: 'duration', value: '0s', help: '' },
  { name: 'filename', short: 'f', type: 'list', help: '' },
  { name: 'from-literal', type: 'texts', help: '' },
  { name: 'dry-run', type: 'string', value: 'none', bare: 'unchanged', help: '' },
];

function parsed(args: readonly string[]): ParsedFlags {
  const result = parseFlags(args, flags);
  if ('trouble' in result) throw new Error(result.trouble);
  return result;
}

describe('flags', () => {
  it.each([
    [['a', '-n', 'x', 'b'], ['a', 'b'], { namespace: 'x' }],
    [['-nx'], [], { namespace: 'x' }],
    [['-n=x'], [], { namespace: 'x' }],
    [['--namespace', 'x'], [], { namespace: 'x' }],
    [['--namespace=x=y'], [], { namespace: 'x=y' }],
    [['--namespace='], [], { namespace: '' }],
    [['-n', '-A'], [], { namespace: '-A', all: 'false' }],
    [['-A'], [], { all: 'true' }],
    [['-Aw'], [], { all: 'true', watch: 'true' }],
    [['-Anx'], [], { all: 'true', namespace: 'x' }],
    [['--watch=false', 'a'], ['a'], { watch: 'false' }],
    [['--all', 'false'], ['false'], { all: 'true' }],
    [['--dry-run', 'x'], ['x'], { 'dry-run': 'unchanged' }],
    [['--dry-run=server'], [], { 'dry-run': 'server' }],
    [['--replicas=-3'], [], { replicas: '-3' }],
    [['-r', '0x10'], [], { replicas: '0x10' }],
    [['-n', 'a', '-n', 'b'], [], { namespace: 'b' }],
    [['-', 'a'], ['-', 'a'], {}],
    [['--', '-n', 'x'], ['-n', 'x'], { namespace: '' }],
    [['a', '--', '--all'], ['a', '--all'], { all: 'false' }],
  ])('%j', (args, words, values) => {
    const { args: left, values: read } = parsed(args);
    expect(left).toEqual(words);
    for (const [name, value] of Object.entries(values)) expect(read.text(name)).toBe(value);
  });

  it.each([
    [['-f', 'a,b', '-f', 'c'], 'filename', ['a', 'b', 'c']],
    [['-f', '"a,b",c'], 'filename', ['a,b', 'c']],
    [['-f', '"a ""b"""'], 'filename', ['a "b"']],
    [['-f', ''], 'filename', []],
    [['--from-literal=a=1,2', '--from-literal', 'b'], 'from-literal', ['a=1,2', 'b']],
    [[], 'filename', []],
  ])('lists: %j', (args, name, values) => {
    expect(parsed(args).values.list(name)).toEqual(values);
  });

  it.each([
    [['--nothing'], 'unknown flag: --nothing'],
    [['--nothing=1'], 'unknown flag: --nothing'],
    [['--__proto__'], 'unknown flag: --__proto__'],
    [['-z'], "unknown shorthand flag: 'z' in -z"],
    [['-Az'], "unknown shorthand flag: 'z' in -z"],
    [['---x'], 'bad flag syntax: ---x'],
    [['--=x'], 'bad flag syntax: --=x'],
    [['--namespace'], 'flag needs an argument: --namespace'],
    [['-n'], "flag needs an argument: 'n' in -n"],
    [
      ['--all=maybe'],
      'invalid argument "maybe" for "-A, --all" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    [
      ['-r', 'two'],
      'invalid argument "two" for "-r, --replicas" flag: strconv.ParseInt: parsing "two": invalid syntax',
    ],
    [
      ['--replicas=2147483648'],
      'invalid argument "2147483648" for "-r, --replicas" flag: strconv.ParseInt: parsing "2147483648": value out of range',
    ],
    [
      ['--replicas=-2147483649'],
      'invalid argument "-2147483649" for "-r, --replicas" flag: strconv.ParseInt: parsing "-2147483649": value out of range',
    ],
    [['--timeout=5'], 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'],
    [['--timeout=5x'], 'invalid argument "5x" for "--timeout" flag: time: unknown unit "x" in duration "5x"'],
    [['--timeout=x'], 'invalid argument "x" for "--timeout" flag: time: invalid duration "x"'],
  ])('%j: %s', (args, trouble) => {
    expect(parseFlags(args, flags)).toMatchObject({ trouble });
  });

  it.each([
    [['--help'], true],
    [['a', '-h'], true],
    [['--', '-h'], false],
  ])('%j asks for help: %s', (args, helps) => expect(parsed(args).helps).toBe(helps));

  it('counts the words before --', () => {
    expect(parsed(['a', '-A', '--', 'b']).dashAt).toBe(1);
    expect(parsed(['a']).dashAt).toBeUndefined();
  });

  it('reads numbers as they are typed', () => {
    expect(parsed(['--replicas=2147483647']).values.number('replicas')).toBe(2_147_483_647);
    expect(parsed([]).values.number('tail')).toBe(-1);
  });

  it('never throws, and loses no word', () => {
    const arg = fc.oneof(
      fc.constantFrom(
        '-n',
        '-A',
        '--all',
        '--',
        '-',
        '--namespace=x',
        '-f',
        '--dry-run',
        '--timeout',
        '-r5',
        '--x',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(arg, { maxLength: 8 }), (args) => {
        const result = parseFlags(args, flags);
        if ('trouble' in result) expect(result.trouble).not.toBe('');
        else for (const word of result.args) expect(args).toContain(word);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives back any value behind an equals sign', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(parsed([`--namespace=${value}`]).values.text('namespace')).toBe(value);
        expect(parsed(['-n', value]).values.text('namespace')).toBe(value);
      }),
    );
  });
});
