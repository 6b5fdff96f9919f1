// Nodes as users: what the Node authorizer lets them have, what NodeRestriction lets them write, and the words of both.
import { beforeEach, describe, expect, it } from 'vitest';
import type { World } from '../../../../../src/world.ts';
import { worldOf } from '../../../../worlds/setup.ts';
import { ask, mergePatch } from '../support.ts';
import { binding, post, rbac, review, role, user } from './setting.ts';

const n1 = user('system:node:n1', 'system:nodes');
const core = '/api/v1';
const inNs = `${core}/namespaces/demo`;
let world: World;
let uids: Record<string, string>;

const pod = (name: string, nodeName: string, spec: object = {}, metadata: object = {}) => ({
  metadata: { name, ...metadata },
  spec: { nodeName, containers: [{ name: 'c', image: 'nginx' }], ...spec },
});

const secretVolume = (secretName: string) => [{ name: 'v', secret: { secretName } }];

beforeEach(() => {
  world = worldOf();
  uids = {};
  const make = (path: string, body: { readonly metadata: { readonly name: string } }) => {
    const { status, body: made } = post(world, path, body);
    expect([path, made.message ?? status]).toEqual([path, 201]);
    uids[body.metadata.name] = made.metadata.uid;
  };
  for (const name of ['n1', 'n2']) make(`${core}/nodes`, { metadata: { name } });
  const volumes = [
    ...secretVolume('own'),
    { name: 'c', configMap: { name: 'settings' } },
    { name: 'd', persistentVolumeClaim: { claimName: 'data' } },
  ];
  make(`${inNs}/pods`, pod('one', 'n1', { volumes }));
  make(`${inNs}/pods`, pod('two', 'n2', { volumes: secretVolume('others') }));
  const csi = { driver: 'd', volumeHandle: 'h', nodeStageSecretRef: { name: 'stage', namespace: 'demo' } };
  const claimRef = { namespace: 'demo', name: 'data' };
  const volume = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], csi };
  make(`${core}/persistentvolumes`, { metadata: { name: 'pv' }, spec: { ...volume, claimRef } } as never);
  make(`${core}/persistentvolumes`, { metadata: { name: 'free' }, spec: volume } as never);
});

const named = (name: string): string => `no relationship found between node 'n1' and ${name}`;
const unrelated = named('this object');

