// Who is known to vCenter single sign-on: its groups, those that people made, and in which groups somebody is, by way of others too.
// Source: vSphere Authentication, Groups in the vCenter Single Sign-On Domain.
import type { Group } from '../../kinds/vsphere/group.ts';
import type { User } from '../../kinds/vsphere/user.ts';
import type { ReadView } from '../../store/view.ts';

export const usersKind = 'vsphere.sandbox/users';
export const groupsKind = 'vsphere.sandbox/groups';

export const administrators = 'Administrators';
/** In it is whoever signs in. */
export const everyone = 'Everyone';

const comesWith: Readonly<Record<string, string>> = {
  [administrators]: 'Administrators of the sign-on domain and of vCenter',
  ActAsUsers: 'May get tokens to act as others',
  CAAdmins: 'Administer the VMware Certificate Authority',
  'ComponentManager.Administrators': 'Register services',
  DCAdmins: 'Administer the VMware Directory Service',
  ExternalIDPUsers: 'Users of an external identity provider',
  'LicenseService.Administrators': 'Write licensing data',
  RegistryAdministrators: 'Administer the registry',
  SolutionUsers: 'Services of vCenter',
  'SystemConfiguration.Administrators': 'Administer the appliance',
  'SystemConfiguration.BashShellAdministrators': 'May open a shell of the appliance',
  'SystemConfiguration.ReadOnly': 'See the appliance',
  'SystemConfiguration.SupportUsers': 'May collect support bundles',
  SyncUsers: 'Synchronize',
  TrustedAdmins: 'Administer trust authority',
  Users: 'Users of the sign-on domain',
  vCLSAdmin: 'Administer vSphere Cluster Services',
  vStatsGroup: 'Read statistics',
};

export interface GroupInfo {
  readonly name: string;
  readonly domain: string;
  readonly description: string;
  readonly groups: readonly string[];
  /** Nobody removes it. */
  readonly isBuiltIn: boolean;
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export function usersOf(fabric: ReadView): readonly User[] {
  return fabric.list<User>(usersKind);
}

export function userNamed(fabric: ReadView, name: string, domain?: string): User | undefined {
  return usersOf(fabric).find(
    ({ spec }) => isSame(spec.name, name) && (domain === undefined || isSame(spec.domain, domain)),
  );
}

/** Every group of a domain: those that it comes with, those that people made, those that only their members name. */
export function groupsOf(fabric: ReadView, domain: string): readonly GroupInfo[] {
  const found = new Map<string, GroupInfo>();
  for (const [name, description] of Object.entries(comesWith))
    found.set(name.toLowerCase(), { name, domain, description, groups: [], isBuiltIn: true });
  for (const { spec } of fabric.list<Group>(groupsKind)) {
    const { name, description = '', groups } = spec;
    const isBuiltIn = found.get(name.toLowerCase())?.isBuiltIn ?? false;
    found.set(name.toLowerCase(), { name, domain: spec.domain, description, groups, isBuiltIn });
  }
  for (const { spec } of usersOf(fabric))
    for (const name of spec.groups)
      if (!found.has(name.toLowerCase()))
        found.set(name.toLowerCase(), { name, domain, description: '', groups: [], isBuiltIn: false });
  return [...found.values()].toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

export function groupNamed(fabric: ReadView, domain: string, name: string): GroupInfo | undefined {
  return groupsOf(fabric, domain).find((group) => isSame(group.name, name));
}

/** Names of all groups that a user is in, its own first. */
export function groupsOfUser(fabric: ReadView, { spec }: User): readonly string[] {
  const parents = new Map(
    fabric.list<Group>(groupsKind).map((group) => [group.spec.name.toLowerCase(), group.spec.groups]),
  );
  const names: string[] = [];
  const add = (name: string): void => {
    if (names.some((known) => isSame(known, name))) return;
    names.push(name);
    parents.get(name.toLowerCase())?.forEach(add);
  };
  spec.groups.forEach(add);
  add(everyone);
  return names;
}

/** Users who are in a group, by way of others too. */
export function membersOf(fabric: ReadView, name: string): readonly User[] {
  return usersOf(fabric).filter((user) => groupsOfUser(fabric, user).some((group) => isSame(group, name)));
}
