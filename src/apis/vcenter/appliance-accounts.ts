// The appliance's own accounts, root and those that somebody made: who may come to the appliance itself, and not to vCenter. Source: vSphere Automation
// API, com.vmware.appliance.LocalAccounts.
import type { Json } from '../../std/draft.ts';
import { limits } from '../../std/limits.ts';
import { boolean, integer, string } from '../../store/schema/infer.ts';
import type { ReadView } from '../../store/view.ts';
import { change, read, set, settingsOf, type Settings } from './appliance-settings.ts';
import { alreadyExists, invalidArgument, notAllowed, notFound } from './failure.ts';
import type { Call, Operation } from './operation.ts';
import { readBody } from './reading.ts';

type Account = NonNullable<Settings['accounts']>[number];

const roles = ['operator', 'admin', 'superAdmin'] as const;

const accountProperties = {
  password: string,
  old_password: string,
  full_name: string,
  email: string,
  roles: { type: 'array', items: { type: 'string', enum: roles } },
  enabled: boolean,
  password_expires: boolean,
  password_expires_at: string,
  inactive_after_password_expiration: boolean,
  days_after_password_expiration: integer,
  min_days_between_password_change: integer,
  max_days_between_password_change: integer,
  warn_days_before_password_expiration: integer,
} as const;

const accountConfig = { type: 'object', properties: accountProperties } as const;
const accountCreation = {
  type: 'object',
  required: ['username', 'config'],
  properties: { username: string, config: { ...accountConfig, required: ['password', 'roles'] } },
} as const;

const root: Account = {
  name: 'root',
  fullName: 'root',
  enabled: true,
  role: 'superAdmin',
  hasPassword: true,
};

const accountsOf = (fabric: ReadView): readonly Account[] => [root, ...(settingsOf(fabric).accounts ?? [])];

function accountAsked({ fabric, params: { account = '' } }: Call): Account {
  const found = accountsOf(fabric).find(({ name }) => name === account);
  if (found === undefined) throw notFound('Local account', account);
  return found;
}

const accountInfo = ({ fullName, email, enabled, role, hasPassword }: Account): Json => ({
  ...(fullName === undefined ? {} : { fullname: fullName }),
  ...(email === undefined ? {} : { email }),
  enabled,
  roles: [role],
  has_password: hasPassword,
});

/** As the appliance asks for them: each kind of character, and six at least. */
function checkPassword(password: string): void {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];
  if (password.length < 6 || !kinds.every((kind) => kind.test(password)))
    throw invalidArgument(
      'The password must have at least 6 characters, among them a lower case and an upper case letter, a digit and a special character.',
      ['password'],
    );
}

function createAccount(call: Call) {
  const { username: name, config } = readBody(accountCreation, call.body);
  const { password = '', full_name: fullName, email, roles: asked = [], enabled = true } = config;
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(name))
    throw invalidArgument(`Invalid value for 'username': '${name}' is not a name of a local account.`, [
      'username',
    ]);
  if (accountsOf(call.fabric).some((account) => account.name === name))
    throw alreadyExists(`Local account '${name}' already exists.`, [name]);
  const [role] = asked;
  if (asked.length !== 1 || role === undefined)
    throw invalidArgument("Invalid value for 'config.roles': a local account has one role.", ['roles']);
  checkPassword(password);
  const account: Account = {
    name,
    ...(fullName === undefined ? {} : { fullName }),
    ...(email === undefined ? {} : { email }),
    enabled,
    role,
    hasPassword: true,
  };
  const accounts = [...(settingsOf(call.fabric).accounts ?? []), account];
  if (accounts.length > limits.applianceAccountsMax)
    throw notAllowed(`An appliance has at most ${limits.applianceAccountsMax} local accounts.`);
  return set(call, { accounts }, `Create local account ${name}`);
}

function updateAccount(call: Call) {
  const before = accountAsked(call);
  const {
    password,
    full_name: fullName,
    email,
    roles: asked = [],
    enabled,
  } = readBody(accountConfig, call.body);
  if (password !== undefined) checkPassword(password);
  const why = `Update local account ${before.name}`;
  if (before.name === root.name) {
    if (enabled === false || (asked[0] ?? root.role) !== root.role)
      throw notAllowed('The role and the state of root cannot be changed.', [root.name]);
    return set(call, password === undefined ? {} : { rootPassword: password }, why);
  }
  const account: Account = {
    ...before,
    ...(fullName === undefined ? {} : { fullName }),
    ...(email === undefined ? {} : { email }),
    ...(enabled === undefined ? {} : { enabled }),
    role: asked[0] ?? before.role,
  };
  const accounts = (settingsOf(call.fabric).accounts ?? []).map((each) =>
    each.name === account.name ? account : each,
  );
  return set(call, { accounts }, why);
}

function deleteAccount(call: Call) {
  const { name } = accountAsked(call);
  if (name === root.name) throw notAllowed('root cannot be deleted.', [name]);
  const accounts = (settingsOf(call.fabric).accounts ?? []).filter((each) => each.name !== name);
  return set(call, { accounts }, `Delete local account ${name}`);
}

export const applianceAccounts: readonly Operation[] = [
  read('appliance/local-accounts', ({ fabric }) => accountsOf(fabric).map(({ name }) => name)),
  change('POST', 'appliance/local-accounts', createAccount),
  read('appliance/local-accounts/{account}', (call) => accountInfo(accountAsked(call))),
  change('PATCH', 'appliance/local-accounts/{account}', updateAccount),
  change('PUT', 'appliance/local-accounts/{account}', updateAccount),
  change('DELETE', 'appliance/local-accounts/{account}', deleteAccount),
];
