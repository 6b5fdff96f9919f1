// Tasks by their id, as the Automation API tells them. Source: vSphere Automation API, com.vmware.cis.Tasks.
import type { Task } from '../../kinds/vsphere/task.ts';
import { formatMilliTime } from '../../std/time.ts';
import { notFound } from './failure.ts';
import { list } from './inventory/places.ts';
import { ok, type Operation } from './operation.ts';

const states = { QUEUED: 'PENDING', RUNNING: 'RUNNING', SUCCESS: 'SUCCEEDED', ERROR: 'FAILED' } as const;

function infoOf({ spec, status }: Task) {
  const { startedAt, completedAt, error } = status ?? {};
  const message = { id: '', default_message: spec.description, args: [] };
  return {
    description: message,
    operation: spec.description,
    parent: '',
    target: { type: spec.target.kind, id: spec.target.name },
    status: states[status?.state ?? 'QUEUED'],
    cancelable: false,
    user: spec.initiator.replace(/^sso:/, ''),
    ...(startedAt === undefined ? {} : { start_time: formatMilliTime(startedAt) }),
    ...(completedAt === undefined ? {} : { end_time: formatMilliTime(completedAt) }),
    ...(error === undefined ? {} : { error: { messages: [{ id: '', default_message: error, args: [] }] } }),
  };
}

export const taskOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'cis/tasks',
    privilege: 'System.Read',
    unseen: {},
    answer: ({ fabric }) =>
      ok(Object.fromEntries(list<Task>(fabric, 'tasks').map((task) => [task.metadata.name, infoOf(task)]))),
  },
  {
    method: 'GET',
    path: 'cis/tasks/{task}',
    privilege: 'System.Read',
    answer: ({ fabric, params: { task: id = '' } }) => {
      const found = fabric.get<Task>('vsphere.sandbox/tasks', id);
      if (found === undefined) throw notFound('Task', id);
      return ok(infoOf(found));
    },
  },
];
