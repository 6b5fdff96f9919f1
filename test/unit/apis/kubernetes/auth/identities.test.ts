// Who is let in as whom: strangers, bad tokens, service accounts' tokens with what they are bound to, and acting as somebody else.
import { beforeEach, describe, expect, it } from 'vitest';
import { fromBase64Url } from '../../../../../src/std/base64.ts';
import { isResponse, type Headers } from '../../../../../src/apis/kubernetes/wire.ts';
import type { World } from '../../../../../src/world.ts';
import { worldOf, type Body } from '../../../../worlds/setup.ts';
import { ask } from '../support.ts';
import { binding, inDemo, pods, post, rbac, review, role, user } from './setting.ts';

let world: World;

beforeEach(() => {
  world = worldOf();
});

/** Asks with nothing but headers: the world finds out who it is. */
function letIn(
  path: string,
  headers: Headers = {},
): { readonly status: number; readonly body: Body & { message?: string } } {
  const answer = world.request({ method: 'GET', path, headers });
  if (!isResponse(answer)) throw new Error('a watch');
  return {
    status: answer.status,
    body: (answer.body.startsWith('{') ? JSON.parse(answer.body) : {}) as Body,
  };
}

const account = '/api/v1/namespaces/demo/serviceaccounts';

interface Made {
  readonly spec: { readonly expirationSeconds: number; readonly audiences: readonly string[] };
  readonly status: { readonly token: string; readonly expirationTimestamp: string };
}

function tokenOf(name: string, spec: object = {}): Made {
  return post(world, `${account}/${name}/token`, { spec }).body as unknown as Made;
}

function claimsOf(token: string): Record<string, unknown> {
  const decoded = fromBase64Url(token.split('.')[1] ?? '');
  return 'text' in decoded ? (JSON.parse(decoded.text) as Record<string, unknown>) : {};
}

const prove = (token: string, audiences?: readonly string[]) =>
  review(world, 'authentication', 'TokenReview', { token, ...(audiences === undefined ? {} : { audiences }) })
    .body.status;

describe('a stranger', () => {
  it.each([
    ['/version', 200],
    ['/healthz', 200],
    ['/livez', 200],
    ['/readyz', 200],
    ['/api', 403],
    ['/apis/apps/v1', 403],
    ['/openapi/v3', 403],
    ['/api/v1/pods', 403],
  ])('at %s gets %i', (path, status) => {
    expect(letIn(path).status).toBe(status);
  });

  it('is refused by name', () => {
    expect(letIn('/api/v1/namespaces/demo/pods').body.message).toBe(
      'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "demo"',
    );
  });
});

it.each(['Bearer nonsense', 'Bearer a.b.c', 'bearer x'])('%j is nobody', (authorization) => {
  const { status, body } = letIn('/version', { authorization });
  expect(status).toBe(401);
  expect(body).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'Unauthorized',
    reason: 'Unauthorized',
    code: 401,
  });
});

describe('a service account’s token', () => {
  it('says who, for whom and how long; and is let in as the account with its groups', () => {
    const { spec, status } = tokenOf('default');
    expect(spec).toMatchObject({
      expirationSeconds: 3600,
      audiences: ['https://kubernetes.default.svc.cluster.local'],
    });
    expect(claimsOf(status.token)).toMatchObject({
      aud: ['https://kubernetes.default.svc.cluster.local'],
      iss: 'https://kubernetes.default.svc.cluster.local',
      sub: 'system:serviceaccount:demo:default',
      'kubernetes.io': { namespace: 'demo', serviceaccount: { name: 'default' } },
    });
    expect(letIn('/api/v1/pods', { authorization: `Bearer ${status.token}` }).body.message).toBe(
      'pods is forbidden: User "system:serviceaccount:demo:default" cannot list resource "pods" in API group "" at the cluster scope',
    );
    expect(prove(status.token)).toMatchObject({
      authenticated: true,
      user: {
        username: 'system:serviceaccount:demo:default',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:demo', 'system:authenticated'],
      },
    });
  });

  it('is given what is bound to the account', () => {
    post(world, `${inDemo}/roles`, role('Role', 'reader', pods('list')));
    post(
      world,
      `${inDemo}/rolebindings`,
      binding('RoleBinding', 'r', 'Role/reader', 'ServiceAccount demo/default'),
    );
    const { token } = tokenOf('default').status;
    expect(letIn('/api/v1/namespaces/demo/pods', { authorization: `Bearer ${token}` }).status).toBe(200);
  });

  it('ends with its time', () => {
    const { token } = tokenOf('default', { expirationSeconds: 600 }).status;
    world.runTo(world.now + 600_000);
    expect(prove(token)).toEqual({
      user: {},
      error: '[invalid bearer token, service account token has expired]',
    });
    expect(letIn('/version', { authorization: `Bearer ${token}` }).status).toBe(401);
  });

  it('ends with its account, also where another one takes its name', () => {
    post(world, account, { metadata: { name: 'bot' } });
    const { token } = tokenOf('bot').status;
    ask(world, 'DELETE', `${account}/bot`);
    expect(prove(token)).toMatchObject({ error: '[invalid bearer token, serviceaccounts "bot" not found]' });
    post(world, account, { metadata: { name: 'bot' } });
    expect(String(prove(token)?.['error'])).toMatch(/service account UID \(.+\) does not match claim \(.+\)/);
  });

  it('ends with the object that it is bound to', () => {
    post(world, '/api/v1/namespaces/demo/secrets', { metadata: { name: 'hold' } });
    const boundObjectRef = { apiVersion: 'v1', kind: 'Secret', name: 'hold' };
    const { token } = tokenOf('default', { boundObjectRef }).status;
    expect(prove(token)).toMatchObject({ authenticated: true });
    ask(world, 'DELETE', '/api/v1/namespaces/demo/secrets/hold');
    expect(prove(token)).toMatchObject({
      error: '[invalid bearer token, service account token has been invalidated]',
    });
  });

  it('is for its audiences only', () => {
    const { token } = tokenOf('default', { audiences: ['vault', 'shop'] }).status;
    expect(letIn('/version', { authorization: `Bearer ${token}` }).status).toBe(401);
    expect(prove(token, ['vault'])).toMatchObject({ authenticated: true, audiences: ['vault'] });
    expect(prove(token, ['other'])).toMatchObject({
      error:
        '[invalid bearer token, token audiences ["vault" "shop"] is invalid for the target audiences ["other"]]',
    });
  });

  it.each([
    [
      { expirationSeconds: 599 },
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes',
    ],
    [
      { expirationSeconds: 4294967297 },
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds',
    ],
    [{ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'gone' } }, 'pods "gone" not found'],
    [
      { boundObjectRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' } },
      'cannot bind token to object of type apps/v1, Kind=Deployment',
    ],
  ])('of %j is refused', (spec, message) => {
    expect(post(world, `${account}/default/token`, { spec }).body.message).toBe(message);
  });
});

