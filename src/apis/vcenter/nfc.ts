// Disks under a lease, `/nfc/<lease>/disk-0.vmdk`: what is sent is counted and not kept, what is fetched is a disk that nobody wrote on. The lease
// is all that its client has to know. Source: vim25 HttpNfcLease.
import { bytesToBase64 } from '../../std/base64.ts';
import type { ReadView } from '../../store/view.ts';
import type { WireRequest, WireResponse } from '../kubernetes/wire.ts';
import { decodePart } from '../kubernetes/query.ts';
import { emptyDisk, emptyDiskBytes } from './ovf/empty-disk.ts';
import { leasedDisk } from './vim/nfc-leases.ts';
import { nfcRoot } from './wire.ts';

export const isNfcPath = (path: string): boolean => path.startsWith(nfcRoot);

const says = (status: number, words: string, headers: WireResponse['headers'] = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body: `${words}\n`,
});

/** Answers whatever `isNfcPath`. */
export function nfc(fabric: ReadView, { method, path }: WireRequest): WireResponse {
  const [lease = '', file = ''] = (path.slice(nfcRoot.length).split('?')[0] ?? '').split('/').map(decodePart);
  const found = leasedDisk(fabric, lease, file);
  if (found === undefined) return says(404, `No lease that is ready has a file '${file}'.`);
  const { task, disk } = found;
  const isImport = task.spec.awaits === 'Import';
  const allowed = isImport ? ['POST', 'PUT'] : ['GET', 'HEAD'];
  if (!allowed.includes(method))
    return says(405, `Method ${method} is not allowed.`, { allow: allowed.join(', ') });
  if (isImport) return { status: method === 'PUT' ? 201 : 200, headers: {}, body: '' };
  const headers = {
    'content-type': 'application/x-vnd.vmware-streamVmdk',
    'content-length': String(emptyDiskBytes(disk.capacityMiB)),
  };
  if (method === 'HEAD') return { status: 200, headers, body: '' };
  return { status: 200, headers, body: bytesToBase64(emptyDisk(disk.capacityMiB, file)), binary: true };
}
