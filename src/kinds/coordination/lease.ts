// Lease. A node's lease only ticks: its holder renews it every ten seconds while it reports, so the renewal is projected when
// read and committed only when it stops. So is the node that it belongs to, which ends its lease itself.
import type { Lease as LeaseType } from '#types';
import { formatMicroTime, parseTime } from '../../std/time.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import type { Node } from '../core/node.ts';
import { lastRenewal, machineOf } from '../vsphere/machine.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';

export type Lease = Stored<LeaseType>;

export const nodeLeaseNamespace = 'kube-node-lease';

/** kubelet renews at a quarter of the lease's 40 s. */
export const renewMs = 10_000;

export const leases = kubernetesKind<Lease>({
  group: 'coordination.k8s.io',
  kind: 'Lease',
  plural: 'leases',
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
  namespaced: true,
  prepare({ spec }) {
    // The gate CoordinatedLeaderElection is off in 1.33.
    delete spec?.strategy;
    delete spec?.preferredHolder;
  },
  validate(lease, _prev, causes) {
    const { leaseDurationSeconds, leaseTransitions } = lease.spec ?? {};
    if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0) {
      causes.invalid('spec.leaseDurationSeconds', leaseDurationSeconds, 'must be greater than 0');
    }
    if (leaseTransitions !== undefined && leaseTransitions < 0) {
      causes.invalid('spec.leaseTransitions', leaseTransitions, 'must be greater than or equal to 0');
    }
  },
  columns: [nameColumn, { name: 'Holder', cell: (lease) => lease.spec?.holderIdentity ?? '' }, ageColumn],
  project(lease, now, view) {
    if (lease.metadata.namespace !== nodeLeaseNamespace) return lease;
    const node = view.get<Node>('core/nodes', lease.metadata.name);
    const since = parseTime(lease.spec.renewTime ?? '');
    if (node === undefined || since === undefined) return lease;
    const { name, uid } = node.metadata;
    const { ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid }] } = lease.metadata;
    const owned = { ...lease, metadata: { ...lease.metadata, ownerReferences } };
    if (now <= since) return owned;
    const renewed = lastRenewal(machineOf(node, view), since, renewMs, now);
    return { ...owned, spec: { ...lease.spec, renewTime: formatMicroTime(renewed) } };
  },
});
