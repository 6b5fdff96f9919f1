// Logs over WebSocket, through a server of the test's own.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { FrameSink } from '../../../../src/apis/kubernetes/wire.ts';
import { certificate, soon, startLocal, token, type Local } from './local-server.ts';

const open = new Set<FrameSink>();
const headers = { 'content-type': 'text/plain' };
let local: Local;

beforeAll(async () => {
  local = await startLocal(({ path }) =>
    path === '/followed'
      ? {
          status: 200,
          headers,
          isOutput: true,
          open: (sink) => {
            open.add(sink);
            sink.frame('one');
            return () => open.delete(sink);
          },
        }
      : path === '/plain'
        ? { status: 200, headers, body: 'no log' }
        : { status: 200, headers, isOutput: true, body: path === '/silent' ? '' : 'one\ntwo\n' },
  );
});

afterAll(() => local.close());

function listening(path: string, protocols: readonly string[] = []) {
  const socket = new WebSocket(`wss://127.0.0.1:${local.port}${path}`, [...protocols], {
    ca: certificate.authority,
    headers: { authorization: `Bearer ${token}` },
  });
  const heard: (Buffer | string)[] = [];
  let code: number | undefined;
  let failure = '';
  socket.on('message', (data, isBinary) => heard.push(isBinary ? (data as Buffer) : String(data)));
  socket.on('close', (closed) => (code = closed));
  socket.on('error', ({ message }) => (failure = message));
  return { socket, heard, code: () => code, failure: () => failure };
}

test.each([
  ['/whole', [], [Buffer.from(''), Buffer.from('one\ntwo\n')]],
  ['/whole', ['binary.k8s.io'], [Buffer.from(''), Buffer.from('one\ntwo\n')]],
  ['/whole', ['base64.binary.k8s.io'], ['', 'b25lCnR3bwo=']],
  ['/silent', [], [Buffer.from('')]],
])('%s with protocols %j', async (path, protocols, messages) => {
  const { heard, code } = listening(path, protocols);
  await soon(code).toBe(1000);
  expect(heard).toEqual(messages);
});

test('what is followed goes on line by line until it ends; who leaves is forgotten', async () => {
  const { heard, code } = listening('/followed');
  await soon(() => heard).toEqual([Buffer.from(''), Buffer.from('one\n')]);
  for (const sink of open) sink.frame('two');
  await soon(() => heard.at(-1)).toEqual(Buffer.from('two\n'));
  for (const sink of open) sink.end();
  await soon(code).toBe(1000);
  const left = listening('/followed');
  await soon(() => open.size).toBe(1);
  left.socket.close();
  await soon(() => open.size).toBe(0);
});

test('any other answer stays one of HTTP', async () => {
  const { failure } = listening('/plain');
  await soon(failure).toBe('Unexpected server response: 200');
});
