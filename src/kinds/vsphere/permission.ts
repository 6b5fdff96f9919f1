// What a user or a group may do on an object of vCenter's inventory, or everywhere: a role, and whether it reaches what is below.
import { boolean, integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const permissions = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['entity', 'principal', 'group', 'roleId', 'propagate'],
      properties: {
        /** The object's managed object id, a vSphere Namespace's name, or `global`. */
        entity: string,
        /** `VSPHERE.LOCAL\Administrators`, as vCenter names people. */
        principal: string,
        group: boolean,
        roleId: integer,
        propagate: boolean,
        /** One that vCenter comes with, and that is no more. */
        removed: boolean,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Permission',
    plural: 'permissions',
    columns: [
      nameColumn,
      { name: 'Object', cell: (permission) => permission.spec.entity },
      { name: 'Principal', cell: (permission) => permission.spec.principal },
      { name: 'Role', type: 'integer', cell: (permission) => permission.spec.roleId },
      ageColumn,
    ],
  },
);

export type Permission = ObjectOf<typeof permissions>;
