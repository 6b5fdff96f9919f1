// What a Supervisor's own API server holds when it has just been enabled.
import type { Release } from '../release.ts';
import { rbac } from '../rbac/index.ts';
import type { Scenario } from '../scenario.ts';
import { apiServiceIp } from './machines.ts';
import { nodes } from './nodes.ts';
import { seed, seedIn, type Seed } from './seed.ts';
import { storage } from './storage.ts';
import { workloads } from './workloads.ts';

export function supervisor(scenario: Scenario, release: Release): readonly Seed[] {
  const namespaces = [
    'default',
    'kube-node-lease',
    'kube-public',
    'kube-system',
    ...release.systemNamespaces,
  ];
  return [
    ...namespaces.map((name) => seed('core/namespaces', name, {})),
    ...rbac(scenario),
    ...nodes(scenario, release),
    seedIn(
      'core/services',
      'default',
      'kubernetes',
      { labels: { component: 'apiserver', provider: 'kubernetes' } },
      {
        spec: { clusterIP: apiServiceIp(scenario), ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
      },
    ),
    seedIn(
      'core/services',
      'kube-system',
      'kube-apiserver-lb-svc',
      {},
      {
        spec: {
          type: 'LoadBalancer',
          ports: [
            { name: 'nginx', port: 443, targetPort: 443 },
            { name: 'kube-apiserver', port: 6443, targetPort: 6443 },
          ],
        },
      },
    ),
    ...storage(),
    ...workloads(scenario, release),
  ];
}
