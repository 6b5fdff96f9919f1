// A user of vCenter single sign-on. The password is the scenario's, part of the lesson, not a secret.
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const users = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['name', 'domain', 'password', 'groups'],
      properties: {
        name: string,
        domain: string,
        password: string,
        /** Names of the groups that it is in, of its own domain. */
        groups: strings,
        firstName: string,
        lastName: string,
        email: string,
        description: string,
        /** Kept, and not let in. */
        disabled: boolean,
      },
    },
    status: {
      type: 'object',
      properties: {
        /** When its password was set, in simulated milliseconds. */
        passwordSetAt: integer,
      },
    },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'User',
    plural: 'users',
    columns: [
      nameColumn,
      { name: 'Domain', cell: (user) => user.spec.domain },
      { name: 'Groups', cell: (user) => user.spec.groups.join(',') },
      ageColumn,
    ],
  },
);

export type User = ObjectOf<typeof users>;
