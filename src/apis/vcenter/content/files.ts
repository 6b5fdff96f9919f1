// Files: of a library's item, where they are stored, and of a session that changes them. The older root names what they are of in the query, and a
// file in the body. Source: vSphere Automation API, com.vmware.content.library.item.{File, Storage}, item.updatesession.File.
import type { LibraryItem } from '../../../kinds/vsphere/library-item.ts';
import type { LibrarySession } from '../../../kinds/vsphere/library-session.ts';
import { integer, string } from '../../../store/schema/infer.ts';
import { alreadyExists } from '../failure.ts';
import { filesRoot } from '../wire.ts';
import { ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { backingOf, itemOf, libraryOf } from './found.ts';
import { activeSession, putSession, sessionOf, updates } from './sessions.ts';
import { downloadOperations } from './downloads.ts';
import { endpointOf, nameIn, one, withNamed } from './file-requests.ts';

const items = 'content/library/item';
const sessions = `${updates}/{session}/file`;
const olderSessions = 'content/library/item/updatesession/file';
const read = { privilege: 'System.Read' } as const;
const session = { privilege: 'ContentLibrary.UpdateSession' } as const;

const asked = (call: Call): LibraryItem => itemOf(call.fabric, call.params['item'] ?? '');

function filesOf(call: Call) {
  const { spec, status } = asked(call);
  const cached = status?.cached ?? false;
  return (spec.files ?? []).map(({ name, bytes: size }) => ({ name, size, cached, version: '1' }));
}

function storageOf(call: Call) {
  const storage_backing = backingOf(libraryOf(call.fabric, asked(call).spec.library).spec);
  return filesOf(call).map((file) => ({ ...file, storage_backing, storage_uris: [] }));
}

/** One list by an item, in both forms. */
const ofItem = (
  last: string,
  listed: (call: Call) => readonly { readonly name: string }[],
  member: string,
): readonly Operation[] => [
  {
    method: 'GET',
    path: `${items}/${last}`,
    query: ['library_item_id'],
    ...read,
    answer: (call) => ok(listed(withNamed(call, 'item', 'library_item_id'))),
  },
  {
    method: 'POST',
    path: `${items}/${last}/{item}`,
    action: 'get',
    ...read,
    answer: (call) => ok(one(listed(call), nameIn(call, member))),
  },
  { method: 'GET', path: `${items}/{item}/${last}`, ...read, answer: (call) => ok(listed(call)) },
];

const fileModel =
  (call: Call, { metadata }: LibrarySession) =>
  ({ name, bytes, source }: LibrarySession['spec']['files'][number]) => ({
    name,
    source_type: source,
    size: bytes,
    bytes_transferred: bytes,
    status: 'READY',
    ...(source === 'PUSH' ? { upload_endpoint: { uri: endpointOf(call, metadata.name, name) } } : {}),
  });

function addFile(call: Call) {
  const schema = {
    type: 'object',
    required: ['name'],
    properties: {
      name: string,
      source_type: { type: 'string', enum: ['NONE', 'PUSH', 'PULL'] },
      size: integer,
      source_endpoint: { type: 'object', properties: { uri: string, ssl_certificate_thumbprint: string } },
      checksum_info: { type: 'object', properties: { algorithm: string, checksum: string } },
    },
  } as const;
  const { name, source_type: source = 'PUSH', size: bytes = 0 } = readBody(schema, call.body);
  const session = activeSession(call, 'Update');
  if (session.spec.files.some((file) => file.name === name))
    throw alreadyExists(`The session already has a file with the name '${name}'.`, [name]);
  const file = { name, bytes, source };
  putSession(call, session, { files: [...session.spec.files, file] }, 'Add file');
  return ok(fileModel(call, session)(file));
}

const removeFile = (call: Call, name: string) => {
  const session = activeSession(call, 'Update');
  one(session.spec.files, name);
  const files = session.spec.files.filter((file) => file.name !== name);
  return putSession(call, session, { files }, 'Remove file');
};

/** A template of OVF is nothing without its descriptor. */
function validate(call: Call) {
  const { files, item } = activeSession(call, 'Update').spec;
  const { spec } = itemOf(call.fabric, item);
  const names = [...files, ...(spec.files ?? [])].map(({ name }) => name.toLowerCase());
  const isMissing = spec.type.toLowerCase() === 'ovf' && !names.some((name) => /\.(ovf|ova)$/.test(name));
  const missing_files = isMissing ? [`${spec.displayName}.ovf`] : [];
  return ok({ has_errors: isMissing, missing_files, invalid_files: [] });
}

function listFiles(call: Call) {
  const session = sessionOf(call, 'Update');
  return session.spec.files.map(fileModel(call, session));
}

/** The file is as large as what came; what it holds is kept where it is short text. */
function upload(call: Call) {
  const session = activeSession(call, 'Update');
  const { name } = one(session.spec.files, call.params['file'] ?? '');
  const files = session.spec.files.map((file) =>
    file.name === name
      ? {
          ...file,
          bytes: call.bytes ?? file.bytes,
          ...(call.text === undefined ? {} : { text: call.text }),
        }
      : file,
  );
  putSession(call, session, { files }, 'Upload file');
  return { status: 200 as const };
}

const ofSession: readonly Operation[] = [
  {
    method: 'PUT',
    path: `${filesRoot.slice(1)}{session}/{file}`,
    ...session,
    takesBytes: true,
    answer: upload,
  },
  { method: 'GET', path: sessions, ...session, answer: (call) => ok(listFiles(call)) },
  { method: 'POST', path: sessions, ...session, answer: addFile },
  { method: 'POST', path: sessions, action: 'validate', ...session, answer: validate },
  {
    method: 'GET',
    path: `${sessions}/{file}`,
    ...session,
    answer: (call) => ok(one(listFiles(call), call.params['file'] ?? '')),
  },
  {
    method: 'DELETE',
    path: `${sessions}/{file}`,
    ...session,
    answer: (call) => removeFile(call, call.params['file'] ?? ''),
  },
  {
    method: 'GET',
    path: olderSessions,
    query: ['update_session_id'],
    ...session,
    answer: (call) => ok(listFiles(withNamed(call, 'session', 'update_session_id'))),
  },
  ...Object.entries({
    add: addFile,
    get: (call: Call) => ok(one(listFiles(call), nameIn(call, 'file_name'))),
    remove: (call: Call) => removeFile(call, nameIn(call, 'file_name')),
    validate,
  }).map(([action, answer]): Operation => ({
    method: 'POST',
    path: `${olderSessions}/{session}`,
    action,
    ...session,
    answer,
  })),
];

export const fileOperations: readonly Operation[] = [
  // First those whose paths look like an item's files too.
  ...ofSession,
  ...downloadOperations,
  ...ofItem('file', filesOf, 'name'),
  ...ofItem('storage', storageOf, 'file_name'),
];
