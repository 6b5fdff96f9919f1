/** What an administrator does with Workload Management: each an operation of the vSphere Automation API. */
import { clustersOf, type Supervisor } from '../../live/fabric.ts';
import { write } from '../../live/request.ts';
import { rights } from '../../live/rights.svelte.ts';
import { world } from '../../live/world.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import type { Action } from '../actions.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { enableSpecOf, supervisorSpecOf, type Plan } from './plan.ts';
import type { NetworkPlan } from './vsphere-plan.ts';
import { wordsOf, type Words } from './words.ts';

/** Those of the world that is open. */
export const ownWords = (): Words => wordsOf(world.scenario?.release ?? '');

const management = '/api/vcenter/namespace-management';
const noManifest = { none: 'not a Kubernetes object' } as const;
const noCommand = { none: 'govc has no command for it' } as const;

const clusterPath = (moid: string): string => `${management}/clusters/${encodeURIComponent(moid)}`;

/** `hasNames`: whether the release names Supervisors apart from their clusters, as 8.0 does; `zones`: those that it stands on, if it does. */
export function enable(
  plan: Plan,
  others: readonly NetworkPlan[],
  cluster: string,
  hasNames: boolean,
  zones: readonly string[],
): Action {
  const isZonal = zones.length > 0;
  const path = isZonal
    ? `${management}/supervisors?action=enable_on_zones`
    : hasNames
      ? `${management}/supervisors/${encodeURIComponent(plan.cluster)}?action=enable_on_compute_cluster`
      : `${clusterPath(plan.cluster)}?action=enable`;
  const body = hasNames
    ? { ...(isZonal ? { zones } : {}), ...supervisorSpecOf(plan) }
    : enableSpecOf(plan, others);
  return {
    did: {
      what: `Enabled Workload Management on ${isZonal ? zones.join(', ') : cluster}`,
      cli: hasNames ? noCommand : { text: `govc namespace.cluster.enable -cluster ${cluster} …` },
      rest: { text: `POST ${path} ${JSON.stringify(body)}` },
      yaml: noManifest,
    },
    send: () => write('POST', path, body),
  };
}

function disable({ spec, metadata }: Supervisor): Action {
  const path = `${clusterPath(spec.moid)}?action=disable`;
  return {
    did: {
      what: `${ownWords().ended} ${metadata.name}`,
      cli: { text: `govc namespace.cluster.disable -cluster ${spec.cluster}` },
      rest: { text: `POST ${path}` },
      yaml: noManifest,
    },
    send: () => write('POST', path),
  };
}

export function resize({ spec, metadata }: Supervisor, size: string): Action {
  const body = { size_hint: size };
  return {
    did: {
      what: `Changed the control plane of ${metadata.name} to ${size}`,
      cli: noCommand,
      rest: { text: `PATCH ${clusterPath(spec.moid)} ${JSON.stringify(body)}` },
      yaml: noManifest,
    },
    send: () => write('PATCH', clusterPath(spec.moid), body),
  };
}

export function update(moid: string, name: string, version: string): Action {
  const path = `${management}/software/clusters/${encodeURIComponent(moid)}?action=upgrade`;
  const body = { desired_version: version };
  return {
    did: {
      what: `Updates ${name} to ${version}`,
      cli: noCommand,
      rest: { text: `POST ${path} ${JSON.stringify(body)}` },
      yaml: noManifest,
    },
    send: () => write('POST', path, body),
  };
}

export function setService(action: 'start' | 'stop'): Action {
  const path = `/api/vcenter/services/wcp?action=${action}`;
  return {
    did: {
      what:
        action === 'stop'
          ? 'Stopped the Workload Control Plane service'
          : 'Started the Workload Control Plane service',
      cli: { none: `on the appliance: service-control --${action} wcp` },
      rest: { text: `POST ${path}` },
      yaml: noManifest,
    },
    send: () => write('POST', path),
  };
}

export const askEnable = (cluster = ''): void => dialogs.show({ kind: 'enable', cluster });

function askDisable(supervisor: Supervisor): void {
  const { spec } = supervisor;
  const clusters = clustersOf(supervisor);
  dialogs.show({
    kind: 'confirm',
    title: `${ownWords().end} ${supervisor.metadata.name}?`,
    verb: ownWords().end,
    text:
      clusters.length === 1
        ? `Cluster ${clusters.join()} is a vSphere cluster without a ${ownWords().supervisor} afterwards.`
        : `Clusters ${clusters.join(', ')} are vSphere clusters without a ${ownWords().supervisor} afterwards.`,
    points: [
      'All of its vSphere Namespaces go, with the vSphere Pods, volumes and services in them.',
      'Its control plane VMs are deleted.',
      spec.workloads.vsphere === undefined
        ? 'What it has in NSX goes: segments, Tier-1 gateways, virtual servers, addresses.'
        : 'Its virtual servers on the load balancer go.',
    ],
    danger: true,
    action: disable(supervisor),
  });
}

function askUpdate(supervisor: Supervisor, version: string): void {
  dialogs.show({
    kind: 'confirm',
    title: `Update ${supervisor.metadata.name} to ${version}?`,
    verb: 'Update',
    text: 'Control plane VMs are replaced one by one, then the Spherelet of one host after the other. Workloads keep running.',
    points: [],
    danger: false,
    action: update(supervisor.spec.moid, supervisor.metadata.name, version),
  });
}

const sizes = ['TINY', 'SMALL', 'MEDIUM', 'LARGE'] as const;

function askSize(supervisor: Supervisor, size: string): void {
  dialogs.show({
    kind: 'confirm',
    title: `Change the control plane of ${supervisor.metadata.name} to ${size.toLowerCase()}?`,
    verb: 'Change',
    text: 'Its VMs are replaced one by one by VMs of that size; the API keeps serving.',
    points: [],
    danger: false,
    action: resize(supervisor, size),
  });
}

/** `available`: a version that it can be updated to. */
export function supervisorActions(supervisor: Supervisor, available?: string): MenuItem[] {
  const { spec, status } = supervisor;
  const busy =
    spec.removed === true
      ? 'it is being removed'
      : status?.configStatus === 'RUNNING'
        ? undefined
        : 'it is being configured';
  const entity = { type: 'ClusterComputeResource', value: spec.moid };
  const updates: MenuItem[] = [
    {
      label: available === undefined ? 'Update…' : `Update to ${available}…`,
      icon: 'refresh',
      section: ownWords().supervisor,
      reason: busy ?? (available === undefined ? 'no later version is available' : undefined),
      onselect: () => available !== undefined && askUpdate(supervisor, available),
    },
  ];
  const changes: MenuItem[] = [
    ...sizes
      .filter((size) => size !== spec.size)
      .map((size) => ({
        label: `Control plane size: ${size.charAt(0)}${size.slice(1).toLowerCase()}…`,
        reason: busy,
        onselect: () => askSize(supervisor, size),
      })),
    {
      label: `${ownWords().end}…`,
      icon: 'remove',
      section: true,
      reason: spec.removed === true ? 'it is being removed' : undefined,
      onselect: () => askDisable(supervisor),
    },
  ];
  return [
    ...rights.guard('Namespaces.Upgrade', entity, updates),
    ...rights.guard('Namespaces.Manage', entity, changes),
  ];
}
