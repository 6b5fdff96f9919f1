// What a method of VI/JSON is: a type of managed object, a name, the privilege that it needs, a function from the call to what it returns.
// What changes something and takes its time returns a task. Source: VI/JSON of vSphere 8.0 U1; vim25.
import { tasks, type Task } from '../../../kinds/vsphere/task.ts';
import { getOwn } from '../../../std/own.ts';
import { isObject, type Json } from '../../../std/draft.ts';
import type { Call } from '../operation.ts';

export interface VimCall extends Pick<Call, 'actor' | 'fabric' | 'write' | 'place'> {
  /** Id of the object that it is called on. */
  readonly moid: string;
  /** The parameters by name. */
  readonly body: Readonly<Record<string, Json>>;
}

export interface VimMethod {
  /** `HostSystem`; a method of a base type stands once for each of its heirs. */
  readonly type: string;
  readonly name: string;
  /** Absent where signing in is enough. */
  readonly privilege?: string;
  /** What it returns; undefined where it returns nothing. */
  readonly answer: (call: VimCall) => Json | undefined;
}

/** A fault of vim25: its type and what it says. */
export class VimFault extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }

  get body(): Json {
    return { _typeName: this.type, faultMessage: [{ message: this.message }] };
  }
}

export const invalidState = (message: string): VimFault =>
  new VimFault('InvalidState', `The operation is not allowed in the current state: ${message}.`);

/** As vim25 says it of any parameter, whatever is wrong with it. */
export const invalidParameter = (name: string): VimFault =>
  new VimFault('InvalidArgument', `A specified parameter was not correct: ${name}`);

export const reference = (type: string, value: string) => ({
  _typeName: 'ManagedObjectReference',
  type,
  value,
});

/** The id that a reference among the parameters, or in one of them, names. */
export function referred(value: Json | undefined): string | undefined {
  const id = isObject(value) ? getOwn(value, 'value') : value;
  return typeof id === 'string' ? id : undefined;
}

export interface Started {
  /** As Recent Tasks shows it. */
  readonly words: string;
  readonly target: Task['spec']['target'];
  readonly awaits?: NonNullable<Task['spec']['awaits']>;
}

/** A task that runs from now on; vCenter ends it once what it awaits is so. */
export function startTask({ actor, fabric, write }: VimCall, { words, target, awaits }: Started) {
  const { now } = fabric;
  const name = `task-${write.revision + 1}`;
  const task = {
    metadata: { name },
    spec: {
      description: words,
      target,
      initiator: actor.user,
      queuedAt: now,
      ...(awaits === undefined ? {} : { awaits }),
    },
    status: { state: 'RUNNING', startedAt: now },
  };
  write.create(tasks, task, words);
  return reference('Task', name);
}

/** A parameter that must be text. */
export function textOf(body: VimCall['body'], name: string): string {
  const value = getOwn(body, name);
  if (typeof value !== 'string' || value === '') throw invalidParameter(name);
  return value;
}
