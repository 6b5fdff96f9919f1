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
import { administrators, groupsKind, groupsOf, groupsOfUser, usersOf, type GroupInfo } from './directory.ts';

const management = 'SsoAdminPrincipalManagementService';
const discovery = 'SsoAdminPrincipalDiscoveryService';

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
  FindParentGroups: (call) => {
    const { spec } = userArg(call, 'principalId');
    const names = groupsOfUser(call.fabric, userArg(call, 'principalId'));
    return names.map((name) => ({ name, domain: spec.domain }));
  },
};

export const signOnMembers: readonly VimMethod[] = [
  ...Object.entries(managing).map(([name, answer]) => byAdministrators(management, name, answer)),
  ...Object.entries(finding).map(([name, answer]) => byAdministrators(discovery, name, answer)),
  { type: management, name: 'ResetSelfLocalPersonUserPassword', answer: changeOwnPassword },
];
