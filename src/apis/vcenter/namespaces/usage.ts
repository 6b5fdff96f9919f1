// What a vSphere Namespace uses: its Pods' processors and memory as their curves say, its volumes.
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { UsageReader } from '../../../kinds/metrics/usage.ts';
import type { FirstClassDisk } from '../../../kinds/vsphere/first-class-disk.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import type { ReadView } from '../../../store/view.ts';
import { list } from '../inventory/places.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';

/** Megahertz, MiB and MiB. `supervisor` sees the Supervisor that the namespace is on. */
export function statsOf(namespace: string, supervisor: ReadView, fabric: ReadView) {
  const frequencies = new Map(
    list<Host>(fabric, 'hosts').map(({ metadata, spec }) => [metadata.name, spec.cpu.mhz]),
  );
  const reader = new UsageReader(supervisor);
  let megahertz = 0;
  let bytes = 0;
  for (const pod of supervisor.list<Pod>('core/pods', { namespace })) {
    const mhz = frequencies.get(pod.spec.nodeName ?? '') ?? 0;
    for (const { cpuNano, memoryBytes } of reader.of(pod)?.containers ?? []) {
      megahertz += (cpuNano / 1e9) * mhz;
      bytes += memoryBytes;
    }
  }
  const disks = list<FirstClassDisk>(fabric, 'firstclassdisks').filter(
    ({ spec: { volume } }) => volume?.scope === supervisor.scope && volume.namespace === namespace,
  );
  return {
    cpu_used: Math.round(megahertz),
    memory_used: Math.round(bytes / bytesPerMiB),
    storage_used: disks.reduce((sum, { spec }) => sum + spec.capacityMiB, 0),
  };
}
