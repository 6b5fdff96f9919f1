// `users.anna.token`: the way to a value of the kubeconfig. A name may have dots itself; it ends where a member that is known
// begins. Source: kubectl pkg/cmd/config/navigation_step_parser.go.
import type { Kubeconfig } from '../../config/kubeconfig.ts';
import { Failure } from '../../failure.ts';

type MemberType = 'text' | 'bool' | 'bytes' | 'list' | 'inner';

const members = {
  clusters: {
    server: 'text',
    'tls-server-name': 'text',
    'insecure-skip-tls-verify': 'bool',
    'certificate-authority': 'text',
    'certificate-authority-data': 'bytes',
    'proxy-url': 'text',
    'disable-compression': 'bool',
    extensions: 'inner',
  },
  contexts: { cluster: 'text', user: 'text', namespace: 'text', extensions: 'inner' },
  users: {
    'client-certificate': 'text',
    'client-certificate-data': 'bytes',
    'client-key': 'text',
    'client-key-data': 'bytes',
    token: 'text',
    tokenFile: 'text',
    as: 'text',
    'as-uid': 'text',
    'as-groups': 'list',
    'as-user-extra': 'inner',
    username: 'text',
    password: 'text',
    'auth-provider': 'inner',
    exec: 'inner',
    extensions: 'inner',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, MemberType>>>>;

export type Part = keyof typeof members & keyof Kubeconfig;

export interface Property {
  readonly part: Part;
  /** Empty where the whole part is meant. */
  readonly name: string;
  /** Empty where the whole entry is meant. */
  readonly key: string;
  readonly type: MemberType;
}

/** `preferences` and what is in it, where there are no names. */
export interface Preference {
  readonly part: 'preferences';
  /** Empty where all of them are meant. */
  readonly key: '' | 'colors';
  readonly type: MemberType;
}

function preferenceOf(text: string, [key = '', ...more]: readonly string[]): Preference {
  if (more.length > 0 && key === 'colors')
    throw new Failure(`unable to parse one or more field values of ${text}`);
  if (key !== '' && key !== 'colors')
    throw new Failure(`unable to parse ${text} after [{preferences api.Preferences}] at api.Preferences`);
  return { part: 'preferences', key, type: 'bool' };
}

/** Undefined for the current context, the one value beside the parts. */
export function propertyOf(text: string): Property | Preference | undefined {
  if (text === '') throw new Failure('you must specify a property');
  const [first = '', ...words] = text.split('.');
  if (text === 'current-context') return undefined;
  if (first === 'preferences') return preferenceOf(text, words);
  if (first !== 'clusters' && first !== 'contexts' && first !== 'users') {
    throw new Failure(
      first === 'current-context'
        ? `unable to parse one or more field values of ${text}`
        : `unable to parse ${text} after [] at api.Config`,
    );
  }
  const types: Readonly<Record<string, MemberType>> = members[first];
  const at = words.findIndex((word, index) => index > 0 && Object.hasOwn(types, word));
  const name = (at < 0 ? words : words.slice(0, at)).join('.');
  const key = at < 0 ? '' : (words[at] as string);
  if (at >= 0 && at < words.length - 1)
    throw new Failure(`unable to parse one or more field values of ${text}`);
  return { part: first, name, key, type: types[key] ?? 'inner' };
}
