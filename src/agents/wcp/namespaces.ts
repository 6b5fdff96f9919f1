// The Workload Control Plane service of vCenter: what a vSphere Namespace becomes on its Supervisor: the Kubernetes namespace with its
// annotations, a role binding for everybody who may use it, quotas and defaults; and how it goes. Left out still: overrides of NSX's networks.
import type { Loop, Outcome, Write } from '../../control/loop.ts';
import { withStated } from '../../control/stated.ts';
import type { View } from '../../control/view.ts';
import { limitRanges } from '../../kinds/core/limit-range.ts';
import { namespaces, type Namespace } from '../../kinds/core/namespace.ts';
import { resourceQuotas } from '../../kinds/core/quota/resource-quota.ts';
import type { RoleBinding } from '../../kinds/rbac/role-bindings.ts';
import { storageClasses } from '../../kinds/storage/storage-class.ts';
import { hostsKind } from '../../kinds/vsphere/machine.ts';
import { vsphereNamespaces, type VSphereNamespace } from '../../kinds/vsphere/namespace.ts';
import { fabricScope, supervisorOf, type Supervisor } from '../../kinds/vsphere/supervisor.ts';
import { isServiceStopped, vcentersKind, vcenterIn } from '../../kinds/vsphere/vcenter.ts';
import { kindId } from '../../store/kind.ts';
import { isDeleting, type StoredObject } from '../../store/object.ts';
import { bindings, bindingsKind } from './bindings.ts';
import { limitsOf, policiesKind, poolAnnotations } from './limits.ts';

const vsphereKind = 'vsphere.sandbox/namespaces';

type ConfigStatus = NonNullable<NonNullable<VSphereNamespace['status']>['configStatus']>;

function withConfigStatus(
  namespace: VSphereNamespace,
  configStatus: ConfigStatus,
  why: string,
): readonly Write[] {
  if (namespace.status?.configStatus === configStatus) return [];
  const object: VSphereNamespace = { ...namespace, status: { ...namespace.status, configStatus } };
  return [{ verb: 'update', kind: vsphereNamespaces, in: fabricScope, object, why }];
}

function create(wanted: VSphereNamespace, supervisor: Supervisor): Outcome {
  const { name } = wanted.metadata;
  const annotations = {
    'vmware-system-resource-pool': wanted.spec.resourcePool ?? '',
    'vmware-system-vm-folder': wanted.spec.folder ?? '',
  };
  const object = { metadata: { name, labels: { vSphereClusterID: supervisor.spec.moid }, annotations } };
  return { writes: [{ verb: 'create', kind: namespaces, object, why: 'vSphere Namespace' }], again: 1 };
}

/** Its objects go first, with the Kubernetes namespace; then vCenter forgets it. */
function remove(wanted: VSphereNamespace, present: Namespace | undefined): Outcome {
  if (present === undefined)
    return {
      writes: [
        {
          verb: 'delete',
          kind: vsphereNamespaces,
          in: fabricScope,
          object: wanted,
          why: 'nothing is left of it',
        },
      ],
    };
  const writes: Write[] = [...withConfigStatus(wanted, 'REMOVING', 'asked to go')];
  if (!isDeleting(present))
    writes.push({ verb: 'delete', kind: namespaces, object: present, why: 'asked to go' });
  return { writes };
}

function keep(
  wanted: VSphereNamespace,
  present: Namespace,
  supervisor: Supervisor,
  view: View,
): Outcome | undefined {
  const isOnSwitch = supervisor.spec.workloads.vsphere !== undefined;
  const { name } = wanted.metadata;
  const ssoDomain = vcenterIn(view.in(fabricScope))?.spec.ssoDomain ?? '';
  const writes: Write[] = [
    ...bindings(wanted, view.list<RoleBinding>(bindingsKind, { namespace: name }), ssoDomain),
    ...limitsOf(wanted, view),
  ];
  const annotated = withStated(present, { metadata: { annotations: poolAnnotations(wanted, view) } });
  if (annotated !== present)
    writes.push({ verb: 'update', kind: namespaces, object: annotated, why: 'limits of its resource pool' });
  // On a distributed switch its network is there already.
  if (isOnSwitch || present.metadata.annotations?.['ncp/subnet-0'] !== undefined)
    writes.push(...withConfigStatus(wanted, 'RUNNING', 'its network is realized'));
  // A binding that was removed to be made anew is made by the next run.
  return writes.length === 0 ? undefined : { writes, again: 1 };
}

/** Wakes the namespace that an object of a kind stands in, where it is one of those that are made here. */
const inNamespace = (prev: StoredObject | undefined, next: StoredObject | undefined): readonly string[] => [
  (next ?? prev)?.metadata.namespace ?? '',
];

export const wcpNamespaces: Loop = {
  name: 'wcp',
  observes: {
    [vsphereKind]: (prev, next) => [(next ?? prev)?.metadata.name ?? ''],
    'core/namespaces': (prev, next) => [(next ?? prev)?.metadata.name ?? ''],
    [bindingsKind]: inNamespace,
    // The service was started, or stopped.
    [vcentersKind]: () => ['*'],
  },
  expand: (_pattern, view) =>
    view
      .in(fabricScope)
      .list(vsphereKind)
      .map(({ metadata }) => metadata.name),
  consults: [
    'vsphere.sandbox/supervisors',
    vcentersKind,
    hostsKind,
    policiesKind,
    kindId(resourceQuotas),
    kindId(limitRanges),
    kindId(storageClasses),
  ],
  run(name, view): Outcome | undefined {
    const wanted = view.in(fabricScope).get<VSphereNamespace>(vsphereKind, name);
    const supervisor = supervisorOf(view);
    if (wanted === undefined || supervisor === undefined || isServiceStopped(view.in(fabricScope), 'wcp'))
      return undefined;
    if (wanted.spec.supervisor !== supervisor.metadata.name) return undefined;
    const present = view.get<Namespace>('core/namespaces', name);
    if (wanted.spec.removed === true) return remove(wanted, present);
    if (present === undefined) return create(wanted, supervisor);
    return isDeleting(present) ? undefined : keep(wanted, present, supervisor, view);
  },
};
