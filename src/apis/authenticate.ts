// Who sends a request: by a token of a sign-in, of a service account or of a bootstrap; nobody in particular where it bears none. Where the
// transport knows its peer, as a server with client certificates does, nothing here is asked.
import { issuer, proofOf } from '../kinds/authentication/account-token.ts';
import { bootstrapperOf } from '../kinds/authentication/bootstrap-token.ts';
import { anonymousUser, unauthenticatedGroup } from '../kinds/rbac/subjects.ts';
import { endedSessionsKind } from '../kinds/vsphere/ended-session.ts';
import type { ReadView } from '../store/view.ts';
import type { Actor, WireRequest } from './kubernetes/wire.ts';
import { actorOf, basicCredentials, bearerOf, personOf, sessionOf, userOf } from './sign-in.ts';
import { folderRoot } from './vcenter/wire.ts';

/** Whoever bears no token. */
export const stranger: Actor = { user: anonymousUser, groups: [unauthenticatedGroup] };

export function isStranger({ user }: Actor): boolean {
  return user === anonymousUser;
}

/** Whom a token proves, to which of the audiences; or why it proves nobody, in the API server's words. */
export type Proved =
  | { readonly actor: Actor; readonly audiences: readonly string[] }
  | { readonly error: string };

const invalid = 'invalid bearer token';

export function prove(
  fabric: ReadView,
  view: ReadView | undefined,
  key: string,
  token: string,
  audiences: readonly string[] = [issuer],
): Proved {
  const proof = view === undefined ? undefined : proofOf(view, key, token, audiences);
  if (proof !== undefined) {
    if ('error' in proof) return { error: `[${invalid}, ${proof.error}]` };
    const { audiences: meant, ...actor } = proof.bearer;
    return { actor, audiences: meant };
  }
  const isForApi = audiences.includes(issuer);
  const bootstrapper = view === undefined ? undefined : bootstrapperOf(view, token);
  const actor = isForApi ? (bootstrapper ?? bearerOf(key, token, fabric.now)) : undefined;
  return actor === undefined || hasEnded(actor, fabric) ? { error: invalid } : { actor, audiences: [issuer] };
}

/** How vCenter's clients bring their session, as a header or as a cookie of the name. */
export const sessionHeader = 'vmware-api-session-id';

/** The cookie of the Web services, which files of datastores are asked for with. */
const soapCookie = 'vmware_soap_session';

function sessionCookie(cookies = '', name: string = sessionHeader): string {
  const found = cookies.split(/[;\n]/).find((cookie) => cookie.trim().startsWith(`${name}=`));
  return found === undefined
    ? ''
    : found
        .trim()
        .slice(name.length + 1)
        .replaceAll('"', '');
}

/** Whether the actor's session of vCenter was ended. */
function hasEnded(actor: Actor, fabric: ReadView): boolean {
  const session = sessionOf(actor);
  return session !== undefined && fabric.get(endedSessionsKind, session) !== undefined;
}

/** Where vCenter lets people in by name and password. */
export const signInPaths: readonly string[] = ['/api/session', '/rest/com/vmware/cis/session'];

function byPassword(fabric: ReadView, authorization: string): Actor | undefined {
  const credentials = basicCredentials(authorization);
  const user = credentials === undefined ? undefined : userOf(fabric, credentials.name, credentials.password);
  return user === undefined ? undefined : actorOf(personOf(fabric, user));
}

/**
 * Who sends this request; undefined where it bears a token that proves nobody. `view` is of the Supervisor that it asks, if there is one.
 */
export function authenticate(
  fabric: ReadView,
  view: ReadView | undefined,
  key: string,
  { method, path, headers }: WireRequest,
): Actor | undefined {
  const authorization = headers?.['authorization'];
  const isOfFiles = path.startsWith(folderRoot) || path.split('?')[0] === folderRoot.slice(0, -1);
  const isSignIn = method === 'POST' && signInPaths.includes(path);
  if ((isSignIn || isOfFiles) && authorization?.startsWith('Basic ') === true)
    return byPassword(fabric, authorization);
  const [scheme = '', ...rest] = (authorization ?? '').trim().split(' ');
  const bearer = scheme.toLowerCase() === 'bearer' ? rest.join(' ').trim() : '';
  const cookie = sessionCookie(headers?.['cookie'], isOfFiles ? soapCookie : sessionHeader);
  const token = headers?.[sessionHeader] ?? (bearer || cookie);
  if (token === '') return stranger;
  const proved = prove(fabric, view, key, token);
  return 'error' in proved ? undefined : proved.actor;
}
