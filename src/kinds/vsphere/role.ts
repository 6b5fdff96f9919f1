// A role of vCenter that people made, or one of its sample roles as people changed it: a name for a set of privileges.
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const roles = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['roleId', 'name', 'privileges'],
      properties: {
        /** vCenter's number of it; an object is named `role-<roleId>`. */
        roleId: integer,
        name: string,
        /** Ids such as `VirtualMachine.Interact.PowerOn`. */
        privileges: strings,
        /** A sample role that is no more: it would be there otherwise. */
        removed: boolean,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Role',
    plural: 'roles',
    columns: [
      nameColumn,
      { name: 'Role', cell: (role) => role.spec.name },
      { name: 'Privileges', type: 'integer', cell: (role) => role.spec.privileges.length },
      ageColumn,
    ],
  },
);

export type Role = ObjectOf<typeof roles>;
