/**
 * What the person may do, asked of those who decide: vCenter's AuthorizationManager for privileges, the Supervisor for what its roles
 * allow. Nothing is known here that was not answered; until it is, nothing is held back, and the server refuses in its own words.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { MenuItem } from '../parts/menu.ts';
import { type KindInfo, resourceOf, supervisorScope } from './kinds.ts';
import { type Answer, write } from './request.ts';
import { session } from './session.ts';
import { viJson } from '../../src/apis/vcenter/wire.ts';

export interface Entity {
  /** `HostSystem`. */
  readonly type: string;
  /** Managed object id; a vSphere Namespace's name. */
  readonly value: string;
}

interface EntityPrivilege {
  readonly privAvailability: readonly { readonly privId: string; readonly isGranted: boolean }[];
}

interface AccessReview {
  readonly status: { readonly allowed: boolean };
}

type Place = Pick<KindInfo, 'scope' | 'group' | 'plural'>;

const manager = `${viJson}/AuthorizationManager/AuthorizationManager`;
const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
/** An answer is asked for again where it is older: rights change. */
const freshMs = 3_000;

class Rights {
  /** Whether it is given, by what was asked. */
  readonly #given = new SvelteMap<string, boolean>();
  #asksFor = $state(false);
  readonly #askedAtMs = new Map<string, number>();

  /** Why an action of vCenter is not theirs; undefined where it is, or is not known yet. */
  lacks(privilege: string, entity: Entity): string | undefined {
    const isGiven = this.#known(`${privilege} ${entity.type} ${entity.value}`, () =>
      this.#askVCenter(privilege, entity),
    );
    return isGiven ? undefined : `needs ${privilege}`;
  }

  /** Why it is theirs on none of these, of which they may see none at all. */
  lacksOnAll(privilege: string, entities: readonly Entity[]): string | undefined {
    if (!this.areAsked) return undefined;
    return entities.some((entity) => this.lacks(privilege, entity) === undefined)
      ? undefined
      : `needs ${privilege}`;
  }

  /** Why the Supervisor does not let them. */
  cannot(verb: string, kind: Place, namespace: string, subresource = ''): string | undefined {
    if (kind.scope !== supervisorScope) return undefined;
    const resource = `${resourceOf(kind)}${subresource === '' ? '' : `/${subresource}`}`;
    const isGiven = this.#known(`${verb} ${resource} ${namespace}`, () =>
      this.#askSupervisor(verb, kind, namespace, subresource),
    );
    return isGiven ? undefined : `may not ${verb} ${resource}`;
  }

  /** Why what NSX has is not theirs to change: its roles are its own, and here the administrator alone has one. */
  get lacksNsxRole(): string | undefined {
    return this.areAsked ? 'needs the NSX role Network Admin' : undefined;
  }

  /** The entries, held back where the privilege is not theirs. */
  guard(privilege: string, entity: Entity, items: readonly MenuItem[]): MenuItem[] {
    const reason = this.lacks(privilege, entity);
    return reason === undefined ? [...items] : items.map((item) => ({ ...item, reason }));
  }

  /** Somebody else asks from now on. */
  forget(): void {
    this.#asksFor = session.renew !== undefined;
    this.#given.clear();
    this.#askedAtMs.clear();
  }

  /** The administrator, whom the page is by itself, may everything. */
  get areAsked(): boolean {
    return this.#asksFor;
  }

  #known(key: string, ask: () => Promise<Answer<boolean>>): boolean {
    const isGiven = this.#given.get(key) ?? true;
    if (!this.areAsked) return true;
    const now = performance.now();
    if (now - (this.#askedAtMs.get(key) ?? -Infinity) >= freshMs) {
      this.#askedAtMs.set(key, now);
      void ask().then((answer) => {
        if (answer.ok && this.#askedAtMs.has(key)) this.#given.set(key, answer.value);
      });
    }
    return isGiven;
  }

  async #askVCenter(privilege: string, entity: Entity): Promise<Answer<boolean>> {
    const body = {
      entity: [{ _typeName: 'ManagedObjectReference', ...entity }],
      sessionId: session.headers['vmware-api-session-id'],
      privId: [privilege],
    };
    const answer = await write<readonly EntityPrivilege[]>('POST', `${manager}/HasPrivilegeOnEntities`, body);
    if (!answer.ok) return answer;
    return { ok: true, value: answer.value[0]?.privAvailability[0]?.isGranted === true };
  }

  async #askSupervisor(
    verb: string,
    { group, plural }: Place,
    namespace: string,
    subresource: string,
  ): Promise<Answer<boolean>> {
    const resourceAttributes = { verb, group, resource: plural, subresource, namespace };
    const body = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    };
    const answer = await write<AccessReview>('POST', reviews, body);
    return answer.ok ? { ok: true, value: answer.value.status.allowed } : answer;
  }
}

export const rights = new Rights();
