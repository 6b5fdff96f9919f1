// Making, changing and removing users and groups of the sign-on. Nobody removes or disables oneself, nor the last administrator.
import { groups, type Group } from '../../kinds/vsphere/group.ts';
import { users, type User } from '../../kinds/vsphere/user.ts';
import type { JsonObject } from '../../std/draft.ts';
import { getOwn } from '../../std/own.ts';
import { principalOf, ssoDomain } from '../vcenter/authorization/principal.ts';
import { invalidParameter, VimFault, type VimCall } from '../vcenter/vim/method.ts';
import { objectOf, textArg } from '../vcenter/vim/arguments.ts';
import {
  administrators,
  everyone,
  groupNamed,
  groupsOfUser,
  groupsKind,
  membersOf,
  userNamed,
  type GroupInfo,
} from './directory.ts';
import { weaknesses } from './password.ts';

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Letters of a name; it becomes a part of addresses and of Kubernetes' names. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._ -]{0,63}$/;

function nameArg(body: JsonObject, name: string): string {
  const text = textArg(body, name);
  if (!namePattern.test(text) || text.endsWith(' ')) throw invalidParameter(name);
  return text;
}

function passwordArg(body: JsonObject, name: string): string {
  const password = textArg(body, name);
  const wrong = weaknesses(password);
  if (wrong.length > 0)
    throw new VimFault(
      'PasswordPolicyViolationFault',
      `The password does not meet the policy: it needs ${wrong.join(', ')}.`,
    );
  return password;
}

