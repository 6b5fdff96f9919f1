import { expect, it } from 'vitest';
import { answerTo } from '../../../../../src/kinds/core/pod/signals.ts';

const sh = (script: string) => ({ name: 'c', command: ['sh', '-c', script] });

it.each([
  ['an image as it is', { name: 'c' }, 'TERM', 0],
  ['a server by name', { name: 'c', command: ['nginx', '-g', 'daemon off;'] }, 'TERM', 0],
  ['Java', { name: 'c', command: ['/usr/bin/java', '-jar', 'a.jar'] }, 'TERM', 143],
  ['sleep', { name: 'c', command: ['sleep', '3600'] }, 'TERM', undefined],
  ['sleep as arguments', { name: 'c', args: ['sleep', '3600'] }, 'TERM', undefined],
  ['Python without a handler', { name: 'c', command: ['python3', 'app.py'] }, 'TERM', undefined],
  ['a script without a trap', sh('while true; do sleep 1; done'), 'TERM', undefined],
  ['a trap that ends it', sh(`trap 'echo bye; exit 3' TERM INT; while true; do sleep 1; done`), 'TERM', 3],
  ['the same by another signal', sh(`trap 'exit 3' SIGTERM; while :; do sleep 1; done`), 'INT', undefined],
  ['by its number', sh(`trap "exit" 2 15; while :; do sleep 1; done`), 'INT', 0],
  ['a function', sh('bye() { echo x; exit 4; }\ntrap bye TERM\nwhile :; do sleep 1; done'), 'TERM', 4],
  ['a trap that ignores', sh(`trap '' TERM; while :; do sleep 1; done`), 'TERM', undefined],
  ['a trap taken back', sh(`trap 'exit 0' TERM; trap - TERM; while :; do sleep 1; done`), 'TERM', undefined],
  ['a trap behind a long sleep', sh(`trap 'exit 0' TERM; sleep 3600`), 'TERM', undefined],
  ['one that waits for a long sleep', sh(`trap 'exit 0' TERM; sleep infinity & wait`), 'TERM', 0],
  ['one that is woken and goes on', sh(`trap 'echo x' TERM; sleep 3600 & wait $!`), 'TERM', 143],
  ['a trap that goes on', sh(`trap 'echo x' TERM; while :; do sleep 1; done`), 'TERM', undefined],
  ['a script that becomes a server', sh('echo a; exec nginx -g x'), 'TERM', 0],
] as const)('%s', (_, container, signal, code) => {
  expect(answerTo(container, signal)).toBe(code);
});
