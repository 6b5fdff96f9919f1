// Tokens of service accounts: bound ones, which end with their time or with what they are bound to, and those that Secrets hold.
// A token is read only after its signature fits, and is worth what the objects that it names are worth now.
// Source: kubernetes pkg/serviceaccount/{claims,legacy,jwt}.go.
import { bytesToBase64 } from '../../std/base64.ts';
import type { JsonObject } from '../../std/draft.ts';
import { uuidFrom } from '../../std/hash.ts';
import { isJwt, readJwt, signJwt } from '../../std/jwt.ts';
import { isDeleting, type StoredObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import type { Pod } from '../core/pod/pod.ts';
import type { Secret } from '../core/secret.ts';
import type { ServiceAccount } from '../core/service-account.ts';
import { accountGroups, accountUser, authenticatedGroup } from '../rbac/subjects.ts';

/** Who issues bound tokens, and whom they are for where nobody else is named. */
export const issuer = 'https://kubernetes.default.svc.cluster.local';

const legacyIssuer = 'kubernetes/serviceaccount';
const credentialKey = 'authentication.kubernetes.io/credential-id';

interface Reference {
  readonly name: string;
  readonly uid?: string;
}

/** What a token ends with, beside its account. */
export interface BoundTo {
  readonly pod?: Reference;
  readonly secret?: Reference;
  readonly node?: Reference;
}

export interface TokenWish {
  readonly account: ServiceAccount;
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  readonly bound: BoundTo;
  readonly now: number;
}

const refer = ({ metadata: { name, uid } }: StoredObject): Reference => ({ name, uid });

export function boundToken(
  key: string,
  { account, audiences, expirationSeconds, bound, now }: TokenWish,
): string {
  const { name, namespace = '', uid } = account.metadata;
  const seconds = Math.floor(now / 1000);
  const { node, pod, secret } = bound;
  return signJwt(key, {
    aud: [...audiences],
    exp: seconds + expirationSeconds,
    iat: seconds,
    iss: issuer,
    jti: uuidFrom(0, uid, String(now), audiences.join(), String(expirationSeconds), pod?.uid ?? ''),
    'kubernetes.io': {
      namespace,
      ...(node === undefined ? {} : { node }),
      ...(pod === undefined ? {} : { pod }),
      ...(secret === undefined ? {} : { secret }),
      serviceaccount: refer(account),
    },
    nbf: seconds,
    sub: accountUser(namespace, name),
  });
}

const legacyClaim = (what: string): string => `kubernetes.io/serviceaccount/${what}`;

/** The token that a Secret of an account holds: it has no end of its own. */
export function secretToken(key: string, secret: Secret, account: ServiceAccount): string {
  const { name, namespace = '', uid } = account.metadata;
  return signJwt(key, {
    iss: legacyIssuer,
    [legacyClaim('namespace')]: namespace,
    [legacyClaim('secret.name')]: secret.metadata.name,
    [legacyClaim('service-account.name')]: name,
    [legacyClaim('service-account.uid')]: uid,
    sub: accountUser(namespace, name),
  });
}

/** Somebody whom a token proved. */
export interface Bearer {
  readonly user: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  readonly audiences: readonly string[];
}

export type Proof = { readonly bearer: Bearer } | { readonly error: string };

const invalidated = { error: 'service account token has been invalidated' };

function isReference(value: unknown): value is Reference {
  return (
    typeof value === 'object' && value !== null && typeof (value as { name?: unknown }).name === 'string'
  );
}

function textOf(claims: JsonObject, name: string): string {
  const value = claims[name];
  return typeof value === 'string' ? value : '';
}

/** Go's `%q` of a list. */
const quoted = (values: readonly string[]): string =>
  `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;

/**
 * Whom a token proves to one of the audiences. Undefined where it is no token of this world's key; an error, in Kubernetes' words,
 * where it was one and is no longer good.
 */
export function proofOf(
  view: ReadView,
  key: string,
  token: string,
  audiences: readonly string[] = [issuer],
): Proof | undefined {
  const claims = isJwt(token) ? readJwt(key, token) : undefined;
  if (claims === undefined) return undefined;
  return claims['iss'] === legacyIssuer
    ? legacyProof(view, claims, token, audiences)
    : boundProof(view, claims, audiences);
}

function bearerOf({ metadata: { name, namespace = '', uid } }: ServiceAccount): Omit<Bearer, 'audiences'> {
  return {
    user: accountUser(namespace, name),
    uid,
    groups: [...accountGroups(namespace), authenticatedGroup],
  };
}

/** The account as it is now, where it is still the one that the token was made for. */
function accountNow(
  view: ReadView,
  namespace: string,
  { name, uid }: Reference,
): ServiceAccount | { readonly error: string } {
  const account = view.get<ServiceAccount>('core/serviceaccounts', name, namespace);
  if (account === undefined) return { error: `serviceaccounts ${JSON.stringify(name)} not found` };
  if (account.metadata.uid === uid) return account;
  return { error: `service account UID (${account.metadata.uid}) does not match claim (${uid})` };
}

function legacyProof(view: ReadView, claims: JsonObject, token: string, audiences: readonly string[]): Proof {
  const namespace = textOf(claims, legacyClaim('namespace'));
  const secret = view.get<Secret>('core/secrets', textOf(claims, legacyClaim('secret.name')), namespace);
  const held = secret?.data?.['token'];
  const isHeld = held === bytesToBase64(new TextEncoder().encode(token));
  if (secret === undefined || isDeleting(secret) || !isHeld) return invalidated;
  const account = accountNow(view, namespace, {
    name: textOf(claims, legacyClaim('service-account.name')),
    uid: textOf(claims, legacyClaim('service-account.uid')),
  });
  if ('error' in account) return account;
  if (!audiences.includes(issuer)) return wrongAudience([issuer], audiences);
  return { bearer: { ...bearerOf(account), audiences: [issuer] } };
}

function wrongAudience(claimed: readonly string[], wanted: readonly string[]): Proof {
  return {
    error: `token audiences ${quoted(claimed)} is invalid for the target audiences ${quoted(wanted)}`,
  };
}

function boundProof(view: ReadView, claims: JsonObject, audiences: readonly string[]): Proof | undefined {
  const { aud, exp, nbf, jti } = claims;
  const own = (claims['kubernetes.io'] ?? {}) as Partial<Record<string, unknown>>;
  const { namespace, serviceaccount } = own;
  if (!Array.isArray(aud) || typeof exp !== 'number' || typeof nbf !== 'number') return undefined;
  if (typeof namespace !== 'string' || !isReference(serviceaccount)) return undefined;
  const claimed = aud.filter((audience): audience is string => typeof audience === 'string');
  const meant = claimed.filter((audience) => audiences.includes(audience));
  if (meant.length === 0) return wrongAudience(claimed, audiences);
  if (exp * 1000 <= view.now) return { error: 'service account token has expired' };
  if (nbf * 1000 > view.now) return { error: 'service account token is not valid yet' };
  const account = accountNow(view, namespace, serviceaccount);
  if ('error' in account) return account;
  for (const what of ['pod', 'secret'] as const) {
    const bound = own[what];
    if (!isReference(bound)) continue;
    const object = view.get<Pod | Secret>(`core/${what}s`, bound.name, namespace);
    if (object === undefined || isDeleting(object)) return invalidated;
    const { uid } = object.metadata;
    if (uid !== bound.uid)
      return {
        error: `${what} UID (${uid}) does not match service account ${what} ref claim (${bound.uid})`,
      };
  }
  const { node, pod } = own;
  const extra: Record<string, readonly string[]> = {};
  if (typeof jti === 'string') extra[credentialKey] = [`JTI=${jti}`];
  if (isReference(node)) extra['authentication.kubernetes.io/node-name'] = [node.name];
  if (isReference(node) && node.uid !== undefined)
    extra['authentication.kubernetes.io/node-uid'] = [node.uid];
  if (isReference(pod)) extra['authentication.kubernetes.io/pod-name'] = [pod.name];
  if (isReference(pod)) extra['authentication.kubernetes.io/pod-uid'] = [pod.uid ?? ''];
  return { bearer: { ...bearerOf(account), extra, audiences: meant } };
}
