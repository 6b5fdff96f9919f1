// Watches over WebSocket, through a server of the test's own.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { FrameSink } from '../../../../src/apis/kubernetes/wire.ts';
import { certificate, soon, startLocal, token, type Local } from './local-server.ts';

const open = new Set<FrameSink>();
let local: Local;

beforeAll(async () => {
  local = await startLocal(({ path }) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    ...(path === '/binary' ? { binary: true } : {}),
    ...(path === '/short' ? { timeoutSeconds: 0.05 } : {}),
    open: (sink) => {
      open.add(sink);
      sink.frame(
        path === '/binary' ? Buffer.from([0, 0, 0, 2, 7, 8]).toString('base64') : '{"type":"ADDED"}',
      );
      return () => open.delete(sink);
    },
  }));
});

afterAll(() => local.close());

function listening(path: string) {
  const socket = new WebSocket(`wss://127.0.0.1:${local.port}${path}`, {
    ca: certificate.authority,
    headers: { authorization: `Bearer ${token}` },
  });
  const heard: (Buffer | string)[] = [];
  let code: number | undefined;
  socket.on('message', (data, isBinary) => heard.push(isBinary ? (data as Buffer) : String(data)));
  socket.on('close', (closed) => (code = closed));
  return { socket, heard, code: () => code };
}

test('an event is a message of text, from the first on; who leaves is forgotten', async () => {
  const { socket, heard } = listening('/text');
  await soon(() => heard).toEqual(['{"type":"ADDED"}\n']);
  for (const sink of open) sink.frame('{"type":"DELETED"}');
  await soon(() => heard.length).toBe(2);
  socket.close();
  await soon(() => open.size).toBe(0);
});

test('in protobuf it is a message of bytes, without the length that a message knows', async () => {
  const { socket, heard } = listening('/binary');
  await soon(() => heard).toEqual([Buffer.from([7, 8])]);
  socket.close();
  await soon(() => open.size).toBe(0);
});

test.each(['/short', '/ends'])('%s ends well', async (path) => {
  const { heard, code } = listening(path);
  await soon(() => heard.length).toBe(1);
  if (path === '/ends') for (const sink of open) sink.end();
  await soon(code).toBe(1000);
  expect(open.size).toBe(0);
});
