// What the webhook of a Supervisor's storage driver refuses: snapshots that do not come from a guest cluster, and a volume's health
// written by anybody but the driver. It stands on the side of the API server here, so nobody need call it.
// Source: vsphere-csi-driver 3.1 pkg/syncer/admissionhandler; controller-runtime 0.13 pkg/webhook/admission, Denied.
import type { Admission, AdmissionRequest } from '../../../store/admission.ts';
import { Refusal } from '../../../store/refusal.ts';
import { isMain } from './request.ts';

const webhook = 'validation.csi.vsphere.vmware.com';
const driverAccounts = 'system:serviceaccount:vmware-system-csi';
const fromGuest = 'csi.vsphere.guest-initiated-csi-snapshot';
const health = 'volumehealth.storage.kubernetes.io/health';

const notFromHere =
  'Snapshot creation initiated directly from the Supervisor cluster is not supported. Please initiate snapshot creation from the Guest cluster.';

/** Its reason is the text itself, as that version of the library has it. */
function denied(why: string): Refusal {
  return new Refusal(403, why, `admission webhook ${JSON.stringify(webhook)} denied the request: ${why}`);
}

function checkHealth({ verb, next, prev, context }: AdmissionRequest): void {
  if (context.by.startsWith(driverAccounts)) return;
  const [before, after] = [prev?.metadata.annotations?.[health], next?.metadata?.annotations?.[health]];
  if (before === after) return;
  const may = verb === 'create' ? 'cannot be created' : 'is not mutable';
  throw denied(`PVC Annotation ${health} ${may} by user ${context.by}`);
}

export const csiWebhook: Admission = {
  name: webhook,
  kinds: ['core/persistentvolumeclaims', 'snapshot.storage.k8s.io/volumesnapshots'],
  validate(request) {
    const { verb, kind, next, context } = request;
    if (verb === 'delete' || !isMain(context)) return;
    if (kind.group === '') checkHealth(request);
    // Who brings snapshots of his own brings what makes them, too.
    else if (
      verb === 'create' &&
      kind.custom?.brought !== undefined &&
      next?.metadata?.annotations?.[fromGuest] === undefined
    )
      throw denied(notFromHere);
  },
};
