// A custom attribute: a name that people give values of their own by, on objects of one type or of all. Source: vim25 CustomFieldsManager.
import { integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const customFields = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['key', 'name', 'values'],
      properties: {
        key: integer,
        /** As people call it. */
        name: string,
        /** `VirtualMachine`; absent means objects of every type. */
        objectType: string,
        /** By the ids of objects. */
        values: {
          type: 'array',
          items: {
            type: 'object',
            required: ['object', 'value'],
            properties: { object: string, value: string },
          },
        },
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'CustomField',
    plural: 'customfields',
    columns: [
      nameColumn,
      { name: 'Attribute', cell: ({ spec }) => spec.name },
      { name: 'Type', cell: ({ spec }) => spec.objectType ?? 'Global' },
      ageColumn,
    ],
  },
);

export type CustomField = ObjectOf<typeof customFields>;
