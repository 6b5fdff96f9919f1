// vCenter's own service: ends the tasks that it started once what they asked for is so, and forgets the oldest.
import { latency } from '../control/latency.ts';
import type { Loop, Outcome, Write } from '../control/loop.ts';
import type { View } from '../control/view.ts';
import type { Host } from '../kinds/vsphere/host.ts';
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
    [tasksKind]: (prev, next) => (prev === undefined && next !== undefined ? [keyOfObject(next)] : []),
    [hostsKind]: () => ['*'],
  },
  expand: (_pattern, view) => view.list<Task>(tasksKind).filter(isOpen).map(keyOfObject),
  run(key, view): Outcome | undefined {
    const task = view.get<Task>(tasksKind, splitKey(key).name);
    if (task === undefined || !isOpen(task)) return undefined;
    const host = view.get<Host>(hostsKind, task.spec.target.name);
    if (host !== undefined && !isReached(task, host)) return undefined;
    const due = task.spec.queuedAt + view.draw(task.metadata.uid, 'task', latency.taskMs);
    if (due > view.now) return { again: due - view.now };
    const object: Task = { ...task, status: { ...task.status, state: 'SUCCESS', completedAt: view.now } };
    return { writes: [{ verb: 'update', kind: tasks, object, why: 'done' }, ...forgotten(view)] };
  },
};