/** Verb, resource and what the authorizer says: nothing where it allows. */
describe('the Node authorizer', () => {
  it.each<readonly [string, object, string | true]>([
    ['the Secret of its Pod', { verb: 'get', resource: 'secrets', name: 'own' }, true],
    ['a watch of it', { verb: 'watch', resource: 'secrets', name: 'own' }, true],
    ['the Secret of its volume', { verb: 'get', resource: 'secrets', name: 'stage' }, true],
    ['the Secret of another', { verb: 'get', resource: 'secrets', name: 'others' }, unrelated],
    ['all Secrets', { verb: 'list', resource: 'secrets' }, 'No Object name found'],
    [
      'Secrets everywhere',
      { verb: 'list', resource: 'secrets', namespace: '' },
      'can only read namespaced object of this type',
    ],
    [
      'a Secret to write',
      { verb: 'update', resource: 'secrets', name: 'own' },
      'can only read resources of this type',
    ],
    ['its ConfigMap', { verb: 'get', resource: 'configmaps', name: 'settings' }, true],
    ['another ConfigMap', { verb: 'get', resource: 'configmaps', name: 'x' }, unrelated],
    ['its claim', { verb: 'get', resource: 'persistentvolumeclaims', name: 'data' }, true],
    [
      'all claims',
      { verb: 'list', resource: 'persistentvolumeclaims' },
      'can only get individual resources of this type',
    ],
    [
      'its claim to grow',
      { verb: 'patch', resource: 'persistentvolumeclaims', subresource: 'status', name: 'data' },
      true,
    ],
    ['its volume', { verb: 'get', resource: 'persistentvolumes', name: 'pv', namespace: '' }, true],
    [
      'another volume',
      { verb: 'get', resource: 'persistentvolumes', name: 'free', namespace: '' },
      unrelated,
    ],
    [
      'a token of its account',
      { verb: 'create', resource: 'serviceaccounts', subresource: 'token', name: 'default' },
      true,
    ],
    [
      'a token of another',
      { verb: 'create', resource: 'serviceaccounts', subresource: 'token', name: 'x' },
      unrelated,
    ],
    [
      'an account',
      { verb: 'get', resource: 'serviceaccounts', name: 'default' },
      'can only create tokens for individual service accounts',
    ],
    [
      'its lease',
      {
        verb: 'update',
        group: 'coordination.k8s.io',
        resource: 'leases',
        namespace: 'kube-node-lease',
        name: 'n1',
      },
      true,
    ],
    [
      "another's lease",
      {
        verb: 'get',
        group: 'coordination.k8s.io',
        resource: 'leases',
        namespace: 'kube-node-lease',
        name: 'n2',
      },
      'can only access node lease with the same name as the requesting node',
    ],
    [
      'a lease elsewhere',
      { verb: 'get', group: 'coordination.k8s.io', resource: 'leases', name: 'n1' },
      'can only access leases in the "kube-node-lease" system namespace',
    ],
    [
      'all leases',
      { verb: 'list', group: 'coordination.k8s.io', resource: 'leases', namespace: 'kube-node-lease' },
      'can only get, create, update, patch, or delete a node lease',
    ],
    [
      "another's CSINode",
      { verb: 'get', group: 'storage.k8s.io', resource: 'csinodes', name: 'n2', namespace: '' },
      'can only access CSINode with the same name as the requesting node',
    ],
    ['itself', { verb: 'get', resource: 'nodes', name: 'n1', namespace: '' }, true],
    [
      'another node',
      { verb: 'get', resource: 'nodes', name: 'n2', namespace: '' },
      "node 'n1' cannot read 'n2', only its own Node object",
    ],
    [
      'all nodes',
      { verb: 'list', resource: 'nodes', namespace: '' },
      "node 'n1' cannot read all nodes, only its own Node object",
    ],
    ['a node to delete', { verb: 'delete', resource: 'nodes', name: 'n1', namespace: '' }, ''],
    ['its Pod', { verb: 'get', resource: 'pods', name: 'one' }, true],
    ['another Pod', { verb: 'get', resource: 'pods', name: 'two' }, unrelated],
    [
      'all Pods',
      { verb: 'list', resource: 'pods' },
      'can only list/watch pods with spec.nodeName field selector',
    ],
    [
      'its Pods',
      { verb: 'list', resource: 'pods', fieldSelector: { rawSelector: 'spec.nodeName=n1' } },
      true,
    ],
    [
      'its Pods, said in another way',
      {
        verb: 'watch',
        resource: 'pods',
        namespace: '',
        fieldSelector: { requirements: [{ key: 'spec.nodeName', operator: 'In', values: ['n1'] }] },
      },
      true,
    ],
    ['Services', { verb: 'list', resource: 'services', namespace: '' }, true],
    ['a Service to delete', { verb: 'delete', resource: 'services', name: 'x' }, ''],
    [
      'runtime classes',
      { verb: 'watch', group: 'node.k8s.io', resource: 'runtimeclasses', namespace: '' },
      true,
    ],
    ['a Deployment', { verb: 'get', group: 'apps', resource: 'deployments', name: 'x' }, ''],
  ])('is asked for %s', (_, asked, verdict) => {
    const spec = {
      user: n1.user,
      groups: n1.groups,
      resourceAttributes: { namespace: 'demo', ...asked },
    };
    const { status } = review(world, 'authorization', 'SubjectAccessReview', spec).body;
    const reason = typeof verdict === 'string' && verdict !== '' ? { reason: verdict } : {};
    expect(status).toEqual({ allowed: verdict === true, ...reason });
  });

  it('refuses in these words, and lets RBAC allow beside it', () => {
    const path = `${inNs}/secrets/others`;
    expect(ask(world, 'GET', path, { actor: n1 }).body.message).toBe(
      `secrets "others" is forbidden: User "system:node:n1" cannot get resource "secrets" in API group "" in the namespace "demo": ${unrelated}`,
    );
    const reads = { apiGroups: [''], resources: ['secrets'], verbs: ['get'] };
    post(world, `${rbac}/clusterroles`, role('ClusterRole', 'reads', reads));
    post(
      world,
      `${rbac}/clusterrolebindings`,
      binding('ClusterRoleBinding', 'reads', 'ClusterRole/reads', `User ${n1.user}`),
    );
    expect(ask(world, 'GET', path, { actor: n1 }).status).toBe(404);
  });

  it('narrows by the selector of the request itself', () => {
    const list = (selector: string) => ask(world, 'GET', `${core}/pods${selector}`, { actor: n1 }).status;
    expect([
      list(''),
      list('?fieldSelector=spec.nodeName%3Dn1'),
      list('?fieldSelector=spec.nodeName%3Dn2'),
    ]).toEqual([403, 200, 403]);
  });

  it.each([
    ['without the group', user('system:node:n1'), ''],
    ['without a name', user('system:node:', 'system:nodes'), ': unknown node for user "system:node:"'],
  ])('does not know a node %s', (_, actor, why) => {
    expect(ask(world, 'GET', `${inNs}/pods/one`, { actor }).body.message).toBe(
      `pods "one" is forbidden: User "${actor.user}" cannot get resource "pods" in API group "" in the namespace "demo"${why}`,
    );
  });

  it('says that its rules cannot be told', () => {
    const asked = review(
      world,
      'authorization',
      'SelfSubjectRulesReview',
      { namespace: 'demo' },
      { actor: n1 },
    );
    expect(asked.body.status).toMatchObject({
      incomplete: true,
      evaluationError: 'node authorizer does not support user rule resolution',
    });
  });
});

