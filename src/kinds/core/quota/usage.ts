// What objects count for a quota, kind by kind; a kind without rules of its own counts its objects.
// Source: kubernetes pkg/quota/v1/evaluator/core; apiserver pkg/quota/v1/generic.
import type { PersistentVolumeClaimSpec, ScopedResourceSelectorRequirement, ServiceSpec } from '#types';
import { parseQuantity, quantityOf } from '../../../std/quantity.ts';
import { kindId, qualified } from '../../../store/kind.ts';
import type { Stored, StoredObject } from '../../../store/object.ts';
import type { AdmissionVerb } from '../../../store/admission.ts';
import type { KindName } from '../../../store/view.ts';
import { one, type Amounts } from '../amounts.ts';
import { podUsage } from './pod-usage.ts';

export interface Usage {
  readonly kind: KindName;
  /** Writes that may take more than was taken before. */
  readonly verbs: readonly AdmissionVerb[];
  /** Whether objects of the kind count for the resource. */
  readonly counts: (resource: string) => boolean;
  /** Whether the object is in the scope; a kind without scopes is in none. */
  readonly inScope?: (object: StoredObject, requirement: ScopedResourceSelectorRequirement) => boolean;
  /** What the object must say for these resources to be counted, or undefined. */
  readonly unsaid?: (object: StoredObject, resources: readonly string[]) => string | undefined;
  readonly of: (object: StoredObject, now: number) => Amounts;
}

const servicesCounted = ['count/services', 'services', 'services.nodeports', 'services.loadbalancers'];

const serviceUsage: Usage = {
  kind: 'core/services',
  verbs: ['create', 'update'],
  counts: (resource) => servicesCounted.includes(resource),
  of(object) {
    const {
      type,
      ports = [],
      allocateLoadBalancerNodePorts,
    } = (object as Stored<{ spec: ServiceSpec }>).spec;
    const isBalanced = type === 'LoadBalancer';
    const allocates = type === 'NodePort' || (isBalanced && allocateLoadBalancerNodePorts !== false);
    const nodePorts = allocates ? ports : isBalanced ? ports.filter(({ nodePort }) => nodePort) : [];
    return new Map([
      ['count/services', one],
      ['services', one],
      ['services.nodeports', quantityOf(nodePorts.length, 'DecimalSI')],
      ['services.loadbalancers', quantityOf(isBalanced ? 1 : 0, 'DecimalSI')],
    ]);
  },
};

const ofClass = '.storageclass.storage.k8s.io/';
const claimsCounted = ['persistentvolumeclaims', 'requests.storage'];

const claimUsage: Usage = {
  kind: 'core/persistentvolumeclaims',
  verbs: ['create', 'update'],
  counts: (resource) =>
    resource === 'count/persistentvolumeclaims' ||
    claimsCounted.includes(
      resource.slice(resource.lastIndexOf(ofClass) + (resource.includes(ofClass) ? ofClass.length : 1)),
    ),
  of(object) {
    const { spec, metadata } = object as Stored<{ spec: PersistentVolumeClaimSpec }>;
    const storage = parseQuantity(spec.resources?.requests?.['storage'] ?? '');
    const storageClass =
      metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? '';
    const usage = new Map([
      ['count/persistentvolumeclaims', one],
      ['persistentvolumeclaims', one],
    ]);
    if (storage !== undefined) usage.set('requests.storage', storage);
    if (storageClass === '') return usage;
    usage.set(`${storageClass}${ofClass}persistentvolumeclaims`, one);
    if (storage !== undefined) usage.set(`${storageClass}${ofClass}requests.storage`, storage);
    return usage;
  },
};

const special: ReadonlyMap<KindName, Usage> = new Map(
  [podUsage, serviceUsage, claimUsage].map((usage) => [usage.kind, usage]),
);

/** Kinds that quotas counted before they could count every kind. */
const counts = ['configmaps', 'replicationcontrollers', 'resourcequotas', 'secrets'];

interface Resource {
  readonly group: string;
  readonly plural: string;
}

/** How objects of the kind count. */
export function usageOf(kind: Resource): Usage {
  const id = kindId(kind);
  const known = special.get(id);
  if (known !== undefined) return known;
  const name = `count/${qualified(kind.group, kind.plural)}`;
  const names = kind.group === '' && counts.includes(kind.plural) ? [name, kind.plural] : [name];
  const usage = new Map(names.map((counted) => [counted, one]));
  return { kind: id, verbs: ['create'], counts: (resource) => names.includes(resource), of: () => usage };
}
