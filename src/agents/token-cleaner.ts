// Removes bootstrap tokens that have ended. Source: kubernetes pkg/controller/bootstrap/tokencleaner.go.
import { nobody, type Loop } from '../control/loop.ts';
import { bootstrapNamespace, bootstrapType, expiryOf } from '../kinds/authentication/bootstrap-token.ts';
import { secrets, type Secret } from '../kinds/core/secret.ts';
import { isDeleting, keyOfObject, splitKey } from '../store/object.ts';

export const tokenCleaner: Loop = {
  name: 'token-cleaner-controller',
  observes: {
    'core/secrets': (_prev, next) =>
      next?.metadata.namespace === bootstrapNamespace && (next as Secret).type === bootstrapType
        ? [keyOfObject(next)]
        : nobody,
  },
  run(key, view) {
    const { namespace, name } = splitKey(key);
    const secret = view.get<Secret>('core/secrets', name, namespace);
    const ends = secret === undefined ? undefined : expiryOf(secret);
    if (secret?.type !== bootstrapType || isDeleting(secret) || ends === undefined) return undefined;
    if (ends > view.now) return { again: ends - view.now };
    return { writes: [{ verb: 'delete', kind: secrets, object: secret, why: 'its token has ended' }] };
  },
};
