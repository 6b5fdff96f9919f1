// The Workload Control Plane service of vCenter, and whether it runs: nothing that it does is done while it is stopped.
import type { VCenter } from '../../kinds/vsphere/vcenter.ts';
import type { ReadView } from '../../store/view.ts';

export const vcentersKind = 'vsphere.sandbox/vcenters';

export function isServiceStarted(fabric: ReadView): boolean {
  const stopped = fabric.list<VCenter>(vcentersKind)[0]?.spec.stoppedServices ?? [];
  return !stopped.includes('wcp');
}
