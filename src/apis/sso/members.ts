// Users and groups of vCenter single sign-on. Its published interface is SOAP; here its methods have the form of VI/JSON, below
// `/sso-adminserver/sdk/{domain}/`. Source: vCenter Single Sign-On Programming Guide, PrincipalManagementService, PrincipalDiscoveryService.
import type { Group } from '../../kinds/vsphere/group.ts';
import type { User } from '../../kinds/vsphere/user.ts';
import { formatMilliTime } from '../../std/time.ts';
import { getOwn } from '../../std/own.ts';
import type { Json, JsonObject } from '../../std/draft.ts';
import { ssoDomain } from '../vcenter/authorization/principal.ts';
import { VimFault, type VimCall, type VimMethod } from '../vcenter/vim/method.ts';
import { objectOf } from '../vcenter/vim/arguments.ts';
import {
  addGroupToGroup,
  addUserToGroup,
  administersSignOn,
  changeOwnPassword,
  createGroup,
  createUser,
  deletePrincipal,
  groupArg,
  removeFromGroup,
  resetPassword,
  setDisabled,
  updateGroup,
  updateUser,
  userArg,
} from './changes.ts';
import { passwordPolicy } from './password.ts';
import { administrators, groupsKind, groupsOf, groupsOfUser, usersOf, type GroupInfo } from './directory.ts';

const management = 'SsoAdminPrincipalManagementService';
const discovery = 'SsoAdminPrincipalDiscoveryService';
const sources = 'SsoAdminIdentitySourceManagementService';

function userJson({ metadata, spec, status }: User) {
  const {
    name,
    domain,
    description = '',
    firstName = '',
    lastName = '',
    email = '',
    disabled = false,
  } = spec;
  const setAt = status?.passwordSetAt;
  return {
    _typeName: 'SsoAdminPersonUser',
    id: { name, domain },
    details: { description, emailAddress: email, firstName, lastName },
    disabled,
    locked: false,
    passwordSet: setAt === undefined ? metadata.creationTimestamp : formatMilliTime(setAt),
  };
}

/** A user of any kind, as searches that ask for no kind tell it. */
const anyUserJson = ({ spec: { name, domain, description = '' } }: User) => ({
  _typeName: 'SsoAdminUser',
  id: { name, domain },
  kind: 'person',
  description,
});

const groupJson = ({ name, domain, description }: GroupInfo) => ({
  _typeName: 'SsoAdminGroup',
  id: { name, domain },
  details: { description },
});

/** How many a search gives. */
const limitMax = 1_000;

function found<Item>(
  { body }: { readonly body: JsonObject },
  items: readonly Item[],
  nameOf: (item: Item) => string,
) {
  const criteria =
    getOwn(body, 'criteria') === undefined ? {} : objectOf(getOwn(body, 'criteria'), 'criteria');
  const text = String(getOwn(criteria, 'searchString') ?? getOwn(body, 'searchString') ?? '').toLowerCase();
  const limit = Number(getOwn(body, 'limit') ?? limitMax);
  return items.filter((item) => nameOf(item).toLowerCase().includes(text)).slice(0, limit);
}

/** Only administrators of the sign-on change or list its people. */
const byAdministrators = (
  type: string,
  name: string,
  answer: (call: VimCall) => Json | undefined,
): VimMethod => ({
  type,
  name,
  answer: (call) => {
    if (!administersSignOn(call)) {
      const domain = ssoDomain(call.fabric);
      throw new VimFault(
        'NoPermission',
        `Permission to perform this operation was denied. Required membership in group '${administrators}' on '${domain}'.`,
        { privilegeId: administrators, object: { type: 'SsoDomain', value: domain } },
      );
    }
    return answer(call);
  },
});

/** Of several what is done for one: whether each has changed anything. */
const forEach =
  (list: string, one: string, change: (call: VimCall) => boolean) =>
  (call: VimCall): Json => {
    const asked = getOwn(call.body, list);
    const items = Array.isArray(asked) ? (asked as readonly Json[]) : [];
    return items.map((item) => change({ ...call, body: { ...call.body, [one]: item } }));
  };

