// TaskManager, and tasks one by one. Source: vSphere Web Services API, TaskManager, TaskInfo.
import { firstClassDisksKind, type FirstClassDisk } from '../../../kinds/vsphere/first-class-disk.ts';
import type { Task } from '../../../kinds/vsphere/task.ts';
import type { ReadView } from '../../../store/view.ts';
import { foundBy } from './datastore-files.ts';
import type { Json } from '../../../std/draft.ts';
import { formatMilliTime, MINUTE_MS } from '../../../std/time.ts';
import { entityOf } from '../authorization/entity.ts';
import { wordsOfActor } from '../record.ts';
import { list } from '../inventory/places.ts';
import { maySee } from '../tasks.ts';
import { gone, reference, VimFault, type VimCall, type VimMethod } from './method.ts';
import { storageObject } from './storage-object.ts';

const recentMost = 200;

const states = { QUEUED: 'queued', RUNNING: 'running', SUCCESS: 'success', ERROR: 'error' } as const;

/** `VirtualMachine.powerOn` of a method of vim25; services of the Automation API have no name of one. */
const methodNamed = (operation: string | undefined): string => {
  const [, name] = /^[A-Z]\w*\.(\w+)$/.exec(operation ?? '') ?? [];
  return name === undefined ? '' : `${name.charAt(0).toUpperCase()}${name.slice(1)}_Task`;
};

const isDiskSnapshot = (fabric: ReadView, id: string): boolean =>
  fabric
    .list<FirstClassDisk>(firstClassDisksKind)
    .some(({ spec }) => spec.snapshots?.some((each) => each.id === id) === true);

/** What a task made: an object, where the id of what it tells is one's. */
function resultOf(fabric: ReadView, result: string): Json {
  const disk = fabric.get<FirstClassDisk>(firstClassDisksKind, result);
  if (disk !== undefined) return storageObject(fabric, disk);
  const { type, value } = entityOf(result);
  if (type === 'Namespace' && isDiskSnapshot(fabric, result)) return { _typeName: 'ID', id: result };
  return type === 'Namespace' ? { _typeName: 'string', _value: result } : reference(type, value);
}

export function infoOf(fabric: ReadView, { metadata, spec, status }: Task): Json {
  const { description, target, initiator, operation, queuedAt } = spec;
  const { state = 'QUEUED', startedAt, completedAt, error } = status ?? {};
  return {
    _typeName: 'TaskInfo',
    key: metadata.name,
    task: reference('Task', metadata.name),
    description: { _typeName: 'LocalizableMessage', key: operation ?? description, message: description },
    name: methodNamed(operation) || description,
    descriptionId: operation ?? description,
    entity: reference(target.kind, target.id ?? target.name),
    entityName: target.name,
    state: states[state],
    cancelled: false,
    cancelable: false,
    ...(state === 'RUNNING' ? { progress: 0 } : {}),
    ...(state === 'SUCCESS' && spec.result !== undefined ? { result: resultOf(fabric, spec.result) } : {}),
    ...(state === 'SUCCESS' && spec.search !== undefined ? { result: foundBy(fabric, spec.search) } : {}),
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
  if (found === undefined || !maySee(call, found)) throw gone('Task', call.moid);
  return found;
}

/** How long an object tells of its tasks, in milliseconds: those of the last minutes. */
const recentMs = 10 * MINUTE_MS;

/** Of the last minutes and whatever has not ended yet: the newest of them, in the order in which they came. */
function recent(call: VimCall, isMeant: (task: Task) => boolean): Json {
  const since = call.fabric.now - recentMs;
  return list<Task>(call.fabric, 'tasks')
    .filter((task) => (task.status?.completedAt ?? call.fabric.now) >= since && isMeant(task))
    .filter((task) => maySee(call, task))
    .toSorted((a, b) => b.spec.queuedAt - a.spec.queuedAt)
    .slice(0, recentMost)
    .toReversed()
    .map(({ metadata }) => reference('Task', metadata.name));
}

/** Types of the inventory whose objects tell of their tasks. */
const doing = [
  'Folder',
  'Datacenter',
  'ClusterComputeResource',
  'ComputeResource',
  'HostSystem',
  'ResourcePool',
  'VirtualMachine',
  'Datastore',
];

export const taskMethods: readonly VimMethod[] = [
  { type: 'TaskManager', name: 'recentTask', answer: (call) => recent(call, () => true) },
  { type: 'TaskManager', name: 'maxCollector', answer: () => 32 },
  {
    type: 'TaskManager',
    name: 'description',
    answer: ({ fabric }) => {
      const known = list<Task>(fabric, 'tasks').map(({ spec }): [string, string] => [
        spec.operation ?? spec.description,
        spec.description,
      ]);
      const methodInfo = [...new Map(known)].map(([key, label]) => ({
        _typeName: 'ElementDescription',
        key,
        label,
        summary: label,
      }));
      return { _typeName: 'TaskDescription', methodInfo, state: [], reason: [] };
    },
  },
  ...doing.map((type): VimMethod => ({
    type,
    name: 'recentTask',
    privilege: 'System.View',
    answer: (call) => recent(call, ({ spec: { target } }) => target.id === call.moid),
  })),
  // What an object tells is never stale: there is nothing to load again.
  ...doing.map((type): VimMethod => ({
    type,
    name: 'Reload',
    privilege: 'System.Read',
    answer: () => undefined,
  })),
  { type: 'Task', name: 'info', answer: (call) => infoOf(call.fabric, taskOf(call)) },
  {
    type: 'Task',
    name: 'CancelTask',
    answer: (call) => {
      taskOf(call);
      throw new VimFault('NotSupported', 'The operation is not supported on the object.');
    },
  },
];
