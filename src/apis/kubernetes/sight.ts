// What somebody sees of a scope that has no roles of its own. Who decides is handed in: it is no part of the Kubernetes API.
import type { Change } from '../../store/log.ts';
import type { StoredObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import type { Actor } from './wire.ts';

export interface Sight {
  readonly sees: (kind: string, object: StoredObject) => boolean;
  /** What is missing to see an object, in words. */
  readonly missing: (kind: string, object: StoredObject) => string;
}

export interface Sights {
  /** Undefined of somebody who sees nothing there at all. */
  readonly of: (view: ReadView, actor: Actor) => Sight | undefined;
  /** Whether after the change others may see others: what was told until then has to be asked for again. */
  readonly turnOn: (change: Change) => boolean;
}
