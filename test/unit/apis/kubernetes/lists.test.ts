// Lists: whole and in pages of one revision, of the present and of an earlier one, and what is said when that is gone.
import { describe, expect, it } from 'vitest';
import { restored, worldOf, type Body } from '../../../worlds/setup.ts';
import type { World } from '../../../../src/world.ts';
import { ask, configMap, maps, metadataListType, refused, tableType } from './support.ts';

function worldWith(count: number): World {
  const world = worldOf();
  for (let at = 0; at < count; at++) {
    const metadata = { name: `m${at}`, labels: { odd: String(at % 2 === 1) } };
    ask(world, 'POST', maps, { body: { ...configMap(''), metadata } });
  }
  return world;
}

interface Paged extends Body {
  readonly metadata: Body['metadata'] & { readonly remainingItemCount?: number };
}

const get = (world: World, query: string): Paged => ask(world, 'GET', `${maps}?${query}`).body as Paged;
const names = ({ items }: Body): readonly string[] => items.map(({ metadata }) => metadata.name);
const next = (list: Body, limit: number): string =>
  `limit=${limit}&continue=${encodeURIComponent(list.metadata.continue ?? '')}`;

describe('a list', () => {
  it('is in key order, over all namespaces by namespace first', () => {
    const world = worldWith(3);
    expect(names(get(world, ''))).toEqual(['kube-root-ca.crt', 'm0', 'm1', 'm2']);
    const { items } = ask(world, 'GET', '/api/v1/configmaps').body;
    const keys = items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(keys).toEqual([...keys].sort());
    expect(new Set(items.map(({ metadata }) => metadata.namespace)).size).toBeGreaterThan(1);
  });

  it('of nothing has an empty list of items', () => {
    const list = ask(worldOf(), 'GET', '/api/v1/namespaces/nowhere/configmaps').body;
    expect(list).toMatchObject({ kind: 'ConfigMapList', items: [] });
  });

  it('of a custom kind says of each item what it is', () => {
    const path = '/scopes/fabric/apis/vsphere.sandbox/v1/hosts';
    const [host] = ask(worldOf(), 'GET', path).body.items;
    expect(host).toMatchObject({ apiVersion: 'vsphere.sandbox/v1', kind: 'Host' });
  });
});

describe('pages', () => {
  it('show every object once, all at one revision, and how many are left', () => {
    const world = worldWith(6);
    const first = get(world, 'limit=3');
    expect([names(first), first.metadata.remainingItemCount]).toEqual([['kube-root-ca.crt', 'm0', 'm1'], 4]);
    ask(world, 'DELETE', `${maps}/m3`);
    ask(world, 'POST', maps, { body: configMap('m11') });
    const second = get(world, next(first, 3));
    const last = get(world, next(second, 3));
    expect([names(second), names(last)]).toEqual([['m2', 'm3', 'm4'], ['m5']]);
    expect(new Set([first, second, last].map(({ metadata }) => metadata.resourceVersion)).size).toBe(1);
    expect([last.metadata.continue, last.metadata.remainingItemCount]).toEqual([undefined, undefined]);
  });

  it('with a selector do not say how many are left', () => {
    const world = worldWith(6);
    const first = get(world, 'limit=2&labelSelector=odd%3Dtrue');
    expect([names(first), first.metadata.remainingItemCount]).toEqual([['m1', 'm3'], undefined]);
    expect(names(get(world, `${next(first, 2)}&labelSelector=odd%3Dtrue`))).toEqual(['m5']);
  });

  it('of exactly as many as there are end there', () => {
    expect(get(worldWith(2), 'limit=3').metadata.continue).toBeUndefined();
  });

  it('with a selector are told to go on while there is anything behind', () => {
    const first = get(worldWith(4), 'limit=2&labelSelector=odd%3Dtrue');
    expect([names(first), first.metadata.continue]).toEqual([['m1', 'm3'], undefined]);
    const more = get(worldWith(5), 'limit=2&labelSelector=odd%3Dtrue');
    expect([names(more), typeof more.metadata.continue]).toEqual([['m1', 'm3'], 'string']);
  });

  it('are not of what the cache answers', () => {
    const world = worldWith(3);
    const all = get(world, 'limit=2&resourceVersion=0');
    expect([all.items?.length, all.metadata.continue]).toEqual([4, undefined]);
    expect(get(world, 'limit=2&resourceVersion=0&resourceVersionMatch=NotOlderThan').items).toHaveLength(4);
    expect(get(world, 'limit=2&resourceVersion=1&resourceVersionMatch=NotOlderThan').items).toHaveLength(2);
  });

  it('without a bound are one page', () => {
    const world = worldWith(3);
    for (const query of ['limit=0', 'limit=-1', 'limit=500']) expect(get(world, query).items).toHaveLength(4);
  });

  it('are of Tables and of metadata too', () => {
    const world = worldWith(3);
    for (const accept of [tableType, metadataListType]) {
      const { body } = ask(world, 'GET', `${maps}?limit=2`, { accept });
      expect(body.metadata).toMatchObject({ remainingItemCount: 2, continue: expect.any(String) as unknown });
    }
  });

  it('go on at the present where the walk is too old, if the client will', () => {
    const world = worldWith(4);
    const first = get(world, 'limit=2');
    ask(world, 'DELETE', `${maps}/m2`);
    // A world that is restored knows nothing of what went before it.
    const later = restored(world.checkpoint());
    const late = ask(later, 'GET', `${maps}?${next(first, 2)}`);
    expect(late.status).toBe(410);
    expect(late.body).toMatchObject({ kind: 'Status', reason: 'Expired', code: 410 });
    expect(late.body.message).toMatch(
      /^The provided continue parameter is too old .* now may show up in the list\.$/,
    );
    const rest = get(later, next(late.body, 2));
    expect(names(rest)).toEqual(['m1', 'm3']);
    expect(rest.metadata.resourceVersion).toBe(get(later, '').metadata.resourceVersion);
  });
});

