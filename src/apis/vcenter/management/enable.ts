// Enabling Workload Management on a cluster, or on the clusters of three zones. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.Clusters and Supervisors.
import { releaseOfWorld } from '../../../kinds/vsphere/vcenter.ts';
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { standsOn, supervisors, type Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import type { Zone } from '../../../kinds/vsphere/zone.ts';
import { controlPlaneSizes, controlPlaneVms } from '../../../releases/control-plane-sizes.ts';
import { conditionTypes } from '../../../releases/supervisor-conditions.ts';
import type { Json } from '../../../std/draft.ts';
import { nthAddress } from '../../../std/ip.ts';
import { isDns1123Label } from '../../../std/names.ts';
import type { ReadView } from '../../../store/view.ts';
import { alreadyExists, Failure, invalidArgument, notFound, unsupported } from '../failure.ts';
import { list } from '../inventory/places.ts';
import { done, ok, type Call, type Operation, since8 } from '../operation.ts';
import { readBody } from '../reading.ts';
import { enableSchema, wantedBy, type EnableSpec } from './enable-spec.ts';
import { clusterOf } from '../inventory/clusters.ts';
import { checkService } from './service.ts';
import { fromSupervisorSpec, supervisorSchema, zonalSchema } from './supervisor-spec.ts';
import { hostsOfCluster, unmet } from './requirements.ts';

const manage = { privilege: 'Namespaces.Manage' } as const;
const clusters = 'vcenter/namespace-management/clusters';
const supervisorsPath = 'vcenter/namespace-management/supervisors';

/** What is wrong with a cluster that is to take so many control plane VMs. */
function checkCluster(cluster: Cluster, fabric: ReadView, spec: EnableSpec, vms: number): void {
  const { moid } = cluster.spec;
  if (list<Supervisor>(fabric, 'supervisors').some((other) => standsOn(other, cluster.metadata.name)))
    throw alreadyExists(`Workload Management is already enabled on cluster ${moid}.`, [moid]);
  const [missing] = unmet(cluster, fabric, { provider: spec.network_provider, vms });
  if (missing !== undefined) throw unsupported(missing.message, [moid]);
  const { memoryMiB } = controlPlaneSizes[spec.size_hint];
  const hosts = hostsOfCluster(fabric, cluster.metadata.name);
  if (hosts.filter(({ spec }) => spec.memoryMiB >= memoryMiB).length < vms)
    throw new Failure(
      'UNABLE_TO_ALLOCATE_RESOURCE',
      'vcenter.wcp.controlplane.resources.insufficient',
      `The memory of ${memoryMiB} MB for each of ${vms} control plane VMs cannot be reserved on as many hosts of cluster ${moid}.`,
      [moid, String(memoryMiB)],
    );
}

/** The scope of its API: the world's front one where that is free. */
function scopeFor(moid: string, present: readonly Supervisor[]): string {
  const front = 'supervisor';
  return present.some(({ spec }) => spec.scope === front) ? `${front}-${moid}` : front;
}

/** Where a Supervisor is to stand: on a cluster, or on the clusters of three zones. */
interface Place {
  readonly zone?: string;
  readonly cluster: Cluster;
}

/** @returns the Supervisor's identifier */
function enable(
  { fabric, write }: Call,
  places: readonly [Place, ...Place[]],
  name: string,
  spec: EnableSpec,
): string {
  for (const { cluster } of places)
    checkCluster(cluster, fabric, spec, Math.floor(controlPlaneVms / places.length));
  const [{ cluster }] = places;
  const present = list<Supervisor>(fabric, 'supervisors');
  const causes = isDns1123Label(name);
  if (causes.length > 0)
    throw invalidArgument(`Invalid name '${name}' of a Supervisor: ${causes.join('; ')}.`, [name]);
  if (present.some(({ metadata }) => metadata.name === name))
    throw alreadyExists(`A Supervisor named '${name}' already exists.`, [name]);
  const wanted = wantedBy(
    spec,
    places.map((place) => place.cluster),
    present,
    fabric,
  );
  const [version] = releaseOfWorld(fabric).supervisors;
  const { moid } = cluster.spec;
  // The first address of the ingress range; on a distributed switch the load balancer gives one once it is asked for.
  const apiEndpoint = nthAddress(wanted.workloads.nsx?.ingressCidrs[0], 1);
  const supervisor = {
    metadata: { name },
    spec: {
      scope: scopeFor(moid, present),
      cluster: cluster.metadata.name,
      moid,
      ...(places.length === 1
        ? {}
        : {
            zones: places.map((place) => ({
              name: place.zone ?? place.cluster.spec.moid,
              cluster: place.cluster.metadata.name,
              moid: place.cluster.spec.moid,
            })),
          }),
      version: version.supervisor,
      sphereletVersion: version.spherelet,
      fqdn: wanted.dnsNames?.[0] ?? apiEndpoint,
      askedAt: fabric.now,
      ...wanted,
    },
    status: {
      configStatus: 'CONFIGURING',
      kubernetesStatus: 'ERROR',
      ...(apiEndpoint === '' ? {} : { apiEndpoint }),
      apiServes: false,
      version: version.supervisor,
      conditions: conditionTypes.map((type) => ({
        type,
        status: 'FALSE',
        changedAt: fabric.now,
        severity: 'INFO',
        reason: 'Pending',
      })),
    },
  };
  return write.create(supervisors, supervisor as unknown as Json, 'Enable Workload Management').metadata.uid;
}

const zonesOfSupervisor = 3;

/** The clusters of the zones: of one zone, or of three. */
function placesOf(zones: readonly string[], fabric: ReadView): readonly [Place, ...Place[]] {
  if ((zones.length !== 1 && zones.length !== zonesOfSupervisor) || new Set(zones).size !== zones.length)
    throw invalidArgument(
      `Invalid value for 'zones': a Supervisor is enabled on 1 or ${zonesOfSupervisor} zones, not on ${zones.length}.`,
      ['zones'],
    );
  const places = zones.map((name) => {
    const zone = list<Zone>(fabric, 'zones').find(({ metadata }) => metadata.name === name);
    if (zone === undefined) throw notFound('Zone', name);
    const [moid] = zone.spec.clusters;
    if (moid === undefined) throw unsupported(`Zone '${name}' has no cluster.`, [name]);
    return { zone: name, cluster: clusterOf(fabric, moid) };
  });
  return places as unknown as readonly [Place, ...Place[]];
}

export const enabling: readonly Operation[] = [
  {
    method: 'POST',
    path: `${clusters}/{cluster}`,
    action: 'enable',
    ...manage,
    answer: (call) => {
      checkService(call.fabric);
      const cluster = clusterOf(call.fabric, call.params['cluster'] ?? '');
      enable(call, [{ cluster }], cluster.metadata.name.toLowerCase(), readBody(enableSchema, call.body));
      return done;
    },
  },
  {
    method: 'POST',
    path: `${supervisorsPath}/{cluster}`,
    action: 'enable_on_compute_cluster',
    in: since8,
    ...manage,
    answer: (call) => {
      checkService(call.fabric);
      const cluster = clusterOf(call.fabric, call.params['cluster'] ?? '');
      const asked = readBody(supervisorSchema, call.body);
      return ok(enable(call, [{ cluster }], asked.name, fromSupervisorSpec(asked)));
    },
  },
  {
    method: 'POST',
    path: supervisorsPath,
    action: 'enable_on_zones',
    in: since8,
    ...manage,
    answer: (call) => {
      checkService(call.fabric);
      const asked = readBody(zonalSchema, call.body);
      return ok(enable(call, placesOf(asked.zones, call.fabric), asked.name, fromSupervisorSpec(asked)));
    },
  },
];
