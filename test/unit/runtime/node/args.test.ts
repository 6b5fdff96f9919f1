import { expect, test } from 'vitest';
import { parseArgs, usage, UsageError, type Flags } from '../../../../src/runtime/node/args.ts';

const flags: Flags = { port: { value: 'N', text: 'where to listen' }, help: { text: 'this text' } };

test.each([
  ['', {}, []],
  ['--port 1', { port: '1' }, []],
  ['--port=1', { port: '1' }, []],
  ['--port=', { port: '' }, []],
  ['--port=a=b', { port: 'a=b' }, []],
  ['--port -1', { port: '-1' }, []],
  ['--port 1 --port 2', { port: '2' }, []],
  ['--help', { help: 'true' }, []],
  ['a --help b', { help: 'true' }, ['a', 'b']],
])('%s', (line, given, words) => {
  expect(parseArgs(line.split(' ').filter(Boolean), flags)).toEqual({ flags: given, words });
});

test.each([
  ['--nope', 'unknown flag --nope; known are --port, --help'],
  ['--nope=1', 'unknown flag --nope; known are --port, --help'],
  ['--__proto__ 1', 'unknown flag --__proto__; known are --port, --help'],
  ['--constructor', 'unknown flag --constructor; known are --port, --help'],
  ['--port', '--port needs a value: --port N'],
  ['--port --help', '--port needs a value: --port N'],
  ['--', 'unknown flag --; known are --port, --help'],
])('%s is a mistake', (line, message) => {
  expect(() => parseArgs(line.split(' '), flags)).toThrow(new UsageError(message));
});

test('usage', () => {
  expect(usage('sandbox listen [flags]', 'Listens.', flags)).toBe(
    'Usage: sandbox listen [flags]\n\nListens.\n\nFlags:\n' +
      '  --port N                  where to listen\n  --help                    this text\n',
  );
});
