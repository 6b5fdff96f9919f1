// Bootstrap tokens: `id.secret`, good as long as a Secret of kube-system says so; whoever bears one may little more than ask for a
// certificate. Source: kubernetes plugin/pkg/auth/authenticator/token/bootstrap; cluster-bootstrap token/util and util/secrets.
import { base64ToBytes } from '../../std/base64.ts';
import { getOwn } from '../../std/own.ts';
import { parseTime } from '../../std/time.ts';
import { isDeleting } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import type { Secret } from '../core/secret.ts';
import { authenticatedGroup } from '../rbac/subjects.ts';

export const bootstrapNamespace = 'kube-system';
export const bootstrapType = 'bootstrap.kubernetes.io/token';

const shape = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;
const group = 'system:bootstrappers';
const extraGroup = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;

function textOf({ data }: Secret, key: string): string {
  const decoded = base64ToBytes(getOwn(data, key) ?? '');
  return 'bytes' in decoded ? new TextDecoder().decode(decoded.bytes) : '';
}

/** When it ends, in simulated milliseconds; undefined where it never does. What cannot be read has ended. */
export function expiryOf(secret: Secret): number | undefined {
  const said = textOf(secret, 'expiration');
  return said === '' ? undefined : (parseTime(said) ?? -Infinity);
}

export interface Bootstrapper {
  readonly user: string;
  readonly groups: readonly string[];
}

/** Whom a token proves; undefined where it is none, or none that is good for signing in. */
export function bootstrapperOf(view: ReadView, token: string): Bootstrapper | undefined {
  const [, id = '', key = ''] = shape.exec(token) ?? [];
  if (id === '') return undefined;
  const secret = view.get<Secret>('core/secrets', `bootstrap-token-${id}`, bootstrapNamespace);
  if (secret?.type !== bootstrapType || isDeleting(secret)) return undefined;
  const ends = expiryOf(secret);
  const isGood =
    textOf(secret, 'token-id') === id &&
    textOf(secret, 'token-secret') === key &&
    textOf(secret, 'usage-bootstrap-authentication') === 'true' &&
    (ends === undefined || ends > view.now);
  const more = textOf(secret, 'auth-extra-groups').split(',').filter(Boolean);
  if (!isGood || !more.every((each) => extraGroup.test(each))) return undefined;
  return { user: `system:bootstrap:${id}`, groups: [group, ...more, authenticatedGroup] };
}
