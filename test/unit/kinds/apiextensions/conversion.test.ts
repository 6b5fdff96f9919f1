// A definition that converts by webhook: what needs no conversion goes on, everything else fails for want of the webhook.
import { beforeEach, describe, expect, it } from 'vitest';
import type { World } from '../../../../src/world.ts';
import { pass, send, worldOf } from '../../../worlds/setup.ts';
import { ask, mergePatch } from '../../apis/kubernetes/support.ts';
import { definition, definitionsPath, version, widget, widgetsPath } from './support.ts';

const spec = { type: 'object', properties: { n: { type: 'integer' } } };
const service = { name: 'converter', namespace: 'demo', path: '/convert' };
const later = widgetsPath.replace('/v1/', '/v2/');
const failedFrom = (apiVersion: string, why = 'service "converter" not found') =>
  `conversion webhook for ${apiVersion}, Kind=Widget failed: Post "https://converter.demo.svc:443/convert?timeout=30s": ${why}`;
const inLater = (name: string) => ({ ...widget({ n: 1 }, name), apiVersion: 'example.com/v2' });
let world: World;

beforeEach(() => {
  world = worldOf();
  const conversion = {
    strategy: 'Webhook',
    webhook: { clientConfig: { service }, conversionReviewVersions: ['v1'] },
  };
  const versions = [version(spec), version(spec, { name: 'v2', storage: false })];
  expect(send(world, 'POST', definitionsPath, definition(versions, { conversion })).status).toBe(201);
  pass(world, 1);
  expect(ask(world, 'POST', widgetsPath, { body: widget({ n: 1 }) }).status).toBe(201);
});

describe('the version in which objects are stored', () => {
  it('needs no webhook', () => {
    const change = { body: { spec: { n: 2 } }, type: mergePatch };
    expect(ask(world, 'GET', widgetsPath).status).toBe(200);
    expect(ask(world, 'PATCH', `${widgetsPath}/one`, change).status).toBe(200);
    expect(ask(world, 'DELETE', `${widgetsPath}/one`).status).toBe(200);
  });
});

describe('another version', () => {
  it.each<readonly [string, string, object]>([
    ['GET', `${later}/one`, {}],
    ['GET', later, {}],
    ['DELETE', `${later}/one`, {}],
    ['DELETE', later, {}],
    ['PATCH', `${later}/one`, { body: { spec: { n: 2 } }, type: mergePatch }],
    ['PUT', `${later}/one`, { body: inLater('one') }],
  ])('fails to %s %s', (method, path, asked) => {
    const { status, body } = ask(world, method, path, asked);
    expect(status).toBe(500);
    expect(body.message).toBe(failedFrom('example.com/v1'));
    expect(body.reason).toBeUndefined();
  });

  it('is what a new object would have to come from', () => {
    expect(ask(world, 'POST', later, { body: inLater('two') }).body.message).toBe(
      failedFrom('example.com/v2'),
    );
    expect(ask(world, 'GET', `${widgetsPath}/two`).status).toBe(404);
  });

  it('says first what is wrong with a new object', () => {
    const body = { ...inLater('two'), spec: { n: 'many' } };
    expect(ask(world, 'POST', later, { body }).body.message).toContain('spec.n: Invalid value: "string"');
  });

  it('is listed while there is nothing', () => {
    ask(world, 'DELETE', `${widgetsPath}/one`);
    expect(ask(world, 'GET', later).status).toBe(200);
    expect(ask(world, 'GET', `${later}/one`).status).toBe(404);
  });

  it('is not answered by a Service of nobody either', () => {
    send(world, 'POST', '/api/v1/namespaces/demo/services', {
      metadata: { name: 'converter' },
      spec: { ports: [{ port: 443 }] },
    });
    expect(ask(world, 'GET', `${later}/one`).body.message).toBe(
      failedFrom('example.com/v1', 'no endpoints available for service "converter"'),
    );
  });
});
