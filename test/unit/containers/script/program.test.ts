// What containers do, by image, command and arguments: output and exit code, or that they go on.
import { describe, expect, it } from 'vitest';
import { programOf } from '../../../../src/containers/script/program.ts';
import { piDigits } from '../../../../src/containers/script/pi.ts';
import { worldOf } from '../../../worlds/setup.ts';
import type { Pod } from '../../../../src/kinds/core/pod/pod.ts';
import { parseTime } from '../../../../src/std/time.ts';

const startedAt = parseTime('2023-04-18T09:00:00Z') ?? 0;
const view = worldOf().view('supervisor');

const pod = {
  metadata: { name: 'p', namespace: 'demo', labels: { index: '3' }, annotations: {}, uid: 'u' },
  spec: { containers: [] },
} as unknown as Pod;

interface Given {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly object[];
  readonly ports?: readonly object[];
}

function run(container: Given, ends = true, untilMs = 3_600_000) {
  const watch = { startedAt, untilMs, ends };
  const main = { name: 'main', image: 'busybox', ...container } as never;
  const program = programOf({ view, pod, container: main, written: [] }, watch);
  if (program === undefined) return 'unknown';
  const { endsAfterMs, exitCode, lines } = program;
  const text = lines.map((line) => line.text).join('|');
  return `${text}${text === '' ? '' : ' '}${endsAfterMs === undefined ? 'goes on' : `${exitCode} after ${Math.round(endsAfterMs / 1000)} s`}`;
}

const script = (text: string): Given => ({ command: ['sh', '-c', text] });

describe('a script', () => {
  it.each([
    ['echo hello', 'hello 0 after 0 s'],
    ['echo hello && sleep 5 && exit 42', 'hello 42 after 5 s'],
    ['sleep 5; exit 1', '1 after 5 s'],
    ['exit 3 || echo never', '3 after 0 s'],
    ['false || echo so', 'so 0 after 0 s'],
    ['true && false', '1 after 0 s'],
    ['! false', '0 after 0 s'],
    ['set -e; false; echo never', '1 after 0 s'],
    ['for i in 1 2 3; do echo "n $i"; sleep 1; done', 'n 1|n 2|n 3 0 after 3 s'],
    ['for i in $(seq 1 3); do echo $i; done', '1|2|3 0 after 0 s'],
    ['for i in {3..1}; do echo -n $i; done', '321 0 after 0 s'],
    ['i=0; while [ $i -lt 3 ]; do echo "$i: x"; i=$((i+1)); done', '0: x|1: x|2: x 0 after 0 s'],
    ['n=5; until [ "$n" -eq 3 ]; do n=$(expr $n - 1); done; echo $n', '3 0 after 0 s'],
    [
      'if [ "$A" = b ]; then echo yes; elif test -z "$A"; then echo none; else exit 9; fi',
      'none 0 after 0 s',
    ],
    ['while true; do sleep 60; done', 'goes on'],
    ['while :; do if [ $((c)) -ge 2 ]; then break; fi; c=$((c+1)); done; echo $c', '2 0 after 0 s'],
    ['sleep infinity', 'goes on'],
    ['tail -f /dev/null', 'goes on'],
    ['date; echo end', 'Tue Apr 18 09:00:00 UTC 2023|end 0 after 0 s'],
    ['date +%Y-%m-%dT%H:%M:%S', '2023-04-18T09:00:00 0 after 0 s'],
    ['echo \'a $b\' "c $X d" e', 'a $b c  d e 0 after 0 s'],
    ['X=1; echo ${X} ${Y:-two} $?', '1 two 0 0 after 0 s'],
    ['printf "%s-%03d\\n" a 7', 'a-007 0 after 0 s'],
    ['echo one > /tmp/f; echo two >> /dev/stderr; echo three 2>&1', 'two|three 0 after 0 s'],
    ['echo "b\na" | sort | head -n 1', 'a 0 after 0 s'],
    ['(echo in; exit 4); echo $?', 'in|4 0 after 0 s'],
    ['sleep 100 & echo now', 'now 0 after 0 s'],
    ['mkdir -p /a && touch /a/b # done\necho ok', 'ok 0 after 0 s'],
    ['./run-it && echo done', 'done 0 after 2 s'],
    ['command-not-found', 'sh: command-not-found: not found 127 after 0 s'],
    ['sleep 0.5; sleep 1m', '0 after 61 s'],
    ['eval "echo e"; exec echo f', 'e|f 0 after 0 s'],
    ['case $1 in "") echo none;; esac', 'none 0 after 0 s'],
    ['echo "unclosed', 'sh: unexpected EOF while looking for matching `"\' 2 after 0 s'],
  ])('%s', (text, expected) => {
    expect(run(script(text))).toBe(expected);
  });

  it('knows its environment', () => {
    const env = [
      { name: 'A', value: 'x$(B)' },
      { name: 'B', valueFrom: { fieldRef: { fieldPath: "metadata.labels['index']" } } },
      { name: 'C', value: '$(B)!' },
    ];
    expect(run({ ...script('echo $A $C $HOSTNAME $(B)'), env })).toBe('x$(B) 3! p 3 0 after 0 s');
  });

  it.each([
    ['nested substitutions', `echo ${'$('.repeat(500)}echo x${')'.repeat(500)}`],
    ['endless growth', 'x=aaaaaaaa; while true; do x="$x$x"; done'],
    ['endless depth', 'x=\'eval "$x"\'; eval "$x"'],
    ['endless output', 'while true; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done'],
    ['a bomb of braces', 'for i in {1..10000}; do for j in {1..10000}; do :; done; done'],
    ['half a script', 'if true; then (('],
  ])('comes to an end with %s', (_, text) => {
    expect(run(script(text))).toMatch(/goes on$|^sh: .*[12] after 0 s$/);
  });
});

