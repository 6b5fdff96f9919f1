// What somebody may do: on an object the nearest permission decides, a user's own before those of groups, several groups together; a vSphere
// Namespace may be seen by whoever has access to it. Source: vSphere Security, Hierarchical Inheritance of Permissions.
import type { VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import type { ReadView } from '../../../store/view.ts';
import type { Actor } from '../../kubernetes/wire.ts';
import { grantsOf, type Grant } from './permissions.ts';
import { keyOf, principalOf, ssoDomain } from './principal.ts';
import { readOnlyRole, rolesOf } from './roles.ts';
import { Tree } from './tree.ts';

const nothing: ReadonlySet<string> = new Set();

const masters = 'system:masters';

export class Authority {
  readonly #fabric: ReadView;
  readonly #tree: Tree;
  readonly #isMaster: boolean;
  readonly #user: string;
  readonly #groups: ReadonlySet<string>;
  readonly #domain: string;
  readonly #roles: ReadonlyMap<number, ReadonlySet<string>>;
  readonly #grants = new Map<string, Grant[]>();
  readonly #known = new Map<string, ReadonlySet<string>>();

  constructor(fabric: ReadView, { user, groups }: Pick<Actor, 'user' | 'groups'>) {
    this.#fabric = fabric;
    this.#tree = new Tree(fabric);
    this.#isMaster = groups.includes(masters);
    this.#domain = ssoDomain(fabric);
    // Whoever did not sign in with vCenter is none of its people.
    const isPerson = user.startsWith('sso:');
    this.#user = isPerson ? this.#keyOf(user) : '';
    this.#groups = new Set(
      isPerson ? groups.filter((group) => group.startsWith('sso:')).map((group) => this.#keyOf(group)) : [],
    );
    this.#roles = new Map(rolesOf(fabric).map(({ roleId, privileges }) => [roleId, privileges]));
    for (const grant of grantsOf(fabric)) {
      const own = this.#grants.get(grant.entity);
      if (own === undefined) this.#grants.set(grant.entity, [grant]);
      else own.push(grant);
    }
  }

  /** Whether they hold the privilege on an object; what signing in gives needs none. */
  holds(privilege: string | undefined, object: string): boolean {
    return privilege === undefined || this.#isMaster || this.on(object).has(privilege);
  }

  /** The privileges that they hold on an object. */
  on(object: string): ReadonlySet<string> {
    return this.#decidedAt(object) ?? this.#inherited(object);
  }

  /** The objects that something lies in on which a permission gives them the privilege. */
  above(privilege: string): readonly string[] {
    const found = new Set<string>();
    const add = (id: string): void => {
      for (const parent of this.#tree.parents(id)) {
        if (found.has(parent)) continue;
        found.add(parent);
        add(parent);
      }
    };
    for (const entity of this.#grants.keys())
      if (this.#decidedAt(entity)?.has(privilege) === true) add(entity);
    return [...found];
  }

  /** What reaches an object from above: of the nearest that say something about them. */
  #inherited(object: string): ReadonlySet<string> {
    const [first = nothing, ...others] = this.#tree.parents(object).map((parent) => this.#below(parent));
    // Most often both ways lead up to the same permission.
    if (others.every((other) => other === first)) return first;
    return new Set([first, ...others].flatMap((each) => [...each]));
  }

  /** What an object gives to those that lie in it. */
  #below(object: string): ReadonlySet<string> {
    const known = this.#known.get(object);
    if (known !== undefined) return known;
    const found = this.#decidedAt(object, true) ?? this.#inherited(object);
    this.#known.set(object, found);
    return found;
  }

  /** What an object's own permissions say; undefined where they say nothing about them. */
  #decidedAt(object: string, propagated = false): ReadonlySet<string> | undefined {
    const grants = (this.#grants.get(object) ?? []).filter((grant) => grant.propagate || !propagated);
    const own = grants.find(({ group, principal }) => !group && this.#keyOf(principal) === this.#user);
    if (own !== undefined) return this.#roles.get(own.roleId) ?? nothing;
    const ofGroups = grants.filter(
      ({ group, principal }) => group && this.#groups.has(this.#keyOf(principal)),
    );
    if (ofGroups.length > 0)
      return new Set(ofGroups.flatMap(({ roleId }) => [...(this.#roles.get(roleId) ?? nothing)]));
    return this.#hasAccess(object) ? this.#roles.get(readOnlyRole) : undefined;
  }

  #hasAccess(object: string): boolean {
    const namespace = this.#fabric.get<VSphereNamespace>('vsphere.sandbox/namespaces', object);
    // Administrators hold more from above.
    if (namespace === undefined || this.#inherited(object).has('System.Read')) return false;
    return namespace.spec.access.some(({ subject, domain, type }) => {
      const key = keyOf({ name: subject, domain });
      return type === 'USER' ? key === this.#user : this.#groups.has(key);
    });
  }

  #keyOf(principal: string): string {
    return keyOf(principalOf(principal, this.#domain));
  }
}