describe('continue tokens', () => {
  const token = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');

  it.each([
    ['bogus', 'continue key is not valid: illegal base64 data at input byte 4'],
    [Buffer.from('{').toString('base64url'), 'continue key is not valid: unexpected end of JSON input'],
    [
      token({ v: 'v2', rv: 5, start: 'a' }),
      'continue key is not valid: server does not recognize this encoded version v2',
    ],
    [
      token({ v: 'meta.k8s.io/v1', rv: 0, start: 'a' }),
      'continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)',
    ],
    [
      token({ v: 'meta.k8s.io/v1', rv: 5, start: '' }),
      'continue key is not valid: encoded start key empty (version meta.k8s.io/v1)',
    ],
    [
      token({ v: 5 }),
      'continue key is not valid: json: cannot unmarshal number into Go struct field continueToken.v of type string',
    ],
    [
      token({ v: 'meta.k8s.io/v1', rv: 'x' }),
      'continue key is not valid: json: cannot unmarshal string into Go struct field continueToken.rv of type int64',
    ],
    [
      token({ v: 'meta.k8s.io/v1', rv: 1.5 }),
      'continue key is not valid: json: cannot unmarshal number 1.5 into Go struct field continueToken.rv of type int64',
    ],
    [
      token([]),
      'continue key is not valid: json: cannot unmarshal array into Go value of type storage.continueToken',
    ],
    [token({ v: 'meta.k8s.io/v1', rv: 5, start: '../pods' }), 'continue key is not valid: ../pods'],
    ['bnVsbA', 'continue key is not valid: server does not recognize this encoded version '],
  ])('%s is none', (text, why) => {
    expect(refused(worldOf(), 'GET', `${maps}?limit=1&continue=${text}`)).toMatchObject({
      code: 400,
      message: `invalid continue token: ${why}`,
    });
  });

  it('of a revision that is not reached is refused', () => {
    const path = `${maps}?limit=1&continue=${token({ v: 'meta.k8s.io/v1', rv: 999999, start: '/a' })}`;
    expect(refused(worldOf(), 'GET', path)).toMatchObject({ code: 504, reason: 'Timeout' });
  });

  it('and a revision exclude each other', () => {
    const world = worldWith(3);
    const first = get(world, 'limit=1');
    const { resourceVersion } = first.metadata;
    expect(
      refused(world, 'GET', `${maps}?${next(first, 1)}&resourceVersion=${resourceVersion}`),
    ).toMatchObject({
      code: 400,
      message: 'specifying resource version is not allowed when using continue',
    });
    expect(ask(world, 'GET', `${maps}?${next(first, 1)}&resourceVersion=0`).status).toBe(200);
  });
});

