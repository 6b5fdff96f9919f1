// Questions of who may do what and who is who: what is answered, with which reasons, and what makes no sense to ask.
import { beforeAll, describe, expect, it } from 'vitest';
import { worldOf } from '../../../../worlds/setup.ts';
import type { World } from '../../../../../src/world.ts';
import { binding, inDemo, pods, post, rbac, review, role, user } from './setting.ts';

let world: World;

beforeAll(() => {
  world = worldOf();
  post(
    world,
    `${inDemo}/roles`,
    role('Role', 'reader', pods('get', 'list'), { ...pods('delete'), resourceNames: ['old'] }),
  );
  post(
    world,
    `${inDemo}/rolebindings`,
    binding('RoleBinding', 'read', 'Role/reader', 'User rita', 'ServiceAccount demo/bot'),
  );
  post(
    world,
    `${inDemo}/rolebindings`,
    binding('RoleBinding', 'lost', 'ClusterRole/nowhere', 'User rita', 'User lola'),
  );
  post(
    world,
    `${rbac}/clusterrolebindings`,
    binding('ClusterRoleBinding', 'devs-view', 'ClusterRole/view', 'Group devs'),
  );
});

const demo = (verb: string, resource: string, rest: object = {}) => ({
  resourceAttributes: { namespace: 'demo', verb, resource, ...rest },
});
const byReader = 'RBAC: allowed by RoleBinding "read/demo" of Role "reader" to User "rita"';
const inVain = 'RBAC: clusterrole.rbac.authorization.k8s.io "nowhere" not found';

describe('a SelfSubjectAccessReview', () => {
  it.each([
    ['rita', demo('list', 'pods'), { allowed: true, reason: byReader }],
    ['rita', demo('delete', 'pods', { name: 'old' }), { allowed: true, reason: byReader }],
    ['rita', demo('delete', 'pods', { name: 'new' }), { allowed: false, reason: inVain }],
    ['rita', demo('get', 'pods', { subresource: 'log' }), { allowed: false, reason: inVain }],
    ['rita', { resourceAttributes: { verb: 'list', resource: 'pods' } }, { allowed: false }],
    ['lola', demo('list', 'pods'), { allowed: false, reason: inVain }],
    ['nobody', demo('list', 'pods'), { allowed: false }],
    [
      'system:serviceaccount:demo:bot',
      demo('get', 'pods'),
      {
        allowed: true,
        reason: 'RBAC: allowed by RoleBinding "read/demo" of Role "reader" to ServiceAccount "bot/demo"',
      },
    ],
    [
      'nobody',
      { nonResourceAttributes: { verb: 'get', path: '/apis/apps' } },
      {
        allowed: true,
        reason:
          'RBAC: allowed by ClusterRoleBinding "system:discovery" of ClusterRole "system:discovery" to Group "system:authenticated"',
      },
    ],
    ['nobody', { nonResourceAttributes: { verb: 'get', path: '/metrics' } }, { allowed: false }],
  ])('of %s about %j says %j', (name, spec, status) => {
    const answer = review(world, 'authorization', 'SelfSubjectAccessReview', spec, { actor: user(name) });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      kind: 'SelfSubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: { creationTimestamp: null },
      spec,
      status,
    });
  });

  it('of an administrator is always yes, without a reason', () => {
    const spec = { resourceAttributes: { verb: 'anything', resource: 'everything' } };
    expect(review(world, 'authorization', 'SelfSubjectAccessReview', spec).body.status).toEqual({
      allowed: true,
    });
  });

  it('changes nothing', () => {
    const before = world.hash();
    review(world, 'authorization', 'SelfSubjectAccessReview', demo('list', 'pods'));
    expect(world.hash()).toBe(before);
    expect(world.journal).toHaveLength(4);
  });
});

