// Files of a download session: those of its item, each to be had at an address once it is prepared. Source: vSphere Automation API,
// com.vmware.content.library.item.downloadsession.File.
import type { LibrarySession } from '../../../kinds/vsphere/library-session.ts';
import { bytesToBase64 } from '../../../std/base64.ts';
import { limits } from '../../../std/limits.ts';
import { string } from '../../../store/schema/infer.ts';
import { unsupported } from '../failure.ts';
import { emptyDisk } from '../ovf/empty-disk.ts';
import { ok, type Call, type Operation, type Reply } from '../operation.ts';
import { filesRoot } from '../wire.ts';
import { endpointOf, nameIn, one, withNamed } from './file-requests.ts';
import { itemOf } from './found.ts';
import { activeSession, downloads, putSession, sessionOf } from './sessions.ts';

const path = `${downloads}/{session}/file`;
const olderPath = 'content/library/item/downloadsession/file';
const session = { privilege: 'ContentLibrary.DownloadSession' } as const;

const filesOf = ({ fabric }: Call, { spec }: LibrarySession) => itemOf(fabric, spec.item).spec.files ?? [];

/** What is prepared is there at once: it lies beside vCenter, and nothing is fetched for it. */
function modelsOf(call: Call, found = sessionOf(call, 'Download')) {
  const prepared = new Set(found.spec.files.map(({ name }) => name));
  return filesOf(call, found).map(({ name, bytes: size }) => ({
    name,
    size,
    bytes_transferred: prepared.has(name) ? size : 0,
    status: prepared.has(name) ? 'PREPARED' : 'UNPREPARED',
    ...(prepared.has(name)
      ? { download_endpoint: { uri: endpointOf(call, found.metadata.name, name) } }
      : {}),
  }));
}

/** One file by the query, or all. */
function listed(call: Call) {
  const [name] = call.query('file_name');
  return ok(name === undefined ? modelsOf(call) : one(modelsOf(call), name));
}

function prepare(call: Call) {
  const found = activeSession(call, 'Download');
  const { name, bytes } = one(filesOf(call, found), nameIn(call, 'file_name', { endpoint_type: string }));
  const others = found.spec.files.filter((file) => file.name !== name);
  const spec = { ...found.spec, files: [...others, { name, bytes, source: 'NONE' as const }] };
  putSession(call, found, { files: spec.files }, 'Prepare file');
  return ok(one(modelsOf(call, { ...found, spec }), name));
}

/** How large the disk in a file is, of a template that was made of a VM here; of others it is not known what they hold. */
function emptyDiskAt({ fabric }: Call, { spec }: LibrarySession, name: string): number | undefined {
  const { files = [], machine } = itemOf(fabric, spec.item).spec;
  return machine?.disksMiB[
    files.filter((file) => file.text === undefined).findIndex((file) => file.name === name)
  ];
}

function download(call: Call): Reply {
  const found = activeSession(call, 'Download');
  const { name } = one(found.spec.files, call.params['file'] ?? '');
  const { bytes, text } = one(filesOf(call, found), name);
  const capacityMiB = emptyDiskAt(call, found, name);
  if (capacityMiB !== undefined) {
    const body = bytesToBase64(emptyDisk(capacityMiB, name));
    return { status: 200 as const, file: { body, binary: true as const } };
  }
  if (text === undefined && bytes > 0)
    throw unsupported(
      `The content of file '${name}' cannot be downloaded: the sandbox keeps text of up to ${limits.fileTextBytesMax} bytes, and of this it knows ${bytes} bytes.`,
      [name],
    );
  return { status: 200 as const, file: { body: text ?? '' } };
}

export const downloadOperations: readonly Operation[] = [
  { method: 'GET', path: `${filesRoot.slice(1)}{session}/{file}`, ...session, answer: download },
  { method: 'GET', path, query: ['file_name'], ...session, answer: listed },
  { method: 'POST', path, action: 'prepare', ...session, answer: prepare },
  {
    method: 'GET',
    path: olderPath,
    query: ['download_session_id'],
    ...session,
    answer: (call) => ok(modelsOf(withNamed(call, 'session', 'download_session_id'))),
  },
  {
    method: 'POST',
    path: `${olderPath}/{session}`,
    action: 'get',
    ...session,
    answer: (call) => ok(one(modelsOf(call), nameIn(call, 'file_name'))),
  },
  { method: 'POST', path: `${olderPath}/{session}`, action: 'prepare', ...session, answer: prepare },
];
