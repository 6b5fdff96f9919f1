// Loops of access: roles that gather others, Secrets that hold tokens, and how cheap a question stays among thousands of bindings.
import { expect, it } from 'vitest';
import { clusterAdmin } from '../../src/world.ts';
import { get, mergePatch, pass, send, worldOf, type Body } from './setup.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';

const rulesOf = (role: Body): readonly unknown[] => (role as unknown as { rules: readonly unknown[] }).rules;

it('a role gathers the rules of those it chooses, as they come, change and go', () => {
  const world = worldOf();
  const gather = { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'gather' } }] } };
  send(world, 'POST', `${rbac}/clusterroles`, { metadata: { name: 'gather' }, ...gather });
  const rule = (resource: string) => ({ apiGroups: [''], resources: [resource], verbs: ['get'] });
  const gathered = () => {
    pass(world, 1);
    return rulesOf(get(world, `${rbac}/clusterroles/gather`)) ?? [];
  };
  expect(gathered()).toEqual([]);
  const labels = { to: 'gather' };
  send(world, 'POST', `${rbac}/clusterroles`, { metadata: { name: 'b', labels }, rules: [rule('pods')] });
  send(world, 'POST', `${rbac}/clusterroles`, {
    metadata: { name: 'a', labels },
    rules: [rule('nodes'), rule('pods')],
  });
  expect(gathered()).toMatchObject([rule('nodes'), rule('pods')]);
  send(world, 'PATCH', `${rbac}/clusterroles/a`, { rules: [rule('services')] }, mergePatch);
  expect(gathered()).toMatchObject([rule('services'), rule('pods')]);
  send(world, 'DELETE', `${rbac}/clusterroles/a`);
  expect(gathered()).toMatchObject([rule('pods')]);
});

it('admin, edit and view hold what Kubernetes gives them', () => {
  const world = worldOf();
  const count = (name: string) => rulesOf(get(world, `${rbac}/clusterroles/${name}`)).length;
  expect(['view', 'edit', 'admin'].map(count)).toEqual([14, 31, 33]);
  const { metadata } = get(world, `${rbac}/clusterroles/edit`);
  expect(metadata.labels).toEqual({
    'kubernetes.io/bootstrapping': 'rbac-defaults',
    'rbac.authorization.k8s.io/aggregate-to-admin': 'true',
  });
  expect(metadata.annotations).toEqual({ 'rbac.authorization.kubernetes.io/autoupdate': 'true' });
});

it('a Secret for an account’s token is filled in, proves the account, and goes with it', () => {
  const world = worldOf();
  const inDemo = '/api/v1/namespaces/demo';
  const account = send(world, 'POST', `${inDemo}/serviceaccounts`, { metadata: { name: 'bot' } }).body;
  const annotations = { 'kubernetes.io/service-account.name': 'bot' };
  const type = 'kubernetes.io/service-account-token';
  send(world, 'POST', `${inDemo}/secrets`, { metadata: { name: 'bot-token', annotations }, type });
  pass(world, 1);
  const secret = get(world, `${inDemo}/secrets/bot-token`) as Body & { data: Record<string, string> };
  expect(Object.keys(secret.data).sort()).toEqual(['ca.crt', 'namespace', 'token']);
  expect(secret.metadata.annotations?.['kubernetes.io/service-account.uid']).toBe(account.metadata.uid);
  const authorization = `Bearer ${Buffer.from(secret.data['token'] ?? '', 'base64').toString()}`;
  const status = () => {
    const answer = world.request({ method: 'GET', path: '/api', headers: { authorization } });
    return answer.status;
  };
  expect(status()).toBe(200);
  send(world, 'DELETE', `${inDemo}/serviceaccounts/bot`);
  expect(status()).toBe(401);
  pass(world, 1);
  expect(get(world, `${inDemo}/secrets/bot-token`).code).toBe(404);
});

it('a Secret for a token of an account that is not there does not stay', () => {
  const world = worldOf();
  const annotations = { 'kubernetes.io/service-account.name': 'nobody' };
  const type = 'kubernetes.io/service-account-token';
  send(world, 'POST', '/api/v1/namespaces/demo/secrets', { metadata: { name: 'lost', annotations }, type });
  pass(world, 1);
  expect(get(world, '/api/v1/namespaces/demo/secrets/lost').code).toBe(404);
});

it('somebody among a thousand bindings is found by their own', () => {
  const world = worldOf();
  for (let index = 0; index < 1_000; index++) {
    send(world, 'POST', `${rbac}/namespaces/demo/rolebindings`, {
      metadata: { name: `b${index}` },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: `user-${index}` }],
    });
  }
  const view = world.view('supervisor');
  const bindings = 'rbac.authorization.k8s.io/rolebindings';
  expect(view.list(bindings, { index: ['subject', 'demo User user-500'] })).toHaveLength(1);
  const ask = (user: string) =>
    world.request(
      { method: 'GET', path: '/api/v1/namespaces/demo/pods' },
      { user, groups: clusterAdmin.groups.filter((group) => group !== 'system:masters') },
    ).status;
  expect([ask('user-500'), ask('user-1000')]).toEqual([200, 403]);
});
