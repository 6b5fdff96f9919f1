// Removes requests for certificates that are of no use any more: a day after they were made where nobody answered, an hour after the
// answer where they were denied or issued. It looks once an hour. Source: kubernetes pkg/controller/certificates/cleaner. Left out: a
// certificate that ends before its hour is over.
import type { Controller } from '../../control/controller.ts';
import { DAY_MS, HOUR_MS, parseTime } from '../../std/time.ts';
import { isDeleting } from '../../store/object.ts';
import { certificateSigningRequests, type CertificateSigningRequest } from './signing-request.ts';

/** When the request is of no use any more; undefined where that is not known yet. */
function endOf({ metadata, status = {} }: CertificateSigningRequest): number | undefined {
  const { conditions = [], certificate } = status;
  const after = (time: string | undefined, ms: number): number | undefined => {
    const since = parseTime(time ?? '');
    return since === undefined ? undefined : since + ms;
  };
  if (conditions.length === 0) return after(metadata.creationTimestamp, DAY_MS);
  const over = conditions.find(
    ({ type }) =>
      type === 'Denied' || type === 'Failed' || (type === 'Approved' && certificate !== undefined),
  );
  return after(over?.lastUpdateTime, HOUR_MS);
}

export const csrCleaner: Controller<CertificateSigningRequest> = {
  kind: certificateSigningRequests,
  name: 'csrcleaner-controller',
  reconcile(request, { now }) {
    const end = endOf(request);
    if (end === undefined || isDeleting(request)) return undefined;
    const due = Math.ceil((end + 1) / HOUR_MS) * HOUR_MS;
    if (due > now) return { again: due - now };
    const kind = certificateSigningRequests;
    return { writes: [{ verb: 'delete', kind, object: request, why: 'of no use any more' }] };
  },
};
