// Who may what: roles, permissions on objects and everywhere, how they come down the inventory, and that nobody locks everybody out.
import { describe, expect, it } from 'vitest';
import { signedIn, type Answered, type Client } from './support.ts';

const release = '/sdk/vim25/8.0.1.0';
const manager = `${release}/AuthorizationManager/AuthorizationManager`;
const service = `${release}/AuthorizationService/authorizationService/AuthorizationService`;
const entity = (type: string, value: string) => ({ _typeName: 'ManagedObjectReference', type, value });
const root = entity('Folder', 'group-d1');
const cluster = entity('ClusterComputeResource', 'domain-c8');

function permit(
  client: Client,
  on: ReturnType<typeof entity>,
  principal: string,
  roleId: number,
  how: { readonly group?: boolean; readonly propagate?: boolean } = {},
): Answered {
  const permission = { principal, group: false, propagate: true, roleId, ...how };
  return client.ask('POST', `${manager}/SetEntityPermissions`, { entity: on, permission: [permission] });
}

function people(client: Client, name: string, ...groups: readonly string[]): Client {
  const sso =
    '/sso-adminserver/sdk/vsphere.local/SsoAdminPrincipalManagementService/principalManagementService';
  const user = { userName: name, userDetails: {}, password: 'Secret-1' };
  expect(client.ask('POST', `${sso}/CreateLocalPersonUser`, user).status).toBe(204);
  for (const groupName of groups) {
    client.ask('POST', `${sso}/CreateLocalGroup`, { groupName, groupDetails: {} });
    const member = { userId: { name, domain: 'vsphere.local' }, groupName };
    expect(client.ask('POST', `${sso}/AddUserToLocalGroup`, member)).toEqual({ status: 200, body: true });
  }
  const person = client.beside();
  expect(person.signIn(`${name}@vsphere.local`, 'Secret-1').status).toBe(201);
  return person;
}

const maintain = (client: Client, host: string): Answered =>
  client.ask('POST', `${release}/HostSystem/${host}/EnterMaintenanceMode_Task`, { timeout: 0 });

const role = (client: Client, name: string, ...privIds: readonly string[]): number =>
  client.ask('POST', `${manager}/AddAuthorizationRole`, { name, privIds }).body as number;

