// JSON-RPC 2.0 at /api, as SDKs with bindings speak it: a call names a service, an operation, its input and who asks. Here it becomes the request
// of the Automation API that means the same, and the answer becomes data of the operation's type.
// Source: JSON-RPC 2.0; runtime of the vSphere Automation SDK for Python, its connector and security contexts.
import { Failure, InvalidInput, missingIn, wholeInput, wrongType } from '../apis/vcenter/failure.ts';
import type { WireAnswer, WireRequest, WireResponse } from '../apis/kubernetes/wire.ts';
import { sessionOfAssertion } from '../soap/sign-on.ts';
import { bytesToBase64 } from '../std/base64.ts';
import { isObject, type Json, type JsonObject } from '../std/draft.ts';
import { scanJson } from '../std/json-scan.ts';
import { getOwn } from '../std/own.ts';
import { readXml, XmlError } from '../std/xml.ts';
import { dataValue, errorValue, inputOf } from './data-values.ts';
import { operations, serviceNames, type Operation } from './services.ts';
import { plain, vendor } from './types.ts';

type Ask = (request: WireRequest) => WireAnswer;

/** What JSON-RPC itself is refused with; errors of operations are results. */
const protocolErrors = {
  parse: { code: -32_700, message: 'Parse error.' },
  request: { code: -32_600, message: 'Invalid Request.' },
  method: { code: -32_601, message: 'Method not found.' },
  params: { code: -32_602, message: 'Invalid params.' },
} as const;

const sessionHeader = 'vmware-api-session-id';

const paths: readonly string[] = ['/api', '/api/'];

/** Whether it is a call: what is read at /api is a Kubernetes API's. */
export const isJsonRpc = ({ method, path }: WireRequest): boolean =>
  method === 'POST' && paths.includes(path.split('?')[0] ?? '');

function answered(id: Json, members: JsonObject, error?: string): WireResponse {
  const headers = {
    'content-type': 'application/json',
    ...(error === undefined ? {} : { 'vapi-error': error }),
  };
  return { status: 200, headers, body: JSON.stringify({ jsonrpc: '2.0', ...members, id }) };
}

const refused = (id: Json, error: keyof typeof protocolErrors): WireResponse =>
  answered(id, { error: { ...protocolErrors[error] } });

const failed = (id: Json, body: JsonObject): WireResponse =>
  answered(
    id,
    { result: { error: errorValue(body) } },
    `${vendor}vapi.std.errors.${String(body['error_type']).toLowerCase()}`,
  );

function noOperation(service: string, operation: string): Failure {
  if (!serviceNames.has(service))
    return new Failure(
      'OPERATION_NOT_FOUND',
      'vapi.method.input.invalid.interface',
      `Cannot find service '${service}'.`,
      [service],
    );
  const words = `Cannot find operation '${operation}' in service '${service}'.`;
  return new Failure('OPERATION_NOT_FOUND', 'vapi.method.input.invalid.method', words, [operation, service]);
}

const textIn = (value: Json | undefined, name: string): string => {
  const text = isObject(value) ? getOwn(value, name) : undefined;
  return typeof text === 'string' ? text : '';
};

/** The session that a token of the sign-on is of. */
function sessionOfToken(token: string): string {
  try {
    return sessionOfAssertion(readXml(`<Security>${token.replace(/^<\?xml[^>]*\?>/, '')}</Security>`)) ?? '';
  } catch (error) {
    if (error instanceof XmlError) return '';
    throw error;
  }
}

/** Who asks, in headers as a request has it; whoever does not say is who the connection's request is. */
function credentials(context: Json | undefined): Record<string, string> {
  const security = isObject(context) ? getOwn(context, 'securityCtx') : undefined;
  switch (textIn(security, 'schemeId').replace(`${vendor}vapi.std.security.`, '')) {
    case 'user_pass': {
      const known = `${textIn(security, 'userName')}:${textIn(security, 'password')}`;
      return { authorization: `Basic ${bytesToBase64(new TextEncoder().encode(known))}` };
    }
    case 'session_id':
      return { [sessionHeader]: textIn(security, 'sessionId') };
    case 'saml_bearer_token':
      return { [sessionHeader]: sessionOfToken(textIn(security, 'samlToken')) };
    default:
      return {};
  }
}

function* queryOf(name: string, value: Json): Generator<string> {
  if (isObject(value)) for (const [member, each] of Object.entries(value)) yield* queryOf(member, each);
  else
    for (const each of Array.isArray(value) ? (value as readonly Json[]) : [value])
      yield `${encodeURIComponent(name)}=${encodeURIComponent(String(each))}`;
}

