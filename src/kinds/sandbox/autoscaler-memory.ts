// What the autoscaler remembers of a workload: which sizes it recommended of late, and how it rescaled. The real controller keeps
// that in its process; here what is to be known later is an object. It is named after its autoscaler, `supervisor.demo.web`.
import { integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const autoscalerMemories = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['autoscaler', 'recommendations', 'rescales'],
      properties: {
        /** Uid of the autoscaler: one of the same name begins anew. */
        autoscaler: string,
        /** The oldest first; the last is what is recommended still. Times are simulated milliseconds since the epoch. */
        recommendations: {
          type: 'array',
          items: {
            type: 'object',
            required: ['replicas', 'since'],
            properties: { replicas: integer, since: integer, until: integer },
          },
        },
        rescales: {
          type: 'array',
          items: { type: 'object', required: ['at', 'change'], properties: { at: integer, change: integer } },
        },
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'sandbox',
    kind: 'AutoscalerMemory',
    plural: 'autoscalermemories',
    columns: [
      nameColumn,
      {
        name: 'Recommended',
        type: 'integer',
        cell: ({ spec }) => spec.recommendations.at(-1)?.replicas ?? 0,
      },
      ageColumn,
    ],
  },
);

export type AutoscalerMemory = ObjectOf<typeof autoscalerMemories>;
export type Remembered = Pick<AutoscalerMemory['spec'], 'recommendations' | 'rescales'>;
