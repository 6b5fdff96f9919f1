import { networkInterfaces } from 'node:os';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WireRequest } from '../../../../src/apis/kubernetes/wire.ts';
import { makeCertificate } from '../../../../src/runtime/node/certificate.ts';
import { startServer } from '../../../../src/runtime/node/server.ts';
import { limits } from '../../../../src/std/limits.ts';
import { admin, certificate, closed, soon, startLocal, token, type Ask, type Local } from './local-server.ts';

/** What reached the answer. */
const seen: WireRequest[] = [];

let local: Local;

beforeAll(async () => {
  local = await startLocal((request) => {
    if (request.path === '/fails') throw new Error('the world broke');
    seen.push(request);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' };
  });
});

beforeEach(() => {
  seen.length = 0;
});

afterAll(() => local.close());

describe('what reaches the world', () => {
  test('method, path with query, headers in lower case, the body as text', async () => {
    const body = '{"a":"\u00e9"}';
    await local.ask({
      method: 'PATCH',
      path: '/api/v1/x?dryRun=All',
      headers: { 'X-Two': ['a', 'b'] },
      body,
    });
    const [request] = seen;
    expect(request).toMatchObject({ method: 'PATCH', path: '/api/v1/x?dryRun=All', body });
    expect(request?.headers?.['x-two']).toBe('a, b');
    expect(request?.binary).toBeUndefined();
  });

  test('protobuf as base64', async () => {
    const bytes = Buffer.from([0x6b, 0x38, 0x73, 0x00, 0xff]);
    const headers = { 'content-type': 'application/vnd.kubernetes.protobuf' };
    await local.ask({ method: 'POST', headers, body: bytes });
    expect(seen[0]).toMatchObject({ body: bytes.toString('base64'), binary: true });
  });

  test('HEAD is answered without a body', async () => {
    const reply = await local.ask({ method: 'HEAD' });
    expect(reply).toMatchObject({ status: 200, text: '', headers: { 'content-length': '11' } });
  });

  test('an error in the world is a Status 500, and the server goes on', async () => {
    const reply = await local.ask({ path: '/fails' });
    expect(JSON.parse(reply.text)).toMatchObject({ kind: 'Status', code: 500, message: 'the world broke' });
    expect((await local.ask()).status).toBe(200);
  });
});