describe('a SubjectAccessReview', () => {
  it('is about whom it names, as it names them: nobody is in a group that it does not say', () => {
    const asked = (spec: object) => review(world, 'authorization', 'SubjectAccessReview', spec).body.status;
    expect(asked({ user: 'rita', ...demo('list', 'pods') })).toMatchObject({ allowed: true });
    expect(asked({ groups: ['devs'], ...demo('list', 'services') })).toEqual({
      allowed: true,
      reason: 'RBAC: allowed by ClusterRoleBinding "devs-view" of ClusterRole "view" to Group "devs"',
    });
    expect(asked({ user: 'x', nonResourceAttributes: { verb: 'get', path: '/api' } })).toEqual({
      allowed: false,
    });
  });

  it('of a namespace is asked there', () => {
    const spec = { user: 'rita', ...demo('list', 'pods') };
    const answer = review(world, 'authorization', 'LocalSubjectAccessReview', spec, { namespace: 'demo' });
    expect(answer.body).toMatchObject({ metadata: { namespace: 'demo' }, status: { allowed: true } });
  });
});

describe('what makes no sense to ask', () => {
  const both = { ...demo('get', 'pods'), nonResourceAttributes: { verb: 'get', path: '/' } };
  it.each([
    [
      'SelfSubjectAccessReview',
      {},
      undefined,
      '.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: "null": exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ],
    [
      'SelfSubjectAccessReview',
      both,
      undefined,
      '.authorization.k8s.io "" is invalid: spec.nonResourceAttributes: Invalid value: authorization.NonResourceAttributes{Path:"/", Verb:"get"}: cannot be specified in combination with resourceAttributes',
    ],
    [
      'SubjectAccessReview',
      demo('get', 'pods'),
      undefined,
      '.authorization.k8s.io "" is invalid: spec.user: Invalid value: "": at least one of user or group must be specified',
    ],
    [
      'LocalSubjectAccessReview',
      { user: 'rita', ...demo('get', 'pods') },
      'default',
      '.authorization.k8s.io "" is invalid: spec.resourceAttributes.namespace: Invalid value: "demo": must match metadata.namespace',
    ],
    ['SelfSubjectRulesReview', {}, undefined, 'no namespace on request'],
  ])('%s of %j', (kind, spec, namespace, message) => {
    const answer = review(world, 'authorization', kind, spec, namespace === undefined ? {} : { namespace });
    expect(answer.body.message).toBe(message);
  });

  it('a TokenReview without a token', () => {
    expect(review(world, 'authentication', 'TokenReview', {}).body.message).toBe(
      'token is required for TokenReview in authentication',
    );
  });

  it.each(['GET', 'PUT', 'DELETE'])('%s of questions, which nobody keeps', (method) => {
    const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
    const answer = world.request({ method, path }, { user: 'admin', groups: ['system:masters'] });
    expect(answer).toMatchObject({ status: 405 });
  });
});

it('a SelfSubjectRulesReview tells every rule as it is bound, and what was looked for in vain', () => {
  const { status } = review(
    world,
    'authorization',
    'SelfSubjectRulesReview',
    { namespace: 'demo' },
    { actor: user('rita') },
  ).body;
  expect(status).toMatchObject({
    incomplete: false,
    evaluationError: 'clusterrole.rbac.authorization.k8s.io "nowhere" not found',
  });
  expect(status?.['resourceRules']).toEqual([
    {
      verbs: ['create'],
      apiGroups: ['authorization.k8s.io'],
      resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    },
    { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
    { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] },
    { verbs: ['delete'], apiGroups: [''], resources: ['pods'], resourceNames: ['old'] },
  ]);
  expect(status?.['nonResourceRules']).toHaveLength(2);
});

it('a SelfSubjectReview says who the asker is', () => {
  const actor = { ...user('rita'), uid: '7', extra: { scopes: ['a', 'b'] } };
  const { body } = review(world, 'authentication', 'SelfSubjectReview', undefined, { actor });
  expect(body.status).toEqual({
    userInfo: { username: 'rita', uid: '7', groups: ['system:authenticated'], extra: { scopes: ['a', 'b'] } },
  });
});
