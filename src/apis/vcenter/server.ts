// The vCenter face: the vSphere Automation API below /api, and below /rest in its older form, and VI/JSON. It signs in, finds
// the operation, asks for its privilege, and gives the reply the form of its root.
import type { Draft, Json } from '../../std/draft.ts';
import { isObject } from '../../std/draft.ts';
import { scanJson } from '../../std/json-scan.ts';
import { keyOfObject, type StoredObject } from '../../store/object.ts';
import { whole, type Pipeline } from '../../store/pipeline.ts';
import { Refusal } from '../../store/refusal.ts';
import type { ReadView } from '../../store/view.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import { json } from '../kubernetes/answer.ts';
import { releaseIn } from '../../kinds/vsphere/vcenter.ts';
import { decodePart, Query } from '../kubernetes/query.ts';
import type { Actor, WireRequest, WireResponse } from '../kubernetes/wire.ts';
import { signInPaths } from '../authenticate.ts';
import {
  challenge,
  Failure,
  InvalidInput,
  invalidArgument,
  methodNotAllowed,
  noOperation,
  unauthenticated,
  unauthorized,
  unexpectedField,
} from './failure.ts';
import { datastoreFolder, isFolderPath } from './datastore-folder.ts';
import { isNfcPath, nfc } from './nfc.ts';
import { Authority } from './authorization/authority.ts';
import { nameInWords, rootFolder } from './inventory/places.ts';
import { ok, type Call, type Operation, type Reply, type Writer } from './operation.ts';
import { operationNamed, recorded } from './record.ts';
import { allowed, find, type Found, type Named } from './routing.ts';
import { signIn, withCookie } from './signing-in.ts';
import { filesRoot } from './wire.ts';
import { limits } from '../../std/limits.ts';
import { utf8Length } from '../../std/utf8.ts';
import { answerOpenly, isOpen } from './vim/open.ts';
import { isVim, vim } from './vim/server.ts';

export interface VCenterOptions {
  /** Marks the tokens that a sign-in gives. */
  readonly tokenKey: string;
  readonly pipeline: Pipeline;
  readonly fabric: () => ReadView;
  readonly revision: () => number;
  readonly place: Call['place'];
}

/** The two roots, and how each has it. */
interface Style {
  readonly root: string;
  readonly action: string;
  readonly reply: (status: number, value: Json | undefined) => WireResponse;
  readonly fail: (failure: Failure) => WireResponse;
  /** What a path is told that no operation has. */
  readonly unknown: (path: string) => Failure;
  readonly keyed: Call['keyed'];
  /** What a name in the query is told that the operation does not know. */
  readonly stranger: (name: string, operation: Operation) => Failure;
}

/** By which clients ask for a task in place of what it ends with; every change here has one. */
const taskMark = 'vmw-task';

const empty = (status: number): WireResponse => ({ status, headers: {}, body: '' });

const headersOf = ({ type }: Failure): WireResponse['headers'] =>
  type === 'UNAUTHENTICATED' ? { 'www-authenticate': challenge } : {};

const bare: Style = {
  root: '/api/',
  action: 'action',
  reply: (status, value) => (value === undefined ? empty(status) : json(status, value)),
  fail: (failure) => json(failure.status, failure.body, headersOf(failure)),
  unknown: noOperation,
  keyed: (entries) => Object.fromEntries(entries),
  stranger: (name) =>
    new Failure(
      'INVALID_ARGUMENT',
      'com.vmware.vapi.rest.unsupported_property',
      `Unsupported property with name: ${name}.`,
      [name],
    ),
};

/** Everything that goes well is 200 and a value. */
const wrapped: Style = {
  root: '/rest/',
  action: '~action',
  reply: (_status, value) => (value === undefined ? empty(200) : json(200, { value })),
  fail: (failure) => json(failure.status, failure.wrapped, headersOf(failure)),
  unknown: (path) => {
    const url = path.slice('/rest'.length);
    const id = 'com.vmware.vapi.rest.operationsForUrlNotFound';
    return new Failure('NOT_FOUND', id, `Unable to find operations for URL: ${url}.`, [url]);
  },
  keyed: (entries) => entries.map(([key, value]) => ({ key, value })),
  stranger: (name, operation) => {
    const field = olderFilter.exec(name)?.[1];
    const called = operationNamed(operation);
    const structure = field === undefined ? called : called.replace(/\.[^.]+$/, '.filter_spec');
    return unexpectedField(field ?? name, structure);
  },
};

