/** What an administrator does to people, roles and permissions: each a method that any client could have called. */
import { write } from '../../live/request.ts';
import { rights } from '../../live/rights.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import type { Action } from '../actions.ts';
import { dialogs } from '../dialogs.svelte.ts';
import {
  authorization,
  globalAccess,
  managementPath,
  rootFolder,
  type Entity,
  type GlobalPermission,
  type Permission,
  type Role,
} from './vim.ts';

const noManifest = { none: 'not a Kubernetes object' } as const;

function called(what: string, path: string, body: object, command: string): Action {
  return {
    did: {
      what,
      cli: command === '' ? { none: 'govc has no command for it' } : { text: command },
      rest: { text: `POST ${path} ${JSON.stringify(body)}` },
      yaml: noManifest,
    },
    send: () => write('POST', path, body),
  };
}

const quoted = (text: string): string => `'${text}'`;

export interface NewUser {
  readonly name: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

export function createUser(domain: string, { name, password, firstName, lastName, email }: NewUser): Action {
  const userDetails = { firstName, lastName, emailAddress: email };
  const body = { userName: name, userDetails, password };
  const path = `${managementPath(domain)}/CreateLocalPersonUser`;
  return called(
    `Created user ${name}@${domain}`,
    path,
    body,
    `govc sso.user.create -p ${quoted(password)} ${name}`,
  );
}

export function setPassword(domain: string, name: string, password: string): Action {
  const path = `${managementPath(domain)}/ResetLocalPersonUserPassword`;
  const body = { userName: name, newPassword: password };
  return called(
    `Set the password of ${name}@${domain}`,
    path,
    body,
    `govc sso.user.update -p ${quoted(password)} ${name}`,
  );
}

export function createGroup(domain: string, name: string, description: string): Action {
  const path = `${managementPath(domain)}/CreateLocalGroup`;
  const body = { groupName: name, groupDetails: { description } };
  return called(`Created group ${name}@${domain}`, path, body, `govc sso.group.create ${quoted(name)}`);
}

export function setMember(domain: string, group: string, user: string, isMember: boolean): Action {
  const id = { name: user, domain };
  return isMember
    ? called(
        `Put ${user} into ${group}`,
        `${managementPath(domain)}/AddUserToLocalGroup`,
        { userId: id, groupName: group },
        `govc sso.group.update -a ${user} ${quoted(group)}`,
      )
    : called(
        `Took ${user} out of ${group}`,
        `${managementPath(domain)}/RemoveFromLocalGroup`,
        { principalId: id, groupName: group },
        `govc sso.group.update -r ${user} ${quoted(group)}`,
      );
}

function deletePrincipal(domain: string, name: string, kind: 'user' | 'group'): Action {
  const path = `${managementPath(domain)}/DeleteLocalPrincipal`;
  return called(
    `Deleted ${kind} ${name}@${domain}`,
    path,
    { principalName: name },
    `govc sso.${kind}.rm ${quoted(name)}`,
  );
}

function setDisabled(domain: string, name: string, disabled: boolean): Action {
  const method = disabled ? 'DisableUserAccount' : 'EnableUserAccount';
  const what = `${disabled ? 'Disabled' : 'Enabled'} ${name}@${domain}`;
  return called(what, `${managementPath(domain)}/${method}`, { userId: { name, domain } }, '');
}

export function putRole(roleId: number | undefined, name: string, privIds: readonly string[]): Action {
  return roleId === undefined
    ? called(
        `Created role ${name}`,
        `${authorization}/AddAuthorizationRole`,
        { name, privIds },
        `govc role.create ${quoted(name)} …`,
      )
    : called(
        `Changed role ${name}`,
        `${authorization}/UpdateAuthorizationRole`,
        { roleId, newName: name, privIds },
        `govc role.update ${quoted(name)} …`,
      );
}

function removeRole({ roleId, name }: Role): Action {
  const body = { roleId, failIfUsed: false };
  return called(
    `Removed role ${name}`,
    `${authorization}/RemoveAuthorizationRole`,
    body,
    `govc role.remove ${quoted(name)}`,
  );
}

export interface Given {
  readonly principal: string;
  readonly group: boolean;
  readonly roleId: number;
  readonly propagate: boolean;
}

export function setPermission({ type, value, name }: Entity, given: Given): Action {
  const body = { entity: { type, value }, permission: [given] };
  return called(
    `${given.principal} has a role on ${name}`,
    `${authorization}/SetEntityPermissions`,
    body,
    `govc permissions.set -principal ${given.principal} -group=${given.group} -propagate=${given.propagate} …`,
  );
}

export function setGlobalPermission({ principal, group, roleId, propagate }: Given): Action {
  const body = { permissions: [{ principal: { name: principal, group }, roles: [roleId], propagate }] };
  return called(
    `${principal} has a role in all of vCenter`,
    `${globalAccess}.AddGlobalAccessControlList`,
    body,
    '',
  );
}

function removePermission({ type, value, name }: Entity, { principal, group }: Permission): Action {
  const body = { entity: { type, value }, user: principal, isGroup: group };
  return called(
    `Took ${principal} off ${name}`,
    `${authorization}/RemoveEntityPermission`,
    body,
    `govc permissions.remove -principal ${quoted(principal)} -group=${group}`,
  );
}

function removeGlobalPermission({ principal }: GlobalPermission): Action {
  const what = `Took ${principal.name} off all of vCenter`;
  return called(what, `${globalAccess}.RemoveGlobalAccess`, { principals: [principal] }, '');
}

const confirm = (title: string, verb: string, text: string, action: Action): void =>
  dialogs.show({ kind: 'confirm', title, verb, text, points: [], danger: true, action });

export function userActions(domain: string, name: string, disabled: boolean): MenuItem[] {
  return [
    {
      label: 'Change password…',
      icon: 'edit',
      onselect: () => dialogs.show({ kind: 'password', domain, user: name }),
    },
    {
      label: disabled ? 'Enable…' : 'Disable…',
      onselect: () =>
        confirm(
          `${disabled ? 'Enable' : 'Disable'} ${name}?`,
          disabled ? 'Enable' : 'Disable',
          disabled ? 'The user may sign in again.' : 'The user is kept and cannot sign in.',
          setDisabled(domain, name, !disabled),
        ),
    },
    {
      label: 'Delete…',
      icon: 'remove',
      section: true,
      onselect: () =>
        confirm(
          `Delete user ${name}?`,
          'Delete',
          'Permissions that name the user stay, and mean nobody.',
          deletePrincipal(domain, name, 'user'),
        ),
    },
  ];
}

export function groupActions(domain: string, name: string): MenuItem[] {
  return [
    {
      label: 'Members…',
      icon: 'users',
      onselect: () => dialogs.show({ kind: 'members', domain, group: name }),
    },
    {
      label: 'Delete…',
      icon: 'remove',
      section: true,
      onselect: () =>
        confirm(
          `Delete group ${name}?`,
          'Delete',
          'Its members stay.',
          deletePrincipal(domain, name, 'group'),
        ),
    },
  ];
}

export function roleActions(role: Role): MenuItem[] {
  const reason = role.system ? 'a role of the system' : rights.lacks('Authorization.ModifyRoles', rootFolder);
  return [
    { label: 'Edit…', icon: 'edit', reason, onselect: () => dialogs.show({ kind: 'role', role }) },
    {
      label: 'Delete…',
      icon: 'remove',
      section: true,
      reason,
      onselect: () =>
        confirm(
          `Delete role ${role.info.label}?`,
          'Delete',
          'Permissions with the role go with it.',
          removeRole(role),
        ),
    },
  ];
}

export function permissionActions(entity: Entity, permission: Permission): MenuItem[] {
  const reason =
    permission.entity.value === entity.value
      ? rights.lacks('Authorization.ModifyPermissions', entity)
      : `it stands on ${permission.entity.value}`;
  return [
    {
      label: 'Change role…',
      icon: 'edit',
      reason,
      onselect: () => dialogs.show({ kind: 'vcenter-permission', entity, permission }),
    },
    {
      label: 'Remove…',
      icon: 'remove',
      section: true,
      reason,
      onselect: () =>
        confirm(
          `Take ${permission.principal} off ${entity.name}?`,
          'Remove',
          'What they hold from above holds again.',
          removePermission(entity, permission),
        ),
    },
  ];
}

export function globalPermissionActions(permission: GlobalPermission): MenuItem[] {
  const { principal, roles, propagate } = permission;
  const given = { principal: principal.name, group: principal.group, roleId: roles[0] ?? 0, propagate };
  return rights.guard('Authorization.ModifyPermissions', rootFolder, [
    {
      label: 'Change role…',
      icon: 'edit',
      onselect: () => dialogs.show({ kind: 'vcenter-permission', permission: given }),
    },
    {
      label: 'Remove…',
      icon: 'remove',
      section: true,
      onselect: () =>
        confirm(
          `Take ${principal.name} off all of vCenter?`,
          'Remove',
          '',
          removeGlobalPermission(permission),
        ),
    },
  ]);
}
