// Files of datastores over HTTP, `/folder/<path>?dcPath=dc01&dsName=vsanDatastore`: listed, read, written, deleted. Short text is kept; of what is
// longer or no text the bytes are counted, and it cannot be read again. Source: vSphere Web Services SDK Programming Guide, HTTP access to files.
import type { Datastore } from '../../kinds/vsphere/datastore.ts';
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../../store/view.ts';
import { limits } from '../../std/limits.ts';
import { utf8Length } from '../../std/utf8.ts';
import { json } from '../kubernetes/answer.ts';
import type { WireRequest, WireResponse } from '../kubernetes/wire.ts';
import { decodePart, Query } from '../kubernetes/query.ts';
import type { Authority } from './authorization/authority.ts';
import { configurationFile } from './inventory/machines/configuration-file.ts';
import { isOwn } from './inventory/machines/machine.ts';
import { filesOf } from './inventory/datastore-files.ts';
import { cleanPath, fileAt, put, remove, type Place } from './inventory/own-files.ts';
import { datacenterNamed, list, titleOf, storesNamed } from './inventory/places.ts';
import type { Writer } from './operation.ts';
import { VimFault } from './vim/method.ts';
import { folderRoot, type FolderEntry } from './wire.ts';

export const isFolderPath = (path: string): boolean =>
  path === folderRoot.slice(0, -1) || path.startsWith(folderRoot);

interface FolderCall {
  readonly fabric: ReadView;
  readonly write: Writer;
  readonly authority: Authority;
}

const plain = { 'content-type': 'text/plain; charset=utf-8' };

const says = (status: number, words: string): WireResponse => ({
  status,
  headers: plain,
  body: `${words}\n`,
});

const statuses: Readonly<Record<string, number>> = {
  FileNotFound: 404,
  FileLocked: 409,
  FileAlreadyExists: 409,
  NoDiskSpace: 507,
};

function placeAsked(fabric: ReadView, path: string, query: Query): Place | WireResponse {
  const name = query.get('dsName') ?? '';
  const datacenter = query.get('dcPath');
  const isAsked = ({ spec }: Datastore): boolean => {
    const owner = datacenterNamed(fabric, spec.datacenter);
    return datacenter === undefined || owner === undefined || datacenter.split('/').at(-1) === titleOf(owner);
  };
  const store = storesNamed(fabric, name).find(isAsked);
  if (store === undefined) {
    const where = datacenter === undefined ? '' : ` in '${datacenter}'`;
    return says(404, `Datastore '${name}' was not found${where}.`);
  }
  const clean = cleanPath(path.slice(folderRoot.length).split('/').map(decodePart).join('/'));
  return clean === undefined ? says(400, 'The path leads out of the datastore.') : { store, path: clean };
}

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const page = (title: string, names: readonly string[]): string => {
  const links = names.map((name) => `<li>${escaped(name)}</li>\n`);
  return `<!doctype html>\n<title>${escaped(title)}</title>\n<h1>${escaped(title)}</h1>\n<ul>\n${links.join('')}</ul>\n`;
};

const html = (body: string): WireResponse => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
});

/** The datastores that one may look into. */
function stores({ fabric, authority }: FolderCall): WireResponse {
  const seen = list<Datastore>(fabric, 'datastores').filter(({ spec }) =>
    authority.holds('Datastore.Browse', spec.moid),
  );
  return html(page('Index of datastores', seen.map(titleOf).toSorted()));
}