describe('resourceVersion', () => {
  const world = worldWith(2);
  const then = get(world, '').metadata.resourceVersion;
  ask(world, 'POST', maps, { body: configMap('later') });
  ask(world, 'DELETE', `${maps}/m0`);
  const now = get(world, '').metadata.resourceVersion;
  const before = ['kube-root-ca.crt', 'm0', 'm1'];
  const after = ['kube-root-ca.crt', 'later', 'm1'];

  it.each([
    ['nothing', '', after, now],
    ['any', 'resourceVersion=0', after, now],
    ['any, in pages', 'resourceVersion=0&limit=500', after, now],
    ['not older', `resourceVersion=${then}`, after, now],
    ['not older, said', `resourceVersion=${then}&resourceVersionMatch=NotOlderThan`, after, now],
    [
      'not older, said, in pages',
      `resourceVersion=${then}&resourceVersionMatch=NotOlderThan&limit=500`,
      after,
      now,
    ],
    ['exactly', `resourceVersion=${then}&resourceVersionMatch=Exact`, before, then],
    ['exactly, since it is a page', `resourceVersion=${then}&limit=500`, before, then],
    ['exactly now', `resourceVersion=${now}&resourceVersionMatch=Exact`, after, now],
  ])('%s', (_, query, found, resourceVersion) => {
    const list = get(world, query);
    expect([names(list), list.metadata.resourceVersion]).toEqual([found, resourceVersion]);
  });

  it.each([
    ['resourceVersionMatch=Exact', 'resourceVersionMatch is forbidden unless resourceVersion is provided'],
    [
      'resourceVersionMatch=Exact&resourceVersion=0',
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    [
      'resourceVersionMatch=NotOlderThan&resourceVersion=5&continue=x',
      'resourceVersionMatch is forbidden when continue is provided',
    ],
    [
      'resourceVersionMatch=Older&resourceVersion=5',
      'Unsupported value: "Older": supported values: "Exact", "NotOlderThan", ""',
    ],
    ['sendInitialEvents=true', 'sendInitialEvents is forbidden for list'],
  ])('%s is invalid', (query, why) => {
    const status = refused(world, 'GET', `${maps}?${query}`);
    expect(status).toMatchObject({ code: 422, details: { group: 'meta.k8s.io', kind: 'ListOptions' } });
    expect(status.message).toContain(why);
  });

  it.each(['x', '-1', '1.5', '99999999999999999999'])('%s is no revision', (text) => {
    const status = refused(world, 'GET', `${maps}?resourceVersion=${text}`);
    const why = text.startsWith('999') ? 'value out of range' : 'invalid syntax';
    expect(status).toMatchObject({
      code: 400,
      message: `invalid resource version: resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": ${why}`,
    });
  });

  it('that is not reached is said so, with when to come back', () => {
    const { status, headers, body } = ask(world, 'GET', `${maps}?resourceVersion=999999`);
    expect([status, headers['retry-after']]).toEqual([504, '1']);
    expect(body).toMatchObject({
      reason: 'Timeout',
      message: `Timeout: Too large resource version: 999999, current: ${now}`,
      details: { causes: [{ reason: 'ResourceVersionTooLarge' }], retryAfterSeconds: 1 },
    });
    expect(ask(world, 'GET', `${maps}/m1?resourceVersion=999999`).status).toBe(504);
    expect(ask(world, 'GET', `${maps}/m1?resourceVersion=${then}`).status).toBe(200);
  });

  it('that is too long ago is gone', () => {
    expect(refused(world, 'GET', `${maps}?resourceVersion=1&resourceVersionMatch=Exact`)).toMatchObject({
      code: 410,
      reason: 'Expired',
      message: 'The resourceVersion for the provided list is too old.',
    });
  });
});

it.each(['limit', 'timeoutSeconds'])('%s is a number', (name) => {
  for (const [text, why] of [
    ['x', 'invalid syntax'],
    ['1.5', 'invalid syntax'],
    ['9223372036854775808', 'value out of range'],
  ]) {
    expect(refused(worldOf(), 'GET', `${maps}?${name}=${text}`)).toMatchObject({
      code: 400,
      message: `strconv.ParseInt: parsing "${text}": ${why}`,
    });
  }
  expect(ask(worldOf(), 'GET', `${maps}?${name}=9223372036854775807`).status).toBe(200);
});
