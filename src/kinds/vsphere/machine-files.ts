// Where a VM's files lie: people's own as they were placed; a Supervisor's, which are its control plane and vSphere Pods, by its storage policies.
import type { ReadView } from '../../store/view.ts';
import type { Host } from './host.ts';
import type { StoragePolicy } from './storage-policy.ts';
import { clustersOf, type Supervisor } from './supervisor.ts';
import type { VirtualMachine } from './virtual-machine.ts';

/** A datastore that the cluster's hosts have and that complies; any of theirs, where the Supervisor has no policy of its own. */
export function supervisorDatastore(cluster: string, role: VirtualMachine['spec']['role'], fabric: ReadView) {
  const host = fabric
    .list<Host>('vsphere.sandbox/hosts')
    .find(({ spec }) => spec.cluster === cluster && spec.datastores !== undefined);
  const storage = fabric
    .list<Supervisor>('vsphere.sandbox/supervisors')
    .find((supervisor) => clustersOf(supervisor).includes(cluster))?.spec.storage;
  const id = role === 'ControlPlane' ? storage?.controlPlane : storage?.ephemeral;
  const [policy] =
    id === undefined
      ? []
      : fabric.list<StoragePolicy>('vsphere.sandbox/storagepolicies', { index: ['id', id] });
  return host?.spec.datastores?.find((name) => policy?.spec.datastores.includes(name) ?? true);
}

/** @returns of a VM the names of the datastores that it has files on, where its configuration lies first. */
export function filesIn(fabric: ReadView): (vm: VirtualMachine) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return ({ spec: { hardware, cluster, role } }) => {
    if (hardware !== undefined)
      return [...new Set([hardware.datastore, ...hardware.disks.map(({ datastore }) => datastore)])];
    const key = `${role} ${cluster}`;
    let found = known.get(key);
    if (found === undefined) {
      const name = supervisorDatastore(cluster ?? '', role, fabric);
      found = name === undefined ? [] : [name];
      known.set(key, found);
    }
    return found;
  };
}
