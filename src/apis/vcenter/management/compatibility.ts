// What is compatible with Workload Management: clusters, distributed switches, edge clusters, and what speaks against the others. Source: vSphere
// Automation API, com.vmware.vcenter.namespace_management.{ClusterCompatibility, DistributedSwitchCompatibility, EdgeClusterCompatibility}.
import type { Tier0 } from '../../../kinds/nsx/tier0.ts';
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { switchesIn } from '../../../kinds/vsphere/network.ts';
import { uuidFrom } from '../../../std/hash.ts';
import { list } from '../inventory/places.ts';
import { ok, type Call, type Operation } from '../operation.ts';
import { localizable } from './conditions.ts';
import { clusterOf } from '../inventory/clusters.ts';
import { invalidArgument } from '../failure.ts';
import { hostsOfCluster, portGroupsOf, providersOf, unmet } from './requirements.ts';

const base = 'vcenter/namespace-management';
const read = { privilege: 'System.Read' } as const;

interface Judged {
  readonly compatible: boolean;
}

/** Those that the query wants: compatible ones, others, or both. */
function wanted<Item extends Judged>({ query }: Call, found: readonly Item[]): readonly Item[] {
  const [asked] = query('compatible');
  return found.filter(({ compatible }) => asked === undefined || String(compatible) === asked);
}

const providerAsked = ({ query }: Call): string => query('network_provider')[0] ?? 'NSXT_CONTAINER_PLUGIN';

const reasons = (
  kind: string,
  messages: readonly (readonly [id: string, message: string])[],
  about: string,
) => messages.map(([id, message]) => localizable(`vcenter.wcp.${kind}.incompatible.${id}`, message, [about]));

const providers = ['NSXT_CONTAINER_PLUGIN', 'VSPHERE_NETWORK', 'NSX_VPC'];

/** The cluster that the query must name. */
function clusterAsked({ fabric, query }: Call) {
  const [id = ''] = query('cluster');
  if (id === '') throw invalidArgument("Missing required query parameter 'cluster'.", ['cluster']);
  return clusterOf(fabric, id);
}

/** A provider is one that vSphere knows, where one is asked for. */
function checkProvider({ query }: Call): void {
  const [provider] = query('network_provider');
  if (provider !== undefined && !providers.includes(provider))
    throw invalidArgument(
      `Invalid value for 'network_provider': '${provider}' is not one of ${providers.join(', ')}.`,
      ['network_provider'],
    );
}

export const compatibility: readonly Operation[] = [
  {
    method: 'GET',
    path: `${base}/cluster-compatibility`,
    ...read,
    each: 'cluster',
    answer: (call) => {
      checkProvider(call);
      const found = list<Cluster>(call.fabric, 'clusters').map((cluster) => {
        const { moid } = cluster.spec;
        const provider = providerAsked(call);
        const isKnown = (providersOf(call.fabric) as readonly string[]).includes(provider);
        const version = `Network provider ${provider} is not supported by this vCenter Server.`;
        const missing = isKnown
          ? unmet(cluster, call.fabric, { provider }).map(({ id, message }) => [id, message] as const)
          : ([['provider', version]] as const);
        const compatible = missing.length === 0;
        return { cluster: moid, compatible, incompatibility_reasons: reasons('cluster', missing, moid) };
      });
      return ok(wanted(call, found));
    },
  },
  {
    method: 'GET',
    path: `${base}/distributed-switch-compatibility`,
    ...read,
    unseen: [],
    answer: (call) => {
      const cluster = clusterAsked(call);
      const hosts = hostsOfCluster(call.fabric, cluster.metadata.name);
      const isVsphere = providerAsked(call) === 'VSPHERE_NETWORK';
      const found = switchesIn(call.fabric)
        .filter(({ spec }) => spec.datacenter === cluster.spec.datacenter)
        .map((each) => {
          const { id, spec } = each;
          const apart = hosts.filter((host) => !spec.hosts.includes(host.spec.moid));
          const compatible = apart.length === 0 && hosts.length > 0;
          const names = apart.map(({ metadata }) => metadata.name).join(', ');
          const message = `Distributed switch ${spec.displayName} is not attached to all hosts of cluster ${cluster.spec.moid}: ${names}.`;
          return {
            // NSX knows a switch by its UUID.
            distributed_switch: isVsphere ? id : spec.uuid,
            compatible,
            ...(compatible
              ? {}
              : { incompatibility_reasons: reasons('switch', [['hosts', message]], spec.uuid) }),
            network_provider: providerAsked(call),
            ...(isVsphere
              ? { compatible_networks: portGroupsOf(each, call.fabric).map((group) => group.id) }
              : {}),
          };
        });
      return ok(wanted(call, found));
    },
  },
  {
    method: 'GET',
    path: `${base}/edge-cluster-compatibility`,
    ...read,
    unseen: [],
    answer: (call) => {
      clusterAsked(call);
      const found = call.fabric.list<Tier0>('nsx.sandbox/tier0s').map(({ metadata }) => ({
        edge_cluster: uuidFrom(0, metadata.uid, 'edge cluster'),
        display_name: 'edge-cluster-01',
        compatible: true,
      }));
      return ok(wanted(call, found));
    },
  },
];
