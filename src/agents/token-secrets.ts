// The controller of token Secrets: fills in a Secret of type kubernetes.io/service-account-token, and removes it where its account is
// not there, or is another one by now. Source: kubernetes pkg/controller/serviceaccount/tokens_controller.go.
import { nobody, type Loop } from '../control/loop.ts';
import { secretToken } from '../kinds/authentication/account-token.ts';
import { accountNameKey, accountUidKey, secrets, tokenType, type Secret } from '../kinds/core/secret.ts';
import type { ServiceAccount } from '../kinds/core/service-account.ts';
import { bytesToBase64 } from '../std/base64.ts';
import { isDeleting, keyOfObject, splitKey } from '../store/object.ts';
import { rootCa } from './namespace-content.ts';

const encoded = (text: string): string => bytesToBase64(new TextEncoder().encode(text));

/** @param tokenKey signs the tokens of this world */
export function createTokenSecrets(tokenKey: string): Loop {
  return {
    name: 'tokens-controller',
    observes: {
      'core/secrets': (_prev, next) =>
        (next as Secret | undefined)?.type === tokenType && next !== undefined ? [keyOfObject(next)] : nobody,
      'core/serviceaccounts': (prev, next) =>
        prev !== undefined && next === undefined ? [`*${keyOfObject(prev)}`] : nobody,
    },
    expand: (pattern, view) =>
      view.list('core/secrets', { index: ['account', pattern.slice(1)] }).map(keyOfObject),
    run(key, view) {
      const { namespace, name } = splitKey(key);
      const secret = view.get<Secret>('core/secrets', name, namespace);
      if (secret?.type !== tokenType || isDeleting(secret)) return undefined;
      const { annotations = {} } = secret.metadata;
      const account = view.get<ServiceAccount>(
        'core/serviceaccounts',
        annotations[accountNameKey] ?? '',
        namespace,
      );
      const uid = annotations[accountUidKey] ?? '';
      if (account === undefined || (uid !== '' && uid !== account.metadata.uid)) {
        return {
          writes: [{ verb: 'delete', kind: secrets, object: secret, why: 'its account is not there' }],
        };
      }
      const { data = {} } = secret;
      if (uid !== '' && data['token'] && data['ca.crt'] && data['namespace']) return undefined;
      const object: Secret = {
        ...secret,
        metadata: {
          ...secret.metadata,
          annotations: { ...annotations, [accountUidKey]: account.metadata.uid },
        },
        data: {
          ...data,
          'ca.crt': encoded(rootCa),
          namespace: encoded(namespace),
          token: encoded(secretToken(tokenKey, secret, account)),
        },
      };
      return { writes: [{ verb: 'update', kind: secrets, object, why: 'a token' }] };
    },
  };
}
