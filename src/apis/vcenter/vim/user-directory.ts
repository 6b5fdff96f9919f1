// Users and groups as vim25 looks them up, to grant them something. Source: vim25 UserDirectory.
import { groupsOf, usersOf } from '../../sso/directory.ts';
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import type { Json } from '../../../std/draft.ts';
import { flagArg } from './arguments.ts';
import { invalidParameter, VimFault, type VimCall, type VimMethod } from './method.ts';

const type = 'UserDirectory';

const domainOf = ({ fabric }: VimCall): string => vcenterIn(fabric)?.spec.ssoDomain ?? '';

const found = (principal: string, fullName: string, group: boolean): Json => ({
  _typeName: 'UserSearchResult',
  principal,
  fullName,
  group,
});

/** By a part of the name, or by all of it. */
function search(call: VimCall): Json {
  const { domain = '', searchStr } = call.body;
  if (typeof searchStr !== 'string') throw invalidParameter('searchStr');
  if (typeof domain !== 'string') throw invalidParameter('domain');
  const own = domainOf(call);
  if (domain !== '' && domain.toLowerCase() !== own.toLowerCase())
    throw new VimFault('NotFound', 'The object or item referred to could not be found.');
  const isExact = flagArg(call.body, 'exactMatch');
  const wanted = searchStr.toLowerCase();
  const matches = (name: string): boolean =>
    isExact ? name.toLowerCase() === wanted : name.toLowerCase().includes(wanted);
  const users = usersOf(call.fabric)
    .filter(({ spec }) => matches(spec.name))
    .map(({ spec }) => found(spec.name, [spec.firstName, spec.lastName].filter(Boolean).join(' '), false));
  const groups = groupsOf(call.fabric, own)
    .filter(({ name }) => matches(name))
    .map(({ name, description }) => found(name, description, true));
  return [
    ...(flagArg(call.body, 'findUsers') ? users : []),
    ...(flagArg(call.body, 'findGroups') ? groups : []),
  ];
}

export const userDirectoryMethods: readonly VimMethod[] = [
  { type, name: 'domainList', privilege: 'System.View', answer: (call) => [domainOf(call).toUpperCase()] },
  { type, name: 'RetrieveUserGroups', privilege: 'System.View', answer: search },
];
