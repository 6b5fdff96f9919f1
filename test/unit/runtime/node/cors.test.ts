// Which web pages the server answers, and what it lets them read.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { originsOf } from '../../../../src/runtime/node/cors.ts';
import { startLocal, type Local } from './local-server.ts';

const origins = originsOf('^https://console\\.example$,//localhost(:|$)');
const asked: string[] = [];
let local: Local;

beforeAll(async () => {
  const answer = ({ method }: { readonly method: string }) => {
    asked.push(method);
    return { status: 200, headers: {}, body: '{}' };
  };
  local = await startLocal(answer, { origins });
});

afterAll(() => local.close());

describe('a page of an origin that is let in', () => {
  test.each(['https://console.example', 'http://localhost:5173', 'http://localhost'])(
    '%s',
    async (origin) => {
      const { status, headers } = await local.ask({ headers: { origin, 'sec-fetch-site': 'cross-site' } });
      expect([status, headers]).toMatchObject([
        200,
        {
          'access-control-allow-origin': origin,
          'access-control-allow-methods': 'POST, GET, OPTIONS, PUT, DELETE, PATCH',
          'access-control-allow-headers': expect.stringContaining('Authorization'),
          'access-control-expose-headers': 'Date',
          'access-control-allow-credentials': 'true',
        },
      ]);
    },
  );

  test('may ask beforehand, without a token, and nobody else hears of it', async () => {
    asked.length = 0;
    const headers = { origin: 'https://console.example', authorization: '' };
    const reply = await local.ask({ method: 'OPTIONS', headers });
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(reply.headers['access-control-allow-origin']).toBe('https://console.example');
    expect(asked).toEqual([]);
  });
});

test.each([
  'https://console.example.evil.org',
  'http://console.example',
  'https://localhost.evil.org',
  'null',
])('a page of %s stays outside', async (origin) => {
  const { status, headers } = await local.ask({ headers: { origin } });
  expect(status).toBe(403);
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test.each([
  ['example.com', 'regular expression does not pin to start/end of host in the origin header'],
  ['//example.com', 'regular expression does not pin to start/end of host in the origin header'],
  ['//a$,^(b$', 'error parsing regexp: missing closing ): `^(b$`'],
])('the expression %s is refused: %s', (list, why) => {
  expect(() => originsOf(list)).toThrow(`--cors-allowed-origins has an invalid regular expression: ${why}`);
});
