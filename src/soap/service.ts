// vCenter's Web services: each has its path, the namespace of its messages, and the place below which the same methods are answered as VI/JSON.
import { scanJson } from '../std/json-scan.ts';
import type { Json, JsonObject } from '../std/draft.ts';
import { isObject } from '../std/draft.ts';
import { getOwn } from '../std/own.ts';
import type { WireAnswer, WireRequest, WireResponse } from '../apis/kubernetes/wire.ts';
import { viJson, viJsonRelease } from '../apis/vcenter/wire.ts';
import { limits } from '../std/limits.ts';
import { isVim25Method } from './vim25-methods.ts';
import { isWaiting, memberOf, type Called, type Told, type Waiting } from './call.ts';
import { PropertyCollectors } from './collectors.ts';
import { ParameterError } from './decode.ts';
import { fetched } from './fetch.ts';
import { readCall, writeAnswer, writeFault } from './envelope.ts';
import { SessionObjects } from './session-objects.ts';
import { isTokenService, sessionOfAssertion, tokenFor } from './sign-on.ts';
import { asOf, releaseOf, releasesBefore } from './releases.ts';
import { XmlError } from '../std/xml.ts';

interface Service {
  readonly path: RegExp;
  readonly namespace: string;
  readonly root: (path: string) => string;
}

const services: readonly Service[] = [
  { path: /^\/sdk(?:\/|\/vimService)?$/, namespace: 'urn:vim25', root: () => viJson },
  { path: /^\/pbm(?:\/|\/sdk)?$/, namespace: 'urn:pbm', root: () => `/pbm/sdk/${viJsonRelease}` },
  { path: /^\/sso-adminserver\/sdk\/[^/]+$/, namespace: 'urn:sso', root: (path) => path },
  { path: /^\/vslm\/sdk$/, namespace: 'urn:vslm', root: () => viJson },
  { path: /^\/vsanHealth$/, namespace: 'urn:vsan', root: () => viJson },
  { path: /^\/lookupservice\/sdk$/, namespace: 'urn:lookup', root: (path) => `${path}/2.0` },
];

const versionsPaths: Readonly<Record<string, string>> = {
  '/sdk/vimServiceVersions.xml': 'urn:vim25',
  '/sdk/vsanServiceVersions.xml': 'urn:vsan',
};

/** A call of a property collector by VI/JSON, whose filters are kept here as well. */
const collectorPlace =
  /^\/sdk\/vim25\/[^/]+\/(PropertyCollector|PropertyFilter|ViewManager|ListView|EventManager|TaskManager|EventHistoryCollector|TaskHistoryCollector)\/([^/]+)\/([A-Z]\w+)$/;

const bare = ({ path }: WireRequest): string => path.split('?')[0] ?? '';

const serviceOf = (path: string): Service | undefined => services.find((each) => each.path.test(path));

/** Whether the request is for one of the services here. */
export function isService(request: WireRequest): boolean {
  const path = bare(request);
  return (
    serviceOf(path) !== undefined ||
    Object.hasOwn(versionsPaths, path) ||
    collectorPlace.test(path) ||
    isTokenService(path)
  );
}

const cookieName = 'vmware_soap_session';
const sessionHeader = 'vmware-api-session-id';

