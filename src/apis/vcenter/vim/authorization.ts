// AuthorizationManager: roles, permissions on objects, who may what; and global permissions as the authorization service has them. Source:
// vSphere Web Services API, AuthorizationManager.
import { roles, type Role } from '../../../kinds/vsphere/role.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';
import { Authority } from '../authorization/authority.ts';
import { give, known, take } from '../authorization/changes.ts';
import { entityOf } from '../authorization/entity.ts';
import { grantsOf, type Grant } from '../authorization/permissions.ts';
import { keyOf, principalOf, ssoDomain } from '../authorization/principal.ts';
import { privilegeIds, privileges } from '../authorization/privileges.ts';
import { firstRole, rolesOf, withReading, type RoleInfo } from '../authorization/roles.ts';
import { everywhere, Tree } from '../authorization/tree.ts';
import { groupsOfUser, userNamed } from '../../sso/directory.ts';
import { list } from '../inventory/places.ts';
import { tell } from '../record.ts';
import {
  flagArg,
  listArg,
  numberArg,
  objectOf,
  onEntity,
  referenceArg,
  referenceOf,
  textArg,
  textsArg,
} from './arguments.ts';
import { invalidParameter, reference, VimFault, type VimCall, type VimMethod } from './method.ts';

const notFound = (message: string): VimFault => new VimFault('NotFound', message);

const type = 'AuthorizationManager';
const modifyRoles = 'Authorization.ModifyRoles';
const modifyPermissions = 'Authorization.ModifyPermissions';

const roleJson = ({ roleId, system, name, label, summary, privileges: held }: RoleInfo) => ({
  _typeName: 'AuthorizationRole',
  roleId,
  system,
  name,
  info: { _typeName: 'Description', label, summary },
  privilege: [...held],
});

const permissionJson = ({ entity, principal, group, roleId, propagate }: Grant) => {
  const { type: kind, value } = entityOf(entity);
  return { _typeName: 'Permission', entity: reference(kind, value), principal, group, roleId, propagate };
};

/** Global permissions are no object's. */
const ofObjects = (grants: readonly Grant[]): readonly Grant[] =>
  grants.filter(({ entity }) => entity !== everywhere);

function roleFor({ fabric }: VimCall, roleId: number): RoleInfo {
  const found = rolesOf(fabric).find((role) => role.roleId === roleId);
  if (found === undefined) throw notFound(`There is no role ${roleId}.`);
  return found;
}

/** One that people may change. */
function changeable(call: VimCall): RoleInfo {
  const role = roleFor(call, numberArg(call.body, 'roleId'));
  if (role.system) throw invalidParameter('roleId');
  return role;
}

function privilegesArg({ body }: VimCall): readonly string[] {
  const ids = textsArg(body, 'privIds');
  if (ids.some((id) => !privilegeIds.has(id))) throw invalidParameter('privIds');
  return withReading(ids);
}

function nameArg(call: VimCall, name: string, own?: number): string {
  const text = textArg(call.body, name);
  const isTaken = rolesOf(call.fabric).some(
    (role) => role.roleId !== own && role.name.toLowerCase() === text.toLowerCase(),
  );
  if (isTaken)
    throw new VimFault('AlreadyExists', `The specified key, name, or identifier '${text}' already exists.`, {
      name: text,
    });
  return text;
}

const stored = ({ fabric }: VimCall, roleId: number): Role | undefined =>
  list<Role>(fabric, 'roles').find(({ spec }) => spec.roleId === roleId);

function putRole(call: VimCall, spec: Role['spec'], why: string): void {
  const before = stored(call, spec.roleId);
  if (before === undefined)
    call.write.create(roles, { metadata: { name: `role-${spec.roleId}` }, spec: { ...spec } }, why);
  else call.write.update(roles, { ...before, spec } as Role, why);
}

function told({ actor, fabric, write }: VimCall, event: string, message: string, name: string): void {
  tell(write, actor, fabric.now, { type: event, severity: 'info', message, target: { kind: 'Role', name } });
}

function addRole(call: VimCall): Json {
  const name = nameArg(call, 'name');
  const used = list<Role>(call.fabric, 'roles').map(({ spec }) => spec.roleId);
  const roleId = Math.max(firstRole, ...used) + 1;
  putRole(call, { roleId, name, privileges: privilegesArg(call) }, 'Add role');
  told(call, 'RoleAddedEvent', `New role ${name} created`, name);
  return roleId;
}

