// A vCenter task: what Recent Tasks shows of every change.
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const tasks = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['description', 'target', 'initiator', 'queuedAt'],
      properties: {
        /** `Power On virtual machine`, in the vSphere Client's words. */
        description: string,
        /** Its id is the managed object's, where it has one of its own. */
        target: {
          type: 'object',
          required: ['kind', 'name'],
          properties: { kind: string, name: string, id: string },
        },
        initiator: string,
        /** What was called, `com.vmware.vcenter.namespaces.instances.create` or `HostSystem.enterMaintenanceMode`. */
        operation: string,
        /** What it made, where it made something. */
        result: string,
        /** What is looked for on a datastore, where it is a search: its result is read when it is asked for. */
        search: {
          type: 'object',
          required: ['datastore', 'folder', 'patterns', 'isDeep'],
          properties: { datastore: string, folder: string, patterns: strings, isDeep: boolean },
        },
        /** What is awaited of its target; its end ends the task. What is imported or exported its client ends. */
        awaits: {
          type: 'string',
          enum: [
            'PowerOn',
            'PowerOff',
            'EnterMaintenance',
            'ExitMaintenance',
            'Synchronization',
            'Remediation',
            'Import',
            'Export',
          ],
        },
        /** Simulated milliseconds since the epoch, as all its times. */
        queuedAt: integer,
      },
    },
    status: {
      type: 'object',
      properties: {
        state: { type: 'string', enum: ['QUEUED', 'RUNNING', 'SUCCESS', 'ERROR'] },
        startedAt: integer,
        completedAt: integer,
        error: string,
      },
    },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Task',
    plural: 'tasks',
    columns: [
      nameColumn,
      { name: 'Task', cell: (task) => task.spec.description },
      { name: 'Target', cell: (task) => task.spec.target.name },
      { name: 'State', cell: (task) => task.status?.state ?? 'QUEUED' },
      { name: 'Initiator', cell: (task) => task.spec.initiator },
      ageColumn,
    ],
  },
);

export type Task = ObjectOf<typeof tasks>;