/** What is right in a folder; undefined where there is no such folder. */
function entriesIn(call: FolderCall, { store, path }: Place): readonly FolderEntry[] | undefined {
  const before = path === '' ? '' : `${path}/`;
  const inside = filesOf(call.fabric, store).filter((file) => file.path.startsWith(before));
  const isMade = fileAt(call, { store, path })?.own?.spec.isFolder === true;
  if (path !== '' && inside.length === 0 && !isMade) return undefined;
  const found = new Map<string, FolderEntry>();
  for (const { path: at, bytes, modified, own } of inside) {
    const [name = '', ...below] = at.slice(before.length).split('/');
    if (found.has(name)) continue;
    const isFolder = below.length > 0 || own?.spec.isFolder === true;
    found.set(name, { name, isFolder, bytes: isFolder ? 0 : bytes, modified, isOwn: own !== undefined });
  }
  return [...found.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** As a page of links, as JSON to whoever asks for that. */
function listing(call: FolderCall, place: Place, { headers }: WireRequest): WireResponse | undefined {
  const found = entriesIn(call, place);
  if (found === undefined) return undefined;
  if (headers?.['accept'] === 'application/json') return json(200, found);
  const names = found.map(({ name, isFolder }) => (isFolder ? `${name}/` : name));
  return html(page(`Index of ${place.path} on datastore ${titleOf(place.store)}`, names));
}

/** The configuration file of a VM that somebody has made. */
function configurationAt({ fabric }: FolderCall, { store, path }: Place): string | undefined {
  const vm = list<VirtualMachine>(fabric, 'virtualmachines').find(
    (each) =>
      isOwn(each) &&
      each.spec.hardware.datastore === store.metadata.name &&
      path === `${each.spec.displayName}/${each.spec.displayName}.vmx`,
  );
  return vm === undefined || !isOwn(vm) ? undefined : configurationFile(fabric, vm);
}

function read(call: FolderCall, place: Place, request: WireRequest): WireResponse {
  const isHead = request.method === 'HEAD';
  const file = fileAt(call, place);
  if (file === undefined || file.own?.spec.isFolder === true) {
    return listing(call, place, request) ?? says(404, `File '${place.path}' was not found.`);
  }
  const text = file.own?.spec.text ?? configurationAt(call, place);
  const headers = { 'content-type': 'application/octet-stream', 'content-length': String(file.bytes) };
  if (text === undefined && isHead) return { status: 200, headers, body: '' };
  if (text !== undefined || file.bytes === 0)
    return {
      status: 200,
      headers: { ...headers, 'content-length': String(utf8Length(text ?? '')) },
      body: isHead ? '' : (text ?? ''),
    };
  return says(
    501,
    `The sandbox keeps text of up to ${limits.fileTextBytesMax} bytes that somebody put on a datastore; of '${place.path}' it knows ${file.bytes} bytes.`,
  );
}

function upload(call: FolderCall, place: Place, { body, headers }: WireRequest): WireResponse {
  const said = Number(headers?.['content-length']);
  const bytes = body === undefined && Number.isSafeInteger(said) && said >= 0 ? said : utf8Length(body ?? '');
  const isThere = fileAt(call, place) !== undefined;
  put(call, place, {
    bytes,
    ...(body === undefined || bytes > limits.fileTextBytesMax ? {} : { text: body }),
  });
  return { status: isThere ? 200 : 201, headers: {}, body: '' };
}

/** Answers whatever `isFolderPath`, to whoever has signed in. */
export function datastoreFolder(call: FolderCall, request: WireRequest): WireResponse {
  const [path = '', query = ''] = request.path.split('?');
  const asked = new Query(query);
  if (asked.get('dsName') === undefined && path.length <= folderRoot.length) return stores(call);
  const place = placeAsked(call.fabric, path, asked);
  if ('status' in place && 'body' in place) return place;
  const { method } = request;
  const isRead = method === 'GET' || method === 'HEAD';
  if (!isRead && method !== 'PUT' && method !== 'POST' && method !== 'DELETE')
    return {
      ...says(405, `Method ${method} is not allowed.`),
      headers: { ...plain, allow: 'GET, HEAD, PUT, POST, DELETE' },
    };
  const privilege = isRead ? 'Datastore.Browse' : 'Datastore.FileManagement';
  if (!call.authority.holds(privilege, place.store.spec.moid))
    return says(
      403,
      `Permission to perform this operation was denied. Required privilege '${privilege}' on '${titleOf(place.store)}'.`,
    );
  try {
    if (isRead) return read(call, place, request);
    if (method !== 'DELETE') return upload(call, place, request);
    remove(call, place);
    return { status: 204, headers: {}, body: '' };
  } catch (error) {
    if (error instanceof VimFault) return says(statuses[error.type] ?? 500, error.message);
    throw error;
  }
}
