// VM-Host and VM-VM rules of a cluster: where they let a VM run. A rule that only should be kept counts while it leaves a host.
import type { ReadView } from '../../store/view.ts';
import { clustersKind, type Cluster, type DrsRule } from './cluster.ts';
import type { Host } from './host.ts';
import type { VirtualMachine } from './virtual-machine.ts';

const machines = 'vsphere.sandbox/virtualmachines';

export function membersOf({ spec }: Cluster, group: string | undefined): ReadonlySet<string> {
  return new Set(spec.drs.groups?.find(({ name }) => name === group)?.members);
}

/** Rules that are in force. */
export function rulesOf({ spec: { drs } }: Cluster): readonly DrsRule[] {
  return drs.enabled ? (drs.rules ?? []).filter(({ enabled }) => enabled) : [];
}

/** Whether a VM-Host rule lets the VM run on a host; true where it is not about the VM. */
export function allowsHost(cluster: Cluster, rule: DrsRule, vm: string, host: string): boolean {
  if (rule.kind !== 'VmHost' && rule.kind !== 'VmNotHost') return true;
  if (!membersOf(cluster, rule.vmGroup).has(vm)) return true;
  return membersOf(cluster, rule.hostGroup).has(host) === (rule.kind === 'VmHost');
}

/** Hosts of the others that a VM-VM rule names and that run. */
function hostsOfOthers({ vms = [] }: Pick<DrsRule, 'vms'>, own: string, view: ReadView): ReadonlySet<string> {
  const hosts = vms.flatMap((vm) => {
    const other = vm === own ? undefined : view.get<VirtualMachine>(machines, vm);
    const { powerState, host } = other?.status ?? {};
    return powerState === 'POWERED_ON' && host !== undefined ? [host] : [];
  });
  return new Set(hosts);
}

/** Of these hosts those without another VM of a module that has this one; all where there is none. */
function spread(vm: string, hosts: readonly Host[], cluster: Cluster, view: ReadView): readonly Host[] {
  let left = hosts;
  for (const { vms } of cluster.spec.modules ?? []) {
    if (!vms.includes(vm)) continue;
    const others = hostsOfOthers({ vms }, vm, view);
    const free = left.filter(({ metadata }) => !others.has(metadata.name));
    if (free.length > 0) left = free;
  }
  return left;
}

/** Of these hosts those that the rules leave. What must be kept may leave none. */
export function byRules(vm: VirtualMachine, hosts: readonly Host[], view: ReadView): readonly Host[] {
  const { name } = vm.metadata;
  const cluster = view.get<Cluster>(clustersKind, vm.spec.cluster);
  const rules = cluster === undefined ? [] : rulesOf(cluster);
  if (cluster === undefined || !cluster.spec.drs.enabled) return hosts;
  let left = hosts;
  for (const rule of rules) {
    const others = rule.vms?.includes(name) === true ? hostsOfOthers(rule, name, view) : new Set<string>();
    const kept = left.filter(({ metadata, spec }) => {
      if (rule.kind === 'Affinity') return others.size === 0 || others.has(metadata.name);
      if (rule.kind === 'AntiAffinity') return !others.has(metadata.name);
      return allowsHost(cluster, rule, name, spec.moid);
    });
    const isSoft = rule.kind !== 'Affinity' && rule.kind !== 'AntiAffinity' && rule.mandatory !== true;
    if (kept.length > 0 || !isSoft) left = kept;
  }
  return spread(name, left, cluster, view);
}
