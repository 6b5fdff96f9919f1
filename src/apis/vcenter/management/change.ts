// Changing Workload Management on a cluster, and disabling it. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.Clusters.
import { supervisors, type Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import { controlPlaneSizes } from '../../../releases/control-plane-sizes.ts';
import { string, strings, type Infer } from '../../../store/schema/infer.ts';
import type { ReadView } from '../../../store/view.ts';
import { invalidArgument, notAllowed, unsupported } from '../failure.ts';
import { list } from '../inventory/places.ts';
import { supervisorOn } from '../namespaces/found.ts';
import { done, type Operation } from '../operation.ts';
import { notSupportedHere, readBody } from '../reading.ts';
import { enableSchema, sizeHint } from './enable-spec.ts';
import { checkRanges, rangesOfSupervisor } from './ranges.ts';
import { checkService } from './service.ts';
import { hostsOfCluster } from './requirements.ts';

const path = 'vcenter/namespace-management/clusters/{cluster}';
const manage = { privilege: 'Namespaces.Manage' } as const;

/** One that may be changed: not one that is on its way out. */
export function changeableSupervisor(fabric: ReadView, moid: string): Supervisor {
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
    workload_ntp_servers: strings,
    floating_IP: notSupportedHere,
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

/** What PUT puts in the place of what was: these cannot be left out. */
const setSchema = {
  ...changeSchema,
  required: [
    'size_hint',
    'network_provider',
    'master_storage_policy',
    'ephemeral_storage_policy',
    'image_storage',
  ],
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
  const { nsx } = spec.workloads;
  if (ncp !== undefined && nsx === undefined)
    throw invalidArgument(
      "'ncp_cluster_network_spec' must not be set with network provider VSPHERE_NETWORK.",
      ['ncp_cluster_network_spec'],
    );
  const field = 'ncp_cluster_network_spec';
  const workloads = {
    ...spec.workloads,
    ...(nsx === undefined
      ? {}
      : {
          nsx: {
            ...nsx,
            podCidrs: grown(field, nsx.podCidrs, ncp, 'pod_cidrs'),
            ingressCidrs: grown(field, nsx.ingressCidrs, ncp, 'ingress_cidrs'),
            egressCidrs: grown(field, nsx.egressCidrs, ncp, 'egress_cidrs'),
          },
        }),
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

const change =
  (schema: typeof changeSchema | typeof setSchema): Operation['answer'] =>
  ({ fabric, params: { cluster = '' }, body, write }) => {
    checkService(fabric);
    const supervisor = changeableSupervisor(fabric, cluster);
    const next = changed(
      supervisor,
      readBody<typeof changeSchema>(schema as typeof changeSchema, body),
      fabric,
    );
    write.update(supervisors, next, 'Update Workload Management');
    return done;
  };

const noBody = { type: 'object', properties: {} } as const;

export const changing: readonly Operation[] = [
  {
    method: 'POST',
    path,
    action: 'disable',
    ...manage,
    answer: ({ fabric, params: { cluster = '' }, write }) => {
      checkService(fabric);
      const supervisor = changeableSupervisor(fabric, cluster);
      const next = { ...supervisor, spec: { ...supervisor.spec, removed: true } };
      write.update(supervisors, next, 'Disable Workload Management');
      return done;
    },
  },
  {
    method: 'POST',
    path,
    action: 'rotate_password',
    ...manage,
    answer: ({ fabric, params: { cluster = '' }, body }) => {
      checkService(fabric);
      readBody(noBody, body);
      changeableSupervisor(fabric, cluster);
      return done;
    },
  },
  { method: 'PUT', path, ...manage, answer: change(setSchema) },
  { method: 'PATCH', path, ...manage, answer: change(changeSchema) },
];
