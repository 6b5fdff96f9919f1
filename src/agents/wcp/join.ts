// WCP on a Supervisor, nodes: a control plane VM that has joined and a host with its Spherelet become nodes; what is no machine of the
// Supervisor any more is none. After an update each host gets the new Spherelet, one host after the other.
import { isServiceStopped, vcentersKind } from '../../kinds/vsphere/vcenter.ts';
import { latency } from '../../control/latency.ts';
import { nobody, type Loop, type Outcome, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { leases } from '../../kinds/coordination/lease.ts';
import { nodes, type Node } from '../../kinds/core/node.ts';
import { pods } from '../../kinds/core/pod/pod.ts';
import { isRunning, type Host } from '../../kinds/vsphere/host.ts';
import { controlPlaneVmsOf, hostsKind, machinesKind } from '../../kinds/vsphere/machine.ts';
import {
  fabricScope,
  standsOn,
  supervisorOf,
  supervisorsKind,
  type Supervisor,
} from '../../kinds/vsphere/supervisor.ts';
import { isMember, type VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import { kindId, type Kind } from '../../store/kind.ts';
import { isDeleting } from '../../store/object.ts';
import type { Seed } from '../../store/seed.ts';
import { controlPlaneNode, hostNode, type NodeSource } from './content/nodes.ts';
import { mirrorPods } from './content/workloads.ts';
import { hasHostNodes, nodeSource } from './content/index.ts';
import { isCurrent } from './control-plane.ts';

const nodesKind = kindId(nodes);

const made = new Map<string, Kind>([nodes, leases, pods].map((kind) => [kindId(kind), kind]));

function creations(seeds: readonly Seed[], why: string): readonly Write[] {
  return seeds.map(({ kind, object }): Write => ({
    verb: 'create',
    kind: made.get(kind) as Kind,
    object,
    why,
  }));
}

function remove(node: Node | undefined, view: View): Outcome | undefined {
  if (node === undefined || isDeleting(node)) return undefined;
  const why = 'its machine is gone';
  const lease = view.get(kindId(leases), node.metadata.name, 'kube-node-lease');
  return {
    writes: [
      { verb: 'delete', kind: nodes, object: node, why },
      ...(lease === undefined ? [] : [{ verb: 'delete', kind: leases, object: lease, why } as const]),
    ],
  };
}

/** When a host's turn is: one after the other in the order of their names, once the control plane is what it is to be. */
function turnOf(host: Host, supervisor: Supervisor, view: View): number | undefined {
  const fabric = view.in(fabricScope);
  const vms = controlPlaneVmsOf(supervisor, fabric);
  if (!vms.every((vm) => isMember(vm) && isCurrent(vm, supervisor))) return undefined;
  const before = fabric
    .list<Host>(hostsKind)
    .filter(
      ({ spec, metadata }) => standsOn(supervisor, spec.cluster) && metadata.name <= host.metadata.name,
    );
  const spans = before.map(({ metadata }) =>
    view.draw(metadata.uid, supervisor.spec.version, latency.sphereletInstallMs),
  );
  const begins = Math.max(...vms.map((vm) => vm.status?.changedAt ?? 0));
  return spans.reduce((total, span) => total + span, begins);
}

/** The node with the Spherelet of the Supervisor's version. */
function updated(
  node: Node,
  host: Host,
  supervisor: Supervisor,
  source: NodeSource,
  view: View,
): Outcome | undefined {
  const { spherelet } = source.version;
  const nodeInfo = node.status?.nodeInfo;
  if (nodeInfo === undefined || nodeInfo.kubeletVersion === spherelet || !isRunning(host)) return undefined;
  const due = turnOf(host, supervisor, view);
  if (due === undefined) return undefined;
  if (due > view.now) return { again: due - view.now };
  const object: Node = {
    ...node,
    status: {
      ...node.status,
      nodeInfo: { ...nodeInfo, kubeletVersion: spherelet, kubeProxyVersion: spherelet },
    },
  };
  return { writes: [{ verb: 'update', kind: nodes, object, why: `Spherelet ${spherelet}` }] };
}

function hostJoins(
  host: Host | undefined,
  name: string,
  supervisor: Supervisor,
  seed: number,
  view: View,
): Outcome | undefined {
  const node = view.get<Node>(nodesKind, name);
  if (host === undefined || !standsOn(supervisor, host.spec.cluster)) return remove(node, view);
  if (!hasHostNodes(supervisor, view.in(fabricScope))) return undefined;
  const source = nodeSource(supervisor, view.in(fabricScope), seed);
  if (node !== undefined) return updated(node, host, supervisor, source, view);
  if (!isRunning(host) || host.status?.sphereletReady !== true) return undefined;
  const { servesSince = 0 } = supervisor.status ?? {};
  const since = Math.max(servesSince, host.status.changedAt ?? 0);
  const due = since + view.draw(host.metadata.uid, 'spherelet', latency.sphereletInstallMs);
  if (due > view.now) return { again: due - view.now };
  return { writes: creations(hostNode(host, source), 'its Spherelet is installed') };
}

function vmJoins(vm: VirtualMachine, supervisor: Supervisor, seed: number, view: View): Outcome | undefined {
  const { node: name = '' } = vm.spec;
  if (!isMember(vm) || view.get<Node>(nodesKind, name) !== undefined) return undefined;
  const seeds = [
    ...controlPlaneNode(vm, nodeSource(supervisor, view.in(fabricScope), seed)),
    ...mirrorPods(name),
  ];
  return { writes: creations(seeds, 'joined the control plane') };
}

export const createJoin = (seed: number): Loop => ({
  name: 'wcp-nodes',
  observes: {
    [hostsKind]: (prev, next) => [(next ?? prev)?.metadata.name ?? ''],
    [machinesKind]: (prev, next) => {
      const { role, node = '' } = ((next ?? prev) as VirtualMachine).spec;
      return role === 'ControlPlane' ? [node, '*'] : nobody;
    },
    [supervisorsKind]: () => ['*'],
    [nodesKind]: (prev, next) => (next === undefined ? [prev?.metadata.name ?? ''] : nobody),
  },
  consults: [vcentersKind, kindId(leases)],
  expand: (_pattern, view) =>
    view
      .in(fabricScope)
      .list<Host>(hostsKind)
      .map(({ metadata }) => metadata.name),
  run(name, view): Outcome | undefined {
    const supervisor = supervisorOf(view);
    const fabric = view.in(fabricScope);
    if (supervisor === undefined || supervisor.spec.removed === true || isServiceStopped(fabric, 'wcp'))
      return undefined;
    const vm = fabric.list<VirtualMachine>(machinesKind, { index: ['node', name] })[0];
    return vm === undefined
      ? hostJoins(fabric.get<Host>(hostsKind, name), name, supervisor, seed, view)
      : vmJoins(vm, supervisor, seed, view);
  },
});
