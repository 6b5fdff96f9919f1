// What a cluster must have before Workload Management can be enabled on it: each requirement by itself, met or not, with what the product says
// where it is not, and what mends it. Enabling, the compatibility lists and the page's pre-flight all ask here.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { isSharedIn, type Datastore } from '../../../kinds/vsphere/datastore.ts';
import { isRunning, type Host } from '../../../kinds/vsphere/host.ts';
import {
  networksIn,
  switchesIn,
  type KnownNetwork,
  type KnownSwitch,
} from '../../../kinds/vsphere/network.ts';
import type { StoragePolicy } from '../../../kinds/vsphere/storage-policy.ts';
import type { Tier0 } from '../../../kinds/nsx/tier0.ts';
import { releaseOfWorld } from '../../../kinds/vsphere/vcenter.ts';
import { controlPlaneSizes, controlPlaneVms } from '../../../releases/control-plane-sizes.ts';
import type { ReadView } from '../../../store/view.ts';
import { list } from '../inventory/places.ts';

/** What whoever looks at the requirement may do about it. */
export type Mending =
  | 'AddHost'
  | 'EnableDrs'
  | 'EnableHa'
  | 'ExitMaintenance'
  | 'CreatePolicy'
  | 'CreatePortGroup'
  | 'RenameHost';

export interface Requirement {
  readonly id: string;
  /** What is asked, `vSphere DRS in fully automated mode`. */
  readonly title: string;
  readonly isMet: boolean;
  /** What was found, in numbers and names. */
  readonly found: string;
  /** What the product says where it is not met. */
  readonly message: string;
  readonly mending?: Mending;
  /** How many hosts are missing, where hosts are. */
  readonly hostsMissing?: number;
}

/** vSAN keeps the disks of control plane VMs on so many hosts. */
const vsanHostsLeast = 4;

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

export function hostsOfCluster(fabric: ReadView, cluster: string): readonly Host[] {
  return list<Host>(fabric, 'hosts').filter(({ spec }) => spec.cluster === cluster);
}

/** Datastores that every host of the cluster has. */
function sharedDatastores(fabric: ReadView, cluster: string, hosts: readonly Host[]): readonly Datastore[] {
  return list<Datastore>(fabric, 'datastores').filter((store) => isSharedIn(store, cluster, hosts));
}

export type NetworkProvider = 'NSXT_CONTAINER_PLUGIN' | 'VSPHERE_NETWORK';

/** The network stacks that a Supervisor of the release may stand on. */
export function providersOf(fabric: ReadView): readonly NetworkProvider[] {
  const hasSwitch = releaseOfWorld(fabric).distributedSwitch !== 'None';
  return ['NSXT_CONTAINER_PLUGIN', ...(hasSwitch ? (['VSPHERE_NETWORK'] as const) : [])];
}

const automationWords = {
  fullyAutomated: 'fully automated',
  partiallyAutomated: 'partially automated',
  manual: 'manual',
} as const;

/** Distributed switches that all hosts of a cluster are attached to. */
export function compatibleSwitches(cluster: string, fabric: ReadView): readonly KnownSwitch[] {
  const hosts = hostsOfCluster(fabric, cluster);
  return switchesIn(fabric).filter(
    ({ spec }) => hosts.length > 0 && hosts.every((host) => spec.hosts.includes(host.spec.moid)),
  );
}

/** Port groups of a switch that workloads may be connected to. */
export function portGroupsOf({ id }: KnownSwitch, fabric: ReadView): readonly KnownNetwork[] {
  return networksIn(fabric).filter(
    ({ spec }) => spec.switch === id && spec.type === 'DISTRIBUTED_PORTGROUP' && spec.isUplink !== true,
  );
}

/** What the network stack asks for. */
function stackRequirements(
  { metadata, spec: { moid } }: Cluster,
  provider: string,
  fabric: ReadView,
): readonly Requirement[] {
  const switches = compatibleSwitches(metadata.name, fabric);
  const onSwitch: Requirement = {
    id: 'switch',
    title: 'A distributed switch that all hosts are attached to',
    isMet: switches.length > 0,
    found: switches.length === 0 ? 'none' : switches.map(({ spec }) => spec.displayName).join(', '),
    message: `Cluster ${moid} has no compatible distributed switch.`,
  };
  if (provider === 'VSPHERE_NETWORK') {
    const groups = switches.flatMap((each) => portGroupsOf(each, fabric));
    return [
      onSwitch,
      {
        id: 'portgroup',
        title: 'A distributed port group for the workload network',
        isMet: groups.length > 0,
        found: groups.length === 0 ? 'none' : groups.map(({ spec }) => spec.displayName).join(', '),
        message: `Cluster ${moid} has no distributed port group that can be a workload network.`,
        mending: 'CreatePortGroup',
      },
    ];
  }
  const edges = fabric.list<Tier0>('nsx.sandbox/tier0s');
  return [
    onSwitch,
    {
      id: 'edge',
      title: 'An NSX edge cluster with a Tier-0 gateway',
      isMet: edges.length > 0,
      found: edges.length === 0 ? 'none' : edges.map(({ spec }) => spec.displayName).join(', '),
      message: `Cluster ${moid} has no compatible NSX edge cluster with a Tier-0 gateway.`,
    },
  ];
}