/** A parameter that is called so is the whole body; others are its members. */
const isWholeBody = (name: string): boolean => /(?:^|_)spec$|^(?:filter|config|policy)$/.test(name);

function bodyOf(parameters: readonly (readonly [string, Json])[]): Json | undefined {
  const whole = parameters.find(([name]) => isWholeBody(name));
  return parameters.length === 1 && whole !== undefined ? whole[1] : Object.fromEntries(parameters);
}

/** By which a client marks what it creates, so that it is created once. */
const clientToken = 'client_token';

/** The request that means a call. Throws InvalidInput where a parameter of its path is missing. */
function requestFor(
  { method, path, action, query }: Operation,
  input: JsonObject,
  isTask: boolean,
): WireRequest {
  const inPath = new Set<string>();
  const place = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    inPath.add(name);
    const value = getOwn(input, name);
    if (value === undefined) throw missingIn(wholeInput, name);
    if (typeof value !== 'string') throw wrongType('STRING', isObject(value) ? 'STRUCTURE' : 'INTEGER');
    return encodeURIComponent(value);
  });
  const others = Object.entries(input).filter(([name]) => !inPath.has(name) && name !== clientToken);
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const isAsked = ([name]: readonly [string, Json]): boolean => !hasBody || query.includes(name);
  const asked = [
    ...(action === undefined ? [] : [`action=${action}`]),
    ...(isTask ? ['vmw-task=true'] : []),
    ...others.filter(isAsked).flatMap(([name, value]) => [...queryOf(name, value)]),
  ];
  const sent = others.filter((each) => !isAsked(each));
  return {
    method,
    path: `/api/${place}${asked.length === 0 ? '' : `?${asked.join('&')}`}`,
    ...(hasBody && sent.length > 0 ? { body: JSON.stringify(bodyOf(sent)) } : {}),
  };
}

/** Of an operation that stands for another with a task in place of its end. */
const taskMark = '$task';

const taskless = (name: string): string => (name.endsWith(taskMark) ? name.slice(0, -taskMark.length) : name);

/** A release without the operation tells nothing but that its path is not there. */
const isUnserved = (body: JsonObject): boolean => {
  const messages = body['messages'];
  const id = textIn(Array.isArray(messages) ? (messages as readonly Json[])[0] : undefined, 'id');
  return id === 'com.vmware.vapi.rest.httpNotFound' || id === 'com.vmware.vapi.rest.httpMethodNotAllowed';
};

function invoked(id: Json, params: JsonObject, request: WireRequest, ask: Ask): WireResponse {
  const [service, asked] = [textIn(params, 'serviceId'), textIn(params, 'operationId')];
  const name = taskless(asked);
  const operation = operations.get(`${service}.${name}`);
  if (operation === undefined) return failed(id, noOperation(service, asked).body as JsonObject);
  const input = inputOf(params['input']);
  if (input === undefined) return refused(id, 'params');
  const isTask = name !== asked;
  const given = credentials(params['ctx']);
  const { authorization, ...headers } = request.headers ?? {};
  const own = Object.keys(given).length > 0 || authorization === undefined ? given : { authorization };
  try {
    const meant = requestFor(operation, input, isTask);
    const sent = { ...headers, ...own, 'content-type': 'application/json' };
    const { status, body } = ask({ ...meant, headers: sent }) as WireResponse;
    const scanned = body === '' ? undefined : scanJson(body);
    const value = scanned === undefined || 'error' in scanned ? undefined : scanned.value;
    if (status >= 300 && isObject(value))
      return failed(id, isUnserved(value) ? (noOperation(service, asked).body as JsonObject) : value);
    return answered(id, { result: { output: dataValue(value, isTask ? plain : operation.output) } });
  } catch (error) {
    if (error instanceof InvalidInput) return failed(id, error.of(`${service}.${asked}`).body as JsonObject);
    throw error;
  }
}

/** Answers a call; `ask` answers requests of the Automation API. */
export function answerCall(request: WireRequest, ask: Ask): WireResponse {
  const scanned = scanJson(request.body ?? '');
  if ('error' in scanned) return refused(null, 'parse');
  const call = scanned.value;
  if (!isObject(call) || textIn(call, 'jsonrpc') !== '2.0') return refused(null, 'request');
  const id = call['id'] ?? null;
  if (textIn(call, 'method') !== 'invoke') return refused(id, 'method');
  const params = call['params'];
  return isObject(params) ? invoked(id, params, request, ask) : refused(id, 'params');
}
