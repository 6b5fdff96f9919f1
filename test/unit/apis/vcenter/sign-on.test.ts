// Users and groups of the sign-on: made, let in, put into groups, disabled and removed, and what is refused.
import { describe, expect, it } from 'vitest';
import { signedIn, type Answered, type Client } from './support.ts';

const root = '/sso-adminserver/sdk/vsphere.local';
const manage = (client: Client, method: string, args: object): Answered =>
  client.ask('POST', `${root}/SsoAdminPrincipalManagementService/principalManagementService/${method}`, args);
const find = (client: Client, method: string, args: object = {}): Answered =>
  client.ask('POST', `${root}/SsoAdminPrincipalDiscoveryService/principalDiscoveryService/${method}`, args);
const id = (name: string) => ({ name, domain: 'vsphere.local' });
const jane = {
  userName: 'jane',
  userDetails: { firstName: 'Jane', emailAddress: 'jane@x.test' },
  password: 'Secret-1',
};

function withJane(): Client {
  const client = signedIn();
  expect(manage(client, 'CreateLocalPersonUser', jane)).toEqual({ status: 204, body: undefined });
  return client;
}

describe('a user', () => {
  it('signs in once there is one, and not while disabled or after the end', () => {
    const client = withJane();
    const signIn = (password = 'Secret-1') => client.beside().signIn('jane@vsphere.local', password).status;
    expect(signIn()).toBe(201);
    expect(find(client, 'FindPersonUser', { userId: id('jane') })).toMatchObject({
      body: { id: id('jane'), details: { firstName: 'Jane' }, disabled: false },
    });
    expect(manage(client, 'DisableUserAccount', { userId: id('jane') })).toEqual({ status: 200, body: true });
    expect(signIn()).toBe(401);
    expect(manage(client, 'EnableUserAccount', { userId: id('jane') })).toEqual({ status: 200, body: true });
    const reset = { userName: 'jane', newPassword: 'Another-2' };
    expect(manage(client, 'ResetLocalPersonUserPassword', reset).status).toBe(204);
    expect([signIn(), signIn('Another-2')]).toEqual([401, 201]);
    expect(manage(client, 'DeleteLocalPrincipal', { principalName: 'jane' }).status).toBe(204);
    expect(signIn('Another-2')).toBe(401);
  });

  it('changes its own password, which it has to know', () => {
    const client = withJane();
    const own = client.beside();
    own.signIn('jane@vsphere.local', 'Secret-1');
    const change = (currentPassword: string) =>
      manage(own, 'ResetSelfLocalPersonUserPassword', { currentPassword, newPassword: 'Another-2' });
    expect(change('guess')).toMatchObject({ body: { _typeName: 'InvalidCredentialsFault' } });
    expect(change('Secret-1').status).toBe(204);
    expect(client.beside().signIn('jane@vsphere.local', 'Another-2').status).toBe(201);
  });

  it.each<readonly [string, object, string, RegExp]>([
    ['CreateLocalPersonUser', jane, 'InvalidPrincipalFault', /already exists/],
    ['CreateLocalPersonUser', { ...jane, userName: 'no/slash' }, 'InvalidArgument', /userName/],
    [
      'CreateLocalPersonUser',
      { ...jane, userName: 'joe', password: 'short' },
      'PasswordPolicyViolationFault',
      /between 8 and 20/,
    ],
    [
      'CreateLocalPersonUser',
      { ...jane, userName: 'joe', password: 'Aaaaaaa-1' },
      'PasswordPolicyViolationFault',
      /identical/,
    ],
    ['CreateLocalGroup', { groupName: 'administrators' }, 'InvalidPrincipalFault', /already exists/],
    ['DeleteLocalPrincipal', { principalName: 'nobody' }, 'InvalidPrincipalFault', /does not exist/],
    [
      'DeleteLocalPrincipal',
      { principalName: 'Administrators' },
      'ConstraintViolationFault',
      /cannot be deleted/,
    ],
    ['DeleteLocalPrincipal', { principalName: 'administrator' }, 'ConstraintViolationFault', /signed in as/],
    ['DisableUserAccount', { userId: id('administrator') }, 'ConstraintViolationFault', /signed in as/],
    [
      'RemoveFromLocalGroup',
      { principalId: id('administrator'), groupName: 'Administrators' },
      'ConstraintViolationFault',
      /Nobody/,
    ],
    ['AddUserToLocalGroup', { userId: id('jane'), groupName: 'nothing' }, 'InvalidPrincipalFault', /nothing/],
  ])('%s %j is refused', (method, args, fault, message) => {
    expect(manage(withJane(), method, args)).toMatchObject({
      status: 500,
      body: { _typeName: fault, faultMessage: [{ message: expect.stringMatching(message) }] },
    });
  });
});