describe('roles', () => {
  it('that vCenter comes with are its own, with real privileges', () => {
    const { body } = signedIn().ask('GET', `${manager}/roleList`);
    const roles = body as readonly { name: string; roleId: number; system: boolean; privilege: string[] }[];
    const named = (name: string) => roles.find((each) => each.name === name);
    expect(named('Admin')).toMatchObject({ roleId: -1, system: true });
    expect(named('Admin')?.privilege).toEqual(
      expect.arrayContaining([
        'Namespaces.Manage',
        'Namespaces.Configure',
        'SupervisorServices.Manage',
        'SupervisorServices.Install',
        'Host.Config.Maintenance',
        'VirtualMachine.Interact.PowerOn',
      ]),
    );
    expect(named('ReadOnly')).toMatchObject({
      roleId: -2,
      privilege: ['System.Anonymous', 'System.Read', 'System.View'],
    });
    expect(named('NoAccess')).toMatchObject({ roleId: -5, privilege: [] });
    expect(named('VirtualMachineUser')).toMatchObject({ system: false });
    expect(named('NoCryptoAdmin')?.privilege).not.toContain('Cryptographer.Access');
  });

  it('are made, changed and removed; those of the system are not', () => {
    const client = signedIn();
    const roleId = role(client, 'Operators', 'Host.Config.Maintenance');
    const of = (id: number) =>
      (client.ask('GET', `${manager}/roleList`).body as readonly { roleId: number }[]).find(
        (each) => each.roleId === id,
      );
    expect(of(roleId)).toMatchObject({
      name: 'Operators',
      privilege: ['Host.Config.Maintenance', 'System.Anonymous', 'System.Read', 'System.View'],
    });
    const change = { roleId, newName: 'Night shift', privIds: ['Host.Config.Power'] };
    expect(client.ask('POST', `${manager}/UpdateAuthorizationRole`, change).status).toBe(204);
    expect(of(roleId)).toMatchObject({ name: 'Night shift' });
    const sample = { roleId: 5, failIfUsed: true };
    expect(client.ask('POST', `${manager}/RemoveAuthorizationRole`, sample).status).toBe(204);
    expect(of(5)).toBeUndefined();
    const refused: readonly (readonly [string, object, string])[] = [
      ['UpdateAuthorizationRole', { roleId: -1, newName: 'Me', privIds: [] }, 'InvalidArgument'],
      ['RemoveAuthorizationRole', { roleId: -2, failIfUsed: false }, 'InvalidArgument'],
      ['RemoveAuthorizationRole', { roleId: 4_711, failIfUsed: false }, 'NotFound'],
      ['AddAuthorizationRole', { name: 'night SHIFT', privIds: [] }, 'AlreadyExists'],
      ['AddAuthorizationRole', { name: 'Other', privIds: ['Host.Config.Nothing'] }, 'InvalidArgument'],
      ['AddAuthorizationRole', { name: 7, privIds: [] }, 'InvalidArgument'],
    ];
    for (const [method, args, fault] of refused)
      expect(client.ask('POST', `${manager}/${method}`, args)).toMatchObject({
        status: 500,
        body: { _typeName: fault, faultMessage: [{ message: expect.any(String) }] },
      });
  });

  it('that are used go with their permissions, or not at all', () => {
    const client = signedIn();
    const anna = client.beside();
    anna.signIn('dev-anna@vsphere.local');
    const roleId = role(client, 'Operators', 'Host.Config.Maintenance');
    permit(client, cluster, 'dev-anna@vsphere.local', roleId);
    expect(anna.ask('GET', '/api/vcenter/host').body).toHaveLength(4);
    const remove = (failIfUsed: boolean) =>
      client.ask('POST', `${manager}/RemoveAuthorizationRole`, { roleId, failIfUsed });
    expect(remove(true)).toMatchObject({ status: 500, body: { _typeName: 'RemoveFailed' } });
    expect(remove(false).status).toBe(204);
    expect(anna.ask('GET', '/api/vcenter/host').body).toEqual([]);
  });
});

