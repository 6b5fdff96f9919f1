// What Workload Management finds of NSX: Tier-0 gateways and the edge cluster of each. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.{EdgeClusterCompatibility, NSXTier0Gateway}.
import type { Tier0 } from '../../../kinds/nsx/tier0.ts';
import { switchesIn } from '../../../kinds/vsphere/network.ts';
import { uuidFrom } from '../../../std/hash.ts';
import type { ReadView } from '../../../store/view.ts';
import { missingField, notFound } from '../failure.ts';
import { ok, type Operation } from '../operation.ts';

const tier0sIn = (fabric: ReadView): readonly Tier0[] => fabric.list<Tier0>('nsx.sandbox/tier0s');

const idOf = ({ metadata }: Tier0): string => uuidFrom(0, metadata.uid, 'edge cluster');

export const edgeClusters = (fabric: ReadView) =>
  tier0sIn(fabric).map((tier0) => ({ edge_cluster: idOf(tier0), display_name: 'edge-cluster-01' }));

/** The edge cluster that a Tier-0 gateway runs on, by the gateway's id. */
export function edgeClusterOf(id: string, fabric: ReadView): string {
  const tier0 = tier0sIn(fabric).find(({ metadata }) => metadata.name === id);
  return tier0 === undefined ? '' : idOf(tier0);
}

export const nsxOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/namespace-management/nsx-tier0-gateways',
    query: ['distributed_switch'],
    privilege: 'System.Read',
    unseen: [],
    answer: ({ fabric, query }) => {
      const [uuid = ''] = query('distributed_switch');
      if (uuid === '') throw missingField('distributed_switch');
      if (!switchesIn(fabric).some(({ spec }) => spec.uuid === uuid))
        throw notFound('Distributed switch', uuid);
      return ok(
        tier0sIn(fabric).map(({ metadata, spec }) => ({
          tier0_gateway: metadata.name,
          display_name: spec.displayName,
        })),
      );
    },
  },
];
