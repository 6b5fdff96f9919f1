// VI/JSON: `POST /sdk/vim25/{release}/{type}/{id}/{method}` with the parameters as a JSON object, `GET …/{property}`. A fault of vim25 is a 500
// with its type. The sign-on's methods are answered alike below a root of their own.
import { isObject, type Json } from '../../../std/draft.ts';
import { json } from '../../kubernetes/answer.ts';
import type { WireRequest, WireResponse } from '../../kubernetes/wire.ts';
import { entityOf } from '../authorization/entity.ts';
import { Failure, invalidArgument, type FailureType } from '../failure.ts';
import { nameInWords, rootFolder } from '../inventory/places.ts';
import type { Recorded } from '../record.ts';
import { propertyOf } from './collector.ts';
import { gone, member, reference, VimFault, type VimCall, type VimMethod } from './method.ts';
import { vimMethod } from './methods.ts';

const place =
  /^\/(?:sdk\/vim25|sso-adminserver\/sdk|lookupservice\/sdk|pbm\/sdk)\/[^/]+\/([A-Za-z]+)\/([^/]+)\/([A-Za-z_.]+)$/;

/** What the refusal of a path says that is no method's and no property's. */
const noMethod = 'vim25.not_found';

export function isVim(path: string): boolean {
  return ['/sdk/', '/sso-adminserver/', '/lookupservice/', '/pbm/'].some((root) => path.startsWith(root));
}

/** Names the privilege that is missing, and where. */
function noPermission(privilegeId: string, id: string): VimFault {
  const { type, value } = entityOf(id);
  const object = reference(type, value);
  return new VimFault(
    'NoPermission',
    `Permission to perform this operation was denied. Required privilege '${privilegeId}' on '${nameInWords(id)}'.`,
    { object, privilegeId, missingPrivileges: [{ entity: object, privilegeIds: [privilegeId] }] },
  );
}

/** Methods begin with a capital here, also the few whose names do not; properties do not, and are only read. */
function memberAsked(verb: string, type: string, name: string): VimMethod | undefined {
  if (verb === 'POST') return vimMethod(type, `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  return verb === 'GET' && /^[a-z]/.test(name) ? vimMethod(type, name) : undefined;
}

function called(call: Omit<VimCall, 'moid' | 'body'>, request: WireRequest, body: Json | undefined) {
  const { method: verb, path } = request;
  const [, type = '', moid = '', name = ''] = place.exec(path) ?? [];
  const method = memberAsked(verb, type, name);
  if (body !== undefined && !isObject(body)) throw invalidArgument('The parameters must be a JSON object.');
  const asked = { ...call, moid, body: body ?? {} };
  if (method === undefined) {
    const property = verb === 'GET' && type !== '' ? propertyOf(asked, type, name) : undefined;
    if (property !== undefined) return property;
    throw new Failure('NOT_FOUND', noMethod, `${verb} ${path} was not found.`, [path]);
  }
  // Managers are no objects of the inventory: what they need is needed on its root.
  const on = method.on?.(asked) ?? (entityOf(moid).type === type ? moid : rootFolder);
  if (!call.authority.holds(method.privilege, on)) throw noPermission(method.privilege ?? '', on);
  const value = method.answer(asked);
  // A property that is read alone says no type: its own is known.
  return verb === 'GET' ? (member(value, '_value') ?? value) : value;
}

/** What vim25 calls the failures that it shares with the Automation API. */
const faults: Partial<Record<FailureType, string>> = {
  ALREADY_EXISTS: 'DuplicateName',
  INVALID_ARGUMENT: 'InvalidArgument',
  NOT_ALLOWED_IN_CURRENT_STATE: 'InvalidState',
  RESOURCE_IN_USE: 'ResourceInUse',
  UNABLE_TO_ALLOCATE_RESOURCE: 'InsufficientResourcesFault',
  UNSUPPORTED: 'NotSupported',
  UNVERIFIED_PEER: 'SSLVerifyFault',
};

/** Of an object that is called or named and is not there, as vim25 says it. */
function missing({ message, args: [id = ''] }: Failure): VimFault {
  const { type, value } = entityOf(id);
  return type === 'Namespace' ? new VimFault('NotFound', message) : gone(type, value);
}

/** `HostSystem.enterMaintenanceMode`, as tasks name it, and the object that it is called on. */
function operationOf(path: string): readonly [string, string] {
  const [, type = '', moid = '', name = ''] = place.exec(path) ?? [];
  return [`${type}.${name.charAt(0).toLowerCase()}${name.slice(1).replace(/_Task$/, '')}`, moid];
}

/** Answers whatever `isVim`; `body` reads the request's, `about` is told what is called. What is no fault is thrown on. */
export function vim(
  call: Omit<VimCall, 'moid' | 'body'>,
  request: WireRequest,
  body: () => Json | undefined,
  about: Recorded['about'],
): WireResponse {
  try {
    about(...operationOf(request.path));
    const result = called(call, request, body());
    return result === undefined ? { status: 204, headers: {}, body: '' } : json(200, result);
  } catch (error) {
    if (error instanceof VimFault) return json(500, error.body);
    if (error instanceof Failure && error.type === 'NOT_FOUND' && error.id !== noMethod)
      return json(500, missing(error).body);
    const fault = error instanceof Failure ? faults[error.type] : undefined;
    if (fault !== undefined) return json(500, new VimFault(fault, (error as Failure).message).body);
    throw error;
  }
}