describe('sizes', () => {
  const whole = (bytes: number): Ask => ({ method: 'POST', body: Buffer.alloc(bytes, 'x') });
  const chunked = (bytes: number): Ask => ({
    ...whole(bytes),
    headers: { 'transfer-encoding': 'chunked' },
  });

  test.each([
    ['a length', whole],
    ['chunks', chunked],
  ])('a body in %s may have 3 MiB and no more', async (_how, post) => {
    expect((await local.ask(post(limits.requestBytesMax))).status).toBe(200);
    expect(seen[0]?.body).toHaveLength(limits.requestBytesMax);
    for (const tooMany of [1, 1024, 8 * 1024 * 1024]) {
      const reply = await local.ask(post(limits.requestBytesMax + tooMany));
      expect(reply.status).toBe(413);
      expect(JSON.parse(reply.text)).toMatchObject({
        kind: 'Status',
        reason: 'RequestEntityTooLarge',
        message: 'Request entity too large: limit is 3145728',
      });
    }
    expect(seen).toHaveLength(1);
  });

  test('a body without end is cut off', async () => {
    const socket = await local.tls();
    socket.on('error', () => undefined);
    let sentBytes = 0;
    const chunk = 'x'.repeat(1024 * 1024);
    const send = () => {
      sentBytes += chunk.length;
      if (socket.writable) socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`, send);
    };
    socket.write(`${local.head().replace('GET', 'POST')}Transfer-Encoding: chunked\r\n\r\n`, send);
    await closed(socket);
    expect(sentBytes).toBeLessThan(128 * 1024 * 1024);
    expect(seen).toEqual([]);
    expect((await local.ask()).status).toBe(200);
  });

  test('a compressed body is not taken: what it grows to nobody knows', async () => {
    const reply = await local.ask({ method: 'POST', headers: { 'content-encoding': 'gzip' }, body: 'x' });
    expect(reply.status).toBe(415);
    expect(seen).toEqual([]);
  });

  test('headers have 1 MiB', async () => {
    expect((await local.ask({ headers: { 'x-long': 'x'.repeat(1000 * 1024) } })).status).toBe(200);
    expect((await local.ask({ headers: { 'x-long': 'x'.repeat(1040 * 1024) } })).status).toBe(431);
  });
});

describe('broken clients', () => {
  const head = () => local.head().replace('GET', 'POST');
  const requests: readonly [what: string, text: () => string][] = [
    ['no HTTP at all', () => '\u0016\u0003\u0001\r\n\r\n'],
    [
      'a length and chunks',
      () => `${head()}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['two lengths', () => `${head()}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd`],
    ['a negative length', () => `${head()}Content-Length: -1\r\n\r\n`],
    ['a chunk of no size', () => `${head()}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ['a folded header', () => `${head()}X-A: b\r\n  c\r\n\r\n`],
    ['a header without a name', () => `${head()}: b\r\n\r\n`],
    ['a NUL in a header', () => `${head()}X-A: \u0000\r\n\r\n`],
    ['a version that is none', () => head().replace('HTTP/1.1', 'HTTP/9.9') + '\r\n'],
    ['the preface of HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ];

  test.each(requests)('%s is refused and the connection closed', async (_what, text) => {
    expect(await local.raw(text())).toMatch(/^HTTP\/1\.1 400 /);
    expect(seen).toEqual([]);
  });

  test('plain HTTP is not spoken', async () => {
    const socket = await local.tcp();
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.write(`${local.head()}\r\n`);
    await closed(socket);
    expect(Buffer.concat(parts).toString('latin1')).not.toContain('HTTP');
    expect(seen).toEqual([]);
  });

  test('a client that leaves in the middle of its body is forgotten', async () => {
    const socket = await local.tls();
    socket.write(`${head()}Content-Length: 100\r\n\r\nabc`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    expect((await local.ask()).status).toBe(200);
    expect(seen).toHaveLength(1);
  });

  test('only HTTP/1.1 is offered', async () => {
    const both = await local.tls(['h2', 'http/1.1']);
    expect(both.alpnProtocol).toBe('http/1.1');
    both.destroy();
    await expect(local.tls(['h2'])).rejects.toThrow();
  });
});

describe('slow clients', () => {
  /** More than all connections that there may be, and more than may be strangers at once. */
  const [most, many] = [600, 250];
  const sluggish: readonly [what: string, count: number, open: () => Promise<Socket>][] = [
    ['say nothing at all', most, () => local.tcp()],
    ['stop in the TLS handshake', most, () => local.tcp().then((to) => written(to, '\u0016\u0003\u0001'))],
    ['say nothing after the handshake', many, () => local.tls()],
    ['stop in their headers', many, () => local.tls().then((socket) => written(socket, local.head()))],
  ];

  function written<T extends Socket>(socket: T, text: string): T {
    socket.write(text, 'latin1');
    return socket;
  }

  test.each(sluggish)('many that %s keep nobody out', async (_what, count, open) => {
    const served = await local.tls();
    const answers: string[] = [];
    served.on('data', (part: Buffer) => answers.push(part.toString('latin1')));
    served.write(`${local.head()}\r\n`);
    await soon(() => answers.length).toBeGreaterThan(0);
    const sockets: Socket[] = [];
    for (let batch = 0; batch < count; batch += 50) {
      const opened = await Promise.allSettled(Array.from({ length: 50 }, open));
      for (const one of opened) if (one.status === 'fulfilled') sockets.push(one.value);
    }
    for (const socket of sockets) socket.on('error', () => undefined);
    expect((await local.ask()).status).toBe(200);
    // Who was served before still is.
    answers.length = 0;
    served.write(`${local.head()}\r\n`);
    await soon(() => answers.join('')).toContain('200 OK');
    for (const socket of [served, ...sockets]) socket.destroy();
  });
});

describe('the listener', () => {
  test('is on loopback only', async () => {
    const addresses = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address);
    // The rest of 127.0.0.0/8 is this machine as well, and a listener on every address would answer there.
    for (const host of [...addresses, '127.0.0.2']) {
      const connected = await new Promise<boolean>((resolve) => {
        const socket = connectTcp({ host, port: local.port }, () => resolve(true));
        socket.on('error', () => resolve(false));
      });
      expect(connected, host).toBe(false);
    }
  });

  test('says when its port is taken', async () => {
    const taken = startServer({
      port: local.port,
      certificate,
      token,
      admin,
      answer: () => ({ status: 200, headers: {}, body: '' }),
    });
    await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('closes although clients stay: silent, in the handshake, in a request, idle', async () => {
    const other = await startLocal(() => ({ status: 200, headers: {}, body: '' }));
    const silent = await other.tcp();
    const shaking = await other.tcp();
    shaking.write(Buffer.from([0x16, 0x03, 0x01]));
    const asking = await other.tls();
    asking.write(other.head());
    const idle = await other.tls();
    idle.write(`${other.head()}\r\n`);
    await new Promise((resolve) => idle.once('data', resolve));
    const sockets = [silent, shaking, asking, idle];
    for (const socket of sockets) socket.on('error', () => undefined);
    await other.close();
    await Promise.all(sockets.map(closed));
    await expect(other.tcp()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('the certificate', () => {
  const verify = (servername: string | undefined, ca: string) =>
    new Promise<string>((resolve) => {
      const options = { host: '127.0.0.1', port: local.port, ca, ...(servername && { servername }) };
      const socket = connectTls(options, () => {
        socket.destroy();
        resolve('verified');
      });
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });

  test('is good for the names of loopback and for no other', async () => {
    expect(await verify(undefined, certificate.authority)).toBe('verified');
    expect(await verify('localhost', certificate.authority)).toBe('verified');
    expect(await verify('sandbox.example', certificate.authority)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('does not stand without its own authority', async () => {
    const another = await makeCertificate();
    expect(await verify(undefined, another.authority)).not.toBe('verified');
    expect(another.authority).not.toBe(certificate.authority);
    expect(another.key).not.toBe(certificate.key);
  });

  test('keeps the key out of what clients get', () => {
    expect(certificate.key).toContain('PRIVATE KEY');
    expect(certificate.authority + certificate.certificate).not.toContain('PRIVATE KEY');
  });
});