interface Asked {
  readonly provider?: string;
  /** How many control plane VMs it must take: three by itself, one as a zone of three. */
  readonly vms?: number;
}

/** The requirements of the cluster, in the order in which the product looks at them. */
export function requirementsOf(
  cluster: Cluster,
  fabric: ReadView,
  { provider = 'NSXT_CONTAINER_PLUGIN', vms = controlPlaneVms }: Asked = {},
): readonly Requirement[] {
  const { name } = cluster.metadata;
  const { moid, drs, ha } = cluster.spec;
  const hosts = hostsOfCluster(fabric, name);
  const usable = hosts.filter((host) => isRunning(host) && host.spec.maintenance !== true);
  const shared = sharedDatastores(fabric, name, hosts);
  // A zone keeps its disks within itself, and has but one control plane VM.
  const isWhole = vms === controlPlaneVms;
  const least = isWhole && shared.some(({ spec }) => spec.type === 'vsan') ? vsanHostsLeast : controlPlaneVms;
  const policies = list<StoragePolicy>(fabric, 'storagepolicies').filter(({ spec }) =>
    spec.datastores.some((datastore) => shared.some(({ metadata }) => metadata.name === datastore)),
  );
  const upper = hosts.map(({ metadata }) => metadata.name).filter((host) => host !== host.toLowerCase());
  const roomy = usable.filter(({ spec }) => spec.memoryMiB >= controlPlaneSizes.TINY.memoryMiB);
  const idle = hosts.filter((host) => !usable.includes(host)).map(({ metadata }) => metadata.name);
  return [
    {
      id: 'drs',
      title: 'vSphere DRS, fully automated',
      isMet: drs.enabled && drs.automation === 'fullyAutomated',
      found: drs.enabled ? automationWords[drs.automation] : 'disabled',
      message: `Cluster ${moid} does not have DRS enabled in fully automated mode.`,
      mending: 'EnableDrs',
    },
    {
      id: 'ha',
      title: 'vSphere HA',
      isMet: ha.enabled,
      found: ha.enabled ? 'enabled' : 'disabled',
      message: `Cluster ${moid} does not have HA enabled.`,
      mending: 'EnableHa',
    },
    {
      id: 'hosts',
      title: `${least} hosts${least === vsanHostsLeast ? ', since their storage is vSAN' : ''}`,
      isMet: hosts.length >= least,
      found: plural(hosts.length, 'host'),
      message: `Cluster ${moid} has ${plural(hosts.length, 'host')}; at least ${least} hosts are required.`,
      mending: 'AddHost',
      hostsMissing: Math.max(0, least - hosts.length),
    },
    {
      id: 'connected',
      title: 'Hosts connected, none in maintenance mode',
      isMet: idle.length === 0,
      found: idle.length === 0 ? `${plural(usable.length, 'host')} ready` : idle.join(', '),
      message: `Cluster ${moid} has hosts that are disconnected or in maintenance mode: ${idle.join(', ')}.`,
      mending: 'ExitMaintenance',
    },
    {
      id: 'names',
      title: 'Host names in lower case',
      isMet: upper.length === 0,
      found: upper.length === 0 ? 'lower case' : upper.join(', '),
      message: `Hosts of cluster ${moid} have upper case letters in their names: ${upper.join(', ')}. A Kubernetes node cannot be named so.`,
      mending: 'RenameHost',
    },
    {
      id: 'memory',
      title: isWhole ? 'Room for three control plane VMs on three hosts' : 'Room for a control plane VM',
      isMet: roomy.length >= vms,
      found: `${plural(roomy.length, 'host')} with ${controlPlaneSizes.TINY.memoryMiB} MB or more`,
      message: `Cluster ${moid} has too few hosts with ${controlPlaneSizes.TINY.memoryMiB} MB of memory for the control plane VMs.`,
      mending: 'AddHost',
      hostsMissing: Math.max(0, vms - roomy.length),
    },
    {
      id: 'datastore',
      title: 'A datastore that all hosts share',
      isMet: shared.length > 0,
      found: shared.length === 0 ? 'none' : shared.map(({ metadata }) => metadata.name).join(', '),
      message: `Cluster ${moid} has no datastore that is shared by all of its hosts.`,
    },
    {
      id: 'policy',
      title: 'A storage policy that such a datastore meets',
      isMet: policies.length > 0,
      found: policies.length === 0 ? 'none' : policies.map(({ spec }) => spec.displayName).join(', '),
      message: `No storage policy is compatible with the datastores of cluster ${moid}.`,
      mending: 'CreatePolicy',
    },
    ...stackRequirements(cluster, provider, fabric),
  ];
}

export function unmet(cluster: Cluster, fabric: ReadView, asked: Asked = {}): readonly Requirement[] {
  return requirementsOf(cluster, fabric, asked).filter(({ isMet }) => !isMet);
}
