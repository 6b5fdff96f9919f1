// Tasks of what takes its time: they run from the call on, and vCenter ends each once what it awaits is so.
import { tasks, type Task } from '../../kinds/vsphere/task.ts';
import type { Call } from './operation.ts';

export interface Begun {
  /** As Recent Tasks shows it. */
  readonly words: string;
  readonly target: Task['spec']['target'];
  readonly awaits?: NonNullable<Task['spec']['awaits']>;
  /** Id of what it makes. */
  readonly result?: string;
  readonly search?: NonNullable<Task['spec']['search']>;
}

/** Begins a task; answers its name. */
export function beginTask(
  { actor, fabric, write }: Pick<Call, 'actor' | 'fabric' | 'write'>,
  { words, target, awaits, result, search }: Begun,
): string {
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
      ...(result === undefined ? {} : { result }),
      ...(search === undefined ? {} : { search }),
    },
    status: { state: 'RUNNING', startedAt: now },
  };
  write.create(tasks, task, words);
  return name;
}
