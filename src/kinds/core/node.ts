// Node: a control plane VM or an ESXi host with its Spherelet. Heartbeats only tick, so they are projected when read: a
// node that reports renews its conditions every five minutes and its lease every ten seconds.
import type { Node as NodeType, Taint } from '#types';
import { isQualifiedName, isValidLabelValue } from '../../std/names.ts';
import { formatTime, MINUTE_MS, parseTime } from '../../std/time.ts';
import type { Causes } from '../../store/causes.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind, proxySubresource, statusSubresource } from '../kubernetes-kind.ts';
import { cidrCause, parseNetwork } from '../networking/address.ts';
import { taintEffects } from './pod/check-scheduling.ts';
import { checkAmount } from './resource-names.ts';
import { lastRenewal, machineOf } from '../vsphere/machine.ts';
import { goValue } from '../../store/go-types.ts';

export type Node = Stored<NodeType>;

export const notReadyTaint = 'node.kubernetes.io/not-ready';
export const unreachableTaint = 'node.kubernetes.io/unreachable';
export const outOfServiceTaint = 'node.kubernetes.io/out-of-service';
export const unschedulableTaint = 'node.kubernetes.io/unschedulable';
/** Marks a node that was cordoned for its host's maintenance mode, and takes Pods again after it. */
export const maintenanceMark = 'vmware-system-maintenance-mode';

export function readyStatus(node: Node): 'True' | 'False' | 'Unknown' | undefined {
  const found = node.status?.conditions?.find((condition) => condition.type === 'Ready');
  return found?.status as 'True' | 'False' | 'Unknown' | undefined;
}

export function hasTaint(node: Node, key: string, effect: string): boolean {
  return node.spec.taints?.some((taint: Taint) => taint.key === key && taint.effect === effect) === true;
}

/** Source: kubernetes plugin/pkg/admission/nodetaint: what is not known to be ready gets no Pods. */
function notReadyYet(taints: readonly Taint[] = []): readonly Taint[] {
  const isMarked = taints.some(({ key, effect }) => key === notReadyTaint && effect === 'NoSchedule');
  return isMarked ? taints : [...taints, { key: notReadyTaint, effect: 'NoSchedule' }];
}

/** When a taint came is noted here, also where nobody says it: the seconds that Pods bear it count from then. */
function timed(
  taints: readonly Taint[] | undefined,
  prev: Node | undefined,
  now: number,
): readonly Taint[] | undefined {
  return taints?.map((taint) => {
    if (taint.effect !== 'NoExecute' || taint.timeAdded !== undefined) return taint;
    const before = prev?.spec.taints?.find(
      ({ key, value, effect }) => key === taint.key && value === taint.value && effect === taint.effect,
    );
    return { ...taint, timeAdded: before?.timeAdded ?? formatTime(now) };
  });
}

/** Source: kubernetes pkg/apis/core/validation, validateNodeTaints; the path is of metadata there, too. */
function checkTaints(taints: readonly Taint[], field: string, causes: Causes): void {
  const seen = new Set<string>();
  for (const [index, taint] of taints.entries()) {
    const { key, value = '', effect } = taint;
    const at = `${field}[${index}]`;
    causes.invalidEach(`${at}.key`, key, isQualifiedName(key));
    const wrong = isValidLabelValue(value);
    if (wrong.length > 0) causes.invalid(`${at}.value`, value, wrong.join(';'));
    if (!effect) causes.required(`${at}.effect`);
    else if (!taintEffects.includes(effect)) causes.notSupported(`${at}.effect`, effect, taintEffects);
    const pair = `${effect} ${key}`;
    if (seen.has(pair)) {
      causes.duplicate(at, goValue('core.Taint', taint), 'taints must be unique by key and effect pair');
    }
    seen.add(pair);
  }
}

function checkPodNetworks(cidrs: readonly string[], causes: Causes): void {
  for (const [index, cidr] of cidrs.entries())
    if (parseNetwork(cidr) === undefined) causes.invalid(`spec.podCIDRs[${index}]`, cidr, cidrCause);
  const families = cidrs.map((cidr) => parseNetwork(cidr)?.family);
  if (new Set(families).size < cidrs.length)
    causes.invalid(
      'spec.podCIDRs',
      goValue('[]string', cidrs),
      'may specify no more than one CIDR for each IP family',
    );
}

