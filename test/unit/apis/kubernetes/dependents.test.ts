// What becomes of what an object owns when it is deleted: by what the delete says, by what the kind says, and where there are other owners.
import { describe, expect, it } from 'vitest';
import { pass, paths, podSpec, worldOf, type Body } from '../../../worlds/setup.ts';
import { ask, configMap, maps, mergePatch } from './support.ts';

it('owners in a circle go together when one of them is deleted in the foreground', () => {
  const world = worldOf();
  const names = ['a', 'b', 'c'];
  for (const name of names) ask(world, 'POST', maps, { body: configMap(name) });
  for (const [index, name] of names.entries()) {
    const owner = names.at(index - 1) ?? '';
    const { uid } = ask(world, 'GET', `${maps}/${owner}`).body.metadata;
    const ownerReferences = [
      { apiVersion: 'v1', kind: 'ConfigMap', name: owner, uid, controller: true, blockOwnerDeletion: true },
    ];
    ask(world, 'PATCH', `${maps}/${name}`, { type: mergePatch, body: { metadata: { ownerReferences } } });
  }
  ask(world, 'DELETE', `${maps}/a`, { body: { propagationPolicy: 'Foreground' } });
  pass(world, 5);
  expect(names.map((name) => ask(world, 'GET', `${maps}/${name}`).status)).toEqual([404, 404, 404]);
});

it.each([
  ['Foreground', []],
  ['Background', []],
  ['Foreground', ['leaving']],
  ['Background', ['leaving']],
])('%s: what another owner holds stays and is that one’s alone', (propagationPolicy, others) => {
  const world = worldOf();
  const owners = ['going', 'staying', ...others];
  for (const name of [...owners, 'both', 'one', 'last']) ask(world, 'POST', maps, { body: configMap(name) });
  const reference = (name: string) => {
    const { uid } = ask(world, 'GET', `${maps}/${name}`).body.metadata;
    return { apiVersion: 'v1', kind: 'ConfigMap', name, uid, blockOwnerDeletion: true };
  };
  const give = (name: string, ownerReferences: readonly object[]) =>
    ask(world, 'PATCH', `${maps}/${name}`, { type: mergePatch, body: { metadata: { ownerReferences } } });
  give('both', owners.map(reference));
  give('one', [reference('going')]);
  give('last', [reference('going'), ...others.map(reference)]);
  for (const name of ['going', ...others])
    ask(world, 'DELETE', `${maps}/${name}`, { body: { propagationPolicy } });
  pass(world, 5);
  const left = ['going', ...others, 'one', 'last'].map((name) => ask(world, 'GET', `${maps}/${name}`).status);
  expect(left).toEqual(left.map(() => 404));
  expect(ask(world, 'GET', `${maps}/both`).body.metadata).toMatchObject({
    ownerReferences: [reference('staying')],
  });
});

// As a kube-controller-manager of 1.33 does: of an owner of a kind that nobody serves nothing can be found out.
it('an owner that is not there takes its dependents with it, one of an unknown kind does not', () => {
  const world = worldOf();
  const made = (name: string, apiVersion: string, kind: string, uid: string) => {
    const owner = { apiVersion, kind, name: 'nobody', uid: `11111111-1111-1111-1111-${uid}` };
    const { metadata, ...rest } = configMap(name) as { metadata: object };
    ask(world, 'POST', maps, { body: { ...rest, metadata: { ...metadata, ownerReferences: [owner] } } });
  };
  made('gone', 'v1', 'ConfigMap', '111111111111');
  made('gone-node', 'v1', 'Node', '111111111112');
  made('unknown', 'example.com/v1', 'Foo', '111111111113');
  pass(world, 5);
  const left = ['gone', 'gone-node', 'unknown'].map((name) => ask(world, 'GET', `${maps}/${name}`).status);
  expect(left).toEqual([404, 404, 200]);
});

describe('dependents where the delete says nothing of them', () => {
  const template = { metadata: { labels: { app: 'a' } }, spec: podSpec() };
  const jobs = '/apis/batch/v1/namespaces/demo/jobs';
  const keepsPods =
    '299 - "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or ' +
    'set propagationPolicy=Orphan to suppress this warning"';

  it.each<[string, string, object, readonly string[]]>([
    [
      '/api/v1/namespaces/demo/replicationcontrollers',
      'ReplicationController',
      { spec: { replicas: 2, template } },
      [],
    ],
    [
      jobs,
      'Job',
      { spec: { parallelism: 2, template: { ...template, spec: { ...podSpec(), restartPolicy: 'Never' } } } },
      [keepsPods],
    ],
  ])('stay of %s, as of old', (path, kind, body, warning) => {
    const world = worldOf();
    const make = () => ask(world, 'POST', path, { body: { kind, metadata: { name: 'a' }, ...body } });
    const leave = (query: string): readonly [warnings: unknown, pods: readonly Body[]] => {
      make();
      pass(world, 30);
      const { headers } = ask(world, 'DELETE', `${path}/a${query}`);
      pass(world, 90);
      expect(ask(world, 'GET', `${path}/a`).status).toBe(404);
      return [headers?.['warning'] ?? [], ask(world, 'GET', paths.pods).body.items];
    };
    expect(leave('?propagationPolicy=Background')).toEqual([[], []]);
    const [warned, left] = leave('');
    expect(warned).toEqual(warning);
    expect(left.map(({ metadata }) => metadata.ownerReferences ?? [])).toEqual([[], []]);
  });
});
