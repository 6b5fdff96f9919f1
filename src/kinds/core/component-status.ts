// ComponentStatus: how the parts of the control plane are, as the API server hears when it is asked for it. Old, and kept for those who
// still ask. Source: kubernetes pkg/registry/core/componentstatus.
import type { ComponentStatus as ComponentStatusType } from '#types';
import type { Stored } from '../../store/object.ts';
import { notFound } from '../../store/refusal.ts';
import { nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';

type ComponentStatus = Stored<ComponentStatusType>;

/** All of them run where this API answers. */
const components = ['scheduler', 'controller-manager', 'etcd-0'];

function statusOf(name: string): ComponentStatus {
  return {
    kind: 'ComponentStatus',
    apiVersion: 'v1',
    metadata: { name, creationTimestamp: null },
    conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
  } as unknown as ComponentStatus;
}

function healthOf({ conditions = [] }: ComponentStatus) {
  return conditions.find(({ type }) => type === 'Healthy');
}

export const componentStatuses = kubernetesKind<ComponentStatus>({
  group: '',
  kind: 'ComponentStatus',
  plural: 'componentstatuses',
  short: ['cs'],
  namespaced: false,
  verbs: ['get', 'list'],
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
  columns: [
    nameColumn,
    {
      name: 'Status',
      cell: (component) => (healthOf(component)?.status === 'True' ? 'Healthy' : 'Unhealthy'),
    },
    { name: 'Message', cell: (component) => healthOf(component)?.message ?? '' },
    { name: 'Error', cell: (component) => healthOf(component)?.error ?? '' },
  ],
  computed: {
    list: () => components.map(statusOf),
    get(_view, _namespace, name) {
      if (!components.includes(name)) throw notFound({ group: '', plural: 'componentstatuses' }, name);
      return statusOf(name);
    },
  },
});