function checkNodeStatus({ status }: Node, prev: Node | undefined, causes: Causes): void {
  for (const part of ['capacity', 'allocatable'] as const)
    for (const [name, amount] of Object.entries(status?.[part] ?? {}))
      checkAmount(name, amount, `status.${part}.${name}`, causes);
  if (prev === undefined) return;
  const seen = new Set<string>();
  for (const [index, address] of (status?.addresses ?? []).entries()) {
    const pair = `${address.type} ${address.address}`;
    if (seen.has(pair)) causes.duplicate(`status.addresses[${index}]`, goValue('core.NodeAddress', address));
    seen.add(pair);
  }
}

const rolePrefix = 'node-role.kubernetes.io/';

function rolesOf(node: Node): string {
  const roles = Object.entries(node.metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(rolePrefix))
      return key.length > rolePrefix.length ? [key.slice(rolePrefix.length)] : [];
    return key === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  return roles.length === 0 ? '<none>' : [...new Set(roles)].sort().join(',');
}

function statusOf(node: Node): string {
  const ready = readyStatus(node);
  const words = ready === undefined ? ['Unknown'] : [ready === 'True' ? 'Ready' : 'NotReady'];
  if (node.spec.unschedulable === true) words.push('SchedulingDisabled');
  return words.join(',');
}

function addressOf(node: Node, type: string): string {
  return node.status?.addresses?.find((address) => address.type === type)?.address ?? '<none>';
}

/** kubelet's --node-status-report-frequency. */
const heartbeatMs = 5 * MINUTE_MS;

export const nodes = kubernetesKind<Node>({
  group: '',
  kind: 'Node',
  plural: 'nodes',
  short: ['no'],
  namespaced: false,
  subresources: [proxySubresource('Node'), statusSubresource],
  createsWithStatus: true,
  defaults(node) {
    node.spec ??= {};
    const { status, spec } = node;
    if (spec.podCIDR && spec.podCIDRs?.[0] !== spec.podCIDR) spec.podCIDRs = [spec.podCIDR];
    if (spec.podCIDRs?.[0]) [spec.podCIDR] = spec.podCIDRs;
    if (status?.capacity !== undefined && status.allocatable === undefined)
      node.status = { ...status, allocatable: { ...status.capacity } };
  },
  prepare(node, prev, { now }) {
    const isNew = prev === undefined && readyStatus(node as Node) !== 'True';
    const taints = timed(isNew ? notReadyYet(node.spec?.taints) : node.spec?.taints, prev, now);
    if (taints !== undefined) node.spec = { ...node.spec, taints: [...taints] };
  },
  validate(node, prev, causes) {
    checkTaints(node.spec?.taints ?? [], 'metadata.taints', causes);
    checkPodNetworks(node.spec?.podCIDRs ?? [], causes);
    checkNodeStatus(node, prev, causes);
    if (prev !== undefined && (prev.spec?.externalID ?? '') !== (node.spec?.externalID ?? ''))
      causes.forbidden('spec.externalID', 'may not be updated');
    if (prev?.spec?.providerID && prev.spec.providerID !== node.spec?.providerID)
      causes.forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid');
  },
  validateStatus: checkNodeStatus,
  warnings: ({ spec }) =>
    spec?.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : [],
  fields: { 'spec.unschedulable': (node) => String(node.spec.unschedulable === true) },
  columns: [
    nameColumn,
    { name: 'Status', cell: statusOf },
    { name: 'Roles', cell: rolesOf },
    ageColumn,
    { name: 'Version', cell: (node) => node.status?.nodeInfo?.kubeletVersion ?? '' },
    { name: 'Internal-IP', wide: true, cell: (node) => addressOf(node, 'InternalIP') },
    { name: 'External-IP', wide: true, cell: (node) => addressOf(node, 'ExternalIP') },
    { name: 'OS-Image', wide: true, cell: (node) => node.status?.nodeInfo?.osImage || '<unknown>' },
    {
      name: 'Kernel-Version',
      wide: true,
      cell: (node) => node.status?.nodeInfo?.kernelVersion || '<unknown>',
    },
    {
      name: 'Container-Runtime',
      wide: true,
      cell: (node) => node.status?.nodeInfo?.containerRuntimeVersion || '<unknown>',
    },
  ],
  project(node, now, view) {
    if (readyStatus(node) !== 'True') return node;
    const machine = machineOf(node, view);
    const conditions = (node.status?.conditions ?? []).map((condition) => {
      const since = parseTime(condition.lastHeartbeatTime ?? node.metadata.creationTimestamp);
      if (since === undefined || now <= since) return condition;
      const beat = lastRenewal(machine, since, heartbeatMs, now);
      return { ...condition, lastHeartbeatTime: formatTime(beat) };
    });
    return { ...node, status: { ...node.status, conditions } };
  },
});