export function isVCenter(path: string): boolean {
  return (
    path === signInPaths[0] ||
    isFolderPath(path) ||
    isNfcPath(path) ||
    [
      '/api/vcenter/',
      '/api/appliance/',
      '/api/cis/',
      '/api/content/',
      '/api/hvc/',
      '/api/vapi/',
      '/api/esx/',
      '/api/stats/',
      filesRoot,
      '/rest/',
      '/sdk/',
      '/sso-adminserver/',
      '/lookupservice/',
      '/pbm/',
    ].some((root) => path.startsWith(root))
  );
}

/** Who sends bytes says how many; the rest is read from what came. */
function lengthOf({ headers, body = '' }: WireRequest): number {
  const said = Number(headers?.['content-length']);
  return Number.isSafeInteger(said) && said >= 0 ? said : utf8Length(body);
}

/** What came of a file: how long it is, and its text where that is kept. */
function fileOf(request: WireRequest): Pick<Call, 'bytes' | 'text'> {
  const bytes = lengthOf(request);
  const { body, binary } = request;
  const isKept = body !== undefined && binary !== true && bytes <= limits.fileTextBytesMax;
  return { bytes, ...(isKept ? { text: body } : {}) };
}

const octets = { 'content-type': 'application/octet-stream' };

function bodyOf(request: WireRequest): Json | undefined {
  const text = request.body ?? '';
  if (text.trim() === '') return undefined;
  const scanned = scanJson(text);
  if ('error' in scanned) {
    const { line, column, message } = scanned.error;
    throw new Failure(
      'INVALID_REQUEST',
      'com.vmware.vapi.rest.invalidJson',
      `The request body is not valid JSON: ${message} at line ${line}, column ${column}.`,
    );
  }
  return scanned.value;
}

/** Below /rest many bodies stand in one named member. */
function unwrapped(body: Json | undefined): Json | undefined {
  if (!isObject(body)) return body;
  const names = Object.keys(body);
  const [name = ''] = names;
  return names.length === 1 && /^(spec|create_spec|update_spec|file_spec)$/.test(name) ? body[name] : body;
}

function writerFor({ pipeline, revision }: VCenterOptions, actor: Actor): Writer {
  const options = (why: string) => ({ by: actor.user, why, subresource: whole });
  return {
    get revision() {
      return revision();
    },
    create: (kind, object, why) =>
      pipeline.create(fabricScope, kind, object as unknown as Draft<StoredObject>, options(why)),
    update: (kind, object, why) =>
      void pipeline.update(fabricScope, kind, keyOfObject(object), () => object, options(why)),
    remove: (kind, object, why) => void pipeline.delete(fabricScope, kind, keyOfObject(object), options(why)),
  };
}

/** What a person may not do is refused with the privilege and the object that it is missing on; of a list there is what one may see. */
function perform({ operation, params }: Found, call: Call): Reply {
  const { privilege, on, each, unseen } = operation;
  if (each !== undefined) {
    const reply = operation.answer(call);
    const { value } = reply;
    if (!Array.isArray(value)) return reply;
    const seen = (value as readonly Json[]).filter(
      (item) => isObject(item) && call.authority.holds(privilege, String(item[each])),
    );
    return { ...reply, value: seen };
  }
  const object = on?.(call) ?? Object.values(params)[0] ?? rootFolder;
  if (call.authority.holds(privilege, object)) return operation.answer(call);
  if (unseen !== undefined) return ok(unseen);
  throw unauthorized(privilege ?? '', nameInWords(object));
}

/** Whether something was tried, and came to nothing because of what there is; what was asked wrongly is not tried. */
const isOfState = ({ type }: Failure): boolean =>
  type === 'UNABLE_TO_ALLOCATE_RESOURCE' ||
  type === 'RESOURCE_IN_USE' ||
  type === 'NOT_ALLOWED_IN_CURRENT_STATE';

/** What the store itself finds wrong, in vCenter's form. */
function asFailure(error: unknown, operation?: Operation): Failure {
  if (error instanceof InvalidInput && operation !== undefined) return error.of(operationNamed(operation));
  if (error instanceof Failure) return error;
  if (error instanceof Refusal) return invalidArgument(error.message);
  throw error;
}

/** Filters below /rest: `filter.names`, `filter_spec.status.2`. */
const olderFilter = /^filter(?:_spec)?\.([^.]+)(?:\.\d+)?$/;

/** Names in the query that the operation does not know. */
function strangersTo({ query = [], filters = [] }: Operation, style: Style, asked: Query): readonly string[] {
  const known = new Set([...query, ...filters, style.action, bare.action, taskMark]);
  const isKnown = (name: string): boolean =>
    known.has(name) || (style === wrapped && filters.includes(olderFilter.exec(name)?.[1] ?? ''));
  return asked.names.filter((name) => !isKnown(name));
}

