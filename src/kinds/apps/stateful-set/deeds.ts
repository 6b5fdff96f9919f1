// What a run of the StatefulSet controller does, each deed with its event.
// Source: kubernetes pkg/controller/statefulset/stateful_pod_control.go.
import type { Note, Write } from '../../../control/loop.ts';
import type { View } from '../../../control/view.ts';
import { limits } from '../../../std/limits.ts';
import { pods, type Pod } from '../../core/pod/pod.ts';
import { identified, nameOf } from './identity.ts';
import type { StatefulSet } from './stateful-set.ts';
import { provisionOf, retention } from './volume-claims.ts';

type Deed = 'create' | 'update' | 'delete';

function note(set: StatefulSet, deed: Deed, message: string, isDone: boolean): Note {
  const reason = `${isDone ? 'Successful' : 'Failed'}${deed.charAt(0).toUpperCase()}${deed.slice(1)}`;
  return { about: set, type: isDone ? 'Normal' : 'Warning', reason, message };
}

export function doneNote(set: StatefulSet, deed: Deed, pod: string): Note {
  return note(set, deed, `${deed} Pod ${pod} in StatefulSet ${set.metadata.name} successful`, true);
}

export function failedNote(set: StatefulSet, deed: Deed, pod: string, why: string): Note {
  return note(
    set,
    deed,
    `${deed} Pod ${pod} in StatefulSet ${set.metadata.name} failed error: ${why}`,
    false,
  );
}

export function claimedNote(set: StatefulSet, claim: string, pod: string): Note {
  const where = `Claim ${claim} Pod ${pod} in StatefulSet ${set.metadata.name}`;
  return note(set, 'create', `create ${where} success`, true);
}

export function unclaimedNote(set: StatefulSet, claim: string, pod: string, why: string): Note {
  const where = `Claim ${claim} for Pod ${pod} in StatefulSet ${set.metadata.name}`;
  return note(set, 'create', `create ${where} failed error: ${why}`, false);
}

/** What one run does to a set's Pods and their claims. */
export class Deeds {
  readonly writes: Write[] = [];
  readonly notes: Note[] = [];
  /** How many Pods are given up for their update. */
  given = 0;
  /** True where something is in the way that a later run may not find. */
  isBlocked = false;
  readonly #set: StatefulSet;
  readonly #view: View;

  constructor(set: StatefulSet, view: View) {
    this.#set = set;
    this.#view = view;
  }

  get isFull(): boolean {
    return this.writes.length >= limits.writesPerEventMax;
  }

  /** Makes the Pod of an ordinal, and before it the claims that it needs. */
  create(write: Write, ordinal: number): void {
    const podName = nameOf(this.#set, ordinal);
    const obstacle = this.claim(ordinal);
    if (obstacle === undefined) {
      this.writes.push(write);
      this.notes.push(doneNote(this.#set, 'create', podName));
      return;
    }
    this.isBlocked = true;
    if (obstacle !== '') this.notes.push(failedNote(this.#set, 'create', podName, obstacle));
  }

  /** Makes the claims of an ordinal that are missing; says what is in the way of its Pod. */
  claim(ordinal: number): string | undefined {
    const { missing, obstacle } = provisionOf(this.#set, ordinal, this.#view);
    for (const write of missing) {
      this.writes.push(write);
      this.notes.push(claimedNote(this.#set, write.object.metadata.name ?? '', nameOf(this.#set, ordinal)));
    }
    return obstacle;
  }

  /** Sees to who a Pod is and whose its claims are. */
  settle(pod: Pod, ordinal: number): void {
    const whole = identified(pod, ordinal);
    const owned = retention(this.#set, pod, ordinal, this.#view);
    if (whole === pod && owned.length === 0) return;
    this.writes.push(...owned);
    if (whole !== pod) this.writes.push({ verb: 'update', kind: pods, object: whole, why: 'who it is' });
    this.notes.push(doneNote(this.#set, 'update', pod.metadata.name));
  }

  /** Before a Pod goes for good its claims learn whose they are. */
  bequeath(pod: Pod, ordinal: number): void {
    this.writes.push(...retention(this.#set, pod, ordinal, this.#view));
  }

  delete(pod: Pod, why: string): void {
    this.writes.push({ verb: 'delete', kind: pods, object: pod, why });
    this.notes.push(doneNote(this.#set, 'delete', pod.metadata.name));
  }
}
