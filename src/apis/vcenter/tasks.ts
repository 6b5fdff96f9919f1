// Tasks as the Automation API tells them; everybody sees their own, and those of objects that they may see. Source: vSphere Automation API,
// com.vmware.cis.Tasks.
import type { Task } from '../../kinds/vsphere/task.ts';
import { formatMilliTime } from '../../std/time.ts';
import { notAllowed, notFound, unauthorized } from './failure.ts';
import { passes } from './filter.ts';
import { boolean, string, strings } from '../../store/schema/infer.ts';
import { list } from './inventory/places.ts';
import { ok, type Call, type Operation } from './operation.ts';
import { readBody } from './reading.ts';

const states = { QUEUED: 'PENDING', RUNNING: 'RUNNING', SUCCESS: 'SUCCEEDED', ERROR: 'FAILED' } as const;

const targetOf = ({ spec: { target } }: Task) => ({ type: target.kind, id: target.id ?? target.name });
const userOf = ({ spec }: Task): string => spec.initiator.replace(/^sso:/, '');
const stateOf = ({ status }: Task) => states[status?.state ?? 'QUEUED'];

/** All of a name but its last part. */
const serviceOf = (operation: string): string => operation.slice(0, Math.max(0, operation.lastIndexOf('.')));

function infoOf(task: Task) {
  const { spec, status } = task;
  const { startedAt, completedAt, error } = status ?? {};
  const operation = spec.operation ?? spec.description;
  const message = { id: operation, default_message: spec.description, args: [] };
  const state = stateOf(task);
  const percent = state === 'SUCCEEDED' ? 100 : 0;
  return {
    description: message,
    service: serviceOf(operation),
    operation,
    parent: '',
    target: targetOf(task),
    status: state,
    cancelable: false,
    user: userOf(task),
    progress: { total: 100, completed: percent, message },
    ...(startedAt === undefined ? {} : { start_time: formatMilliTime(startedAt) }),
    ...(completedAt === undefined ? {} : { end_time: formatMilliTime(completedAt) }),
    ...(spec.result === undefined ? {} : { result: spec.result }),
    ...(error === undefined ? {} : { error: { messages: [{ id: '', default_message: error, args: [] }] } }),
  };
}

const privilege = 'System.Read';

export function maySee({ actor, authority }: Pick<Call, 'actor' | 'authority'>, task: Task): boolean {
  return task.spec.initiator === actor.user || authority.holds(privilege, targetOf(task).id);
}

function taskOf(call: Call): Task {
  const id = call.params['task'] ?? '';
  const found = call.fabric.get<Task>('vsphere.sandbox/tasks', id);
  if (found === undefined) throw notFound('Task', id);
  if (!maySee(call, found)) throw unauthorized(privilege, id);
  return found;
}

function listed(call: Call) {
  const found = list<Task>(call.fabric, 'tasks').filter(
    (task) =>
      maySee(call, task) &&
      passes(call, {
        tasks: task.metadata.name,
        users: userOf(task),
        status: stateOf(task),
        targets: targetOf(task).id,
        operations: task.spec.operation ?? '',
        services: serviceOf(task.spec.operation ?? ''),
      }),
  );
  return ok(call.keyed(found.map((task) => [task.metadata.name, infoOf(task)])));
}

/** The same, with its filters in the body. */
function listedByBody(call: Call) {
  const schema = {
    type: 'object',
    properties: {
      filter_spec: {
        type: 'object',
        properties: {
          tasks: strings,
          users: strings,
          status: strings,
          targets: { type: 'array', items: { type: 'object', properties: { type: string, id: string } } },
          operations: strings,
          services: strings,
        },
      },
      result_spec: {
        type: 'object',
        properties: { return_all: boolean, exclude_result: boolean },
      },
    },
  } as const;
  const { targets, ...others } = readBody(schema, call.body).filter_spec ?? {};
  const filters: Readonly<Record<string, readonly string[]>> = {
    ...others,
    ...(targets === undefined ? {} : { targets: targets.map(({ id = '' }) => id) }),
  };
  return listed({ ...call, query: (name) => filters[name] ?? [] });
}

export const taskOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'cis/tasks',
    filters: ['tasks', 'users', 'status', 'targets', 'operations', 'services'],
    answer: listed,
  },
  { method: 'POST', path: 'cis/tasks', action: 'list', answer: listedByBody },
  {
    method: 'GET',
    path: 'cis/tasks/{task}',
    answer: (call) => ok(infoOf(taskOf(call))),
  },
  {
    method: 'POST',
    path: 'cis/tasks/{task}',
    action: 'cancel',
    answer: (call) => {
      const { name } = taskOf(call).metadata;
      throw notAllowed(`Task '${name}' cannot be canceled.`, [name]);
    },
  },
];