/** What no operation answers: a path that is not there, or one that is and is asked otherwise. Whoever asks need not be signed in. */
function unserved(style: Style, method: string, path: string, named: Named): WireResponse {
  const methods = signInPaths.includes(path) ? [...allowed(named), 'POST'].toSorted() : allowed(named);
  if (methods.length === 0) return style.fail(style.unknown(path));
  const headers = { allow: methods.join(', ') };
  if (method === 'OPTIONS') return { status: 200, headers, body: '' };
  const answer = style.fail(methodNotAllowed(method));
  return { ...answer, status: 405, headers: { ...answer.headers, ...headers } };
}

/** Answers whatever `isVCenter`. */
export function vcenter(
  options: VCenterOptions,
  request: WireRequest,
  actor: Actor | undefined,
): WireResponse {
  const [asWritten = '', query = ''] = request.path.split('?');
  // Files go beside the API, to an address that it has told.
  const path = asWritten.startsWith(filesRoot) ? `/api${asWritten}` : asWritten;
  const style = path.startsWith(wrapped.root) ? wrapped : bare;
  const asked = new Query(query);
  // Services that came with 7.0 take the newer name below /rest too.
  const action = asked.get(style.action) ?? asked.get(bare.action);
  const fabric = options.fabric();
  const gate = { ...options, fabric, writerFor: (by: Actor) => writerFor(options, by) };
  if (isNfcPath(path)) return nfc(fabric, request);
  if (isOpen(path)) return answerOpenly(gate, request, () => bodyOf(request));
  if (isFolderPath(path)) {
    if (actor === undefined) return { ...empty(401), headers: { 'www-authenticate': challenge } };
    const { write, about, finish } = recorded(writerFor(options, actor), actor, fabric.now);
    about(`Datastore.${request.method.toLowerCase()}`);
    const answer = datastoreFolder({ fabric, write, authority: new Authority(fabric, actor) }, request);
    if (answer.status < 300) finish();
    return answer;
  }
  const named: Named = {
    // The head of an answer is that of what it would tell.
    method: request.method === 'HEAD' ? 'GET' : request.method,
    parts: path.slice(style.root.length).split('/').map(decodePart),
    action,
    release: releaseIn(fabric),
  };
  const isSignIn = signInPaths.includes(path) && action === undefined;
  const found = isVim(path) ? undefined : find(named);
  if (found === undefined && !isVim(path) && !(isSignIn && request.method === 'POST'))
    return unserved(style, request.method, path, named);
  if (actor === undefined) return style.fail(unauthenticated());
  if (request.method === 'POST' && isSignIn) {
    const token = signIn(gate, request, actor);
    if (token === undefined) return style.fail(unauthenticated());
    const answer = style.reply(201, token);
    return style === wrapped ? withCookie(answer, request, token) : answer;
  }
  const { write, about, finish, fail } = recorded(writerFor(options, actor), actor, fabric.now);
  const { place } = options;
  const authority = new Authority(fabric, actor);
  try {
    if (found === undefined) {
      const asked = { actor, fabric, in: (scope: string) => fabric.in(scope), write, place, authority };
      const answer = vim(asked, request, () => bodyOf(request), about);
      if (answer.status < 300) finish();
      return answer;
    }
    const body = found.operation.takesBytes === true ? undefined : bodyOf(request);
    const host = request.headers?.['host'];
    const call: Call = {
      actor,
      authority,
      params: found.params,
      query: (name) => asked.all(name),
      body: style === wrapped ? unwrapped(body) : body,
      ...(host === undefined ? {} : { host }),
      ...(found.operation.takesBytes === true ? fileOf(request) : {}),
      fabric,
      in: (scope) => fabric.in(scope),
      write,
      place,
      keyed: style.keyed,
    };
    about(operationNamed(found.operation));
    const [stranger] = strangersTo(found.operation, style, asked);
    if (stranger !== undefined) throw style.stranger(stranger, found.operation);
    try {
      const { status, value, file } = perform(found, call);
      if (file !== undefined) return { status, headers: octets, ...file };
      const isTaskAsked = asked.get(taskMark) === 'true' && status !== 202;
      const task = finish(isTaskAsked && typeof value === 'string' ? value : undefined);
      return isTaskAsked && task !== undefined ? style.reply(202, task) : style.reply(status, value);
    } catch (error) {
      if (request.method !== 'GET' && error instanceof Failure && isOfState(error))
        fail(found.operation.on?.(call) ?? Object.values(found.params)[0] ?? rootFolder, error.message);
      throw error;
    }
  } catch (error) {
    return style.fail(asFailure(error, found?.operation));
  }
}
