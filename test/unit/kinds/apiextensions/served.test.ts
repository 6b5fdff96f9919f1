// What the API serves of a custom kind beside its objects: their scale where they have no count, and its verbs.
import { expect, it } from 'vitest';
import { get } from '../../../worlds/setup.ts';
import { ask, mergePatch, refused } from '../../apis/kubernetes/support.ts';
import { definitionsPath, widget, widgetsPath, worldWith } from './support.ts';

const spec = { type: 'object', properties: { n: { type: 'integer' } } };

it('an object is scaled where it has no count, which its scale cannot tell', () => {
  const scale = { specReplicasPath: '.spec.n', statusReplicasPath: '.status.replicas' };
  const world = worldWith(spec, { subresources: { scale } });
  ask(world, 'POST', widgetsPath, { body: widget({}) });
  expect(refused(world, 'GET', `${widgetsPath}/one/scale`).message).toBe(
    'Internal error occurred: the spec replicas field ".spec.n" does not exist',
  );
  const patch = { body: { spec: { replicas: 5 } }, type: mergePatch };
  expect(ask(world, 'PATCH', `${widgetsPath}/one/scale`, patch).body.spec).toEqual({ replicas: 5 });
  expect(get(world, `${widgetsPath}/one`).spec).toEqual({ n: 5 });
});

it('verbs are told in an order of their own', () => {
  const { resources } = ask(worldWith(spec), 'GET', '/apis/example.com/v1').body as unknown as {
    readonly resources: readonly { readonly verbs: readonly string[] }[];
  };
  expect(resources[0]?.verbs.join()).toBe('delete,deletecollection,get,list,patch,create,update,watch');
});

it('what is stored is read as the storage version has it now: with its defaults, without what it no longer knows', () => {
  const properties = { a: { type: 'string' }, b: { type: 'string' } };
  const world = worldWith({ type: 'object', properties });
  ask(world, 'POST', widgetsPath, { body: widget({ b: 'kept' }) });
  const place = '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties';
  const change = (...operations: readonly object[]) => {
    const type = 'application/json-patch+json';
    ask(world, 'PATCH', `${definitionsPath}/widgets.example.com`, { body: operations, type });
  };
  const read = () => ({
    got: get(world, `${widgetsPath}/one`).spec,
    listed: get(world, widgetsPath).items[0]?.spec,
  });
  expect(read().got).toEqual({ b: 'kept' });
  change({ op: 'add', path: `${place}/a/default`, value: 'A' });
  expect(read()).toEqual({ got: { a: 'A', b: 'kept' }, listed: { a: 'A', b: 'kept' } });
  ask(world, 'PATCH', `${widgetsPath}/one`, { body: { metadata: { labels: { l: '1' } } }, type: mergePatch });
  change({ op: 'remove', path: `${place}/a/default` }, { op: 'remove', path: `${place}/b` });
  expect(read()).toEqual({ got: { a: 'A' }, listed: { a: 'A' } });
});