describe('whoever is no administrator of the sign-on', () => {
  const noPermission = {
    status: 500,
    body: {
      _typeName: 'NoPermission',
      faultMessage: [{ message: expect.stringContaining("'Administrators' on 'vsphere.local'") }],
    },
  };
  const paul = { ...jane, userName: 'paul' };
  const toAdministrators = { groupName: 'Administrators' };

  /** Jane, signed in, beside whom there are Paul and a group of his. */
  function asJane(admin: Client): Client {
    expect(manage(admin, 'CreateLocalPersonUser', paul).status).toBe(204);
    expect(manage(admin, 'CreateLocalGroup', { groupName: 'crew' }).status).toBe(204);
    const inCrew = { userId: id('paul'), groupName: 'crew' };
    expect(manage(admin, 'AddUserToLocalGroup', inCrew).body).toBe(true);
    const own = admin.beside();
    expect(own.signIn('jane@vsphere.local', 'Secret-1').status).toBe(201);
    return own;
  }

  const people = (client: Client) =>
    ['users', 'groups'].map((plural) =>
      client.ask('GET', `/scopes/fabric/apis/vsphere.sandbox/v1/${plural}`),
    );
  const specsOf = (client: Client) =>
    people(client).map(({ body }) =>
      (body as { readonly items: readonly { readonly spec: unknown }[] }).items.map(({ spec }) => spec),
    );

  it.each<readonly [string, object]>([
    ['CreateLocalPersonUser', { ...jane, userName: 'joe' }],
    ['UpdateLocalPersonUserDetails', { userName: 'paul', userDetails: { lastName: 'Poe' } }],
    ['ResetLocalPersonUserPassword', { userName: 'paul', newPassword: 'Another-2' }],
    ['ResetLocalPersonUserPassword', { userName: 'administrator', newPassword: 'Another-2' }],
    ['DisableUserAccount', { userId: id('paul') }],
    ['EnableUserAccount', { userId: id('paul') }],
    ['CreateLocalGroup', { groupName: 'mine' }],
    ['UpdateLocalGroupDetails', { groupName: 'crew', groupDetails: { description: 'mine' } }],
    ['DeleteLocalPrincipal', { principalName: 'paul' }],
    ['DeleteLocalPrincipal', { principalName: 'crew' }],
    ['AddUserToLocalGroup', { userId: id('jane'), ...toAdministrators }],
    ['AddGroupToLocalGroup', { groupId: id('crew'), ...toAdministrators }],
    ['RemoveFromLocalGroup', { principalId: id('paul'), groupName: 'crew' }],
  ])('is refused %s %j, and nothing has changed', (method, args) => {
    const admin = withJane();
    const own = asJane(admin);
    const before = specsOf(admin);
    expect(manage(own, method, args)).toMatchObject(noPermission);
    expect(specsOf(admin)).toEqual(before);
  });

  it.each<readonly [string, object]>([
    ['FindPersonUsers', {}],
    ['FindGroups', {}],
    ['FindPersonUser', { userId: id('paul') }],
    ['FindPersonUsersInGroup', { groupId: id('crew') }],
  ])('is refused %s', (method, args) => {
    expect(find(asJane(withJane()), method, args)).toMatchObject(noPermission);
  });

  it('does not write the objects behind them either, and becomes one who may by an administrator alone', () => {
    const admin = withJane();
    const own = asJane(admin);
    const path = '/scopes/fabric/apis/vsphere.sandbox/v1/users/jane';
    const groups = { spec: { groups: ['Administrators'] } };
    for (const [method, body] of [
      ['PATCH', groups],
      ['PUT', groups],
      ['DELETE', undefined],
    ] as const)
      expect(own.ask(method, path, body).status, method).toBe(403);
    const added = { userId: id('jane'), ...toAdministrators };
    expect(manage(admin, 'AddUserToLocalGroup', added).body).toBe(true);
    own.signIn('jane@vsphere.local', 'Secret-1');
    expect(manage(own, 'CreateLocalGroup', { groupName: 'mine' }).status).toBe(204);
  });
});

describe('a group', () => {
  it('has users and groups, and gives its members what it may', () => {
    const client = withJane();
    for (const groupName of ['inner', 'outer'])
      expect(
        manage(client, 'CreateLocalGroup', { groupName, groupDetails: { description: 'of a test' } }).status,
      ).toBe(204);
    expect(manage(client, 'AddUserToLocalGroup', { userId: id('jane'), groupName: 'inner' }).body).toBe(true);
    expect(manage(client, 'AddUserToLocalGroup', { userId: id('jane'), groupName: 'inner' }).body).toBe(
      false,
    );
    expect(manage(client, 'AddGroupToLocalGroup', { groupId: id('inner'), groupName: 'outer' }).body).toBe(
      true,
    );
    expect(
      manage(client, 'AddGroupToLocalGroup', { groupId: id('outer'), groupName: 'inner' }),
    ).toMatchObject({
      body: { _typeName: 'GroupCyclicDependencyFault' },
    });
    expect(
      manage(client, 'AddGroupToLocalGroup', { groupId: id('outer'), groupName: 'Administrators' }).body,
    ).toBe(true);
    expect(find(client, 'FindParentGroups', { principalId: id('jane') }).body).toEqual(
      ['inner', 'outer', 'Administrators', 'Everyone'].map(id),
    );
    expect(find(client, 'FindGroupsInGroup', { groupId: id('outer') })).toMatchObject({
      body: [{ id: id('inner') }],
    });
    const own = client.beside();
    own.signIn('jane@vsphere.local', 'Secret-1');
    expect(own.ask('GET', '/api/vcenter/host').body).toHaveLength(4);
    expect(manage(client, 'DeleteLocalPrincipal', { principalName: 'inner' }).status).toBe(204);
    own.signIn('jane@vsphere.local', 'Secret-1');
    expect(own.ask('GET', '/api/vcenter/host').body).toEqual([]);
  });

  it('is found by a part of its name', () => {
    const client = signedIn();
    const names = (
      find(client, 'FindGroups', { criteria: { searchString: 'admin' }, limit: 3 }).body as {
        id: { name: string };
      }[]
    ).map((group) => group.id.name);
    expect(names).toEqual(['Administrators', 'CAAdmins', 'ComponentManager.Administrators']);
    expect(find(client, 'FindGroups', { criteria: { searchString: 'developers' } }).body).toHaveLength(1);
  });
});
