import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../../../src/apis/kubernetes/wire.ts';
import { isOurHost } from '../../../../src/runtime/node/gate.ts';
import { admin, startLocal, statusOf, token, type Local } from './local-server.ts';

/** Who asked what was let through the gate. */
const seen: (Actor | undefined)[] = [];

let local: Local;

beforeAll(async () => {
  local = await startLocal((_request, actor) => {
    seen.push(actor);
    return { status: actor === undefined ? 401 : 200, headers: {}, body: '' };
  });
});

beforeEach(() => {
  seen.length = 0;
});

afterAll(() => local.close());

describe('Host', () => {
  // P stands for the port.
  const ours = ['127.0.0.1:P', 'localhost:P', 'LOCALHOST:P', 'LocalHost:P', '[::1]:P', '127.0.0.1:P  '];
  const foreign = [
    '',
    '127.0.0.1',
    'localhost',
    '[::1]',
    '127.0.0.1:1',
    '127.0.0.1:0P',
    '127.0.0.1:P0',
    '127.0.0.1:P.',
    '127.0.0.1.:P',
    'localhost.:P',
    'localhost.evil.example:P',
    'evil.example:P',
    'evil.example',
    '127.0.0.1:P.evil.example',
    '127.0.0.1:P@evil.example',
    'user@127.0.0.1:P',
    'user:pass@localhost:P',
    '127.0.0.2:P',
    '127.1:P',
    '0x7f.0.0.1:P',
    '2130706433:P',
    '0177.0.0.1:P',
    '0.0.0.0:P',
    '[::]:P',
    '[::ffff:127.0.0.1]:P',
    '[0:0:0:0:0:0:0:1]:P',
    '127.0.0.1:P, evil.example',
    'https://127.0.0.1:P',
    '127.0.0.1:P/',
    'l\u00f6calhost:P',
  ];
  const get = (host: string) =>
    `GET / HTTP/1.1\r\nHost: ${host.replaceAll('P', String(local.port))}\r\n` +
    `Authorization: Bearer ${token}\r\nConnection: close\r\n\r\n`;

  test.each(ours)('%s is this server', async (host) => {
    expect(statusOf(await local.raw(get(host)))).toBe(200);
    expect(seen).toHaveLength(1);
  });

  test.each(foreign)('"%s" is another', async (host) => {
    const reply = await local.raw(get(host));
    expect(statusOf(reply)).toBe(403);
    expect(reply).toContain(`is not this server: use 127.0.0.1:${local.port}`);
    expect(seen).toEqual([]);
  });

  test.each([
    ['127.0.0.1', 443, true],
    ['LOCALHOST', 443, true],
    ['127.0.0.1:443', 443, true],
    ['evil.example', 443, false],
    ['127.0.0.1', 6443, false],
  ])('%s at port %i, which clients leave out where it is 443: %s', (host, port, isOurs) => {
    expect(isOurHost(host, port)).toBe(isOurs);
  });

  test('has to be there, once', async () => {
    const host = `Host: 127.0.0.1:${local.port}\r\n`;
    const rest = `Authorization: Bearer ${token}\r\nConnection: close\r\n\r\n`;
    expect(statusOf(await local.raw(`GET / HTTP/1.1\r\n${rest}`))).toBe(400);
    expect(statusOf(await local.raw(`GET / HTTP/1.0\r\n${rest}`))).toBe(403);
    expect(statusOf(await local.raw(`GET / HTTP/1.1\r\n${host}${host}${rest}`))).toBe(403);
    expect(statusOf(await local.raw(`GET / HTTP/1.1\r\n${host}Host: evil.example\r\n${rest}`))).toBe(403);
    expect(seen).toEqual([]);
  });
});

describe('web pages', () => {
  const pages: readonly [what: string, headers: Record<string, string>][] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['an empty origin', { origin: '' }],
    ['a page on this machine', { origin: 'http://localhost:5173' }],
    ['a fetch across sites', { 'sec-fetch-site': 'cross-site' }],
    ['a fetch within a site', { 'sec-fetch-site': 'same-site' }],
    ['a fetch within an origin', { 'sec-fetch-site': 'same-origin' }],
  ];

  test.each(pages)('%s gets 403, and nothing that lets it read it', async (_what, headers) => {
    for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE']) {
      const reply = await local.ask({ method, headers });
      expect(reply.status).toBe(403);
      expect(JSON.parse(reply.text)).toMatchObject({ kind: 'Status', reason: 'Forbidden', code: 403 });
      expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect(seen).toEqual([]);
  });

  test('an upgrade to WebSocket meets the same gate', async () => {
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const reply = await local.ask({ headers: { ...upgrade, origin: 'https://evil.example' } });
    expect(reply.status).toBe(403);
    expect(seen).toEqual([]);
  });

  test('a client that gives the server as its own origin is let in; one that gives another door of this machine is not', async () => {
    const own = `127.0.0.1:${local.port}`;
    for (const scheme of ['http', 'https'])
      expect((await local.ask({ headers: { origin: `${scheme}://${own}` } })).status).toBe(200);
    expect(seen).toHaveLength(2);
    for (const origin of [
      `https://localhost:${local.port}`,
      `https://${own}0`,
      `file://${own}`,
      `http://${own}/`,
    ])
      expect((await local.ask({ headers: { origin } })).status).toBe(403);
    expect(seen).toHaveLength(2);
  });

  test('an address typed into the browser is let in, though without a token', async () => {
    const reply = await local.ask({ headers: { 'sec-fetch-site': 'none', authorization: '' } });
    expect(reply.status).toBe(401);
  });
});

describe('the token', () => {
  const wrong: readonly (string | undefined)[] = [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${token.slice(1)}`,
    `Bearer ${token}f`,
    `Bearer ${token.slice(1)}e`,
    `Bearer  ${token}`,
    `Bearer ${'\u00ff'.repeat(64)}`,
    token,
    `bearer ${token}`,
    `Basic ${token}`,
    `Bearer ${token}, Bearer ${token}`,
  ];

  test.each(wrong)('%s is nobody', async (authorization) => {
    const line = authorization === undefined ? '' : `Authorization: ${authorization}\r\n`;
    const host = `Host: 127.0.0.1:${local.port}\r\n`;
    const reply = await local.raw(`GET / HTTP/1.1\r\n${host}${line}Connection: close\r\n\r\n`);
    expect(statusOf(reply)).toBe(401);
    expect(seen).toEqual([undefined]);
  });

  test('the right one is the administrator', async () => {
    expect((await local.ask()).status).toBe(200);
    expect(seen).toEqual([admin]);
  });
});