describe('acting as somebody else', () => {
  const as = (headers: Headers, actor = user('rita')) => {
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    return ask(world, 'POST', path, { actor, headers, body: {} }).body;
  };
  const admin = { user: 'admin', groups: ['system:masters'] };

  it.each<readonly [Headers, object]>([
    [{ 'impersonate-user': 'eve' }, { username: 'eve', groups: ['system:authenticated'] }],
    [
      {
        'impersonate-user': 'eve',
        'impersonate-group': 'a\n,b',
        'impersonate-uid': '9',
        'impersonate-extra-scopes': 'x',
      },
      { username: 'eve', uid: '9', groups: ['a', ',b', 'system:authenticated'], extra: { scopes: ['x'] } },
    ],
    [
      { 'impersonate-user': 'system:serviceaccount:demo:default' },
      {
        username: 'system:serviceaccount:demo:default',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:demo', 'system:authenticated'],
      },
    ],
    [
      { 'impersonate-user': 'system:anonymous' },
      { username: 'system:anonymous', groups: ['system:unauthenticated'] },
    ],
    [
      { 'impersonate-user': 'eve', 'impersonate-extra-example.com%2Fkey': 'x' },
      { username: 'eve', groups: ['system:authenticated'], extra: { 'example.com/key': ['x'] } },
    ],
  ])('an administrator with %j is %j', (headers, userInfo) => {
    const body = as(headers, admin);
    if (headers['impersonate-user'] === 'system:anonymous') expect(body.code).toBe(403);
    else expect(body.status).toEqual({ userInfo });
  });

  const may = (resource: string, group: string, name: string) => {
    const rule = { apiGroups: [group], resources: [resource], resourceNames: [name], verbs: ['impersonate'] };
    const id = `${resource.replace('/', '-')}-${name}`;
    post(world, `${rbac}/clusterroles`, role('ClusterRole', id, rule));
    post(
      world,
      `${rbac}/clusterrolebindings`,
      binding('ClusterRoleBinding', id, `ClusterRole/${id}`, 'User rita'),
    );
  };

  it('anybody else needs a permission for each name', () => {
    const headers = {
      'impersonate-user': 'eve',
      'impersonate-group': 'devs',
      'impersonate-uid': '9',
      'impersonate-extra-scopes': 'x',
    };
    const cannot = (what: string, resource: string, group: string) =>
      `${what} is forbidden: User "rita" cannot impersonate resource "${resource}" in API group "${group}" at the cluster scope`;
    expect(as(headers).message).toBe(cannot('users "eve"', 'users', ''));
    may('users', '', 'eve');
    expect(as(headers).message).toBe(cannot('groups "devs"', 'groups', ''));
    may('groups', '', 'devs');
    expect(as(headers).message).toBe(
      cannot('userextras.authentication.k8s.io "x"', 'userextras/scopes', 'authentication.k8s.io'),
    );
    may('userextras/scopes', 'authentication.k8s.io', 'x');
    expect(as(headers).message).toBe(
      cannot('uids.authentication.k8s.io "9"', 'uids', 'authentication.k8s.io'),
    );
    may('uids', 'authentication.k8s.io', '9');
    expect(as(headers).status).toMatchObject({ userInfo: { username: 'eve' } });
  });

  it.each([
    [{ 'impersonate-group': 'devs' }, '{Group  devs    }'],
    [{ 'impersonate-uid': '9' }, '{UID  9  authentication.k8s.io/v1  }'],
    [{ 'impersonate-extra-scopes': 'x' }, '{UserExtra  x  authentication.k8s.io/v1  scopes}'],
  ])('%j without a user is refused', (headers, asked) => {
    expect(as(headers).message).toBe(`requested [${asked}] without impersonating a user`);
  });
});
