// How many replicas a workload should have, has, and which Pods they are: from the places that a custom kind names, or from where
// every workload has it. Source: kubernetes pkg/registry/apps/*/storage; apiextensions-apiserver pkg/registry/customresource.
import type { LabelSelector } from '#types';
import { getOwn, setOwn } from '../std/own.ts';
import type { Kind } from '../store/kind.ts';
import type { StoredObject } from '../store/object.ts';
import { internal } from '../store/refusal.ts';
import { formatRequirements, fromLabelSelector } from '../store/selectors.ts';

type Labels = Readonly<Record<string, string>>;

interface Scalable extends StoredObject {
  /** A ReplicationController has plain labels for a selector. */
  readonly spec: { readonly replicas?: number; readonly selector?: LabelSelector | Labels };
  readonly status?: { readonly replicas?: number };
}

export interface ScaleParts {
  readonly replicas: number | undefined;
  readonly observed: number;
  /** A label selector as text; empty where there is none. */
  readonly selector: string;
}

function selectorOf({ kind, spec }: Scalable): string {
  const { selector = {} } = spec;
  const isPlain = kind === 'ReplicationController';
  const parsed = fromLabelSelector(isPlain ? { matchLabels: selector as Labels } : selector);
  return 'error' in parsed ? '' : formatRequirements(parsed.requirements);
}

/** True where the kind has a scale. */
export function isScalable(kind: Kind): boolean {
  return kind.subresources?.some(({ name }) => name === 'scale') === true;
}

/** Whether an object says how many it should have; others than custom ones always do. */
export function hasReplicas({ custom }: Kind, object: StoredObject): boolean {
  return custom?.scale === undefined || typeof valueAt(object, custom.scale.specReplicasPath) === 'number';
}

/** What a scale tells of an object. Throws a Refusal where a custom object has no count. */
export function scaleParts(kind: Kind, object: StoredObject): ScaleParts {
  const paths = kind.custom?.scale;
  if (paths === undefined) {
    const { spec, status } = object as Scalable;
    return {
      replicas: spec.replicas,
      observed: status?.replicas ?? 0,
      selector: selectorOf(object as Scalable),
    };
  }
  const replicas = valueAt(object, paths.specReplicasPath);
  if (typeof replicas !== 'number')
    throw internal(`the spec replicas field ${JSON.stringify(paths.specReplicasPath)} does not exist`);
  const observed = valueAt(object, paths.statusReplicasPath);
  const selector = paths.labelSelectorPath === undefined ? '' : valueAt(object, paths.labelSelectorPath);
  return {
    replicas,
    observed: typeof observed === 'number' ? observed : 0,
    selector: typeof selector === 'string' ? selector : '',
  };
}

/** Where a kind keeps the count: `spec`, `replicas`. */
export function replicasPath(kind: Kind): readonly string[] {
  return partsOfPath(kind.custom?.scale?.specReplicasPath ?? '.spec.replicas');
}

const partsOfPath = (path: string): readonly string[] => path.replace(/^\./, '').split('.');

function valueAt(object: object, path: string): unknown {
  let current: unknown = object;
  for (const name of partsOfPath(path)) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = getOwn(current as Readonly<Record<string, unknown>>, name);
  }
  return current;
}

/** The object with another count, sharing what stays. */
export function withReplicas<T extends object>(kind: Kind, object: T, replicas: number): T {
  return withValue(object, replicasPath(kind), replicas);
}

function withValue<T extends object>(object: T, [name = '', ...rest]: readonly string[], value: number): T {
  const next = { ...object } as Record<string, unknown>;
  const inner = getOwn(next, name);
  const inside = typeof inner === 'object' && inner !== null ? inner : {};
  setOwn(next, name, rest.length === 0 ? value : withValue(inside, rest, value));
  return next as T;
}
