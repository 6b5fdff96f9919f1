// What VMs and hosts use now: a vSphere Pod what its containers' curves say, a control plane VM what its Pods say, people's own VMs what DRS takes them
// to. Whole MHz and MiB.
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { UsageReader } from '../../../kinds/metrics/usage.ts';
import { assumedUseOf, type Use } from '../../../kinds/vsphere/assumed-use.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import { isOn, type VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import type { ReadView } from '../../../store/view.ts';

const nothing: Use = { cpuMHz: 0, memoryMiB: 0 };

/** What ESXi itself takes of a host. */
const kernel: Use = { cpuMHz: 120, memoryMiB: 3_072 };

export const sumOf = (uses: readonly Use[]): Use => ({
  cpuMHz: uses.reduce((total, { cpuMHz }) => total + cpuMHz, 0),
  memoryMiB: uses.reduce((total, { memoryMiB }) => total + memoryMiB, 0),
});

/** Use as one reading of the world tells it. */
export class UseReader {
  readonly #fabric: ReadView;
  readonly #readers = new Map<string, UsageReader>();

  constructor(fabric: ReadView) {
    this.#fabric = fabric;
  }

  ofMachine(vm: VirtualMachine): Use {
    if (!isOn(vm)) return nothing;
    const mhz = this.#fabric.get<Host>('vsphere.sandbox/hosts', vm.status?.host ?? '')?.spec.cpu.mhz ?? 0;
    return this.#measured(vm, mhz) ?? assumedUseOf(vm.spec, mhz);
  }

  ofHost({ metadata: { name }, status }: Host): Use {
    if (status?.powerState !== 'POWERED_ON') return nothing;
    const vms = this.#fabric.list<VirtualMachine>('vsphere.sandbox/virtualmachines', {
      index: ['host', name],
    });
    return sumOf([kernel, ...vms.map((vm) => this.ofMachine(vm))]);
  }

  /** What the Pods on it use; undefined where none has been looked at yet. */
  #measured({ spec: { role, pod, node, cluster, memoryMiB } }: VirtualMachine, mhz: number): Use | undefined {
    if (role === 'VM') return undefined;
    const scope =
      pod?.scope ??
      this.#fabric
        .list<Supervisor>('vsphere.sandbox/supervisors')
        .find(({ spec }) => spec.cluster === cluster)?.spec.scope;
    if (scope === undefined) return undefined;
    const view = this.#fabric.in(scope);
    const found = pod === undefined ? undefined : view.get<Pod>('core/pods', pod.name, pod.namespace);
    const pods =
      pod === undefined
        ? view.list<Pod>('core/pods', { index: ['node', node ?? ''] })
        : found === undefined
          ? []
          : [found];
    const reader = this.#readers.get(scope) ?? new UsageReader(view);
    this.#readers.set(scope, reader);
    const usages = pods.flatMap((each) => reader.of(each)?.containers ?? []);
    if (usages.length === 0) return undefined;
    const bytes = usages.reduce((total, { memoryBytes }) => total + memoryBytes, 0);
    const nano = usages.reduce((total, { cpuNano }) => total + cpuNano, 0);
    return {
      cpuMHz: Math.round((nano / 1e9) * mhz),
      memoryMiB: Math.min(memoryMiB, Math.ceil(bytes / bytesPerMiB)),
    };
  }
}