describe('a container', () => {
  it.each<[string, Given, string, string]>([
    ['an unknown image', { image: 'migrate:1' }, 'unknown', 'goes on'],
    ['an image of a shell', {}, '0 after 0 s', 'goes on'],
    ['a server', { image: 'nginx:1.25' }, 'goes on', 'goes on'],
    ['something with a port', { image: 'mine:1', ports: [{ containerPort: 1 }] }, 'goes on', 'goes on'],
    ['an unknown program', { command: ['/app/run'] }, '0 after 2 s', 'goes on'],
    ['a program that is not there', { command: ['nonexistent'] }, '128 after 0 s', '128 after 0 s'],
    ['arguments alone', { args: ['sleep', '7'] }, '0 after 7 s', '0 after 7 s'],
    ['arguments of an unknown image', { image: 'mine:1', args: ['--fast'] }, 'unknown', 'goes on'],
    [
      'bash with its script apart',
      { command: ['bash'], args: ['-c', 'exit 42'] },
      '42 after 0 s',
      '42 after 0 s',
    ],
    [
      'hello-world',
      { image: 'hello-world' },
      '|Hello from Docker!|This message shows that your installation appears to be working correctly.| 0 after 0 s',
      '|Hello from Docker!|This message shows that your installation appears to be working correctly.| 0 after 0 s',
    ],
    [
      'python',
      {
        command: [
          'python3',
          '-c',
          'import os, sys\nprint("Hello world")\nif int(os.environ.get("N", "4")) % 2 == 0:\n  sys.exit(1)\nelse:\n  print("odd")\n',
        ],
      },
      'Hello world 1 after 0 s',
      'Hello world 1 after 0 s',
    ],
    [
      'python that raises',
      { command: ['python', '-c', 'import time; time.sleep(3); raise ValueError("bad")'] },
      'Traceback (most recent call last):|ValueError: bad 1 after 3 s',
      'Traceback (most recent call last):|ValueError: bad 1 after 3 s',
    ],
  ])('with %s', (_, container, toEnd, toServe) => {
    expect([run(container), run(container, false)]).toEqual([toEnd, toServe]);
  });

  it('prints as far as it is looked at', () => {
    const loop = script('while true; do echo tick; sleep 10; done');
    expect(run(loop, true, 25_000)).toBe('tick|tick|tick goes on');
  });

  it('prints pi', () => {
    expect(piDigits(10)).toBe('3.141592653');
    expect(piDigits(2000).length).toBe(2001);
    expect(piDigits(1001).slice(-8)).toBe('64201989');
  });
});
