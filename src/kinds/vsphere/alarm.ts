// An alarm of vCenter that is triggered on an object, until what it watches is well again or somebody resets it to green.
import { boolean, integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const alarms = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['alarm', 'title', 'target'],
      properties: {
        /** Id of its definition, `alarm-1`. */
        alarm: string,
        title: string,
        target: {
          type: 'object',
          required: ['kind', 'name', 'id'],
          properties: { kind: string, name: string, id: string },
        },
      },
    },
    status: {
      type: 'object',
      properties: {
        overall: { type: 'string', enum: ['yellow', 'red'] },
        /** When it took this colour, in simulated milliseconds, as all its times. */
        at: integer,
        acknowledged: boolean,
        acknowledgedBy: string,
        acknowledgedAt: integer,
      },
    },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Alarm',
    plural: 'alarms',
    columns: [
      nameColumn,
      { name: 'Alarm', cell: (alarm) => alarm.spec.title },
      { name: 'Target', cell: (alarm) => alarm.spec.target.name },
      { name: 'Status', cell: (alarm) => alarm.status?.overall ?? '' },
      { name: 'Acknowledged', cell: (alarm) => String(alarm.status?.acknowledged ?? false) },
      ageColumn,
    ],
  },
);

export type Alarm = ObjectOf<typeof alarms>;

export const alarmsKind = 'vsphere.sandbox/alarms';
