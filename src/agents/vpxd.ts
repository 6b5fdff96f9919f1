// vCenter's own service: ends the tasks that it started once what they asked for is so, and forgets the oldest.
import { latency } from '../control/latency.ts';
import { nobody, type Loop, type Outcome, type Write } from '../control/loop.ts';
import type { View } from '../control/view.ts';
import { clustersKind, type Cluster } from '../kinds/vsphere/cluster.ts';
import type { Host } from '../kinds/vsphere/host.ts';
import { libraryItemsKind, type LibraryItem } from '../kinds/vsphere/library-item.ts';
import { librariesKind, type Library } from '../kinds/vsphere/library.ts';
import { hostsKind } from '../kinds/vsphere/machine.ts';
import { tasks, type Task } from '../kinds/vsphere/task.ts';
import { limits } from '../std/limits.ts';
import { keyOfObject, splitKey } from '../store/object.ts';

const tasksKind = 'vsphere.sandbox/tasks';

function isOpen(task: Task): boolean {
  return task.status?.state === 'QUEUED' || task.status?.state === 'RUNNING';
}

function isReached({ spec }: Task, { status = {} }: Host): boolean {
  switch (spec.awaits) {
    case 'PowerOff':
      return status.powerState === 'POWERED_OFF';
    case 'PowerOn':
      return status.connectionState === 'CONNECTED';
    case 'EnterMaintenance':
      return status.inMaintenanceMode === true;
    case 'ExitMaintenance':
      return status.inMaintenanceMode !== true;
    default:
      return true;
  }
}

/** Whether what the task awaits is so, or there is nothing left that it could come true of. */
function isDone(task: Task, view: View): boolean {
  const { awaits, target, queuedAt } = task.spec;
  // Whoever sends or fetches the files says when it is over.
  if (awaits === 'Import' || awaits === 'Export') return false;
  if (awaits === 'Remediation') {
    const image = view.get<Cluster>(clustersKind, target.name)?.spec.remediation;
    return view
      .list<Host>(hostsKind)
      .filter(({ spec }) => spec.cluster === target.name)
      .every(({ spec }) => spec.build === image && spec.remediating !== true);
  }
  if (awaits !== 'Synchronization') {
    const host = view.get<Host>(hostsKind, target.name);
    return host === undefined || isReached(task, host);
  }
  const id = target.id ?? '';
  const synchronized = view.get<Library>(librariesKind, id) ?? view.get<LibraryItem>(libraryItemsKind, id);
  return synchronized === undefined || (synchronized.status?.syncedAt ?? 0) >= queuedAt;
}

/** Ended ones, the oldest of them, where there are too many. */
function forgotten(view: View): readonly Write[] {
  const excess = view.count(tasksKind) - limits.tasksKeptMax;
  if (excess <= 0) return [];
  return view
    .list<Task>(tasksKind)
    .filter((task) => !isOpen(task))
    .toSorted((a, b) => a.spec.queuedAt - b.spec.queuedAt)
    .slice(0, Math.min(excess, limits.writesPerEventMax))
    .map((object) => ({ verb: 'delete', kind: tasks, object, why: 'newer tasks are kept' }));
}

export const vpxd: Loop = {
  name: 'vpxd',
  observes: {
    [tasksKind]: (prev, next) => (prev === undefined && next !== undefined ? [keyOfObject(next)] : nobody),
    [hostsKind]: () => ['*'],
    [librariesKind]: () => ['*'],
    [libraryItemsKind]: (prev) => (prev === undefined ? nobody : ['*']),
  },
  consults: [clustersKind],
  expand: (_pattern, view) => view.list<Task>(tasksKind).filter(isOpen).map(keyOfObject),
  run(key, view): Outcome | undefined {
    const task = view.get<Task>(tasksKind, splitKey(key).name);
    if (task === undefined || !isOpen(task)) return undefined;
    if (!isDone(task, view)) return undefined;
    const due = task.spec.queuedAt + view.draw(task.metadata.uid, 'task', latency.taskMs);
    if (due > view.now) return { again: due - view.now };
    const object: Task = { ...task, status: { ...task.status, state: 'SUCCESS', completedAt: view.now } };
    return { writes: [{ verb: 'update', kind: tasks, object, why: 'done' }, ...forgotten(view)] };
  },
};
