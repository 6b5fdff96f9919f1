// Who a request comes from: vCenter single sign-on users by password, and the tokens that a login gives. A token says who and
// until when, marked with the world's key: the seed, where the page opens its own world; a secret, where a server lets in others.
import { fromBase64Url, toBase64Url } from '../std/base64.ts';
import type { Json } from '../std/draft.ts';
import { hash128 } from '../std/hash.ts';
import { scanJson } from '../std/json-scan.ts';
import { DAY_MS, HOUR_MS } from '../std/time.ts';
import type { ReadView } from '../store/view.ts';
import type { User } from '../kinds/vsphere/user.ts';
import type { Actor } from './kubernetes/wire.ts';
import { groupsOfUser, usersOf } from './sso/directory.ts';

/** A Supervisor's login is good for about ten hours. */
const tokenLifetimeMs = 10 * HOUR_MS;

interface Claims {
  readonly sub: string;
  readonly groups: readonly string[];
  /** Simulated milliseconds since the Unix epoch. */
  readonly exp: number;
  /** The session of vCenter that it is of, if it is of one. */
  readonly sid?: string;
  /** The names stand for themselves: the bearer came by no sign-on. */
  readonly own?: true;
}

/** What kubeadm makes its own certificates good for. */
const ownLifetimeMs = 365 * DAY_MS;

/** Under which a session stands in what an actor brings along. */
const sessionExtra = 'session.vcenter.vmware.com';

/** The session that a token was given for, `<when it began>-<number>`; undefined of any other token's bearer. */
export function sessionOf({ extra }: Actor): string | undefined {
  return extra?.[sessionExtra]?.[0];
}

/** When a session began, in simulated milliseconds, and when its token runs out. */
export function sessionTimes(session: string): { readonly beganAt: number; readonly expiresAt: number } {
  const beganAt = Number(session.split('-')[0]);
  return { beganAt, expiresAt: beganAt + tokenLifetimeMs };
}

/** BLAKE3 takes a key as a prefix: nobody can lengthen a text under a mark. */
const markOf = (key: string, claims: string): string => hash128(`${key}\n${claims}`);

/** Whom a token is for, with all groups that they are in. */
export interface Person {
  readonly name: string;
  readonly domain: string;
  readonly groups: readonly string[];
}

export function personOf(fabric: ReadView, user: User): Person {
  const { name, domain } = user.spec;
  return { name, domain, groups: groupsOfUser(fabric, user) };
}

export function tokenFor(
  key: string,
  { name, domain, groups }: Person,
  now: number,
  session?: string,
): string {
  const claims: Claims = {
    sub: `${name}@${domain}`,
    groups: groups.map((group) => `${group}@${domain}`),
    exp: now + tokenLifetimeMs,
    ...(session === undefined ? {} : { sid: session }),
  };
  return marked(key, claims);
}

function marked(key: string, claims: Claims): string {
  const body = toBase64Url(JSON.stringify(claims));
  return `${body}.${markOf(key, body)}`;
}

/** The token of an account that is a machine's own, whom no sign-on knows. */
export function ownTokenFor(key: string, { user, groups }: Actor, now: number): string {
  return marked(key, { sub: user, groups, exp: now + ownLifetimeMs, own: true });
}

function claimsOf(text: string): Claims | undefined {
  const read = scanJson(text);
  if ('error' in read || typeof read.value !== 'object' || read.value === null) return undefined;
  const { sub, groups, exp, sid, own } = read.value as Partial<Record<keyof Claims, Json>>;
  const isSound =
    typeof sub === 'string' &&
    typeof exp === 'number' &&
    Array.isArray(groups) &&
    groups.every((group): group is string => typeof group === 'string');
  if (!isSound) return undefined;
  const claims = own === true ? { sub, groups, exp, own } : { sub, groups, exp };
  return typeof sid === 'string' ? { ...claims, sid } : claims;
}

/** The bearer of a token, or undefined where it is none of ours or has run out. */
export function bearerOf(key: string, token: string, now: number): Actor | undefined {
  const [body = '', mark = ''] = token.split('.');
  if (mark === '' || mark !== markOf(key, body)) return undefined;
  const decoded = fromBase64Url(body);
  if ('badAt' in decoded) return undefined;
  const claims = claimsOf(decoded.text);
  if (claims === undefined || claims.exp <= now) return undefined;
  const { sub, groups, sid } = claims;
  if (claims.own === true) return { user: sub, groups };
  return {
    user: `${signedIn}${sub}`,
    groups: [...groups.map((group) => `${signedIn}${group}`), 'system:authenticated'],
    ...(sid === undefined ? {} : { extra: { [sessionExtra]: [sid] } }),
  };
}

/** How whoever signs in at a Supervisor or at vCenter is known there. */
const signedIn = 'sso:';

export function actorOf({ name, domain, groups }: Person): Actor {
  return {
    user: `${signedIn}${name}@${domain}`,
    groups: [...groups.map((group) => `${signedIn}${group}@${domain}`), 'system:authenticated'],
  };
}

/** The person that an actor is, who need not be known any more; undefined of whoever came in another way. */
export function personBehind({ user, groups }: Actor): Person | undefined {
  if (!user.startsWith(signedIn)) return undefined;
  const at = user.lastIndexOf('@');
  const domain = user.slice(at + 1);
  const own = groups.filter((group) => group.startsWith(signedIn) && group.endsWith(`@${domain}`));
  return {
    name: user.slice(signedIn.length, at),
    domain,
    groups: own.map((group) => group.slice(signedIn.length, -domain.length - 1)),
  };
}

/** The user that the credentials name, or undefined where name or password is wrong or the user is disabled. */
export function userOf(view: ReadView, name: string, password: string): User | undefined {
  const [bare = '', domain] = name.split('@');
  return usersOf(view).find(
    ({ spec }) =>
      spec.name.toLowerCase() === bare.toLowerCase() &&
      (domain === undefined || spec.domain.toLowerCase() === domain.toLowerCase()) &&
      spec.password === password &&
      spec.disabled !== true,
  );
}

/** Name and password of an `Authorization: Basic` header. */
export function basicCredentials(
  header: string | undefined,
): { readonly name: string; readonly password: string } | undefined {
  if (header === undefined || !header.startsWith('Basic ')) return undefined;
  const decoded = fromBase64Url(header.slice('Basic '.length).trim());
  if ('badAt' in decoded) return undefined;
  const colon = decoded.text.indexOf(':');
  if (colon < 0) return undefined;
  return { name: decoded.text.slice(0, colon), password: decoded.text.slice(colon + 1) };
}
