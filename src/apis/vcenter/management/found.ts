// Looking up what operations of Workload Management name, and whether its service runs at all.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { VCenter } from '../../../kinds/vsphere/vcenter.ts';
import { releaseOf, type Release } from '../../../releases/release.ts';
import { assert } from '../../../std/assert.ts';
import type { ReadView } from '../../../store/view.ts';
import { Failure, notFound } from '../failure.ts';
import { list } from '../inventory/places.ts';

export function vcenterOf(fabric: ReadView): VCenter {
  const found = list<VCenter>(fabric, 'vcenters')[0];
  assert(found !== undefined, 'a world has a vCenter');
  return found;
}

export function releaseIn(fabric: ReadView): Release {
  const release = releaseOf(vcenterOf(fabric).spec.release);
  assert(release !== undefined, 'a vCenter is of a release that is known');
  return release;
}

export function clusterOf(fabric: ReadView, moid: string): Cluster {
  const found = list<Cluster>(fabric, 'clusters').find(({ spec }) => spec.moid === moid);
  if (found === undefined) throw notFound('Cluster', moid);
  return found;
}

/** Nothing of Workload Management is answered while its service does not run. */
export function checkService(fabric: ReadView): void {
  if (vcenterOf(fabric).spec.stoppedServices?.includes('wcp') !== true) return;
  throw new Failure(
    'SERVICE_UNAVAILABLE',
    'vapi.endpoint.service.unavailable',
    "The service 'wcp' is not running. Start it, then try again.",
    ['wcp'],
  );
}
