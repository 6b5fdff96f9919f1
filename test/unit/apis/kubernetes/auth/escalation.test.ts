// Nobody gives what they do not have: the words of the refusal, and who may nevertheless.
import { beforeEach, expect, it } from 'vitest';
import { worldOf } from '../../../../worlds/setup.ts';
import type { World } from '../../../../../src/world.ts';
import { ask, mergePatch } from '../support.ts';
import { binding, inDemo, pods, post, rbac, role, user } from './setting.ts';

let world: World;
const rita = user('rita', 'ops');

/** Rita may write roles and bindings, cluster-wide, and read Pods in demo. */
beforeEach(() => {
  world = worldOf();
  const rules = {
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['*'],
    verbs: ['create', 'update', 'patch'],
  };
  post(world, `${rbac}/clusterroles`, role('ClusterRole', 'rbac-writer', rules));
  post(
    world,
    `${rbac}/clusterrolebindings`,
    binding('ClusterRoleBinding', 'rbac-writer', 'ClusterRole/rbac-writer', 'User rita'),
  );
  post(world, `${inDemo}/roles`, role('Role', 'reader', pods('get', 'list')));
  post(world, `${inDemo}/rolebindings`, binding('RoleBinding', 'reader', 'Role/reader', 'User rita'));
});

const attempt =
  'user "rita" (groups=["ops" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n';

it('a role of what its writer has is made', () => {
  expect(post(world, `${inDemo}/roles`, role('Role', 'mine', pods('get')), rita).status).toBe(201);
});

it.each([
  [
    role('Role', 'more', {
      apiGroups: ['', 'apps'],
      resources: ['pods', 'deployments'],
      verbs: ['get', 'delete'],
    }),
    `{APIGroups:[""], Resources:["deployments"], Verbs:["get" "delete"]}
{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}
{APIGroups:["apps"], Resources:["deployments"], Verbs:["get" "delete"]}
{APIGroups:["apps"], Resources:["pods"], Verbs:["get" "delete"]}`,
  ],
  [
    role('Role', 'named', {
      apiGroups: [''],
      resources: ['secrets'],
      resourceNames: ['a', 'b'],
      verbs: ['get'],
    }),
    `{APIGroups:[""], Resources:["secrets"], ResourceNames:["a"], Verbs:["get"]}
{APIGroups:[""], Resources:["secrets"], ResourceNames:["b"], Verbs:["get"]}`,
  ],
])('a role of more is refused, and what is missing is told rule by rule', (body, missing) => {
  const answer = post(world, `${inDemo}/roles`, body, rita);
  const { name } = body.metadata;
  expect(answer.status).toBe(403);
  expect(answer.body).toMatchObject({
    message: `roles.rbac.authorization.k8s.io "${name}" is forbidden: ${attempt}${missing}`,
    details: { name, group: 'rbac.authorization.k8s.io', kind: 'roles' },
  });
});

it('a cluster role of what its writer has in one namespace is refused, paths included', () => {
  const body = role('ClusterRole', 'wide', pods('get'), {
    nonResourceURLs: ['/metrics', '/api/*'],
    verbs: ['get'],
  });
  expect(post(world, `${rbac}/clusterroles`, body, rita).body.message).toBe(
    `clusterroles.rbac.authorization.k8s.io "wide" is forbidden: ${attempt}{APIGroups:[""], Resources:["pods"], Verbs:["get"]}\n{NonResourceURLs:["/metrics"], Verbs:["get"]}`,
  );
});

it('a binding gives no more than its writer has, and no role that is not there', () => {
  const bind = (roleRef: string) =>
    post(world, `${inDemo}/rolebindings`, binding('RoleBinding', 'b', roleRef, 'User eve'), rita).body;
  expect(bind('Role/reader')).toMatchObject({ kind: 'RoleBinding' });
  expect(bind('ClusterRole/nowhere')).toMatchObject({
    code: 404,
    message: 'clusterroles.rbac.authorization.k8s.io "nowhere" not found',
  });
  expect(bind('ClusterRole/cluster-admin').message).toBe(
    `rolebindings.rbac.authorization.k8s.io "b" is forbidden: ${attempt}{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}`,
  );
});

it('whoever may bind a role, or escalate roles, may do so', () => {
  const verbs = {
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['clusterroles'],
    resourceNames: ['view'],
    verbs: ['bind'],
  };
  post(world, `${rbac}/clusterroles`, role('ClusterRole', 'bind-view', verbs));
  post(
    world,
    `${rbac}/clusterrolebindings`,
    binding('ClusterRoleBinding', 'bind-view', 'ClusterRole/bind-view', 'User rita'),
  );
  const made = binding('RoleBinding', 'viewers', 'ClusterRole/view', 'User eve');
  expect(post(world, `${inDemo}/rolebindings`, made, rita).status).toBe(201);
  const escalate = { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['escalate'] };
  post(world, `${inDemo}/roles`, role('Role', 'escalate', escalate));
  post(world, `${inDemo}/rolebindings`, binding('RoleBinding', 'escalate', 'Role/escalate', 'User rita'));
  expect(post(world, `${inDemo}/roles`, role('Role', 'strong', pods('*')), rita).status).toBe(201);
});

it('an update is checked where its rules change', () => {
  const path = `${inDemo}/roles/reader`;
  const patch = (body: object) => ask(world, 'PATCH', path, { actor: rita, type: mergePatch, body });
  expect(patch({ metadata: { labels: { a: 'b' } } }).status).toBe(200);
  expect(patch({ rules: [pods('get', 'delete')] }).body.message).toContain(
    'attempting to grant RBAC permissions',
  );
});

it('only a cluster admin makes a role that gathers others', () => {
  const body = {
    ...role('ClusterRole', 'gather'),
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
  };
  expect(post(world, `${rbac}/clusterroles`, body, rita).body.message).toBe(
    'clusterroles.rbac.authorization.k8s.io "gather" is forbidden: must have cluster-admin privileges to use the aggregationRule',
  );
});
