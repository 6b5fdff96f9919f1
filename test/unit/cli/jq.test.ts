// jq: programs against a recording, most of it of jq itself (1.6, and by hand where 1.7 says otherwise), each of the input null; and
// the command line. The recording's lines: `$` the program, `!` what is an error, `=` how it ends where that is not 0.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newTerminal, played } from './terminal.ts';
import type { Run } from '../../../src/cli/effect.ts';
import { jq } from '../../../src/cli/jq/jq.ts';
import { createFiles } from '../../../src/shell/files.ts';
import type { Session } from '../../../src/shell/program.ts';
import { limits } from '../../../src/std/limits.ts';

const session: Session = {
  files: createFiles({
    '/a.json': '{"x": 1}\n{"x": 2}\n',
    '/p.jq': '# the sum\n.x + 1\n',
    '/bad.json': '{"x": ',
  }),
  environment: new Map([['HOME', '/root']]),
  folder: '/',
  history: () => [],
  memory: new Map(),
};

const ran = (args: readonly string[], input: string) => played(jq.run(args, session) as Run<number>, [input]);

function told(program: string): string {
  const { out, err, value } = ran(['-c', program], 'null\n');
  return `${out}${err.replace(/^(?=.)/gm, '! ')}${value === 0 ? '' : `= ${value}\n`}`;
}

const recorded = readFileSync(new URL('../../golden/jq/programs.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n\n')
  .map((text): readonly [string, string] => {
    const [program = '', ...lines] = text.split('\n');
    return [program.slice(2), lines.map((line) => `${line}\n`).join('')];
  });

describe('programs', () => {
  it('are recorded', () => {
    expect(recorded.length).toBeGreaterThan(300);
  });

  it.each(recorded)('%s', (program, wanted) => {
    expect(told(program)).toBe(wanted);
  });
});

const pods = JSON.stringify({
  kind: 'List',
  items: [
    { metadata: { name: 'web-1', labels: { app: 'web' } }, status: { phase: 'Running' } },
    { metadata: { name: 'job-1' }, status: { phase: 'Pending' } },
  ],
});

describe('the command line', () => {
  it.each<[args: readonly string[], input: string, out: string, err?: string, code?: number]>([
    [['.items[] | select(.status.phase == "Running").metadata.name'], pods, '"web-1"\n'],
    [
      ['-r', '.items[] | [.metadata.name, .metadata.labels.app // "-"] | @tsv'],
      pods,
      'web-1\tweb\njob-1\t-\n',
    ],
    [['.'], '{"b":[1,{}],"a":[]}', '{\n  "b": [\n    1,\n    {}\n  ],\n  "a": []\n}\n'],
    [['-S', '-c', '.'], '{"b":1,"a":{"d":1,"c":2}}', '{"a":{"c":2,"d":1},"b":1}\n'],
    [['--tab', '.'], '[1]', '[\n\t1\n]\n'],
    [['--indent', '1', '.'], '[1]', '[\n 1\n]\n'],
    [['--indent', '8', '.'], '[1]', '', 'jq: Cannot indent more than 7 characters\n', 2],
    [['-r', '.[]'], '["a","\\u00e9"]', 'a\n\u00e9\n'],
    [['-j', '.[]'], '["a",1]', 'a1'],
    [['-a', '.'], '"\u00e9\u{1f600}"', '"\\u00e9\\ud83d\\ude00"\n'],
    [['-c', '.'], '{"a":1}{"b":2} [3]', '{"a":1}\n{"b":2}\n[3]\n'],
    [['-s', '-c', '.'], '1 2', '[1,2]\n'],
    [['-R', '.'], 'a\nb', '"a"\n"b"\n'],
    [['-Rn', '-c', '[inputs]'], 'a\nb\n', '["a","b"]\n'],
    [['-n', 'input, input'], '1 2 3', '1\n2\n'],
    [['.x', '/a.json'], '', '1\n2\n'],
    [['-f', '/p.jq', '/a.json'], '', '2\n3\n'],
    [
      ['-n', '--arg', 'a', '1', '--argjson', 'b', '[2]', '-c', '[$a, $b, $ARGS.named.a]'],
      '',
      '["1",[2],"1"]\n',
    ],
    [['-n', '-c', '$ARGS.positional', '--args', 'x', 'y'], '', '["x","y"]\n'],
    [['-n', '-c', '$a', '--slurpfile', 'a', '/a.json'], '', '[{"x":1},{"x":2}]\n'],
    [['-n', '$ENV.HOME'], '', '"/root"\n'],
    [['-n', '-1 - 2'], '', '-3\n'],
    [['-e', '.a'], '{}', 'null\n', '', 1],
    [['-e', '.a'], '{"a":1}', '1\n'],
    [['-e', 'empty'], '{}', '', '', 4],
    [['--version'], '', 'jq-1.7.1\n'],
    [
      ['.'],
      'NAME  READY\nweb-1  1/1\n',
      '',
      'jq: parse error: Invalid numeric literal at line 1, column 5\n',
      5,
    ],
    [['.'], 'error: no\n', '', 'jq: parse error: Invalid numeric literal at line 1, column 6\n', 5],
    [['.'], '', ''],
    [['.a'], '1\n{"a":2}\n', '2\n', 'jq: error (at <stdin>:1): Cannot index number with string "a"\n', 5],
    [['.', '/none.json'], '', '', 'jq: error: Could not open /none.json: No such file or directory\n', 2],
    [['.x', '/bad.json'], '', '', 'jq: parse error: Unfinished JSON term at EOF at line 1, column 6\n', 5],
    [
      ['-n', 'nosuch(1)'],
      '',
      '',
      'jq: error: nosuch/1 is not defined at <top-level>, line 1:\nnosuch(1)\njq: 1 compile error\n',
      3,
    ],
    [['-n', '"bye\\n" | halt_error'], '', '', 'bye\n', 5],
    [['-n', '1 | debug | . + 1'], '', '2\n', '["DEBUG:",1]\n'],
  ])('%j', (args, input, out, err = '', code = 0) => {
    const found = ran(args, input);
    expect(found).toMatchObject({ out, value: code });
    expect(found.err.replace(/^Use jq --help[^]*/m, '')).toBe(err);
  });

  it('is a program of the terminal', () => {
    const { run } = newTerminal({ 'pods.json': pods });
    expect(run("jq -r '.items | length' pods.json").out).toBe('2\n');
    expect(run("cat pods.json | jq '.items[0].metadata.name' | tr a-z A-Z").out).toBe('"WEB-1"\n');
  });
});

describe('a program without an end', () => {
  it.each([
    ['last(range(1e9))', `the program takes more than ${limits.jqStepsMax} steps; it is stopped`],
    ['repeat(1) | empty', `the program takes more than ${limits.jqStepsMax} steps; it is stopped`],
    ['def f: f; f', /^functions call each other (?:deeper than \d+|too deep)$/],
    ['"x" * 1e9', `a text has more than ${limits.jqTextCharactersMax} characters`],
    ['[limit(3; range(1e9))] | .[0] = (range(1e9) | select(false))', /steps/],
  ])('%s is stopped', (program, why) => {
    const { err, value } = ran(['-n', program], '');
    expect(value).toBe(5);
    expect(err.replace(/^jq: error: |\n$/g, '')).toMatch(why);
  });
});