function updateRole(call: VimCall): undefined {
  const { roleId, name: before, privileges: held } = changeable(call);
  const name = nameArg(call, 'newName', roleId);
  const wanted = privilegesArg(call);
  putRole(call, { roleId, name, privileges: wanted }, 'Edit role');
  const added = wanted.filter((id) => !held.has(id)).join(', ');
  const removed = [...held].filter((id) => !wanted.includes(id)).join(', ');
  const what = `Previous name: ${before}, new name: ${name}. Added privileges: ${added}. Removed privileges: ${removed}.`;
  told(call, 'RoleUpdatedEvent', `Role modified. ${what}`, name);
}

function removeRole(call: VimCall): undefined {
  const { roleId, name, privileges: held } = changeable(call);
  const users = grantsOf(call.fabric).filter((grant) => grant.roleId === roleId);
  if (users.length > 0 && flagArg(call.body, 'failIfUsed'))
    throw new VimFault('RemoveFailed', `Role '${name}' is used by ${users.length} permissions.`);
  const object = stored(call, roleId);
  if (roleId < firstRole)
    putRole(call, { roleId, name, privileges: [...held], removed: true }, 'Remove role');
  else if (object !== undefined) call.write.remove(roles, object, 'Remove role');
  for (const grant of users) take(call, grant);
  told(call, 'RoleRemovedEvent', `Role ${name} removed`, name);
}

/** Permissions of an object; those that reach it from above too, if asked, the nearest first. */
function entityPermissions({ fabric, body }: VimCall): Json {
  const tree = new Tree(fabric);
  const reached = new Set([referenceArg(body, 'entity').value]);
  const own = reached.size;
  if (flagArg(body, 'inherited'))
    for (const id of reached) for (const parent of tree.parents(id)) reached.add(parent);
  const grants = ofObjects(grantsOf(fabric));
  return [...reached].flatMap((id, place) =>
    grants.filter(({ entity, propagate }) => entity === id && (propagate || place < own)).map(permissionJson),
  );
}

function grantFrom(call: VimCall, entity: string, value: Json): Grant {
  const permission = objectOf(value, 'permission');
  const group = flagArg(permission, 'group');
  const role = roleFor(call, numberArg(permission, 'roleId'));
  // Neither is for people.
  if (role.name === 'View' || role.name === 'Anonymous') throw invalidParameter('permission.roleId');
  return {
    entity,
    principal: known(call.fabric, textArg(permission, 'principal'), group),
    group,
    roleId: role.roleId,
    propagate: flagArg(permission, 'propagate'),
  };
}

function setPermissions(call: VimCall): undefined {
  const { value } = referenceArg(call.body, 'entity');
  give(
    call,
    listArg(call.body, 'permission').map((permission) => grantFrom(call, value, permission)),
  );
}

function wordsOfUser({ fabric, body }: VimCall, name: string, group: boolean): string {
  const { name: bare, domain } = principalOf(textArg(body, name), ssoDomain(fabric));
  const key = keyOf({ name: bare, domain });
  const grant = grantsOf(fabric).find(
    (each) => each.group === group && keyOf(principalOf(each.principal, ssoDomain(fabric))) === key,
  );
  return grant?.principal ?? textArg(body, name);
}

function removePermission(call: VimCall): undefined {
  const { value } = referenceArg(call.body, 'entity');
  const group = flagArg(call.body, 'isGroup');
  take(call, { entity: value, principal: wordsOfUser(call, 'user', group), group });
}

function availability(authority: Authority, entities: readonly Json[], ids: readonly string[]): Json {
  return entities.map((each) => {
    const entity = referenceOf(each, 'entity');
    return {
      _typeName: 'EntityPrivilege',
      entity: reference(entity.type, entity.value),
      privAvailability: ids.map((privId) => ({
        _typeName: 'PrivilegeAvailability',
        privId,
        isGranted: authority.holds(privId, entity.value),
      })),
    };
  });
}

/** What somebody else may. */
function authorityOf({ fabric, body }: VimCall): Authority {
  const { name, domain } = principalOf(textArg(body, 'userName'), ssoDomain(fabric));
  const user = userNamed(fabric, name, domain);
  if (user === undefined) throw notFound(`There is no user ${textArg(body, 'userName')}.`);
  const groups = groupsOfUser(fabric, user).map((group) => `sso:${group}@${domain}`);
  return new Authority(fabric, { user: `sso:${user.spec.name}@${domain}`, groups });
}

const globalType = 'AuthorizationService';
const globally = (): string => everywhere;

function globalPrincipal(value: Json | undefined): { readonly name: string; readonly group: boolean } {
  const principal = objectOf(value, 'principal');
  return { name: textArg(principal, 'name'), group: flagArg(principal, 'group') };
}

const grantFromGlobal = (call: VimCall, value: Json): Grant => {
  const entry: JsonObject = objectOf(value, 'permissions');
  const { name, group } = globalPrincipal(entry['principal']);
  const [roleId] = listArg(entry, 'roles');
  const propagate = entry['propagate'] ?? true;
  return grantFrom(call, everywhere, { principal: name, group, roleId: roleId ?? null, propagate });
};

