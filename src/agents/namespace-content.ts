// What every namespace holds from its first moment: the default service account and the cluster's root certificate.
// Source: kubernetes pkg/controller/serviceaccount, pkg/controller/certificates/rootcacertpublisher.
import type { Loop } from '../control/loop.ts';
import { configMaps } from '../kinds/core/config-map.ts';
import { serviceAccounts } from '../kinds/core/service-account.ts';
import type { Namespace } from '../kinds/core/namespace.ts';
import type { Kind } from '../store/kind.ts';
import { isDeleting } from '../store/object.ts';

const defaultAccount = 'default';
export const rootCaName = 'kube-root-ca.crt';

/** The certificate that the simulated API server presents; a label, not a certificate. */
export const rootCa =
  '-----BEGIN CERTIFICATE-----\nSupervisor Sandbox simulated root certificate\n-----END CERTIFICATE-----\n';

function keeps(name: string, kind: Kind, kindName: string, objectName: string, content: object): Loop {
  return {
    name,
    observes: {
      'core/namespaces': (prev, next) =>
        prev === undefined && next !== undefined ? [next.metadata.name] : [],
      [kindName]: (prev, next) =>
        next === undefined && prev?.metadata.name === objectName ? [prev.metadata.namespace ?? ''] : [],
    },
    run(namespace, view) {
      const owner = view.get<Namespace>('core/namespaces', namespace);
      if (owner === undefined || isDeleting(owner) || view.get(kindName, objectName, namespace) !== undefined)
        return undefined;
      const object = { metadata: { name: objectName, namespace }, ...content };
      return { writes: [{ verb: 'create', kind, object, why: 'every namespace has one' }] };
    },
  };
}

export const serviceAccountController = keeps(
  'serviceaccount-controller',
  serviceAccounts,
  'core/serviceaccounts',
  defaultAccount,
  {},
);

export const rootCaPublisher = keeps(
  'root-ca-certificate-publisher',
  configMaps,
  'core/configmaps',
  rootCaName,
  {
    data: { 'ca.crt': rootCa },
  },
);
