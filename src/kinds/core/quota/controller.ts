// Recounts what a namespace uses of its quotas: when a quota's limits change, and when something goes that had been charged;
// what comes is charged by admission. A kind of a definition counts from the moment that it is served.
// Source: kubernetes pkg/controller/resourcequota.
import { latency } from '../../../control/latency.ts';
import { nobody, type Loop, type Wake } from '../../../control/loop.ts';
import { equal } from '../../../std/draft.ts';
import { addQuantities, type Quantity } from '../../../std/quantity.ts';
import { kindId, type Kind } from '../../../store/kind.ts';
import { keyOfObject, splitKey, type StoredObject } from '../../../store/object.ts';
import type { ReadView } from '../../../store/view.ts';
import {
  isEstablished,
  type CustomResourceDefinition,
} from '../../apiextensions/custom-resource-definition.ts';
import { amountsOf, listOf, none } from '../amounts.ts';
import { isTerminal, type Pod } from '../pod/pod.ts';
import { resourceQuotas, type ResourceQuota } from './resource-quota.ts';
import { isAbout } from './scopes.ts';
import { usageOf } from './usage.ts';

const quotas = kindId(resourceQuotas);
const definitionsKind = 'apiextensions.k8s.io/customresourcedefinitions';

function isServed(object: StoredObject | undefined): boolean {
  return object !== undefined && isEstablished(object as CustomResourceDefinition);
}

/** Adds what the objects of a kind use of the resources that the quota limits. */
function count(used: Map<string, Quantity>, kind: Kind, quota: ResourceQuota, view: ReadView): void {
  const usage = usageOf(kind);
  const names = Object.keys(quota.spec?.hard ?? {}).filter((name) => usage.counts(name));
  if (names.length === 0) return;
  for (const name of names) used.set(name, used.get(name) ?? none);
  for (const object of view.list(kindId(kind), { namespace: quota.metadata.namespace ?? '' })) {
    if (!isAbout(quota, usage, object)) continue;
    const amounts = usage.of(object, view.now);
    for (const name of names) {
      const amount = amounts.get(name);
      if (amount !== undefined) used.set(name, addQuantities(used.get(name) ?? none, amount));
    }
  }
}

const quotasBeside = (object: StoredObject | undefined) => [`*${object?.metadata.namespace ?? ''}`];

const removed = (prev: StoredObject | undefined, next: StoredObject | undefined): readonly string[] =>
  next === undefined ? quotasBeside(prev) : [];

/** A Pod that ends gives back what it used, long before it is removed; one that is resized, what it no longer wants. */
const ended: Wake = (prev, next) => {
  if (next === undefined) return quotasBeside(prev);
  if (prev === undefined) return [];
  const [before, after] = [prev as Pod, next as Pod];
  const isOver = !isTerminal(before) && isTerminal(after);
  return isOver || before.spec.containers !== after.spec.containers ? quotasBeside(next) : [];
};

/** What is charged changes only the status, and needs no recount. */
const limited: Wake = (prev, next) => {
  if (next === undefined) return quotasBeside(prev);
  return (prev as ResourceQuota | undefined)?.spec === (next as ResourceQuota).spec
    ? []
    : [keyOfObject(next)];
};

const wakes: Readonly<Record<string, Wake>> = { 'core/pods': ended, [quotas]: limited };

/** `kinds` are the kinds of the plane that are there from the start. */
export function resourceQuotaController(kinds: readonly Kind[]): Loop {
  const namespaced = kinds.filter((kind) => kind.namespaced);
  return {
    name: 'resourcequota-controller',
    wakeMs: latency.quotaRecountMs,
    observes: {
      ...Object.fromEntries(
        namespaced.map((kind) => [kindId(kind), wakes[kindId(kind)] ?? removed] as const),
      ),
      [definitionsKind]: (prev, next) => (isServed(next) && !isServed(prev) ? ['*'] : nobody),
    },
    observesCustom: (kind, prev, next) => (kind.namespaced ? removed(prev, next) : []),
    expand(pattern, view) {
      const namespace = pattern.slice(1);
      return view.list(quotas, namespace === '' ? undefined : { namespace }).map(keyOfObject);
    },
    run(key, view) {
      const { namespace, name } = splitKey(key);
      const quota = view.get<ResourceQuota>(quotas, name, namespace);
      if (quota === undefined) return undefined;
      const used = new Map<string, Quantity>();
      for (const kind of view.kinds) if (kind.namespaced) count(used, kind, quota, view);
      const status = { hard: listOf(amountsOf(quota.spec?.hard)), used: listOf(used) };
      if (equal(quota.status, status)) return undefined;
      const object = { ...quota, status };
      return { writes: [{ verb: 'update', kind: resourceQuotas, object, why: 'counted' }] };
    },
  };
}