/** The session that a cookie keeps, with quotes around it or without. */
function sessionCookie(cookies: string): string | undefined {
  const pairs = cookies.split(/[;\n]/).map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${cookieName}=`));
  return found?.slice(cookieName.length + 1).replaceAll('"', '');
}

/** What clients choose the release of their calls from: vCenter's own, and those that came before it. */
function versions(namespace: string, release: string): WireResponse {
  const prior = releasesBefore(release)
    .map((each) => `<version>${each}</version>`)
    .join('');
  const body =
    '<?xml version="1.0" encoding="UTF-8"?>\n<namespaces version="1.0">' +
    `<namespace><name>${namespace}</name><version>${release}</version><priorVersions>${prior}</priorVersions></namespace>` +
    '</namespaces>\n';
  return { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body };
}

/** The release that vCenter says it is of. */
function apiVersionOf(ask: (request: WireRequest) => WireAnswer): string {
  const path = `${viJson}/ServiceInstance/ServiceInstance/content`;
  const { body } = readTold(ask({ method: 'GET', path, headers: {} }) as WireResponse);
  return String(memberOf(memberOf(body, 'about'), 'apiVersion') ?? viJsonRelease);
}

/** An answer of VI/JSON, read. */
function readTold({ status, body, headers }: WireResponse): Told {
  const scanned = body === '' ? undefined : scanJson(body);
  const session = headers[sessionHeader];
  return {
    status,
    ...(scanned === undefined || 'error' in scanned ? {} : { body: scanned.value }),
    ...(typeof session === 'string' ? { session } : {}),
  };
}

function asJson({ status, body }: Told): WireResponse {
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return { status, headers, body: body === undefined ? '' : `${JSON.stringify(body)}\n` };
}

/** The message of a fault, or of a refusal of the Automation API. */
function messageOf(body: JsonObject): string {
  const list = body['faultMessage'] ?? body['messages'];
  const first: Json | undefined = Array.isArray(list) ? (list as readonly Json[])[0] : undefined;
  const words = isObject(first) ? (first['message'] ?? first['default_message']) : undefined;
  return typeof words === 'string' ? words : '';
}

function asFault(body: JsonObject, called: Called, namespace: string): WireResponse {
  const { _typeName: type, faultMessage: _message, ...members } = body;
  const message = messageOf(body);
  if (typeof type === 'string') return writeFault({ message, type, members, namespace });
  const refused = body['error_type'];
  if (refused === 'UNAUTHENTICATED')
    return writeFault({
      message: 'The session is not authenticated.',
      type: 'NotAuthenticated',
      members: {
        object: { _typeName: 'ManagedObjectReference', type: called.type, value: called.id },
        privilegeId: 'System.View',
      },
    });
  if (refused === 'NOT_FOUND' && isVim25Method(called.method))
    return writeFault({ message: 'The operation is not supported on the object.', type: 'NotSupported' });
  if (refused === 'NOT_FOUND')
    return writeFault({
      code: 'ClientFaultCode',
      message: `Unable to resolve WSDL method name ${called.method} of ${called.type}`,
    });
  return writeFault({ message, type: 'InvalidRequest', namespace });
}

function asSoap(told: Told, called: Called, namespace: string, release: number): WireResponse {
  const { status, body, session } = told;
  if (status >= 300) return asFault(isObject(body) ? body : {}, called, namespace);
  const cookie = `${cookieName}="${session}"; Path=/; HttpOnly; Secure; `;
  return writeAnswer(
    { method: called.method, namespace },
    body === undefined ? undefined : asOf(release, body),
    session === undefined ? {} : { 'set-cookie': cookie },
  );
}

/** Whoever brings an assertion: the session that it is of, where it still is one. */
function signedInBy(
  session: string | undefined,
  isOfSignOn: boolean,
  ask: (request: WireRequest) => WireAnswer,
): Told {
  const headers = { [sessionHeader]: session ?? '-' };
  const path = `${viJson}/SessionManager/SessionManager/currentSession`;
  const { status, body } = readTold(ask({ method: 'GET', path, headers }) as WireResponse);
  if (session === undefined || status !== 200 || body === undefined) {
    const message = 'Cannot complete login due to an incorrect user name or password.';
    const type = isOfSignOn ? 'SsoFaultInvalidCredentials' : 'InvalidLogin';
    return { status: 500, body: { _typeName: type, faultMessage: [{ message }] } };
  }
  return isOfSignOn ? { status: 200, session } : { status: 200, session, body };
}

/** An answer that waits, in the form in which it goes out. */
export interface WaitingAnswer {
  readonly seconds: number | undefined;
  readonly look: () => WireResponse | undefined;
  readonly nothing: WireResponse;
}

interface Session {
  readonly collectors: PropertyCollectors;
  readonly objects: SessionObjects;
}

/** What answers requests for the services, and keeps what their sessions made for themselves. */
export class WebServices {
  readonly #sessions = new Map<string, Session>();

  /** `ask` answers VI/JSON. */
  answer(request: WireRequest, ask: (request: WireRequest) => WireAnswer): WireResponse | WaitingAnswer {
    const path = bare(request);
    const versioned = getOwn(versionsPaths, path);
    if (versioned !== undefined) return versions(versioned, apiVersionOf(ask));
    if (isTokenService(path)) return tokenFor(request, (asked) => ask(asked) as WireResponse);
    const service = serviceOf(path);
    const session = sessionCookie(request.headers?.['cookie'] ?? '');
    const asked =
      (root: string, given: string | undefined) =>
      (called: Called): Told => {
        const { type, id, method, parameters } = called;
        const headers = given === undefined ? {} : { [sessionHeader]: given };
        return readTold(
          ask({
            method: 'POST',
            path: `${root}/${type}/${id}/${method}`,
            headers: { ...request.headers, 'content-type': 'application/json', ...headers },
            body: JSON.stringify(parameters),
          }) as WireResponse,
        );
      };
    if (service === undefined) {
      const [, type = '', id = '', method = ''] = collectorPlace.exec(path) ?? [];
      const scanned = scanJson(request.body ?? '{}');
      const parameters = 'error' in scanned || !isObject(scanned.value) ? {} : scanned.value;
      const root = path.split('/').slice(0, 4).join('/');
      const owner = request.headers?.[sessionHeader] ?? session ?? '';
      return this.#told({ type, id, method, parameters }, owner, asked(root, session), asJson);
    }
    if (request.method !== 'POST') return { status: 405, headers: { allow: 'POST' }, body: '' };
    try {
      const { header, security, namespace, ...called } = readCall(request.body ?? '');
      const owner =
        session ?? header['vcSessionCookie']?.replaceAll('"', '') ?? request.headers?.[sessionHeader];
      if (!/^[A-Za-z]+$/.test(called.type) || !/^[^/?#\s]+$/.test(called.id))
        return writeFault({
          message: `The object '${called.type}:${called.id}' has already been deleted or has not been completely created`,
          type: 'ManagedObjectNotFound',
          members: { obj: { _typeName: 'ManagedObjectReference', type: called.type, value: called.id } },
        });
      const release = releaseOf(request.headers?.['soapaction']);
      const write = (told: Told) => asSoap(told, called, namespace || service.namespace, release);
      const isOfSignOn = service.namespace === 'urn:sso' && called.type === 'SsoSessionManager';
      if (called.method === 'LoginByToken' || (isOfSignOn && called.method === 'Login'))
        return write(signedInBy(sessionOfAssertion(security), isOfSignOn, ask));
      // A token outlives the sessions that were begun with it.
      if (isOfSignOn && called.method === 'Logout') return write({ status: 200 });
      return this.#told(called, owner ?? '', asked(service.root(path), owner), write);
    } catch (error) {
      if (error instanceof XmlError) return writeFault({ code: 'ClientFaultCode', message: error.message });
      if (error instanceof ParameterError)
        return writeFault({
          message: `A specified parameter was not correct: ${error.parameter}. ${error.message}`,
          type: 'InvalidArgument',
          members: { invalidProperty: error.parameter },
        });
      throw error;
    }
  }

  #told(
    called: Called,
    session: string,
    ask: (called: Called) => Told,
    write: (told: Told) => WireResponse,
  ): WireResponse | WaitingAnswer {
    if (called.method === 'Logout') this.#sessions.delete(session);
    const { collectors, objects } = this.#of(session);
    const resolving = (each: Called): Told =>
      objects.named(ask({ ...each, parameters: objects.resolved(each.parameters) as JsonObject }));
    const answer: Told | Waiting =
      fetched(called, resolving) ??
      objects.answer(called, resolving) ??
      collectors.answer(called, resolving) ??
      resolving(called);
    if (!isWaiting(answer)) return write(answer);
    const { seconds, look, nothing } = answer;
    const looked = () => {
      const told = look();
      return told === undefined ? undefined : write(told);
    };
    return { seconds, look: looked, nothing: write(nothing) };
  }

  /** What a session keeps; of the one that was longest without a call nothing is kept any more where there are too many. */
  #of(session: string): Session {
    const own = this.#sessions.get(session) ?? {
      collectors: new PropertyCollectors(),
      objects: new SessionObjects(),
    };
    this.#sessions.delete(session);
    this.#sessions.set(session, own);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > limits.collectingSessionsMax && oldest !== undefined)
      this.#sessions.delete(oldest);
    return own;
  }
}
