// Tags of vCenter, in categories, on objects of the inventory.
import { string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const tagCategories = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'description', 'cardinality', 'types'],
      properties: {
        displayName: string,
        description: string,
        /** Whether an object has at most one tag of it. */
        cardinality: { type: 'string', enum: ['SINGLE', 'MULTIPLE'] },
        /** Types of the objects that its tags may be on; none means any. */
        types: strings,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'TagCategory',
    plural: 'tagcategories',
    columns: [nameColumn, { name: 'Display-Name', cell: ({ spec }) => spec.displayName }, ageColumn],
  },
);

export const tags = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'description', 'category', 'on'],
      properties: {
        displayName: string,
        description: string,
        /** Id of its category. */
        category: string,
        /** The objects that it is on. */
        on: {
          type: 'array',
          items: { type: 'object', required: ['type', 'id'], properties: { type: string, id: string } },
        },
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Tag',
    plural: 'tags',
    columns: [
      nameColumn,
      { name: 'Display-Name', cell: ({ spec }) => spec.displayName },
      { name: 'Objects', type: 'integer', cell: ({ spec }) => spec.on.length },
      ageColumn,
    ],
  },
);

/** Their names are their ids, `urn:vmomi:InventoryServiceTag:...:GLOBAL`. */
export type TagCategory = ObjectOf<typeof tagCategories>;
export type Tag = ObjectOf<typeof tags>;