const mirror = { annotations: { 'kubernetes.io/config.mirror': 'x' } };
const owner = () => ({ apiVersion: 'v1', kind: 'Node', name: 'n1', uid: uids['n1'], controller: true });
const mirrored = (more: object = {}) => ({ ...mirror, ownerReferences: [{ ...owner(), ...more }] });
const podsRefused = (name: string, why: string) => `pods "${name}" is forbidden: ${why}`;
const nodeRefused = (name: string, why: string) => `nodes "${name}" is forbidden: ${why}`;

/** Method, path, body and what is said; nothing where it goes through. */
describe('NodeRestriction', () => {
  type Case = readonly [string, string, () => unknown, string | undefined];
  it.each<Case>([
    [
      'POST',
      `${inNs}/pods`,
      () => pod('m', 'n1'),
      podsRefused(
        'm',
        'pod does not have "kubernetes.io/config.mirror" annotation, node "n1" can only create mirror pods',
      ),
    ],
    [
      'POST',
      `${inNs}/pods`,
      () => pod('m', 'n2', {}, mirror),
      podsRefused('m', 'node "n1" can only create pods with spec.nodeName set to itself'),
    ],
    [
      'POST',
      `${inNs}/pods`,
      () => pod('m', 'n1', {}, mirror),
      podsRefused('m', 'node "n1" can only create pods with an owner reference set to itself'),
    ],
    [
      'POST',
      `${inNs}/pods`,
      () => pod('m', 'n1', {}, mirrored({ controller: false })),
      podsRefused('m', 'node "n1" can only create pods with a controller owner reference set to itself'),
    ],
    [
      'POST',
      `${inNs}/pods`,
      () => pod('m', 'n1', {}, mirrored({ blockOwnerDeletion: true })),
      podsRefused('m', 'node "n1" must not set blockOwnerDeletion on an owner reference'),
    ],
    [
      'POST',
      `${inNs}/pods`,
      () => pod('m', 'n1', { volumes: secretVolume('own') }, mirrored()),
      podsRefused('m', 'node "n1" can not create pods that reference secrets'),
    ],
    [
      'POST',
      `${inNs}/pods`,
      () => pod('m', 'n1', { serviceAccountName: 'default' }, mirrored()),
      podsRefused('m', 'node "n1" can not create pods that reference a service account'),
    ],
    ['POST', `${inNs}/pods`, () => pod('m', 'n1', {}, mirrored()), undefined],
    [
      'DELETE',
      `${inNs}/pods/two`,
      () => undefined,
      podsRefused('two', 'node "n1" can only delete pods with spec.nodeName set to itself'),
    ],
    ['DELETE', `${inNs}/pods/one`, () => undefined, undefined],
    [
      'PATCH',
      `${inNs}/pods/two/status`,
      () => ({ status: { phase: 'Running' } }),
      podsRefused('two', 'node "n1" can only update pod status for pods with spec.nodeName set to itself'),
    ],
    [
      'PATCH',
      `${inNs}/pods/one/status`,
      () => ({ metadata: { labels: { a: 'b' } } }),
      podsRefused('one', 'node "n1" cannot update labels through pod status'),
    ],
    ['PATCH', `${inNs}/pods/one/status`, () => ({ status: { phase: 'Running' } }), undefined],
    [
      'POST',
      `${inNs}/pods/two/eviction`,
      () => ({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'two' } }),
      podsRefused('two', 'node n1 can only evict pods with spec.nodeName set to itself'),
    ],
    [
      'PATCH',
      `${core}/nodes/n2`,
      () => ({ metadata: { labels: { a: 'b' } } }),
      nodeRefused('n2', 'node "n1" is not allowed to modify node "n2"'),
    ],
    [
      'PATCH',
      `${core}/nodes/n1`,
      () => ({ spec: { taints: [] } }),
      nodeRefused('n1', 'node "n1" is not allowed to modify taints'),
    ],
    [
      'PATCH',
      `${core}/nodes/n1`,
      () => ({
        metadata: { labels: { 'node-role.kubernetes.io/x': '', 'a.node-restriction.kubernetes.io/b': 'c' } },
      }),
      nodeRefused(
        'n1',
        'is not allowed to modify labels: a.node-restriction.kubernetes.io/b, node-role.kubernetes.io/x',
      ),
    ],
    [
      'PATCH',
      `${core}/nodes/n1/status`,
      () => ({ metadata: { labels: { 'k8s.io/x': 'y' } } }),
      nodeRefused('n1', 'is not allowed to modify labels: k8s.io/x'),
    ],
    [
      'PATCH',
      `${core}/nodes/n1`,
      () => ({ metadata: { labels: { mine: 'yes', 'topology.kubernetes.io/zone': 'a' } } }),
      undefined,
    ],
    [
      'POST',
      `${core}/nodes`,
      () => ({ metadata: { name: 'n3' } }),
      nodeRefused('n3', 'node "n1" is not allowed to modify node "n3"'),
    ],
    [
      'POST',
      '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases',
      () => ({ metadata: { name: 'n2' } }),
      'leases.coordination.k8s.io "n2" is forbidden: can only access node lease with the same name as the requesting node',
    ],
    [
      'POST',
      '/apis/storage.k8s.io/v1/csinodes',
      () => ({ metadata: { name: 'n2' }, spec: { drivers: [] } }),
      'csinodes.storage.k8s.io "n2" is forbidden: can only access CSINode with the same name as the requesting node',
    ],
  ])('%s %s', (method, path, body, message) => {
    const said = body();
    const type = method === 'PATCH' ? { type: mergePatch } : {};
    const { status, body: answer } = ask(world, method, path, {
      actor: n1,
      ...type,
      ...(said === undefined ? {} : { body: said }),
    });
    expect(status < 300 ? undefined : answer.message).toBe(message);
  });

  it.each<readonly [string, () => object, string | undefined]>([
    ['no Pod', () => ({}), 'node requested token not bound to a pod'],
    [
      'a Pod without its uid',
      () => ({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'one' } }),
      'node requested token with a pod binding without a uid',
    ],
    [
      'a Pod that was',
      () => ({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'one', uid: 'x' } }),
      'the UID in the bound object reference (x) does not match the UID in record. The object might have been deleted and then recreated',
    ],
    [
      'a Pod elsewhere',
      () => ({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'two', uid: uids['two'] } }),
      'node requested token bound to a pod scheduled on a different node',
    ],
    [
      'somebody whom the Pod does not speak to',
      () => ({
        audiences: ['vault'],
        boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'one', uid: uids['one'] },
      }),
      'audience "vault" not found in pod spec volume, system:node:n1 is not authorized to request tokens for this audience',
    ],
    [
      'two at once',
      () => ({
        audiences: ['a', 'b'],
        boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'one', uid: uids['one'] },
      }),
      'node may only request 0 or 1 audiences',
    ],
    [
      'the Pod that mounts it',
      () => ({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'one', uid: uids['one'] } }),
      undefined,
    ],
  ])('gives a token for %s', (_, spec, why) => {
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: spec() };
    const answer = post(world, `${inNs}/serviceaccounts/default/token`, body, n1);
    const words = `serviceaccounts "default" is forbidden: ${why}`;
    expect(answer.status === 201 ? undefined : answer.body.message).toBe(
      why === undefined ? undefined : words,
    );
  });
});