describe('a permission', () => {
  it('is refused by its privilege and its object until it is given', () => {
    const client = signedIn();
    const anna = client.beside();
    anna.signIn('dev-anna@vsphere.local');
    const missing = {
      status: 500,
      body: {
        _typeName: 'NoPermission',
        privilegeId: 'Host.Config.Maintenance',
        object: { type: 'HostSystem', value: 'host-24' },
        faultMessage: [
          {
            message:
              "Permission to perform this operation was denied. Required privilege 'Host.Config.Maintenance' on 'host-24'.",
          },
        ],
      },
    };
    expect(maintain(anna, 'host-24')).toMatchObject(missing);
    permit(client, cluster, 'VSPHERE.LOCAL\\dev-anna', role(client, 'Operators', 'Host.Config.Maintenance'));
    expect(maintain(anna, 'host-24')).toMatchObject({ status: 200, body: { type: 'Task' } });
  });

  it('shows what lies below its object, and nothing else', () => {
    const client = signedIn();
    const anna = client.beside();
    anna.signIn('dev-anna@vsphere.local');
    const seen = (path: string) =>
      (anna.ask('GET', `/api/vcenter/${path}`).body as readonly unknown[]).length;
    const counts = () => ['datacenter', 'cluster', 'host', 'datastore', 'vm'].map(seen);
    expect(counts()).toEqual([0, 0, 0, 0, 0]);
    permit(client, entity('HostSystem', 'host-21'), 'dev-anna', -2);
    expect(counts()).toEqual([0, 0, 1, 0, 0]);
    permit(client, cluster, 'dev-anna', -2);
    expect(counts()).toEqual([0, 1, 4, 0, 3]);
    permit(client, cluster, 'dev-anna', -2, { propagate: false });
    expect(counts()).toEqual([0, 1, 1, 0, 0]);
    permit(client, root, 'dev-anna', -2);
    expect(counts()).toEqual([1, 1, 4, 1, 3]);
  });

  it.each<
    readonly [
      string,
      readonly (readonly [string, string, string, object?])[],
      readonly (readonly [string, boolean])[],
    ]
  >([
    ['of a group reaches its members', [['root', 'ops', 'maintain', { group: true }]], [['host-21', true]]],
    [
      'that is nearer wins over one from above',
      [
        ['root', 'joe', 'maintain'],
        ['host-21', 'joe', 'readOnly'],
      ],
      [
        ['host-21', false],
        ['host-22', true],
      ],
    ],
    [
      'of a group that is nearer wins over the user’s own from above',
      [
        ['root', 'joe', 'maintain'],
        ['cluster', 'ops', 'noAccess', { group: true }],
      ],
      [['host-21', false]],
    ],
    [
      'of the user wins over those of groups on the same object',
      [
        ['cluster', 'ops', 'maintain', { group: true }],
        ['cluster', 'joe', 'readOnly'],
      ],
      [['host-21', false]],
    ],
    [
      'of a group adds to that of another on the same object',
      [
        ['cluster', 'ops', 'readOnly', { group: true }],
        ['cluster', 'night', 'maintain', { group: true }],
      ],
      [['host-21', true]],
    ],
    [
      'that does not propagate stays where it is',
      [['cluster', 'joe', 'maintain', { propagate: false }]],
      [['host-21', false]],
    ],
  ])('%s', (_title, given, expected) => {
    const client = signedIn();
    const joe = people(client, 'joe', 'ops', 'night');
    const roles: Readonly<Record<string, number>> = {
      maintain: role(client, 'Operators', 'Host.Config.Maintenance'),
      readOnly: -2,
      noAccess: -5,
    };
    const on: Readonly<Record<string, ReturnType<typeof entity>>> = { root, cluster };
    for (const [where, who, what, how] of given)
      expect(
        permit(client, on[where] ?? entity('HostSystem', where), who, roles[what] ?? 0, how),
      ).toMatchObject({
        status: 204,
      });
    for (const [host, may] of expected) {
      const asked = {
        entity: [entity('HostSystem', host)],
        sessionId: '',
        privId: ['Host.Config.Maintenance'],
      };
      expect(joe.ask('POST', `${manager}/HasPrivilegeOnEntities`, asked)).toMatchObject({
        body: [{ privAvailability: [{ privId: 'Host.Config.Maintenance', isGranted: may }] }],
      });
      const { userName, ...rest } = { ...asked, userName: 'VSPHERE.LOCAL\\joe', entities: asked.entity };
      expect(
        client.ask('POST', `${manager}/HasUserPrivilegeOnEntities`, { ...rest, userName }),
      ).toMatchObject({
        body: [{ privAvailability: [{ isGranted: may }] }],
      });
    }
  });

  it('is told of its object, and of those above if asked', () => {
    const client = signedIn();
    permit(client, cluster, 'dev-anna', -2);
    const of = (inherited: boolean) => {
      const asked = { entity: entity('HostSystem', 'host-21'), inherited };
      const { body } = client.ask('POST', `${manager}/RetrieveEntityPermissions`, asked);
      return (body as readonly { principal: string }[]).map(({ principal }) => principal);
    };
    expect(of(false)).toEqual([]);
    expect(of(true).slice(0, 3)).toEqual([
      'VSPHERE.LOCAL\\dev-anna',
      'VSPHERE.LOCAL\\Administrator',
      'VSPHERE.LOCAL\\Administrators',
    ]);
    const ofRole = client.ask('POST', `${manager}/RetrieveRolePermissions`, { roleId: -2 });
    expect(ofRole.body).toMatchObject([
      { entity: cluster, principal: 'VSPHERE.LOCAL\\dev-anna', propagate: true },
    ]);
  });

  it('is for somebody whom the sign-on knows, with a role that there is', () => {
    const client = signedIn();
    expect(permit(client, root, 'nobody', -2)).toMatchObject({
      body: { _typeName: 'UserNotFound', unresolved: true },
    });
    expect(permit(client, root, 'dev-anna', -2, { group: true })).toMatchObject({
      body: { _typeName: 'UserNotFound' },
    });
    expect(permit(client, root, 'CORP\\dev-anna', -2)).toMatchObject({ body: { _typeName: 'UserNotFound' } });
    expect(permit(client, root, 'dev-anna', 99)).toMatchObject({ body: { _typeName: 'NotFound' } });
    expect(permit(client, root, 'dev-anna', -4)).toMatchObject({ body: { _typeName: 'InvalidArgument' } });
  });

  it('to change permissions is needed on the object', () => {
    const client = signedIn();
    const anna = client.beside();
    anna.signIn('dev-anna@vsphere.local');
    permit(client, cluster, 'dev-anna', role(client, 'Deputies', 'Authorization.ModifyPermissions'));
    expect(permit(anna, cluster, 'dev-anna', -1).status).toBe(204);
    expect(permit(anna, root, 'dev-anna', -1)).toMatchObject({
      status: 500,
      body: {
        privilegeId: 'Authorization.ModifyPermissions',
        object: { value: 'group-d1' },
        faultMessage: [{ message: expect.stringContaining("on 'Datacenters'") }],
      },
    });
  });
});

