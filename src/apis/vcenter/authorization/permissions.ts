// Who has which role where: the permissions that vCenter comes with, until somebody takes them away, and those that people gave.
import type { Permission } from '../../../kinds/vsphere/permission.ts';
import type { ReadView } from '../../../store/view.ts';
import { list, rootFolder } from '../inventory/places.ts';
import { ssoDomain } from './principal.ts';
import { administratorRole } from './roles.ts';
import { everywhere } from './tree.ts';

export type Grant = Permission['spec'];

const builtIn = (domain: string): readonly Grant[] =>
  [everywhere, rootFolder].flatMap((entity) =>
    [
      { principal: 'Administrator', group: false },
      { principal: 'Administrators', group: true },
    ].map(({ principal, group }) => ({
      entity,
      principal: `${domain.toUpperCase()}\\${principal}`,
      group,
      roleId: administratorRole,
      propagate: true,
    })),
  );

export const isSameGrant = (a: Grant, b: Pick<Grant, 'entity' | 'principal' | 'group'>): boolean =>
  a.entity === b.entity && a.group === b.group && a.principal.toLowerCase() === b.principal.toLowerCase();

/** All that hold, in order of their objects as they came. */
export function grantsOf(fabric: ReadView): readonly Grant[] {
  const stored = list<Permission>(fabric, 'permissions').map(({ spec }) => spec);
  const kept = builtIn(ssoDomain(fabric)).filter(
    (grant) => !stored.some((other) => isSameGrant(other, grant)),
  );
  return [...kept, ...stored.filter(({ removed }) => removed !== true)];
}

/** Whether vCenter comes with it: taking it away has to be remembered. */
export function isBuiltIn(fabric: ReadView, grant: Grant): boolean {
  return builtIn(ssoDomain(fabric)).some((other) => isSameGrant(other, grant));
}
