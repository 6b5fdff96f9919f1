// What kinds have in common that are questions: created, answered, never stored. apis/kubernetes/reviews answers them.
import type { Verb } from '../store/kind.ts';
import type { StoredObject } from '../store/object.ts';
import { nameColumn } from './age.ts';

const verbs: readonly Verb[] = ['create'];

export const question = {
  verbs,
  columns: [
    nameColumn,
    {
      name: 'Created At',
      type: 'date',
      cell: ({ metadata }: StoredObject) => metadata.creationTimestamp ?? '',
    },
  ],
} as const;