const managing: Readonly<Record<string, (call: VimCall) => Json | undefined>> = {
  CreateLocalPersonUser: createUser,
  UpdateLocalPersonUserDetails: updateUser,
  ResetLocalPersonUserPassword: resetPassword,
  DisableUserAccount: (call) => setDisabled(call, true),
  EnableUserAccount: (call) => setDisabled(call, false),
  CreateLocalGroup: createGroup,
  UpdateLocalGroupDetails: updateGroup,
  DeleteLocalPrincipal: deletePrincipal,
  AddUserToLocalGroup: addUserToGroup,
  AddGroupToLocalGroup: addGroupToGroup,
  RemoveFromLocalGroup: removeFromGroup,
  AddUsersToLocalGroup: forEach('userIds', 'userId', addUserToGroup),
  AddGroupsToLocalGroup: forEach('groupIds', 'groupId', addGroupToGroup),
  RemovePrincipalsFromLocalGroup: forEach('principalsIds', 'principalId', removeFromGroup),
};

const directMembers = (names: readonly string[], group: string): boolean =>
  names.some((name) => name.toLowerCase() === group.toLowerCase());

const finding: Readonly<Record<string, (call: VimCall) => Json | undefined>> = {
  FindPersonUsers: (call) => found(call, usersOf(call.fabric), ({ spec }) => spec.name).map(userJson),
  FindGroups: (call) =>
    found(call, groupsOf(call.fabric, ssoDomain(call.fabric)), ({ name }) => name).map(groupJson),
  FindPersonUser: (call) => userJson(userArg(call, 'userId')),
  FindGroup: (call) => groupJson(groupArg(call, 'groupId')),
  FindPersonUsersInGroup: (call) => {
    const { name } = groupArg(call, 'groupId');
    const members = usersOf(call.fabric).filter(({ spec }) => directMembers(spec.groups, name));
    return found(call, members, ({ spec }) => spec.name).map(userJson);
  },
  FindGroupsInGroup: (call) => {
    const { name, domain } = groupArg(call, 'groupId');
    const children = call.fabric
      .list<Group>(groupsKind)
      .filter(({ spec }) => directMembers(spec.groups, name));
    const all = groupsOf(call.fabric, domain);
    return all.filter((group) => children.some(({ spec }) => spec.name === group.name)).map(groupJson);
  },
  FindParentGroups: (call) => parentsOf(call, 'principalId'),
  FindUser: (call) => anyUserJson(userArg(call, 'userId')),
  FindUsers: (call) => found(call, usersOf(call.fabric), ({ spec }) => spec.name).map(anyUserJson),
  FindUsersInGroup: (call) => {
    const { name } = groupArg(call, 'groupId');
    const members = usersOf(call.fabric).filter(({ spec }) => directMembers(spec.groups, name));
    return found(call, members, ({ spec }) => spec.name).map(anyUserJson);
  },
  // Services of vCenter have no users of their own here.
  FindSolutionUsers: () => [],
  FindSolutionUser: () => undefined,
};

/** Names of all groups that a user is in, by way of others too. */
function parentsOf(call: VimCall, parameter: string): Json {
  const user = userArg(call, parameter);
  return groupsOfUser(call.fabric, user).map((name) => ({ name, domain: user.spec.domain }));
}

/** The system's domain, and the appliance's own accounts, of which none can sign in here. */
function identitySources({ fabric }: VimCall): Json {
  const system = { name: ssoDomain(fabric), domains: [{ name: ssoDomain(fabric), alias: '' }] };
  const localOS = { name: 'localos', domains: [{ name: 'localos', alias: '' }] };
  return { _typeName: 'SsoAdminIdentitySources', all: [localOS, system], system, localOS };
}

export const signOnMembers: readonly VimMethod[] = [
  ...Object.entries(managing).map(([name, answer]) => byAdministrators(management, name, answer)),
  ...Object.entries(finding).map(([name, answer]) => byAdministrators(discovery, name, answer)),
  byAdministrators(sources, 'Get', identitySources),
  byAdministrators(sources, 'GetDefaultDomains', ({ fabric }) => [ssoDomain(fabric)]),
  byAdministrators('SsoAdminPasswordPolicyService', 'GetLocalPasswordPolicy', () => passwordPolicy),
  {
    type: 'SsoGroupcheckService',
    name: 'FindAllParentGroups',
    answer: (call) => parentsOf(call, 'userId'),
  },
  { type: management, name: 'ResetSelfLocalPersonUserPassword', answer: changeOwnPassword },
];
