// What the control plane VMs do by themselves, whether WCP runs or not: with more than half of etcd's members running the API serves, and
// one of them has the floating address.
import { latency } from '../../control/latency.ts';
import { nobody, type Loop, type Outcome } from '../../control/loop.ts';
import { controlPlaneVmsOf, machinesKind } from '../../kinds/vsphere/machine.ts';
import { standsOn, supervisors, supervisorsKind, type Supervisor } from '../../kinds/vsphere/supervisor.ts';
import { hasQuorum, isMember, isOn, type VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';

export const etcd: Loop = {
  name: 'etcd',
  observes: {
    [supervisorsKind]: (prev, next) => [(next ?? prev)?.metadata.name ?? ''],
    [machinesKind]: (prev, next) => {
      const { role, cluster } = ((next ?? prev) as VirtualMachine).spec;
      return role === 'ControlPlane' ? [`*${cluster}`] : nobody;
    },
  },
  expand: (pattern, view) =>
    view
      .list<Supervisor>(supervisorsKind)
      .filter((supervisor) => standsOn(supervisor, pattern.slice(1)))
      .map(({ metadata }) => metadata.name),
  run(name, view): Outcome | undefined {
    const supervisor = view.get<Supervisor>(supervisorsKind, name);
    if (supervisor === undefined) return undefined;
    const vms = controlPlaneVmsOf(supervisor, view);
    const running = vms.filter((vm) => isMember(vm) && isOn(vm));
    const { status } = supervisor;
    const apiServes = running.length > 0 && hasQuorum(vms);
    const isLed = running.some(({ metadata }) => metadata.name === status?.leader);
    if (status?.apiServes === apiServes && (isLed || !apiServes)) return undefined;
    const since = Math.max(0, ...vms.map((vm) => vm.status?.changedAt ?? 0));
    const left =
      since + view.draw(supervisor.metadata.uid, `election ${since}`, latency.leaderElectionMs) - view.now;
    if (apiServes && left > 0 && status?.leader !== undefined) return { again: left };
    const leader = isLed ? status?.leader : running[0]?.metadata.name;
    const { leader: _gone, ...before } = status ?? {};
    const object: Supervisor = {
      ...supervisor,
      status: {
        ...before,
        apiServes,
        ...(leader === undefined ? {} : { leader }),
        ...(apiServes ? { servesSince: status?.servesSince ?? view.now } : {}),
      },
    };
    return {
      writes: [{ verb: 'update', kind: supervisors, object, why: apiServes ? 'quorum' : 'no quorum' }],
    };
  },
};
