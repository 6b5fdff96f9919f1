// A group of vCenter single sign-on. Who is in it stands with the members: users and groups name the groups that they are in.
import { boolean, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const groups = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['name', 'domain', 'groups'],
      properties: {
        name: string,
        domain: string,
        description: string,
        /** Names of the groups that it is in, of its own domain. */
        groups: strings,
        /** One that vCenter comes with, and that is no more. */
        removed: boolean,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Group',
    plural: 'groups',
    columns: [
      nameColumn,
      { name: 'Group', cell: (group) => group.spec.name },
      { name: 'Domain', cell: (group) => group.spec.domain },
      ageColumn,
    ],
  },
);

export type Group = ObjectOf<typeof groups>;
