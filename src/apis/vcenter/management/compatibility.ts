// What is compatible with Workload Management: clusters, distributed switches, edge clusters, and what speaks against the others. Source: vSphere
// Automation API, com.vmware.vcenter.namespace_management.{ClusterCompatibility, DistributedSwitchCompatibility, EdgeClusterCompatibility}.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Zone } from '../../../kinds/vsphere/zone.ts';
import { switchesIn } from '../../../kinds/vsphere/network.ts';
import type { Json } from '../../../std/draft.ts';
import { boolean, string } from '../../../store/schema/infer.ts';
import { passes } from '../filter.ts';
import { list } from '../inventory/places.ts';
import { readBody } from '../reading.ts';
import { ok, since8, type Call, type Operation } from '../operation.ts';
import { localizable } from './conditions.ts';
import { edgeClusters } from './nsx.ts';
import { clusterOf } from '../inventory/clusters.ts';
import { invalidArgument, missingField, notFound } from '../failure.ts';
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
  if (id === '') throw missingField('cluster');
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

/** A cluster alone, and what speaks against it. */
function judged(call: Call, cluster: Cluster) {
  const { moid } = cluster.spec;
  const provider = providerAsked(call);
  const isKnown = (providersOf(call.fabric) as readonly string[]).includes(provider);
  const version = `Network provider ${provider} is not supported by this vCenter Server.`;
  const missing = isKnown
    ? unmet(cluster, call.fabric, { provider }).map(({ id, message }) => [id, message] as const)
    : ([['provider', version]] as const);
  const compatible = missing.length === 0;
  return { cluster: moid, compatible, incompatibility_reasons: reasons('cluster', missing, moid) };
}

/** Zones by what their clusters are; a Supervisor takes one of them or three. */
function judgedZones(call: Call) {
  const { fabric } = call;
  const zones = list<Zone>(fabric, 'zones').filter(({ metadata }) =>
    passes(call, { zones: metadata.name, zone: metadata.name }),
  );
  const zone_summaries = zones.map(({ metadata, spec }) => {
    const cluster_summaries = spec.clusters.map((moid) => judged(call, clusterOf(fabric, moid)));
    const compatible = cluster_summaries.length > 0 && cluster_summaries.every((each) => each.compatible);
    return { zone: metadata.name, compatible, cluster_summaries };
  });
  const isCount = zones.length === 1 || zones.length === 3;
  const message = `A Supervisor is enabled on 1 or 3 zones, not on ${zones.length}.`;
  const incompatibility_reasons = isCount ? [] : reasons('zones', [['count', message]], String(zones.length));
  const compatible = isCount && zone_summaries.every((each) => each.compatible);
  return { compatible, zone_summaries, incompatibility_reasons };
}

/** Distributed switches as 8.0 has them: those that all hosts of the zones' clusters are attached to, or of every cluster. */
function nsxSwitches(call: Call) {
  const { fabric, query } = call;
  const zones = query('zones');
  const known = list<Zone>(fabric, 'zones');
  const unknown = zones.find((zone) => !known.some(({ metadata }) => metadata.name === zone));
  if (unknown !== undefined) throw notFound('Zone', unknown);
  const moids = known
    .filter(({ metadata }) => zones.includes(metadata.name))
    .flatMap(({ spec }) => spec.clusters);
  const asked = list<Cluster>(fabric, 'clusters').filter(
    ({ spec }) => zones.length === 0 || moids.includes(spec.moid),
  );
  const found = switchesIn(fabric).map(({ spec }) => {
    const apart = asked.filter((cluster) =>
      hostsOfCluster(fabric, cluster.metadata.name).some((host) => !spec.hosts.includes(host.spec.moid)),
    );
    const names = apart.map(({ metadata }) => metadata.name).join(', ');
    const message = `Distributed switch ${spec.displayName} is not attached to all hosts of: ${names}.`;
    const isCompatible = zones.length === 0 ? apart.length < asked.length : apart.length === 0;
    return {
      distributed_switch: spec.uuid,
      name: spec.displayName,
      compatible: isCompatible,
      incompatibility_reasons: isCompatible ? [] : reasons('switch', [['hosts', message]], spec.uuid),
    };
  });
  return wanted(call, found);
}

/** NSX edges as 8.0 has them. */
function nsxEdges(call: Call) {
  const { fabric, query } = call;
  const unknown = query('distributed_switch').find(
    (uuid) => !switchesIn(fabric).some(({ spec }) => spec.uuid === uuid),
  );
  if (unknown !== undefined) throw notFound('Distributed switch', unknown);
  const found = edgeClusters(fabric).map(({ edge_cluster: id, display_name: name }) => ({
    edge_cluster: id,
    name,
    compatible: true,
    incompatibility_reasons: [],
  }));
  return wanted(call, found);
}

const texts = { type: 'array', items: string } as const;
const filterSchema = {
  type: 'object',
  properties: { compatible: boolean, zones: texts, distributed_switch: texts },
} as const;

/** What is checked is said in the body; the query is taken as well. */
function checking(call: Call): Call {
  const said: Readonly<Record<string, Json | undefined>> = readBody(filterSchema, call.body);
  return { ...call, query: (name) => [...call.query(name), ...[said[name] ?? []].flat().map(String)] };
}

const basic = <Item extends Judged & { readonly incompatibility_reasons: unknown }>(found: readonly Item[]) =>
  found.map(({ compatible: _compatible, incompatibility_reasons: _reasons, ...rest }) => rest);

const nsxView = { ...read, unseen: [], in: since8, method: 'GET' } as const;
const nsxCheck = { ...read, unseen: [], in: since8, method: 'POST', action: 'check_compatibility' } as const;
const ofSwitches = {
  path: `${base}/networks/nsx/distributed-switches`,
  query: ['compatible', 'zones'],
} as const;
const ofEdges = { path: `${base}/networks/nsx/edges`, query: ['compatible', 'distributed_switch'] } as const;

export const compatibility: readonly Operation[] = [
  { ...nsxView, ...ofSwitches, answer: (call) => ok(basic(nsxSwitches(call))) },
  { ...nsxCheck, ...ofSwitches, answer: (call) => ok(nsxSwitches(checking(call))) },
  { ...nsxView, ...ofEdges, answer: (call) => ok(basic(nsxEdges(call))) },
  { ...nsxCheck, ...ofEdges, answer: (call) => ok(nsxEdges(checking(call))) },
  {
    method: 'GET',
    path: `${base}/cluster-compatibility`,
    query: ['compatible', 'network_provider'],
    ...read,
    each: 'cluster',
    answer: (call) => {
      checkProvider(call);
      const found = list<Cluster>(call.fabric, 'clusters').map((cluster) => judged(call, cluster));
      return ok(wanted(call, found));
    },
  },
  {
    method: 'GET',
    path: `${base}/cluster-compatibility/v2`,
    query: ['network_provider'],
    filters: ['zones', 'zone'],
    ...read,
    in: since8,
    answer: (call) => {
      checkProvider(call);
      return ok(judgedZones(call));
    },
  },
  {
    method: 'GET',
    path: `${base}/distributed-switch-compatibility`,
    query: ['cluster', 'compatible', 'network_provider'],
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
    query: ['cluster', 'distributed_switch', 'compatible'],
    ...read,
    unseen: [],
    answer: (call) => {
      clusterAsked(call);
      const found = edgeClusters(call.fabric).map((each) => ({ ...each, compatible: true }));
      return ok(wanted(call, found));
    },
  },
];