const granted = (call: VimCall): readonly Grant[] => grantsOf(call.fabric);

const element = (key: string, label: string): Json => ({
  _typeName: 'ElementDescription',
  key,
  label,
  summary: label,
});

/** What people call the privileges and their groups. */
const description = (): Json => ({
  _typeName: 'AuthorizationDescription',
  privilege: privileges.map(({ id, name }) => element(id, name)),
  privilegeGroup: [...new Set(privileges.map(({ group }) => group))].map((group) => element(group, group)),
});

export const authorizationMembers: readonly VimMethod[] = [
  { type, name: 'roleList', privilege: 'System.View', answer: ({ fabric }) => rolesOf(fabric).map(roleJson) },
  {
    type,
    name: 'privilegeList',
    privilege: 'System.View',
    answer: () =>
      privileges.map(({ id, group, name }) => ({
        _typeName: 'AuthorizationPrivilege',
        name,
        onParent: false,
        privGroupName: group,
        privId: id,
      })),
  },
  { type, name: 'description', privilege: 'System.View', answer: description },
  { type, name: 'AddAuthorizationRole', privilege: modifyRoles, answer: addRole },
  { type, name: 'UpdateAuthorizationRole', privilege: modifyRoles, answer: updateRole },
  { type, name: 'RemoveAuthorizationRole', privilege: modifyRoles, answer: removeRole },
  {
    type,
    name: 'RetrieveRolePermissions',
    privilege: 'System.View',
    answer: (call) => {
      const { roleId } = roleFor(call, numberArg(call.body, 'roleId'));
      return ofObjects(granted(call))
        .filter((grant) => grant.roleId === roleId)
        .map(permissionJson);
    },
  },
  {
    type,
    name: 'RetrieveAllPermissions',
    privilege: 'System.View',
    answer: (call) => ofObjects(granted(call)).map(permissionJson),
  },
  {
    type,
    name: 'RetrieveEntityPermissions',
    privilege: 'System.Read',
    on: onEntity,
    answer: entityPermissions,
  },
  { type, name: 'SetEntityPermissions', privilege: modifyPermissions, on: onEntity, answer: setPermissions },
  {
    type,
    name: 'RemoveEntityPermission',
    privilege: modifyPermissions,
    on: onEntity,
    answer: removePermission,
  },
  {
    type,
    name: 'HasPrivilegeOnEntities',
    answer: ({ body, authority }) =>
      availability(authority, listArg(body, 'entity'), textsArg(body, 'privId')),
  },
  {
    type,
    name: 'HasPrivilegeOnEntity',
    answer: ({ body, authority }) =>
      textsArg(body, 'privId').map((id) => authority.holds(id, referenceArg(body, 'entity').value)),
  },
  {
    type,
    name: 'HasUserPrivilegeOnEntities',
    privilege: 'System.View',
    answer: (call) =>
      availability(authorityOf(call), listArg(call.body, 'entities'), textsArg(call.body, 'privId')),
  },
  {
    type,
    name: 'FetchUserPrivilegeOnEntities',
    privilege: 'System.View',
    answer: (call) =>
      listArg(call.body, 'entities').map((each) => {
        const entity = referenceOf(each, 'entities');
        return {
          _typeName: 'UserPrivilegeResult',
          entity: reference(entity.type, entity.value),
          privileges: [...authorityOf(call).on(entity.value)],
        };
      }),
  },
  {
    type: globalType,
    name: 'AuthorizationService.GetGlobalAccessControlList',
    privilege: 'System.View',
    on: globally,
    answer: (call) =>
      granted(call)
        .filter(({ entity }) => entity === everywhere)
        .map(({ principal, group, roleId, propagate }) => ({
          principal: { name: principal, group },
          roles: [roleId],
          propagate,
        })),
  },
  {
    type: globalType,
    name: 'AuthorizationService.AddGlobalAccessControlList',
    privilege: modifyPermissions,
    on: globally,
    answer: (call) => {
      give(
        call,
        listArg(call.body, 'permissions').map((value) => grantFromGlobal(call, value)),
      );
      return undefined;
    },
  },
  {
    type: globalType,
    name: 'AuthorizationService.RemoveGlobalAccess',
    privilege: modifyPermissions,
    on: globally,
    answer: (call) => {
      for (const value of listArg(call.body, 'principals')) {
        const { name, group } = globalPrincipal(value);
        const principal = wordsOfUser({ ...call, body: { user: name } }, 'user', group);
        take(call, { entity: everywhere, principal, group });
      }
      return undefined;
    },
  },
];
