// How a Supervisor goes: its vSphere Namespaces first, each as if it were removed by itself; then its VMs and what it has in NSX or on its
// load balancer; then it.
// Its scope of the world goes with it.
import { latency } from '../../control/latency.ts';
import type { Outcome, Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { balancedServers, type BalancedServer } from '../../kinds/load-balancer/virtual-server.ts';
import { natRules, type NatRule } from '../../kinds/nsx/nat-rule.ts';
import { segments, type Segment } from '../../kinds/nsx/segment.ts';
import { tier1s, type Tier1 } from '../../kinds/nsx/tier1.ts';
import { virtualServers, type VirtualServer } from '../../kinds/nsx/virtual-server.ts';
import { firstClassDisks, type FirstClassDisk } from '../../kinds/vsphere/first-class-disk.ts';
import { controlPlaneVmsOf, machinesKind } from '../../kinds/vsphere/machine.ts';
import { vsphereNamespaces, type VSphereNamespace } from '../../kinds/vsphere/namespace.ts';
import {
  clusterSupervisorServices,
  clusterSupervisorServicesKind,
  type ClusterSupervisorService,
} from '../../kinds/vsphere/supervisor-service.ts';
import { supervisors, type Supervisor } from '../../kinds/vsphere/supervisor.ts';
import { virtualMachines, type VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import { limits } from '../../std/limits.ts';
import { kindId } from '../../store/kind.ts';

const owned = [balancedServers, virtualServers, natRules, segments, tier1s] as const;

/** Kinds that the removal reads. */
export const removedKinds: readonly string[] = [
  ...owned.map(kindId),
  kindId(firstClassDisks),
  kindId(vsphereNamespaces),
  clusterSupervisorServicesKind,
];

function gone(supervisor: Supervisor, view: View): readonly Write[] {
  const { scope } = supervisor.spec;
  const why = `${supervisor.metadata.name} is removed`;
  const crxs = view
    .list<VirtualMachine>(machinesKind, { index: ['role', 'Pod'] })
    .filter(({ spec }) => spec.pod?.scope === scope);
  const machines = [...crxs, ...controlPlaneVmsOf(supervisor, view)];
  const services = view.list<ClusterSupervisorService>(clusterSupervisorServicesKind, {
    index: ['supervisor', supervisor.metadata.name],
  });
  const disks = view
    .list<FirstClassDisk>(kindId(firstClassDisks))
    .filter(({ spec }) => spec.volume?.scope === scope);
  return [
    ...machines.map((object): Write => ({ verb: 'delete', kind: virtualMachines, object, why })),
    ...services.map((object): Write => ({ verb: 'delete', kind: clusterSupervisorServices, object, why })),
    ...disks.map((object): Write => ({ verb: 'delete', kind: firstClassDisks, object, why })),
    ...owned.flatMap((kind) =>
      view
        .list<BalancedServer | VirtualServer | NatRule | Segment | Tier1>(kindId(kind))
        .filter(({ spec }) => spec.scope === scope)
        .map((object): Write => ({ verb: 'delete', kind, object, why })),
    ),
  ];
}

function removing(supervisor: Supervisor, view: View): Write {
  const { conditions: _reached, ...status } = supervisor.status ?? {};
  const object: Supervisor = {
    ...supervisor,
    spec: { ...supervisor.spec, askedAt: view.now },
    status: { ...status, configStatus: 'REMOVING' },
  };
  return { verb: 'update', kind: supervisors, object, why: 'Workload Management is disabled' };
}

/** Without an API that serves nobody is left to empty a namespace: it goes as it is. */
function emptied(namespace: VSphereNamespace, serves: boolean): readonly Write[] {
  const why = 'its Supervisor is removed';
  if (!serves) return [{ verb: 'delete', kind: vsphereNamespaces, object: namespace, why }];
  if (namespace.spec.removed === true) return [];
  const object = { ...namespace, spec: { ...namespace.spec, removed: true } };
  return [{ verb: 'update', kind: vsphereNamespaces, object, why }];
}

export function removal(supervisor: Supervisor, view: View): Outcome | undefined {
  const { name, uid } = supervisor.metadata;
  if (supervisor.status?.configStatus !== 'REMOVING')
    return { writes: [removing(supervisor, view)], again: 1 };
  const left = view
    .list<VSphereNamespace>(kindId(vsphereNamespaces))
    .filter(({ spec }) => spec.supervisor === name);
  const serves = supervisor.status.apiServes === true;
  if (left.length > 0) return { writes: left.flatMap((namespace) => emptied(namespace, serves)) };
  const due = (supervisor.spec.askedAt ?? 0) + view.draw(uid, 'remove', latency.wcpRemoveMs);
  if (due > view.now) return { again: due - view.now };
  const writes = gone(supervisor, view);
  if (writes.length > limits.writesPerEventMax)
    return { writes: writes.slice(0, limits.writesPerEventMax), again: 1 };
  const own: Write = { verb: 'delete', kind: supervisors, object: supervisor, why: 'nothing is left of it' };
  return { writes: [...writes, own] };
}
