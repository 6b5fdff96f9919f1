// Whether the service of Workload Management runs at all.
import { isServiceStopped } from '../../../kinds/vsphere/vcenter.ts';
import type { ReadView } from '../../../store/view.ts';
import { Failure } from '../failure.ts';

/** Nothing of Workload Management is answered while its service does not run. */
export function checkService(fabric: ReadView): void {
  if (!isServiceStopped(fabric, 'wcp')) return;
  throw new Failure(
    'SERVICE_UNAVAILABLE',
    'vapi.endpoint.service.unavailable',
    "The service 'wcp' is not running. Start it, then try again.",
    ['wcp'],
  );
}
