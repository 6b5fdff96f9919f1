// WCP on the fabric: brings a Supervisor up step by step, keeps three control plane VMs of the wanted size and version, and takes it all
// away again. What happens inside the Supervisor's own API is for the loops of its scope.
import { latency } from '../../control/latency.ts';
import { nobody, type Loop, type Outcome, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { connectionOf } from '../../kinds/load-balancer/connection.ts';
import { loadBalancersKind } from '../../kinds/load-balancer/load-balancer.ts';
import { balancedServersKind, type BalancedServer } from '../../kinds/load-balancer/virtual-server.ts';
import { segments } from '../../kinds/nsx/segment.ts';
import { virtualServers } from '../../kinds/nsx/virtual-server.ts';
import { controlPlaneSegment } from '../../kinds/vsphere/control-plane-hardware.ts';
import { takesVms, type Host } from '../../kinds/vsphere/host.ts';
import { controlPlaneVmsOf, hostsKind, machinesKind } from '../../kinds/vsphere/machine.ts';
import {
  clustersOf,
  standsOn,
  supervisors,
  supervisorsKind,
  type Supervisor,
} from '../../kinds/vsphere/supervisor.ts';
import { isServiceStopped, vcentersKind, vcenterIn } from '../../kinds/vsphere/vcenter.ts';
import {
  isMember,
  isOn,
  virtualMachines,
  withStep,
  type VirtualMachine,
  hasQuorum,
} from '../../kinds/vsphere/virtual-machine.ts';
import { controlPlaneVms } from '../../releases/control-plane-sizes.ts';
import { endpointPorts, endpointService } from '../../releases/supervisor-endpoint.ts';
import { equal } from '../../std/draft.ts';
import { formatCidr, formatIpv4, parseCidr } from '../../std/ip.ts';
import type { Drs } from '../drs/drs.ts';
import type { ConditionType } from '../../releases/supervisor-conditions.ts';
import { areReached, isReached, withCondition, type Lack } from './conditions.ts';
import { isCurrent, newControlPlaneVm } from './control-plane.ts';
import { removal, removedKinds } from './removal.ts';

/** What one look at a Supervisor comes to: writes of other objects, the Supervisor itself, when to look again. */
interface Progress {
  supervisor: Supervisor;
  readonly writes: Write[];
  again: number | undefined;
  /** A VM has been given a host: where the next one goes depends on it. */
  hasPlaced: boolean;
}

function wait(progress: Progress, leftMs: number): void {
  const again = Math.max(1, leftMs);
  progress.again = Math.min(progress.again ?? again, again);
}

function say(progress: Progress, type: ConditionType, lack: Lack | undefined, view: View): void {
  progress.supervisor = withCondition(progress.supervisor, type, lack, view.now);
}

/** On NSX: where its control plane has eth1, and the virtual server before its API. */
function networkOf({ metadata, spec, status }: Supervisor, view: View): readonly Write[] {
  const { scope, moid } = spec;
  const { nsx } = spec.workloads;
  const pods = parseCidr(nsx?.podCidrs[0] ?? '');
  if (nsx === undefined || pods === undefined) return [];
  const tier1 = `t1-${scope}-system`;
  const vcenter = vcenterIn(view)?.spec.instanceUuid ?? '';
  const why = `network of ${metadata.name}`;
  const segment = {
    metadata: { name: controlPlaneSegment(scope) },
    spec: {
      displayName: `vm-${moid}:${vcenter}-control-plane`,
      tier1,
      scope,
      namespace: '',
      index: 0,
      subnet: formatCidr({ base: pods.base, prefixBits: nsx.namespaceSubnetPrefix }),
      gateway: formatIpv4(pods.base + 1),
    },
  };
  const servers = endpointPorts.map((port): Write => {
    const title = `kube-system-${endpointService}-${port}`;
    const object = {
      metadata: { name: `${scope}-${title}` },
      spec: {
        displayName: `${moid}-${title}`,
        tier1,
        scope,
        namespace: 'kube-system',
        owner: endpointService,
        ip: status?.apiEndpoint ?? '',
        ports: [port],
      },
    };
    return { verb: 'create', kind: virtualServers, object, why };
  });
  return [{ verb: 'create', kind: segments, object: segment, why }, ...servers];
}

/** The first step: pool, folder and networks of its own. */
function initialize(progress: Progress, view: View): boolean {
  const { supervisor } = progress;
  if (isReached(supervisor, 'InfrastructureInitialized')) return true;
  const { uid } = supervisor.metadata;
  const left =
    (supervisor.spec.askedAt ?? 0) + view.draw(uid, 'initialize', latency.wcpInitializeMs) - view.now;
  if (left > 0) {
    wait(progress, left);
    return false;
  }
  progress.writes.push(...networkOf(supervisor, view));
  say(progress, 'InfrastructureInitialized', undefined, view);
  return true;
}

function lackOfHosts(vm: Pick<VirtualMachine, 'spec'>, hosts: number): Lack {
  const { displayName, memoryMiB } = vm.spec;
  return {
    reason: 'InsufficientResources',
    severity: 'ERROR',
    message:
      `Cannot place ${displayName}: none of the ${hosts} hosts of the cluster that run no other control plane VM ` +
      `has ${memoryMiB} MB of unreserved memory. Add a host, or free resources; configuring goes on by itself.`,
  };
}

/**
 * Places a VM that has no host yet, or one that takes no VMs any more; starts it when its disk is there; lets it join etcd once it is
 * configured. `leaving`: whose place it takes.
 */
function advance(
  vm: VirtualMachine,
  progress: Progress,
  drs: Drs,
  view: View,
  leaving: VirtualMachine | undefined,
): Lack | undefined {
  const { uid } = vm.metadata;
  const { changedAt = view.now, host, lifecycle } = vm.status ?? {};
  const write = (status: VirtualMachine['status'], step: string): void => {
    const { lifecycle: _left, ...before } = vm.status ?? {};
    const next = withStep({ ...vm, status: { ...before, ...status } }, step, view.now);
    progress.writes.push({ verb: 'update', kind: virtualMachines, object: next, why: step });
  };
  const at = host === undefined ? undefined : view.get<Host>(hostsKind, host);
  const isLost = lifecycle === 'Deploying' && (at === undefined || !takesVms(at));
  if (host === undefined || isLost) {
    if (progress.hasPlaced) return undefined;
    const target = drs.chooseApart(vm, view, leaving);
    if (target === undefined) return lackOfHosts(vm, view.list(hostsKind).length);
    write({ host: target, changedAt: view.now, lifecycle: 'Deploying' }, `Deploying to ${target}`);
    progress.hasPlaced = true;
    wait(progress, 1);
    return undefined;
  }
  if (lifecycle === 'Deploying') {
    const left = changedAt + view.draw(uid, 'deploy', latency.controlPlaneDeployMs) - view.now;
    if (left > 0) wait(progress, left);
    else {
      write(
        { powerState: 'POWERED_ON', changedAt: view.now, lifecycle: 'Configuring' },
        `Started on ${host}`,
      );
      wait(progress, 1);
    }
    return undefined;
  }
  if (lifecycle === 'Configuring' && isOn(vm)) {
    const members = controlPlaneVmsOf(progress.supervisor, view).filter(isMember);
    const span = members.length === 0 ? latency.controlPlaneInitMs : latency.controlPlaneJoinMs;
    // One after the other: the next one begins to join when the last one has.
    const begins = Math.max(changedAt, ...members.map(({ status }) => joinedAt(status)));
    const left =
      begins + view.draw(uid, 'boot', latency.controlPlaneBootMs) + view.draw(uid, 'join', span) - view.now;
    if (left > 0) wait(progress, left);
    else {
      write({}, joinedStep);
      wait(progress, 1);
    }
  }
  return undefined;
}

const joinedStep = 'Joined etcd';

function joinedAt(status: VirtualMachine['status']): number {
  return status?.steps?.find(({ step }) => step === joinedStep)?.at ?? 0;
}

/** The cluster with the fewest of its control plane VMs, the first of equals. */
function emptiestOf(supervisor: Supervisor, vms: readonly Pick<VirtualMachine, 'spec'>[]): string {
  const held = (cluster: string): number => vms.filter(({ spec }) => spec.cluster === cluster).length;
  const clusters = clustersOf(supervisor);
  const least = Math.min(...clusters.map(held));
  return clusters.find((cluster) => held(cluster) === least) ?? supervisor.spec.cluster;
}

/** Deploys what is missing; replaces one at a time what is lost, or of another size or version. */
function keepControlPlane(progress: Progress, drs: Drs, view: View): void {
  const { supervisor } = progress;
  const vms = controlPlaneVmsOf(supervisor, view);
  const lost = vms.filter((vm) => isMember(vm) && !isOn(vm));
  const isLost = (vm: VirtualMachine): boolean => {
    const left = (vm.status?.changedAt ?? 0) + latency.controlPlaneLostMs - view.now;
    if (left > 0) wait(progress, left);
    return left <= 0;
  };
  const outgoing = [
    ...lost.filter(isLost),
    ...vms.filter((vm) => isMember(vm) && isOn(vm) && !isCurrent(vm, supervisor)),
  ];
  const fresh = vms.filter((vm) => !isMember(vm));
  const good = vms.filter((vm) => isMember(vm) && !outgoing.includes(vm));
  // A further one has joined, or a lost one came back: there are enough.
  const spare = Math.max(0, good.length + outgoing.length - controlPlaneVms);
  const surplus = [...outgoing.slice(0, spare), ...(good.length >= controlPlaneVms ? fresh : [])];
  for (const object of surplus)
    progress.writes.push({ verb: 'delete', kind: virtualMachines, object, why: 'replaced' });
  const staying = vms.filter((vm) => !surplus.includes(vm));
  const isFirst = good.length + outgoing.length === 0;
  const missing = isFirst
    ? controlPlaneVms - fresh.length
    : Math.min(1 - fresh.length, controlPlaneVms - good.length - fresh.length);
  const made: Pick<VirtualMachine, 'spec'>[] = [];
  let lack: Lack | undefined;
  for (let place = 0; place < missing; place++) {
    const cluster = emptiestOf(supervisor, [...good, ...fresh, ...made]);
    const vm = newControlPlaneVm(supervisor, cluster, [...staying, ...made], view, progress.writes.length);
    if (vm === undefined) {
      lack = {
        reason: 'InsufficientAddresses',
        severity: 'ERROR',
        message: `No address of the management network is left for another control plane VM: ${supervisor.spec.management.addressCount} were given.`,
      };
      break;
    }
    made.push(vm);
    progress.writes.push({ verb: 'create', kind: virtualMachines, object: vm, why: 'control plane' });
    wait(progress, 1);
  }
  for (const vm of fresh.filter((each) => !surplus.includes(each)))
    lack = advance(vm, progress, drs, view, outgoing[0]) ?? lack;
  if (lack !== undefined) wait(progress, latency.evictionRetryMs);
  const deploying = missing > 0 || fresh.some(({ status }) => status?.lifecycle === 'Deploying');
  const pending: Lack = { reason: 'DeployingVMs', message: 'Control plane VMs are being deployed.' };
  if (!isReached(progress.supervisor, 'ControlPlaneVMsDeployed') || lack !== undefined)
    say(progress, 'ControlPlaneVMsDeployed', lack ?? (deploying ? pending : undefined), view);
  if (isReached(progress.supervisor, 'ControlPlaneVMsDeployed')) {
    const configuring: Lack = {
      reason: 'ConfiguringVMs',
      message: 'Control plane VMs are being configured.',
    };
    say(progress, 'ControlPlaneVMsConfigured', good.length < controlPlaneVms ? configuring : undefined, view);
  }
}

/**
 * On a distributed switch the load balancer gives its API an address, as every Service; false while it has not, which the condition says.
 * Source of the message: what people saw of Supervisors that waited.
 */
function hasEndpoint(progress: Progress, view: View): boolean {
  const { supervisor } = progress;
  const { scope, workloads } = supervisor.spec;
  if (workloads.vsphere === undefined) return true;
  const [server] = view.list<BalancedServer>(balancedServersKind, {
    index: ['service', `${scope}/kube-system/${endpointService}`],
  });
  if (server === undefined) {
    const connection = connectionOf(workloads.vsphere.loadBalancer, view);
    const why = 'fault' in connection ? ` ${connection.fault}` : '';
    const message = `Timed out waiting for LB service update. This operation is part of the cluster enablement and will be retried.${why}`;
    const lack = { reason: 'LBServiceUpdateTimedOut', severity: 'ERROR', message } as const;
    say(progress, 'KubernetesAPIServerLoadBalancerConfigured', lack, view);
    return false;
  }
  const { ip } = server.spec;
  if (supervisor.status?.apiEndpoint !== ip)
    progress.supervisor = {
      ...supervisor,
      spec: { ...supervisor.spec, fqdn: supervisor.spec.fqdn || ip },
      status: { ...supervisor.status, apiEndpoint: ip },
    };
  return true;
}

/** The virtual server is healthy some time after the first API server answers. */
function awaitLoadBalancer(progress: Progress, view: View): void {
  const { status, metadata } = progress.supervisor;
  if (
    status?.servesSince === undefined ||
    isReached(progress.supervisor, 'KubernetesAPIServerLoadBalancerConfigured')
  )
    return;
  if (!hasEndpoint(progress, view)) return;
  const left =
    status.servesSince + view.draw(metadata.uid, 'load balancer', latency.apiLoadBalancerMs) - view.now;
  if (left > 0) wait(progress, left);
  else say(progress, 'KubernetesAPIServerLoadBalancerConfigured', undefined, view);
}

/** What vCenter says of it as a whole. */
function settle(progress: Progress, view: View): void {
  const { supervisor } = progress;
  const vms = controlPlaneVmsOf(supervisor, view);
  const members = vms.filter(isMember);
  const isWhole = members.length >= controlPlaneVms && members.every(isOn);
  const kubernetesStatus = isWhole ? 'READY' : hasQuorum(vms) && members.length > 0 ? 'WARNING' : 'ERROR';
  const isOld = members.some((vm) => !isCurrent(vm, supervisor));
  const configStatus = areReached(supervisor) && !isOld ? 'RUNNING' : 'CONFIGURING';
  const before = supervisor.status;
  const version = configStatus === 'RUNNING' ? supervisor.spec.version : before?.version;
  const status = {
    ...before,
    configStatus,
    kubernetesStatus,
    ...(version === undefined ? {} : { version }),
  } as const;
  if (!equal(before, status)) progress.supervisor = { ...supervisor, status };
}

function outcomeOf(progress: Progress, before: Supervisor): Outcome {
  const { supervisor, writes, again } = progress;
  const own: readonly Write[] =
    supervisor === before
      ? []
      : [{ verb: 'update', kind: supervisors, object: supervisor, why: 'Workload Management' }];
  return { writes: [...writes, ...own], ...(again === undefined ? {} : { again }) };
}

export function createWcp(drs: Drs): Loop {
  return {
    name: 'wcp',
    observes: {
      [supervisorsKind]: (prev, next) => [(next ?? prev)?.metadata.name ?? ''],
      [machinesKind]: (prev, next) => {
        const { role, cluster } = ((next ?? prev) as VirtualMachine).spec;
        return role === 'ControlPlane' ? [`*${cluster}`] : nobody;
      },
      [hostsKind]: () => ['*'],
      [vcentersKind]: () => ['*'],
      [balancedServersKind]: (prev, next) =>
        ((next ?? prev) as BalancedServer).spec.owner === endpointService ? ['*'] : nobody,
      'vsphere.sandbox/namespaces': (prev, next) =>
        prev !== undefined && next === undefined ? ['*'] : nobody,
    },
    consults: [...removedKinds, loadBalancersKind, 'vsphere.sandbox/storagepolicies'],
    expand: (pattern, view) =>
      view
        .list<Supervisor>(supervisorsKind)
        .filter((supervisor) => pattern === '*' || standsOn(supervisor, pattern.slice(1)))
        .map(({ metadata }) => metadata.name),
    run(name, view): Outcome | undefined {
      const supervisor = view.get<Supervisor>(supervisorsKind, name);
      if (supervisor === undefined || isServiceStopped(view, 'wcp')) return undefined;
      if (supervisor.spec.removed === true) return removal(supervisor, view);
      const progress: Progress = { supervisor, writes: [], again: undefined, hasPlaced: false };
      if (initialize(progress, view)) {
        keepControlPlane(progress, drs, view);
        awaitLoadBalancer(progress, view);
        settle(progress, view);
      }
      return outcomeOf(progress, supervisor);
    },
  };
}