describe('permissions everywhere', () => {
  const give = (client: Client, name: string, roleId: number) =>
    client.ask('POST', `${service}.AddGlobalAccessControlList`, {
      permissions: [{ principal: { name, group: false }, roles: [roleId], propagate: true }],
    });
  const take = (client: Client, name: string, group: boolean) =>
    client.ask('POST', `${service}.RemoveGlobalAccess`, { principals: [{ name, group }] });
  const takeRoot = (client: Client, user: string, isGroup: boolean) =>
    client.ask('POST', `${manager}/RemoveEntityPermission`, { entity: root, user, isGroup });

  it('reach all of vCenter', () => {
    const client = signedIn();
    const anna = client.beside();
    anna.signIn('dev-anna@vsphere.local');
    expect(give(client, 'dev-anna', -2).status).toBe(204);
    expect(anna.ask('GET', '/api/vcenter/host').body).toHaveLength(4);
    expect(client.ask('POST', `${service}.GetGlobalAccessControlList`).body).toHaveLength(3);
    expect(give(anna, 'dev-anna', -1)).toMatchObject({ body: { _typeName: 'NoPermission' } });
    expect(take(client, 'dev-anna', false).status).toBe(204);
    expect(anna.ask('GET', '/api/vcenter/host').body).toEqual([]);
  });

  it('may be taken away as long as somebody administers vCenter', () => {
    const client = signedIn();
    expect(take(client, 'Administrator', false).status).toBe(204);
    expect(take(client, 'Administrators', true).status).toBe(204);
    expect(takeRoot(client, 'VSPHERE.LOCAL\\Administrator', false).status).toBe(204);
    expect(takeRoot(client, 'Administrators', true)).toMatchObject({
      status: 500,
      body: { _typeName: 'AuthMinimumAdminPermission' },
    });
    expect(permit(client, root, 'Administrators', -2, { group: true })).toMatchObject({
      body: { _typeName: 'AuthMinimumAdminPermission' },
    });
    expect(client.ask('GET', '/api/vcenter/host').body).toHaveLength(4);
    expect(takeRoot(client, 'VSPHERE.LOCAL\\Administrator', false)).toMatchObject({
      body: { _typeName: 'NotFound' },
    });
  });
});
