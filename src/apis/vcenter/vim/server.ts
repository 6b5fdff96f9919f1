// VI/JSON: `POST /sdk/vim25/{release}/{type}/{id}/{method}` with the parameters as a JSON object. A fault of vim25 is a 500 with its type.
import { isObject, type Json } from '../../../std/draft.ts';
import { json } from '../../kubernetes/answer.ts';
import type { WireRequest, WireResponse } from '../../kubernetes/wire.ts';
import { Failure, invalidArgument, unauthorized, type FailureType } from '../failure.ts';
import { holds } from '../privileges.ts';
import { VimFault, type VimCall } from './method.ts';
import { vimMethod } from './methods.ts';

const place = /^\/sdk\/vim25\/[^/]+\/([A-Za-z]+)\/([^/]+)\/([A-Za-z_]+)$/;

export function isVim(path: string): boolean {
  return path.startsWith('/sdk/');
}

function called(call: Omit<VimCall, 'moid' | 'body'>, request: WireRequest, body: Json | undefined) {
  const { method: verb, path } = request;
  const [, type = '', moid = '', name = ''] = place.exec(path) ?? [];
  const method = verb === 'POST' ? vimMethod(type, name) : undefined;
  if (method === undefined)
    throw new Failure('NOT_FOUND', 'vim25.not_found', `${verb} ${path} was not found.`, [path]);
  if (!holds(call.actor, method.privilege)) throw unauthorized(method.privilege ?? '', moid);
  if (body !== undefined && !isObject(body)) throw invalidArgument('The parameters must be a JSON object.');
  return method.answer({ ...call, moid, body: body ?? {} });
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

/** Answers whatever `isVim`; `body` reads the request's. What is no fault is thrown on. */
export function vim(
  call: Omit<VimCall, 'moid' | 'body'>,
  request: WireRequest,
  body: () => Json | undefined,
): WireResponse {
  try {
    const result = called(call, request, body());
    return result === undefined ? { status: 204, headers: {}, body: '' } : json(200, result);
  } catch (error) {
    if (error instanceof VimFault) return json(500, error.body);
    const fault = error instanceof Failure ? faults[error.type] : undefined;
    if (fault !== undefined) return json(500, new VimFault(fault, (error as Failure).message).body);
    throw error;
  }
}
