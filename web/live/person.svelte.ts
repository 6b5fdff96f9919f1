/**
 * Who the page is signed in as: the administrator, whom a first visit is, or anybody of vCenter single sign-on. Others ask by a session of
 * theirs, which the page gets as a client does, with the password that the world keeps: signing in is no lesson here, rights are.
 * The page's address says who, so another window can be another person's.
 */
import type { Thing } from './objects.ts';
import { door } from './door.ts';
import { kinds, pathOf } from './kinds.ts';
import { knownKinds } from './known-kinds.svelte.ts';
import { type Problem, problemOf } from './problem.ts';
import { getJson } from './request.ts';
import { rights } from './rights.svelte.ts';
import { session } from './session.ts';
import { restartWatches } from './watches.ts';

export interface Signatory extends Thing {
  readonly spec: {
    readonly name: string;
    readonly domain: string;
    readonly password: string;
    readonly disabled?: boolean;
  };
}

export const accountOf = ({ spec }: Signatory): string => `${spec.name}@${spec.domain}`;

const parameter = 'user';

/** A header that proves nobody: the first answer asks to sign in. */
const nobody = { 'vmware-api-session-id': '-' } as const;

class Person {
  #account = $state<string>();
  #refused = $state<string>();
  #renewal: Promise<Problem | undefined> | undefined;

  /** `dev-anna@vsphere.local`; undefined of the administrator. */
  get account(): string | undefined {
    return this.#account;
  }

  /** Why whoever was to be signed in is not. */
  get refused(): string | undefined {
    return this.#refused;
  }

  clearRefusal(): void {
    this.#refused = undefined;
  }

  get isAdministrator(): boolean {
    return this.#account === undefined;
  }

  /** Whoever the address names, from the first request on. */
  begin(): void {
    const account = new URLSearchParams(location.search).get(parameter);
    if (account !== null && account !== '') this.#take(account);
    rights.forget();
  }

  /** Undefined is the administrator. @returns why they cannot sign in; then nothing has changed. */
  async become(account: string | undefined): Promise<Problem | undefined> {
    const before = this.#account;
    this.#take(account);
    const problem = account === undefined ? undefined : await this.#signIn();
    if (problem !== undefined) this.#take(before);
    history.replaceState(history.state, '', this.addressOf(this.#account));
    rights.forget();
    restartWatches();
    void knownKinds.read();
    return problem;
  }

  /** The page as it is, for another person. */
  addressOf(account: string | undefined): string {
    const query = account === undefined ? '' : `?${parameter}=${encodeURIComponent(account)}`;
    return `${location.pathname}${query}${location.hash}`;
  }

  #take(account: string | undefined): void {
    this.#account = account;
    session.headers = account === undefined ? {} : nobody;
    session.renew = account === undefined ? undefined : () => this.#renew(account);
  }

  /** Whom this world does not know the page cannot be: another world came, or they are gone. */
  async #renew(account: string): Promise<boolean> {
    const problem = await this.#signIn();
    if (problem === undefined || this.#account !== account) return problem === undefined;
    if (problem.code !== 401) return false;
    this.#refused = `${account} is no user of this world, or may not sign in. You are its administrator.`;
    void this.become(undefined);
    return false;
  }

  /** Many requests may find the session over at once: they wait for the same new one. */
  #signIn(): Promise<Problem | undefined> {
    this.#renewal ??= this.#newSession().finally(() => (this.#renewal = undefined));
    return this.#renewal;
  }

  async #newSession(): Promise<Problem | undefined> {
    const account = this.#account ?? '';
    const users = await getJson<{ readonly items: readonly Signatory[] }>(pathOf(kinds.users), {}, 'page');
    if (!users.ok) return users.problem;
    const user = users.value.items.find((each) => accountOf(each).toLowerCase() === account.toLowerCase());
    const password = user?.spec.password ?? '';
    const authorization = `Basic ${btoa(String.fromCodePoint(...new TextEncoder().encode(`${account}:${password}`)))}`;
    const answer = await door().request({ method: 'POST', path: '/api/session', headers: { authorization } });
    if (answer.status !== 201) return problemOf(answer);
    if (this.#account === account)
      session.headers = { 'vmware-api-session-id': JSON.parse(answer.body) as string };
    return undefined;
  }
}

export const person = new Person();