function detailsArg(body: JsonObject, name: string): Partial<User['spec']> {
  const details = objectOf(getOwn(body, name) ?? {}, name);
  const text = (member: string) => {
    const value = getOwn(details, member);
    return typeof value === 'string' ? value : undefined;
  };
  const found = {
    description: text('description'),
    email: text('emailAddress'),
    firstName: text('firstName'),
    lastName: text('lastName'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

const invalidPrincipal = (name: string): VimFault =>
  new VimFault('InvalidPrincipalFault', `Principal '${name}' does not exist in the sign-on.`, {
    principal: name,
  });

export function userArg({ fabric, body }: VimCall, name: string): User {
  const { name: bare, domain } = principalIn({ fabric, body }, name);
  const found = userNamed(fabric, bare, domain);
  if (found === undefined) throw invalidPrincipal(`${bare}@${domain}`);
  return found;
}

/** Names come as text, or as a structure of name and domain. */
function principalIn({ fabric, body }: Pick<VimCall, 'fabric' | 'body'>, name: string) {
  const value = getOwn(body, name);
  const own = ssoDomain(fabric);
  if (typeof value === 'string') return principalOf(value, own);
  const { name: bare, domain } = objectOf(value, name);
  return { name: String(bare ?? ''), domain: typeof domain === 'string' ? domain : own };
}

export function groupArg({ fabric, body }: VimCall, name: string): GroupInfo {
  const { name: bare } = principalIn({ fabric, body }, name);
  const found = groupNamed(fabric, ssoDomain(fabric), bare);
  if (found === undefined) throw invalidPrincipal(bare);
  return found;
}

const storedGroup = ({ fabric }: VimCall, name: string): Group | undefined =>
  fabric.list<Group>(groupsKind).find(({ spec }) => isSame(spec.name, name));

/** Somebody who can sign in is left among the administrators without these. */
function checkAdministrators({ fabric }: VimCall, without: readonly string[]): void {
  const left = membersOf(fabric, administrators).filter(
    ({ spec }) => spec.disabled !== true && !without.some((name) => isSame(name, spec.name)),
  );
  if (left.length === 0)
    throw new VimFault('ConstraintViolationFault', `Nobody would be left in the group ${administrators}.`);
}

function checkNotSelf({ actor }: VimCall, { spec }: User, what: string): void {
  if (isSame(actor.user, `sso:${spec.name}@${spec.domain}`))
    throw new VimFault('ConstraintViolationFault', `You cannot ${what} the user that you are signed in as.`);
}

export function createUser(call: VimCall): undefined {
  const { body, fabric, write } = call;
  const name = nameArg(body, 'userName');
  const domain = ssoDomain(fabric);
  if (userNamed(fabric, name, domain) !== undefined || groupNamed(fabric, domain, name) !== undefined)
    throw new VimFault('InvalidPrincipalFault', `Principal '${name}' already exists.`, { principal: name });
  const password = passwordArg(body, 'password');
  const spec = { name, domain, password, groups: [], ...detailsArg(body, 'userDetails') };
  const object = {
    metadata: { name: name.toLowerCase().replaceAll(' ', '-') },
    spec,
    status: { passwordSetAt: fabric.now },
  };
  write.create(users, object, 'Create user');
}

export function updateUser(call: VimCall): undefined {
  const user = userArg(call, 'userName');
  const spec = { ...user.spec, ...detailsArg(call.body, 'userDetails') };
  call.write.update(users, { ...user, spec } as User, 'Edit user');
}

function putPassword({ fabric, write }: VimCall, user: User, password: string): undefined {
  const object = {
    ...user,
    spec: { ...user.spec, password },
    status: { ...user.status, passwordSetAt: fabric.now },
  };
  write.update(users, object as User, 'Change password');
}

export function resetPassword(call: VimCall): undefined {
  return putPassword(call, userArg(call, 'userName'), passwordArg(call.body, 'newPassword'));
}

/** One's own, which one has to know. */
export function changeOwnPassword(call: VimCall): undefined {
  const user = userArg({ ...call, body: { userName: call.actor.user.replace(/^sso:/, '') } }, 'userName');
  if (getOwn(call.body, 'currentPassword') !== user.spec.password)
    throw new VimFault('InvalidCredentialsFault', 'The current password is wrong.');
  return putPassword(call, user, passwordArg(call.body, 'newPassword'));
}

export function setDisabled(call: VimCall, disabled: boolean): boolean {
  const user = userArg(call, 'userId');
  if ((user.spec.disabled ?? false) === disabled) return false;
  if (disabled) {
    checkNotSelf(call, user, 'disable');
    checkAdministrators(call, [user.spec.name]);
  }
  const { disabled: _was, ...spec } = user.spec;
  const object = { ...user, spec: disabled ? { ...spec, disabled } : spec };
  call.write.update(users, object as User, disabled ? 'Disable user' : 'Enable user');
  return true;
}

export function createGroup(call: VimCall): undefined {
  const { body, fabric, write } = call;
  const name = nameArg(body, 'groupName');
  const domain = ssoDomain(fabric);
  if (userNamed(fabric, name, domain) !== undefined || groupNamed(fabric, domain, name) !== undefined)
    throw new VimFault('InvalidPrincipalFault', `Principal '${name}' already exists.`, { principal: name });
  const { description } = detailsArg(body, 'groupDetails');
  const spec = { name, domain, groups: [], ...(description === undefined ? {} : { description }) };
  write.create(groups, { metadata: { name: name.toLowerCase().replaceAll(' ', '-') }, spec }, 'Create group');
}

function putGroup(call: VimCall, group: GroupInfo, change: Partial<Group['spec']>, why: string): void {
  const before = storedGroup(call, group.name);
  if (before !== undefined)
    call.write.update(groups, { ...before, spec: { ...before.spec, ...change } } as Group, why);
  else {
    const { name, domain, description } = group;
    const spec = { name, domain, description, groups: [...group.groups], ...change };
    call.write.create(
      groups,
      { metadata: { name: name.toLowerCase().replaceAll(' ', '-') }, spec: { ...spec } },
      why,
    );
  }
}

export function updateGroup(call: VimCall): undefined {
  putGroup(call, groupArg(call, 'groupName'), detailsArg(call.body, 'groupDetails'), 'Edit group');
}

/** Users or groups: they take their memberships with them, and members of theirs lose them. */
export function deletePrincipal(call: VimCall): undefined {
  const { fabric, body, write } = call;
  const { name, domain } = principalIn(call, 'principalName');
  const user = userNamed(fabric, name, domain);
  if (user !== undefined) {
    checkNotSelf(call, user, 'delete');
    checkAdministrators(call, [user.spec.name]);
    write.remove(users, user, 'Delete user');
    return;
  }
  const group = groupNamed(fabric, ssoDomain(fabric), name);
  if (group === undefined) throw invalidPrincipal(textArg(body, 'principalName'));
  if (group.isBuiltIn)
    throw new VimFault(
      'ConstraintViolationFault',
      `Group '${group.name}' belongs to the sign-on and cannot be deleted.`,
    );
  for (const member of membersOf(fabric, group.name))
    if (isIn(member, group.name)) leave(call, member, group.name);
  for (const child of fabric.list<Group>(groupsKind))
    if (child.spec.groups.some((parent) => isSame(parent, group.name))) leaveAsGroup(call, child, group.name);
  const object = storedGroup(call, group.name);
  if (object !== undefined) write.remove(groups, object, 'Delete group');
}

const isIn = ({ spec }: User | Group, group: string): boolean =>
  spec.groups.some((name) => isSame(name, group));

const without = (names: readonly string[], group: string) => names.filter((name) => !isSame(name, group));

function leave({ write }: VimCall, user: User, group: string): void {
  const spec = { ...user.spec, groups: without(user.spec.groups, group) };
  write.update(users, { ...user, spec } as User, 'Remove from group');
}

function leaveAsGroup({ write }: VimCall, child: Group, group: string): void {
  const spec = { ...child.spec, groups: without(child.spec.groups, group) };
  write.update(groups, { ...child, spec } as Group, 'Remove from group');
}

function openGroupArg(call: VimCall): GroupInfo {
  const group = groupArg(call, 'groupName');
  if (isSame(group.name, everyone)) throw invalidParameter('groupName');
  return group;
}

export function addUserToGroup(call: VimCall): boolean {
  const group = openGroupArg(call);
  const user = userArg(call, 'userId');
  if (isIn(user, group.name)) return false;
  const spec = { ...user.spec, groups: [...user.spec.groups, group.name] };
  call.write.update(users, { ...user, spec } as User, 'Add to group');
  return true;
}

export function addGroupToGroup(call: VimCall): boolean {
  const group = openGroupArg(call);
  const child = groupArg(call, 'groupId');
  if (child.groups.some((name) => isSame(name, group.name))) return false;
  if (isWithin(call, group, child.name))
    throw new VimFault(
      'GroupCyclicDependencyFault',
      `Group '${group.name}' is '${child.name}' or lies in it.`,
    );
  putGroup(call, child, { groups: [...child.groups, group.name] }, 'Add to group');
  return true;
}

function isWithin(call: VimCall, group: GroupInfo, other: string): boolean {
  if (isSame(group.name, other)) return true;
  return group.groups.some((name) => {
    const parent = groupNamed(call.fabric, group.domain, name);
    return parent !== undefined && isWithin(call, parent, other);
  });
}

export function removeFromGroup(call: VimCall): boolean {
  const group = groupArg(call, 'groupName');
  const { name, domain } = principalIn(call, 'principalId');
  const user = userNamed(call.fabric, name, domain);
  if (user !== undefined) {
    if (!isIn(user, group.name)) return false;
    if (isSame(group.name, administrators)) checkAdministrators(call, [user.spec.name]);
    leave(call, user, group.name);
    return true;
  }
  const child = storedGroup(call, name);
  if (child === undefined || !isIn(child, group.name)) return false;
  const lost = membersOf(call.fabric, child.spec.name).filter((member) => !isIn(member, administrators));
  if (isSame(group.name, administrators))
    checkAdministrators(
      call,
      lost.map(({ spec }) => spec.name),
    );
  leaveAsGroup(call, child, group.name);
  return true;
}

/** Whether somebody administers the sign-on. */
export function administersSignOn({ actor, fabric }: Pick<VimCall, 'actor' | 'fabric'>): boolean {
  if (actor.groups.includes('system:masters')) return true;
  if (!actor.user.startsWith('sso:')) return false;
  const { name, domain } = principalOf(actor.user, ssoDomain(fabric));
  const user = userNamed(fabric, name, domain);
  return user !== undefined && groupsOfUser(fabric, user).some((group) => isSame(group, administrators));
}
