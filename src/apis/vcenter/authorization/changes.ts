// Giving and taking permissions. Nobody locks everybody out: somebody who can sign in stays an administrator of all of vCenter.
import { permissions, type Permission } from '../../../kinds/vsphere/permission.ts';
import type { ReadView } from '../../../store/view.ts';
import { administrators, groupNamed, membersOf, userNamed } from '../../sso/directory.ts';
import { list, rootFolder } from '../inventory/places.ts';
import type { Actor } from '../../kubernetes/wire.ts';
import type { Writer } from '../operation.ts';
import { tell } from '../record.ts';
import { VimFault } from '../vim/method.ts';
import { entityOf, titleOfEntity } from './entity.ts';
import { grantsOf, isBuiltIn, isSameGrant, type Grant } from './permissions.ts';
import { principalOf, ssoDomain, wordsOf } from './principal.ts';
import { administratorRole, rolesOf } from './roles.ts';
import { everywhere } from './tree.ts';

interface Room {
  readonly actor: Actor;
  readonly fabric: ReadView;
  readonly write: Writer;
}

/** The principal as vCenter writes it, or a fault where the sign-on knows nobody of that name. */
export function known(fabric: ReadView, text: string, group: boolean): string {
  const own = ssoDomain(fabric);
  const principal = principalOf(text, own);
  const isOwn = principal.domain.toLowerCase() === own.toLowerCase();
  const found = group
    ? groupNamed(fabric, own, principal.name)?.name
    : userNamed(fabric, principal.name, own)?.spec.name;
  if (!isOwn || found === undefined)
    throw new VimFault('UserNotFound', `User or group '${text}' was not found.`, {
      principal: text,
      unresolved: true,
    });
  return wordsOf({ name: found, domain: own });
}

/** Whether a grant makes somebody who can sign in an administrator of everything. */
function administers(fabric: ReadView, { entity, principal, group, roleId, propagate }: Grant): boolean {
  if (roleId !== administratorRole || !propagate || (entity !== rootFolder && entity !== everywhere))
    return false;
  const { name, domain } = principalOf(principal, ssoDomain(fabric));
  const people = group ? membersOf(fabric, name) : [userNamed(fabric, name, domain)];
  return people.some((user) => user !== undefined && user.spec.disabled !== true);
}

function checkAdministrator(fabric: ReadView, after: readonly Grant[]): void {
  if (after.some((grant) => administers(fabric, grant))) return;
  throw new VimFault(
    'AuthMinimumAdminPermission',
    `There would be no user with the role Administrator on the root folder: the group ${administrators} keeps it.`,
  );
}

function stored(
  fabric: ReadView,
  grant: Pick<Grant, 'entity' | 'principal' | 'group'>,
): Permission | undefined {
  return list<Permission>(fabric, 'permissions').find(({ spec }) => isSameGrant(spec, grant));
}

function put({ fabric, write }: Room, grant: Grant, why: string): void {
  const before = stored(fabric, grant);
  if (before === undefined)
    write.create(
      permissions,
      { metadata: { name: `permission-${write.revision + 1}` }, spec: { ...grant } },
      why,
    );
  else write.update(permissions, { ...before, spec: grant } as Permission, why);
}

function told(
  { actor, fabric, write }: Room,
  type: string,
  message: string,
  { entity }: Pick<Grant, 'entity'>,
): void {
  const target = { kind: entityOf(entity).type, id: entity, name: titleOfEntity(fabric, entity) };
  tell(write, actor, fabric.now, {
    type,
    severity: 'info',
    message: message.replace('%s', target.name),
    target,
  });
}

/** Gives these permissions; who has one on the object already has the new one instead. */
export function give(room: Room, grants: readonly Grant[]): void {
  const before = grantsOf(room.fabric);
  const rest = before.filter((grant) => !grants.some((given) => isSameGrant(given, grant)));
  checkAdministrator(room.fabric, [...rest, ...grants]);
  const roles = new Map(rolesOf(room.fabric).map(({ roleId, label }) => [roleId, label]));
  for (const grant of grants) {
    const isNew = !before.some((old) => isSameGrant(old, grant));
    put(room, grant, isNew ? 'Add permission' : 'Change permission');
    const what = `role is ${roles.get(grant.roleId) ?? ''}, propagation is ${grant.propagate ? 'Enabled' : 'Disabled'}`;
    if (isNew)
      told(room, 'PermissionAddedEvent', `Permission created for ${grant.principal} on %s, ${what}`, grant);
    else
      told(room, 'PermissionUpdatedEvent', `Permission changed for ${grant.principal} on %s, ${what}`, grant);
  }
}

/** Takes a permission away; a fault where there is none. */
export function take(room: Room, wanted: Pick<Grant, 'entity' | 'principal' | 'group'>): void {
  const { fabric, write } = room;
  const before = grantsOf(fabric);
  const gone = before.find((grant) => isSameGrant(grant, wanted));
  if (gone === undefined)
    throw new VimFault('NotFound', `There is no permission of ${wanted.principal} here.`);
  checkAdministrator(
    fabric,
    before.filter((grant) => grant !== gone),
  );
  if (isBuiltIn(fabric, gone)) put(room, { ...gone, removed: true }, 'Remove permission');
  else {
    const object = stored(fabric, gone);
    if (object !== undefined) write.remove(permissions, object, 'Remove permission');
  }
  told(room, 'PermissionRemovedEvent', `Permission rule removed for ${gone.principal} on %s`, gone);
}
