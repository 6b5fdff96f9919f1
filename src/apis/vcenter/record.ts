// What a call changed, as vCenter tells it: a task for whatever it wrote, with who asked for it, and an event of the task.
import { alarms } from '../../kinds/vsphere/alarm.ts';
import { endedSessions } from '../../kinds/vsphere/ended-session.ts';
import { vcenterEvents, type EventSpec } from '../../kinds/vsphere/event.ts';
import { tasks, type Task } from '../../kinds/vsphere/task.ts';
import type { Json } from '../../std/draft.ts';
import type { Kind } from '../../store/kind.ts';
import type { Actor } from '../kubernetes/wire.ts';
import { entityOf } from './authorization/entity.ts';
import { principalOf, wordsOf } from './authorization/principal.ts';
import type { Operation, Writer } from './operation.ts';
import { textAt } from './reading.ts';

/** Kinds whose objects are told in other ways. */
const silent: readonly Kind[] = [alarms, endedSessions, vcenterEvents];

const types: Readonly<Record<string, string>> = {
  clusters: 'ClusterComputeResource',
  datacenters: 'Datacenter',
  datastores: 'Datastore',
  folders: 'Folder',
  hosts: 'HostSystem',
  resourcepools: 'ResourcePool',
  virtualmachines: 'VirtualMachine',
};

const verbs = { GET: 'get', POST: 'create', PUT: 'set', PATCH: 'update', DELETE: 'delete' } as const;

type Target = Task['spec']['target'];

function targetOf(kind: Kind, object: Json): Target {
  const name = textAt(object, 'metadata', 'name') ?? '';
  const title = textAt(object, 'spec', 'displayName') ?? textAt(object, 'spec', 'name') ?? name;
  return { kind: types[kind.plural] ?? kind.kind, name: title, id: textAt(object, 'spec', 'moid') ?? name };
}

/** Why the room of a datastore changes: along with something else, which its task is named after. */
export const disksOfMachines = 'Disks of VMs';

/** How people are named in tasks' events. */
export function wordsOfActor({ user }: Actor): string {
  return user.startsWith('sso:') ? wordsOf(principalOf(user, '')) : user;
}

/** Names an event, and makes it. */
export function tell(write: Writer, actor: Actor, now: number, event: Omit<EventSpec, 'at' | 'user'>): void {
  const spec = { ...event, at: now, user: wordsOfActor(actor) };
  write.create(vcenterEvents, { metadata: { name: `event-${write.revision + 1}` }, spec }, event.message);
}

export interface Recorded {
  /** Writes on, and remembers what was written first, room of datastores aside. */
  readonly write: Writer;
  /** Says what is called, before it writes; and, of a managed object, which one. */
  readonly about: (operation: string, id?: string) => void;
  /** Tells what was done, if anything was, and what came of it. @returns the id of its task */
  readonly finish: (result?: string) => string | undefined;
  /** Tells that what was called began on an object, and why it came to nothing. */
  readonly fail: (object: string, error: string) => void;
}

export function recorded(inner: Writer, actor: Actor, now: number): Recorded {
  let operation = '';
  let called: string | undefined;
  let first: Task['spec'] | undefined;
  let begun: Pick<Task, 'metadata' | 'spec'> | undefined;
  const note = (kind: Kind, object: Json, why: string): void => {
    if (kind === tasks || silent.includes(kind)) return;
    const target = targetOf(kind, object);
    if (first === undefined || first.description === disksOfMachines)
      first = { description: why, target, initiator: actor.user, queuedAt: now, operation };
  };
  /** A task that the call itself begins: what is called, and on what, is added. */
  const begin = (task: Pick<Task, 'metadata' | 'spec'>) => {
    const { spec } = task;
    const target = called === undefined ? spec.target : { ...spec.target, id: called };
    const whole = { ...task, spec: { ...spec, operation, target } };
    begun ??= whole;
    return whole;
  };
  const write: Writer = {
    get revision() {
      return inner.revision;
    },
    create: (kind, object, why) => {
      note(kind, object, why);
      return inner.create(kind, kind === tasks ? (begin(object as never) as unknown as Json) : object, why);
    },
    update: (kind, object, why) => {
      note(kind, object as unknown as Json, why);
      inner.update(kind, object, why);
    },
    remove: (kind, object, why) => {
      note(kind, object as unknown as Json, why);
      inner.remove(kind, object, why);
    },
  };
  const finish: Recorded['finish'] = (result) => {
    const spec = begun?.spec ?? first;
    if (spec === undefined) return undefined;
    const name = begun?.metadata.name ?? `task-${inner.revision + 1}`;
    const { description, target } = spec;
    if (begun === undefined) {
      const told = result === undefined ? spec : { ...spec, result };
      const object = { metadata: { name }, spec: told, status: { state: 'RUNNING', startedAt: now } };
      inner.create(tasks, object as unknown as Json, description);
    }
    tell(inner, actor, now, {
      type: 'TaskEvent',
      severity: 'info',
      message: `Task: ${description}`,
      target,
      task: name,
    });
    return name;
  };
  const fail = (object: string, error: string): void => {
    if (begun !== undefined || first !== undefined) return;
    const { type: kind, value: id } = entityOf(object);
    const target = { kind, name: id, id };
    const spec = { description: operation, target, initiator: actor.user, queuedAt: now, operation };
    const status = { state: 'ERROR', startedAt: now, completedAt: now, error };
    inner.create(tasks, { metadata: { name: `task-${inner.revision + 1}` }, spec, status }, error);
  };
  return {
    write,
    fail,
    about: (named, id) => {
      operation = named;
      called = id;
    },
    finish,
  };
}

/** `com.vmware.vcenter.namespaces.instances.create`, of `POST vcenter/namespaces/instances`. */
export function operationNamed({
  method,
  path,
  action,
}: Pick<Operation, 'method' | 'path' | 'action'>): string {
  const parts = path.split('/').filter((part) => !part.startsWith('{'));
  return ['com.vmware', ...parts, action ?? verbs[method]].join('.').replaceAll('-', '_');
}
