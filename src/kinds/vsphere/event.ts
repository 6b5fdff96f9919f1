// An event of vCenter: something that happened to an object, in the vSphere Client's words.
import { integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const vcenterEvents = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['type', 'severity', 'message', 'at', 'user'],
      properties: {
        /** `VmPoweredOnEvent`, or the id of an event that is told by it, `com.vmware.vc.HA.DasHostFailedEvent`. */
        type: string,
        severity: { type: 'string', enum: ['info', 'warning', 'error', 'user'] },
        message: string,
        /** Simulated milliseconds since the epoch. */
        at: integer,
        /** Who brought it about; empty where nobody did. */
        user: string,
        /** What it is about; its id is the managed object's, where it has one of its own. */
        target: {
          type: 'object',
          required: ['kind', 'name'],
          properties: { kind: string, name: string, id: string },
        },
        /** Name of the task that it is of. */
        task: string,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Event',
    plural: 'events',
    columns: [
      nameColumn,
      { name: 'Type', cell: (event) => event.spec.type },
      { name: 'Target', cell: (event) => event.spec.target?.name ?? '' },
      { name: 'Message', cell: (event) => event.spec.message },
      ageColumn,
    ],
  },
);

export type VCenterEvent = ObjectOf<typeof vcenterEvents>;
export type EventSpec = VCenterEvent['spec'];

export const vcenterEventsKind = 'vsphere.sandbox/events';
