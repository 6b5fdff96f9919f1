// TaskManager, and tasks one by one. Source: vSphere Web Services API, TaskManager, TaskInfo.
import type { Task } from '../../../kinds/vsphere/task.ts';
import type { Json } from '../../../std/draft.ts';
import { formatMilliTime } from '../../../std/time.ts';
import { wordsOfActor } from '../record.ts';
import { list } from '../inventory/places.ts';
import { maySee } from '../tasks.ts';
import { reference, VimFault, type VimCall, type VimMethod } from './method.ts';

const recentMost = 200;

const states = { QUEUED: 'queued', RUNNING: 'running', SUCCESS: 'success', ERROR: 'error' } as const;

function infoOf({ metadata, spec, status }: Task): Json {
  const { description, target, initiator, operation, queuedAt } = spec;
  const { state = 'QUEUED', startedAt, completedAt, error } = status ?? {};
  return {
    _typeName: 'TaskInfo',
    key: metadata.name,
    task: reference('Task', metadata.name),
    description: { _typeName: 'LocalizableMessage', key: operation ?? description, message: description },
    name: description,
    descriptionId: operation ?? description,
    entity: reference(target.kind, target.id ?? target.name),
    entityName: target.name,
    state: states[state],
    cancelled: false,
    cancelable: false,
    reason: { _typeName: 'TaskReasonUser', userName: wordsOfActor({ user: initiator, groups: [] }) },
    queueTime: formatMilliTime(queuedAt),
    eventChainId: Number(metadata.resourceVersion),
    ...(startedAt === undefined ? {} : { startTime: formatMilliTime(startedAt) }),
    ...(completedAt === undefined ? {} : { completeTime: formatMilliTime(completedAt) }),
    ...(error === undefined
      ? {}
      : {
          error: {
            _typeName: 'LocalizedMethodFault',
            fault: { _typeName: 'MethodFault' },
            localizedMessage: error,
          },
        }),
  };
}

function taskOf(call: VimCall): Task {
  const found = call.fabric.get<Task>('vsphere.sandbox/tasks', call.moid);
  if (found === undefined || !maySee(call, found))
    throw new VimFault(
      'ManagedObjectNotFound',
      `The object 'vim.Task:${call.moid}' has already been deleted or has not been completely created.`,
      {
        obj: reference('Task', call.moid),
      },
    );
  return found;
}

export const taskMethods: readonly VimMethod[] = [
  {
    type: 'TaskManager',
    name: 'recentTask',
    answer: (call) =>
      list<Task>(call.fabric, 'tasks')
        .filter((task) => maySee(call, task))
        .toSorted((a, b) => b.spec.queuedAt - a.spec.queuedAt)
        .slice(0, recentMost)
        .map(({ metadata }) => reference('Task', metadata.name)),
  },
  { type: 'Task', name: 'info', answer: (call) => infoOf(taskOf(call)) },
];
