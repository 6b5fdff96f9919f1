/** Illustrations for the gallery: names, figures and times are made up, as in the drawings that they follow. */
import type { Did } from '../../../web/parts/did.ts';
import type { MenuItem } from '../../../web/parts/menu.ts';
import type { TimeHistory, TimeView } from '../../../web/parts/time.ts';
import type { TreeNode } from '../../../web/parts/tree.ts';

export const nothing = (): void => undefined;

export const time: TimeView = {
  mode: 'paused',
  iso: '2023-04-18T09:14:22.180',
  clock: '09:14:22.180',
  date: '18 Apr 2023',
  speed: 10,
  note: 'Next in 0.820 s: lease of esxi-03 renews',
};

export const timeHistory: TimeHistory = {
  position: 0.72,
  ticks: [
    ...[0.06, 0.09, 0.14, 0.15, 0.22, 0.31, 0.33, 0.4, 0.47, 0.52, 0.58, 0.66, 0.71].map((at) => ({
      at,
      kind: 'event' as const,
    })),
    { at: 0.48, kind: 'danger' },
    { at: 0.63, kind: 'warning' },
  ],
  forks: [{ from: 0.47, to: 0.625 }],
  branch: 'main · live',
};

const pod = (label: string, trail?: TreeNode['trail']): TreeNode => ({
  id: label,
  label,
  icon: 'pod',
  ...(trail ? { trail } : {}),
});

const controlPlane = [1, 2, 3].map((number): TreeNode => ({
  id: `cp${number}`,
  label: `SupervisorControlPlaneVM (${number})`,
  icon: 'vm',
}));

const demo: TreeNode = {
  id: 'demo',
  label: 'demo',
  icon: 'namespace',
  children: [
    pod('analytics-0', { state: 'pending', word: 'Pending' }),
    pod('cart-0'),
    pod('redis-0'),
    { id: 'db01', label: 'db01', icon: 'vm' },
    pod('web-7c9d8b6f5d-4kz2m'),
    pod('web-7c9d8b6f5d-tq8xw'),
    pod('web-7c9d8b6f5d-zn5rc'),
  ],
};

const closed = (label: string, count: number, trail?: TreeNode['trail']): TreeNode => ({
  id: label,
  label,
  icon: 'namespace',
  more: true,
  count,
  ...(trail ? { trail } : {}),
});

export const inventory: readonly TreeNode[] = [
  {
    id: 'vcsa01',
    label: 'vcsa01.sandbox.lab',
    icon: 'vcenter',
    children: [
      {
        id: 'dc01',
        label: 'dc01',
        icon: 'datacenter',
        children: [
          {
            id: 'mgmt-cl01',
            label: 'mgmt-cl01',
            icon: 'cluster',
            children: [
              ...[1, 2, 3, 4].map((number): TreeNode => ({
                id: `esxi${number}`,
                label: `esxi-0${number}.sandbox.lab`,
                icon: 'host',
              })),
              {
                id: 'namespaces',
                label: 'Namespaces',
                icon: 'namespace',
                count: 5,
                children: [
                  ...controlPlane,
                  demo,
                  closed('svc-contour-domain-c8', 6),
                  closed('svc-harbor-domain-c8', 8, { state: 'danger', word: 'ReconcileFailed' }),
                  closed('team-payments-checkout-central', 2),
                  { id: 'training', label: 'training', icon: 'namespace', count: 0, loading: true },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
];

export const inventoryOpen = ['vcsa01', 'dc01', 'mgmt-cl01', 'namespaces', 'demo'] as const;

export const did: Did = {
  what: 'Scaled Deployment web from 2 to 3',
  cli: { text: 'kubectl -n demo scale deployment/web --replicas=3' },
  rest: { text: 'PATCH /apis/apps/v1/namespaces/demo/deployments/web/scale' },
  yaml: { text: 'spec: { replicas: 3 }' },
};

export const actions: readonly MenuItem[] = [
  { label: 'Manage Service', hint: 'install, update', onselect: nothing },
  { label: 'Add New Version', onselect: nothing },
  { label: 'Manage Versions', hint: '2', onselect: nothing },
  { label: 'Edit', onselect: nothing },
  { label: 'Open harbor.sandbox.lab', outside: true, section: true, onselect: nothing },
  { label: 'Delete', reason: 'installed on 1 Supervisor', section: true, onselect: nothing },
];

export interface SampleRow {
  readonly name: string;
  readonly node: string;
  readonly memoryMiB: number;
  readonly phase: 'Running' | 'Pending';
}

export const podRows = (count: number): readonly SampleRow[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `web-${String((index * 7919) % count).padStart(5, '0')}`,
    node: `esxi-${String((index % 128) + 1).padStart(3, '0')}`,
    memoryMiB: 64 + ((index * 37) % 4096),
    phase: index % 9 === 4 ? 'Pending' : 'Running',
  }));
