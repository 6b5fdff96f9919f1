// The fabric that a scenario begins with: vCenter with its hosts, NSX with the leaf switches where it stands there, load balancers, and a
// Supervisor where there is one already.
import type { Release } from '../../releases/release.ts';
import { seed, type Seed } from '../../store/seed.ts';
import type { Scenario } from '../scenario.ts';
import { loadBalancers } from './distributed-switch.ts';
import { edge, leaves } from './edge.ts';
import { ownMachines } from './own-machines.ts';
import { inventory, people } from './vcenter.ts';
import { supervisorNetworks, supervisors, vsphereNamespaces } from './workload-management.ts';

export function fabric(scenario: Scenario, release: Release, startedAt: number): readonly Seed[] {
  const isEnabled = scenario.workloadManagement === 'Enabled';
  const hasNsx = scenario.network.stack === 'NSX';
  return [
    ...inventory(scenario, release, startedAt),
    ...ownMachines(scenario, startedAt),
    ...(isEnabled ? supervisors(scenario, release, startedAt) : []),
    ...people(scenario),
    ...(isEnabled ? vsphereNamespaces(scenario) : []),
    ...(hasNsx ? edge(scenario) : []),
    ...loadBalancers(scenario),
    ...(isEnabled ? supervisorNetworks(scenario) : []),
    ...(hasNsx ? leaves() : []),
    seed('sandbox/simulations', 'world', {
      spec: { scenario: scenario.preset, seed: scenario.seed, engine: '' },
    }),
  ];
}
