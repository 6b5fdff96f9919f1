// What a network administrator has built before anybody asks for Kubernetes: the Tier-0 and the leaf switches beyond it.
import { seed, type Seed } from '../../store/seed.ts';
import type { Scenario } from '../scenario.ts';
import { tier0 } from './machines.ts';

export function edge({ network }: Scenario): readonly Seed[] {
  return [
    seed('nsx.sandbox/tier0s', tier0, {
      spec: {
        displayName: tier0,
        localAs: 65000,
        routeMap: {
          name: 'rm-no-pods',
          applied: true,
          entries: [
            { sequence: 10, action: 'DENY', prefixList: 'pl-pods', prefixes: network.podCidrs },
            {
              sequence: 20,
              action: 'PERMIT',
              prefixList: 'pl-ingress-egress',
              prefixes: [...network.ingressCidrs, ...network.egressCidrs],
            },
          ],
        },
        summarization: network.summarization,
        neighbors: [
          { leaf: 'leaf-a', address: '172.16.10.11', remoteAs: 65001, bfd: true },
          { leaf: 'leaf-b', address: '172.16.20.11', remoteAs: 65001, bfd: true },
        ],
      },
    }),
  ];
}

export function leaves(): readonly Seed[] {
  return ['leaf-a', 'leaf-b'].map((name, index) =>
    seed('leaf.sandbox/switches', name, {
      spec: { as: 65001, routerId: `172.16.0.${index + 1}`, warnRoutes: 256 },
    }),
  );
}
