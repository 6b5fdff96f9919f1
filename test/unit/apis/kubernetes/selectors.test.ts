// Selectors in the query of a list: each operator picks what it says, bad ones are refused in Kubernetes' sentences, and each
// kind knows its own fields.
import { describe, expect, it } from 'vitest';
import { deployment, paths, pass, worldOf } from '../../../worlds/setup.ts';
import { ask, configMap, maps, refused } from './support.ts';

const labelled: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = {
  a: { app: 'web', tier: 'front', size: '1' },
  b: { app: 'web', tier: 'back', size: '10' },
  c: { app: 'db', size: 'big' },
  d: undefined,
};

const world = worldOf();
for (const [name, labels] of Object.entries(labelled)) {
  const metadata = { name, ...(labels === undefined ? {} : { labels }) };
  ask(world, 'POST', maps, { body: { ...configMap(name), metadata } });
}

const named = (query: string): string =>
  ask(world, 'GET', `${maps}?${query}`)
    .body.items.map(({ metadata }) => metadata.name)
    .filter((name) => Object.hasOwn(labelled, name))
    .join(' ');

describe('label selectors', () => {
  it.each([
    ['', 'a b c d'],
    ['app=web', 'a b'],
    ['app==web', 'a b'],
    ['app!=web', 'c d'],
    ['app in (web,db)', 'a b c'],
    ['app notin (web)', 'c d'],
    ['app', 'a b c'],
    ['!app', 'd'],
    ['app,!tier', 'c'],
    ['size>5', 'b'],
    ['size<5', 'a'],
    ['app=web,tier in (back,middle),size', 'b'],
    ['app=', ''],
    ['constructor', ''],
    ['!hasOwnProperty', 'a b c d'],
  ])('%j', (selector, found) => {
    expect(named(`labelSelector=${encodeURIComponent(selector)}`)).toBe(found);
  });

  it.each([
    ['app in web', "unable to parse requirement: found 'web' expected: '('"],
    ['app in (web', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['app=web,', "found '', expected: identifier after ','"],
    ['=web', "found '=', expected: !, identifier, or 'end of string'"],
    [
      'app>x',
      "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    ['app web', "unable to parse requirement: found 'web', expected: in, notin, =, ==, !=, gt, lt"],
  ])('%j is refused', (selector, message) => {
    const status = refused(world, 'GET', `${maps}?labelSelector=${encodeURIComponent(selector)}`);
    expect(status).toMatchObject({ code: 400, reason: 'BadRequest', message });
  });
});

describe('field selectors', () => {
  it.each([
    ['metadata.name=a', 'a'],
    ['metadata.name==a', 'a'],
    ['metadata.name!=a', 'b c d'],
    ['metadata.name=a,metadata.namespace=demo', 'a'],
    ['metadata.namespace=other', ''],
  ])('%j', (selector, found) => {
    expect(named(`fieldSelector=${encodeURIComponent(selector)}`)).toBe(found);
  });

  it.each([
    ['metadata.name', "invalid selector: 'metadata.name'; can't understand 'metadata.name'"],
    ['metadata.name=a=b', 'invalid field selector: unescaped character in value: 61'],
    ['data.x=1', '"data.x" is not a known field selector: only "metadata.name", "metadata.namespace"'],
  ])('%j is refused', (selector, message) => {
    expect(refused(world, 'GET', `${maps}?fieldSelector=${encodeURIComponent(selector)}`).message).toBe(
      message,
    );
  });

  it('join with label selectors', () => {
    expect(named('labelSelector=app%3Dweb&fieldSelector=metadata.name!%3Da')).toBe('b');
  });

  it.each([
    ['/api/v1/pods', 'spec.bogus', 'field label not supported: spec.bogus'],
    ['/api/v1/nodes', 'metadata.namespace', 'field label not supported: metadata.namespace'],
    ['/api/v1/namespaces', 'spec.phase', 'field label not supported: spec.phase'],
    ['/api/v1/secrets', 'data', 'field label not supported: data'],
    ['/api/v1/services', 'spec.ports', 'field label not supported: spec.ports'],
    ['/api/v1/events', 'message', 'field label not supported: message'],
    [
      paths.deployments,
      'spec.replicas',
      '"spec.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    [
      '/apis/rbac.authorization.k8s.io/v1/clusterroles',
      'rules',
      '"rules" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    ['/scopes/fabric/apis/vsphere.sandbox/v1/hosts', 'spec.moid', 'field label not supported: spec.moid'],
  ])('of %s do not know %s', (path, field, message) => {
    expect(refused(world, 'GET', `${path}?fieldSelector=${field}%3Dx`)).toMatchObject({ code: 400, message });
  });
});

describe('fields of kinds', () => {
  const living = worldOf();
  ask(living, 'POST', paths.deployments, { body: deployment('web', 2) });
  ask(living, 'POST', '/api/v1/namespaces/demo/secrets', {
    body: { apiVersion: 'v1', kind: 'Secret', type: 'example.com/one', metadata: { name: 'one' } },
  });
  const about = { kind: 'Secret', namespace: 'demo', name: 'one' };
  const said = { reason: 'Said', action: 'Say', type: 'Normal', regarding: about };
  const reporter = { reportingController: 'example-controller', reportingInstance: 'one' };
  ask(living, 'POST', '/apis/events.k8s.io/v1/namespaces/demo/events', {
    body: { metadata: { name: 'said' }, eventTime: '2026-01-01T00:00:00.000000Z', ...said, ...reporter },
  });
  pass(living, 60);
  const [pod] = ask(living, 'GET', paths.pods).body.items;
  const node = String(pod?.spec['nodeName']);

  const count = (path: string, selector: string): number =>
    ask(living, 'GET', `${path}?fieldSelector=${encodeURIComponent(selector)}`).body.items.length;

  it.each([
    [paths.pods, 'status.phase=Running', 2],
    [paths.pods, 'status.phase!=Running', 0],
    [paths.pods, 'status.phase!=Failed,status.phase!=Succeeded', 2],
    [paths.pods, 'spec.restartPolicy=Always', 2],
    [paths.pods, 'spec.schedulerName=default-scheduler', 2],
    [paths.pods, 'spec.serviceAccountName=default', 2],
    [paths.pods, 'spec.hostNetwork=false', 2],
    [paths.pods, 'status.nominatedNodeName=', 2],
    [paths.pods, `status.podIP=${String(pod?.status?.['podIP'])}`, 1],
    ['/api/v1/namespaces', 'status.phase=Active,metadata.name=demo', 1],
    ['/api/v1/nodes', 'spec.unschedulable=true', 0],
    ['/api/v1/nodes', `metadata.name=${node}`, 1],
    ['/api/v1/namespaces/demo/secrets', 'type=example.com/one', 1],
    ['/api/v1/namespaces/default/services', 'spec.type=ClusterIP,spec.clusterIP!=None', 1],
    [
      '/api/v1/namespaces/demo/events',
      `involvedObject.name=${pod?.metadata.name},involvedObject.kind=Pod,reason=Scheduled`,
      1,
    ],
    [
      '/api/v1/namespaces/demo/events',
      `involvedObject.uid=${pod?.metadata.uid},involvedObject.namespace=demo,reason=Scheduled`,
      1,
    ],
    ['/api/v1/namespaces/demo/events', 'type=Warning', 0],
    // Of an event of the newer API the core knows who reported it as its source.
    ['/api/v1/namespaces/demo/events', 'source=example-controller', 1],
    ['/apis/events.k8s.io/v1/namespaces/demo/events', 'reportingController=example-controller', 1],
  ])('%s %s', (path, selector, found) => {
    expect(count(path, selector)).toBe(found);
  });

  it.each(['spec.nodeName', 'spec.host'])('Pods are found by their node as %s', (field) => {
    const all = ask(living, 'GET', '/api/v1/pods').body.items.filter(({ spec }) => spec['nodeName'] === node);
    expect(all.length).toBeGreaterThan(0);
    expect(count('/api/v1/pods', `${field}=${node}`)).toBe(all.length);
  });
});
