// Enabling, changing and disabling Workload Management on a cluster. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.Clusters and Supervisors.
import type { VCenter } from '../../../kinds/vsphere/vcenter.ts';
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { standsOn, supervisors, type Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import type { Zone } from '../../../kinds/vsphere/zone.ts';
import { controlPlaneSizes, controlPlaneVms } from '../../../releases/control-plane-sizes.ts';
import { releaseOf, type Release } from '../../../releases/release.ts';
import { conditionTypes } from '../../../releases/supervisor-conditions.ts';
import { assert } from '../../../std/assert.ts';
import type { Json } from '../../../std/draft.ts';
import { isDns1123Label } from '../../../std/names.ts';
import { string, strings, type Infer } from '../../../store/schema/infer.ts';
import type { ReadView } from '../../../store/view.ts';
import { alreadyExists, Failure, invalidArgument, notAllowed, notFound, unsupported } from '../failure.ts';
import { list } from '../inventory/places.ts';
import { supervisorOn } from '../namespaces/found.ts';
import { done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import {
  checkRanges,
  enableSchema,
  rangesOfSupervisor,
  sizeHint,
  wantedBy,
  type EnableSpec,
} from './enable-spec.ts';
import { fromSupervisorSpec, supervisorSchema, zonalSchema } from './supervisor-spec.ts';
import { hostsOfCluster, unmet } from './requirements.ts';

const manage = { privilege: 'Namespaces.Manage' } as const;
const clusters = 'vcenter/namespace-management/clusters';
const supervisorsPath = 'vcenter/namespace-management/supervisors';

export function vcenterOf(fabric: ReadView): VCenter {
  const found = list<VCenter>(fabric, 'vcenters')[0];
  assert(found !== undefined, 'a world has a vCenter');
  return found;
}

export function releaseIn(fabric: ReadView): Release {
  const release = releaseOf(vcenterOf(fabric).spec.release);
  assert(release !== undefined, 'a vCenter is of a release that is known');
  return release;
}

export function clusterOf(fabric: ReadView, moid: string): Cluster {
  const found = list<Cluster>(fabric, 'clusters').find(({ spec }) => spec.moid === moid);
  if (found === undefined) throw notFound('Cluster', moid);
  return found;
}

/** Nothing of Workload Management is answered while its service does not run. */
export function checkService(fabric: ReadView): void {
  if (vcenterOf(fabric).spec.stoppedServices?.includes('wcp') !== true) return;
  throw new Failure(
    'SERVICE_UNAVAILABLE',
    'vapi.endpoint.service.unavailable',
    "The service 'wcp' is not running. Start it, then try again.",
    ['wcp'],
  );
}

/** What is wrong with a cluster that is to take so many control plane VMs. */
function checkCluster(cluster: Cluster, fabric: ReadView, size: EnableSpec['size_hint'], vms: number): void {
  const { moid } = cluster.spec;
  if (list<Supervisor>(fabric, 'supervisors').some((other) => standsOn(other, cluster.metadata.name)))
    throw alreadyExists(`Workload Management is already enabled on cluster ${moid}.`, [moid]);
  const [missing] = unmet(cluster, fabric, vms);
  if (missing !== undefined) throw unsupported(missing.message, [moid]);
  const { memoryMiB } = controlPlaneSizes[size];
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

function enable(
  { fabric, write }: Call,
  places: readonly [Place, ...Place[]],
  name: string,
  spec: EnableSpec,
): void {
  for (const { cluster } of places)
    checkCluster(cluster, fabric, spec.size_hint, Math.floor(controlPlaneVms / places.length));
  const [{ cluster }] = places;
  const present = list<Supervisor>(fabric, 'supervisors');
  const causes = isDns1123Label(name);
  if (causes.length > 0)
    throw invalidArgument(`Invalid name '${name}' of a Supervisor: ${causes.join('; ')}.`, [name]);
  if (present.some(({ metadata }) => metadata.name === name))
    throw alreadyExists(`A Supervisor named '${name}' already exists.`, [name]);
  const wanted = wantedBy(spec, present, fabric);
  const [version] = releaseIn(fabric).supervisors;
  const ingress = wanted.workloads.ingressCidrs[0] ?? '';
  const { moid } = cluster.spec;
  const apiEndpoint = firstAddress(ingress);
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
      apiEndpoint,
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
  write.create(supervisors, supervisor as unknown as Json, 'Enable Workload Management');
}

/** The API's own address: the first of the ingress range. */
function firstAddress(cidr: string): string {
  const [base = ''] = cidr.split('/');
  const octets = base.split('.').map(Number);
  return [...octets.slice(0, 3), (octets[3] ?? 0) + 1].join('.');
}

/** One that may be changed: not one that is on its way out. */
function changeable(fabric: ReadView, moid: string): Supervisor {
  const supervisor = supervisorOn(fabric, moid);
  if (supervisor.spec.removed === true)
    throw notAllowed(`Workload Management is being disabled on cluster ${moid}.`, [moid]);
  return supervisor;
}

const changeSchema = {
  type: 'object',
  properties: {
    size_hint: sizeHint,
    ncp_cluster_network_spec: enableSchema.properties.ncp_cluster_network_spec,
    network_provider: enableSchema.properties.network_provider,
    workload_networks_spec: enableSchema.properties.workload_networks_spec,
    master_management_network: enableSchema.properties.master_management_network,
    master_storage_policy: string,
    ephemeral_storage_policy: string,
    image_storage: enableSchema.properties.image_storage,
    master_DNS: strings,
    worker_DNS: strings,
    master_DNS_search_domains: strings,
    master_NTP_servers: strings,
    Master_DNS_names: strings,
    login_banner: string,
    tls_management_endpoint_certificate: string,
    tls_endpoint_certificate: string,
    default_kubernetes_service_content_library: string,
    default_image_registry: enableSchema.properties.default_image_registry,
    default_image_repository: string,
    content_libraries: enableSchema.properties.content_libraries,
    cluster_proxy_config: enableSchema.properties.cluster_proxy_config,
    cns_file_config: enableSchema.properties.cns_file_config,
  },
} as const;

type Change = Infer<typeof changeSchema>;

/** A list of ranges that has grown; one that misses what was there is refused. */
function grown(
  field: string,
  before: readonly string[],
  given: Change['ncp_cluster_network_spec'],
  member: 'pod_cidrs' | 'ingress_cidrs' | 'egress_cidrs',
): readonly string[] {
  const asked = given?.[member]?.map(({ address, prefix }) => `${address}/${prefix}`);
  if (asked === undefined) return before;
  const missing = before.find((cidr) => !asked.includes(cidr));
  if (missing !== undefined)
    throw invalidArgument(
      `Invalid value for '${field}.${member}': ${missing} cannot be removed. Only the addition of CIDR blocks is allowed.`,
      [member, missing],
    );
  return asked;
}

function changed(supervisor: Supervisor, change: Change, fabric: ReadView): Supervisor {
  const ncp = change.ncp_cluster_network_spec;
  const { spec } = supervisor;
  if (change.size_hint !== undefined) {
    const { memoryMiB } = controlPlaneSizes[change.size_hint];
    const roomy = hostsOfCluster(fabric, spec.cluster).filter((host) => host.spec.memoryMiB >= memoryMiB);
    if (roomy.length < 3)
      throw unsupported(
        `The hosts of cluster ${spec.moid} lack the resources for control plane VMs of size ${change.size_hint}.`,
        [spec.moid, change.size_hint],
      );
  }
  const field = 'ncp_cluster_network_spec';
  const workloads = {
    ...spec.workloads,
    podCidrs: grown(field, spec.workloads.podCidrs, ncp, 'pod_cidrs'),
    ingressCidrs: grown(field, spec.workloads.ingressCidrs, ncp, 'ingress_cidrs'),
    egressCidrs: grown(field, spec.workloads.egressCidrs, ncp, 'egress_cidrs'),
    ...(change.worker_DNS === undefined ? {} : { dnsServers: change.worker_DNS }),
  };
  const next: Supervisor = { ...supervisor, spec: { ...spec, workloads } };
  const others = list<Supervisor>(fabric, 'supervisors').filter(
    ({ metadata }) => metadata.name !== supervisor.metadata.name,
  );
  checkRanges(rangesOfSupervisor(next), others.flatMap(rangesOfSupervisor));
  const management = {
    ...spec.management,
    ...(change.master_DNS === undefined ? {} : { dnsServers: change.master_DNS }),
    ...(change.master_DNS_search_domains === undefined
      ? {}
      : { searchDomains: change.master_DNS_search_domains }),
    ...(change.master_NTP_servers === undefined ? {} : { ntpServers: change.master_NTP_servers }),
  };
  return {
    ...next,
    spec: {
      ...next.spec,
      management,
      size: change.size_hint ?? spec.size,
      ...(change.Master_DNS_names === undefined ? {} : { dnsNames: change.Master_DNS_names }),
      ...(change.login_banner === undefined ? {} : { loginBanner: change.login_banner }),
    },
  };
}

const change: Operation['answer'] = ({ fabric, params: { cluster = '' }, body, write }) => {
  checkService(fabric);
  const supervisor = changeable(fabric, cluster);
  const next = changed(supervisor, readBody(changeSchema, body), fabric);
  write.update(supervisors, next, 'Update Workload Management');
  return done;
};

const noBody = { type: 'object', properties: {} } as const;

const zonesOfSupervisor = 3;

/** Operations of 8.0: before it there are no Supervisors apart from their clusters. */
function checkZonal(fabric: ReadView): void {
  checkService(fabric);
  if (releaseIn(fabric).hasZones) return;
  throw new Failure(
    'OPERATION_NOT_FOUND',
    'com.vmware.vapi.rest.operationsForUrlNotFound',
    'No such operation in this release.',
  );
}

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
    path: `${clusters}/{cluster}`,
    action: 'disable',
    ...manage,
    answer: ({ fabric, params: { cluster = '' }, write }) => {
      checkService(fabric);
      const supervisor = changeable(fabric, cluster);
      const next = { ...supervisor, spec: { ...supervisor.spec, removed: true } };
      write.update(supervisors, next, 'Disable Workload Management');
      return done;
    },
  },
  {
    method: 'POST',
    path: `${clusters}/{cluster}`,
    action: 'rotate_password',
    ...manage,
    answer: ({ fabric, params: { cluster = '' }, body }) => {
      checkService(fabric);
      readBody(noBody, body);
      changeable(fabric, cluster);
      return done;
    },
  },
  { method: 'PUT', path: `${clusters}/{cluster}`, ...manage, answer: change },
  { method: 'PATCH', path: `${clusters}/{cluster}`, ...manage, answer: change },
  {
    method: 'POST',
    path: `${supervisorsPath}/{cluster}`,
    action: 'enable_on_compute_cluster',
    ...manage,
    answer: (call) => {
      checkZonal(call.fabric);
      const cluster = clusterOf(call.fabric, call.params['cluster'] ?? '');
      const asked = readBody(supervisorSchema, call.body);
      enable(call, [{ cluster }], asked.name, fromSupervisorSpec(asked));
      return ok(asked.name);
    },
  },
  {
    method: 'POST',
    path: supervisorsPath,
    action: 'enable_on_zones',
    ...manage,
    answer: (call) => {
      checkZonal(call.fabric);
      const asked = readBody(zonalSchema, call.body);
      enable(call, placesOf(asked.zones, call.fabric), asked.name, fromSupervisorSpec(asked));
      return ok(asked.name);
    },
  },
];
