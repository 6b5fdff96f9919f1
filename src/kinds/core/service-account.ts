// ServiceAccount. Every namespace gets one named default (agents/service-accounts).
import type { ServiceAccount as ServiceAccountType } from '#types';
import type { Subresource } from '../../store/kind.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';

export type ServiceAccount = Stored<ServiceAccountType>;

const tokenSubresource: Subresource = {
  name: 'token',
  verbs: ['create'],
  type: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
};

export const serviceAccounts = kubernetesKind<ServiceAccount>({
  group: '',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  short: ['sa'],
  namespaced: true,
  returnsDeleted: true,
  subresources: [tokenSubresource],
  prepare(next) {
    // Of its Secrets the API server keeps the names.
    if (next.secrets !== undefined)
      next.secrets = next.secrets.map(({ name }) => (name === undefined ? {} : { name }));
  },
  columns: [
    nameColumn,
    { name: 'Secrets', cell: (account) => String((account.secrets ?? []).length) },
    ageColumn,
  ],
});
