// What every namespace holds from its first moment: the default service account and the cluster's root certificate.
// Source: kubernetes pkg/controller/serviceaccount, pkg/controller/certificates/rootcacertpublisher.
import { nobody, type Loop } from '../control/loop.ts';
import { configMaps, type ConfigMap } from '../kinds/core/config-map.ts';
import { serviceAccounts } from '../kinds/core/service-account.ts';
import type { Namespace } from '../kinds/core/namespace.ts';
import { equal } from '../std/draft.ts';
import { kindId, type Kind } from '../store/kind.ts';
import { isDeleting, type StoredObject } from '../store/object.ts';

const defaultAccount = 'default';
export const rootCaName = 'kube-root-ca.crt';

/** The certificate that the simulated API server presents; a label, not a certificate. */
export const rootCa =
  '-----BEGIN CERTIFICATE-----\nSupervisor Sandbox simulated root certificate\n-----END CERTIFICATE-----\n';

interface Kept<T extends StoredObject> {
  readonly name: string;
  readonly kind: Kind<T>;
  readonly objectName: string;
  /** What of it people cannot change for long. */
  readonly content?: Partial<T>;
}

function keeps<T extends StoredObject>({ name, kind, objectName, content = {} }: Kept<T>): Loop {
  const kindName = kindId(kind);
  const isAsWished = (object: T): boolean =>
    Object.entries(content).every(([member, value]) => equal(object[member as keyof T], value));
  return {
    name,
    observes: {
      'core/namespaces': (prev, next) =>
        prev === undefined && next !== undefined ? [next.metadata.name] : nobody,
      [kindName]: (prev, next) =>
        prev?.metadata.name === objectName && (next === undefined || !isAsWished(next as T))
          ? [prev.metadata.namespace ?? '']
          : nobody,
    },
    run(namespace, view) {
      const owner = view.get<Namespace>('core/namespaces', namespace);
      if (owner === undefined || isDeleting(owner)) return undefined;
      const present = view.get<T>(kindName, objectName, namespace);
      if (present === undefined) {
        const object = { metadata: { name: objectName, namespace }, ...content };
        return { writes: [{ verb: 'create', kind, object, why: 'every namespace has one' }] };
      }
      if (isAsWished(present) || isDeleting(present)) return undefined;
      return { writes: [{ verb: 'update', kind, object: { ...present, ...content }, why: 'it is kept so' }] };
    },
  };
}

export const serviceAccountController = keeps({
  name: 'serviceaccount-controller',
  kind: serviceAccounts,
  objectName: defaultAccount,
});

export const rootCaPublisher = keeps<ConfigMap>({
  name: 'root-ca-certificate-publisher',
  kind: configMaps,
  objectName: rootCaName,
  content: { data: { 'ca.crt': rootCa } },
});
