// vSphere Lifecycle Manager: brings the hosts of a cluster to its image, one after another. Each goes into maintenance mode, gets the image,
// restarts, and comes back; where one cannot be emptied the others wait.
import { latency } from '../control/latency.ts';
import { nobody, type Loop, type Outcome, type Write } from '../control/loop.ts';
import { clustersKind, type Cluster } from '../kinds/vsphere/cluster.ts';
import { hosts, isRunning, type Host } from '../kinds/vsphere/host.ts';
import { hostsKind } from '../kinds/vsphere/machine.ts';

const write = (host: Host, spec: Partial<Host['spec']>, status: Host['status'], why: string): Write => ({
  verb: 'update',
  kind: hosts,
  object: { ...host, spec: { ...host.spec, ...spec }, status: { ...host.status, ...status } } as Host,
  why,
});

/** Back from its restart: it takes VMs again. */
function finished(host: Host): Write {
  const { remediating: _done, maintenance: _over, ...spec } = host.spec;
  return { verb: 'update', kind: hosts, object: { ...host, spec } as Host, why: 'its image is installed' };
}

export const vlcm: Loop = {
  name: 'vlcm',
  observes: {
    [clustersKind]: (prev, next) => {
      const [before, after] = [prev, next] as (Cluster | undefined)[];
      return after?.spec.remediation === undefined || after.spec.remediation === before?.spec.remediation
        ? nobody
        : [after.metadata.name];
    },
    [hostsKind]: (_prev, next) => {
      const host = next as Host | undefined;
      return host?.spec.remediating === true ? [host.spec.cluster] : nobody;
    },
  },
  run(name, view): Outcome | undefined {
    const image = view.get<Cluster>(clustersKind, name)?.spec.remediation;
    if (image === undefined) return undefined;
    const all = view.list<Host>(hostsKind).filter(({ spec }) => spec.cluster === name);
    const host = all.find(({ spec }) => spec.remediating === true);
    if (host === undefined) {
      // A host that somebody has put into maintenance mode is theirs.
      const next = all.find(
        (other) => other.spec.build !== image && isRunning(other) && other.spec.maintenance !== true,
      );
      if (next === undefined) return undefined;
      const spec = { maintenance: true, remediating: true };
      return { writes: [write(next, spec, { maintenanceAskedAt: view.now }, 'remediation')], again: 1 };
    }
    if (host.status?.inMaintenanceMode !== true) return undefined;
    if (host.spec.build === image) {
      const isBack = isRunning(host) && host.status.sphereletReady === true;
      return isBack ? { writes: [finished(host)], again: 1 } : undefined;
    }
    const { imageAskedAt } = host.status;
    if (imageAskedAt === undefined || imageAskedAt < (host.status.maintenanceAskedAt ?? 0))
      return { writes: [write(host, {}, { imageAskedAt: view.now }, 'its image is installed')], again: 1 };
    const span = view.draw(host.metadata.uid, `image ${imageAskedAt}`, latency.hostPatchMs);
    const left = imageAskedAt + span - view.now;
    if (left > 0) return { again: left };
    // The restart: it answers vCenter again when it has booted.
    const restarted = {
      connectionState: 'NOT_RESPONDING',
      changedAt: view.now,
      sphereletReady: false,
    } as const;
    return { writes: [write(host, { build: image }, restarted, 'it restarts with its image')] };
  },
};
