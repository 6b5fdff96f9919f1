import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FrameSink } from '../../../../src/apis/kubernetes/wire.ts';
import { sendStream } from '../../../../src/runtime/node/stream.ts';
import { closed, soon, startLocal, type Local } from './local-server.ts';

/** Watches that the server has opened and not yet stopped. */
const open = new Set<FrameSink>();
/** What a watch does as soon as it is opened, and when its client wants it to end. */
let atFirst: (sink: FrameSink) => void;
let timeoutSeconds: number | undefined;

let local: Local;

beforeAll(async () => {
  local = await startLocal((request) => {
    if (request.path !== '/watch') return { status: 200, headers: {}, body: 'ok' };
    return {
      status: 200,
      headers: { 'content-type': 'application/json;stream=watch' },
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      open: (sink) => {
        open.add(sink);
        atFirst(sink);
        return () => open.delete(sink);
      },
    };
  });
});

beforeEach(() => {
  open.clear();
  atFirst = () => undefined;
  timeoutSeconds = undefined;
});

afterAll(() => local.close());

/** A client in the middle of a watch; `read` is all that it was sent. */
async function watching(): Promise<{ readonly socket: TLSSocket; readonly read: () => string }> {
  const socket = await local.tls();
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => (text += part));
  socket.write(`${local.head('/watch')}\r\n`);
  await soon(() => text).toContain('\r\n\r\n');
  return { socket, read: () => text };
}

const only = (): FrameSink => {
  expect(open.size).toBe(1);
  return [...open][0] as FrameSink;
};

test('headers come at once, frames as they are made, each on a line of its own', async () => {
  const { socket, read } = await watching();
  expect(read()).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  expect(read()).toContain('\r\ncontent-type: application/json;stream=watch\r\n');
  expect(read()).not.toContain('{');
  only().frame('{"type":"ADDED"}');
  await soon(read).toContain('{"type":"ADDED"}\n');
  only().frame('{"type":"MODIFIED"}');
  await soon(read).toContain('{"type":"MODIFIED"}\n');
  socket.destroy();
});

test('a watch whose client goes away is closed, whether it says goodbye or not', async () => {
  const first = await watching();
  const second = await watching();
  const third = await watching();
  expect(open.size).toBe(3);
  first.socket.end();
  second.socket.destroy();
  await soon(() => open.size).toBe(1);
  only().frame('still here');
  await soon(third.read).toContain('still here');
  third.socket.destroy();
  await soon(() => open.size).toBe(0);
});

test('a watch that the world ends is ended for the client, on a connection that stays', async () => {
  const { socket, read } = await watching();
  const sink = only();
  sink.frame('last');
  sink.end();
  // Frames that come too late harm nobody, whether the end is out already or not.
  sink.frame('too late');
  await soon(read).toMatch(/last\n\r\n0\r\n\r\n$/);
  await soon(() => open.size).toBe(0);
  sink.frame('too late');
  socket.write(`${local.head()}\r\n`);
  await soon(read).toContain('ok');
  expect(read()).not.toContain('too late');
  socket.destroy();
});

test('a watch that ends while it is opened, as one that is too late does', async () => {
  atFirst = (sink) => {
    sink.frame('{"type":"ERROR"}');
    sink.end();
  };
  const { socket, read } = await watching();
  await soon(read).toMatch(/\{"type":"ERROR"\}\n\r\n0\r\n\r\n$/);
  await soon(() => open.size).toBe(0);
  socket.destroy();
});

test('ends when the client said, with a bookmark before', async () => {
  timeoutSeconds = 0.1;
  atFirst = (sink) => sink.onBookmark?.(() => sink.frame('bookmark'));
  const { socket, read } = await watching();
  await soon(read).toMatch(/bookmark\n\r\n0\r\n\r\n$/);
  expect(open.size).toBe(0);
  socket.destroy();
});

test('an end further away than a timer reaches is not now', async () => {
  timeoutSeconds = 10_000_000;
  const { socket } = await watching();
  await new Promise((resolve) => setTimeout(resolve, 50));
  only().frame('{}');
  socket.destroy();
});

const mebibyte = 'x'.repeat(1024 * 1024);

test('a client that does not read is cut off, and others do not notice', async () => {
  const other = await watching();
  const [sinkOfOther] = open;
  const slow = await watching();
  slow.socket.on('error', () => undefined);
  slow.socket.pause();
  const sink = [...open].find((one) => one !== sinkOfOther) as FrameSink;
  for (let sent = 0; sent < 64 && open.has(sink); sent++) {
    sink.frame(mebibyte);
    await new Promise(setImmediate);
  }
  await soon(() => open.has(sink)).toBe(false);
  sinkOfOther?.frame('unharmed');
  await soon(other.read).toContain('unharmed');
  slow.socket.resume();
  await closed(slow.socket);
  other.socket.destroy();
});

test('what is there at the beginning comes whole, however much it is', async () => {
  atFirst = (sink) => {
    for (let sent = 0; sent < 24; sent++) sink.frame(mebibyte);
  };
  const { socket, read } = await watching();
  await soon(() => read().length).toBeGreaterThan(24 * mebibyte.length);
  only().frame('the first change');
  await soon(() => read().slice(-100)).toContain('the first change');
  socket.destroy();
});

test('a client that has left by the time that its watch is opened leaves none behind', () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.destroy();
  const headers = { 'content-type': 'application/json' };
  sendStream({ status: 200, headers, open: () => expect.fail('was opened') }, response);
  expect(response.headersSent).toBe(false);
});
