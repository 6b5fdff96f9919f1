// The fabric that a scenario begins with: vCenter with its hosts, NSX, the leaf switches, and a Supervisor where there is one already.
import type { Release } from '../../releases/release.ts';
import { seed, type Seed } from '../../store/seed.ts';
import type { Scenario } from '../scenario.ts';
import { edge, leaves } from './edge.ts';
import { ownMachines } from './own-machines.ts';
import { inventory, people } from './vcenter.ts';
import { supervisorNetworks, supervisors, vsphereNamespaces } from './workload-management.ts';

export function fabric(scenario: Scenario, release: Release, startedAt: number): readonly Seed[] {
  const isEnabled = scenario.workloadManagement === 'Enabled';
  return [
    ...inventory(scenario, release, startedAt),
    ...ownMachines(scenario, startedAt),
    ...(isEnabled ? supervisors(scenario, release, startedAt) : []),
    ...people(scenario),
    ...(isEnabled ? vsphereNamespaces(scenario) : []),
    ...edge(scenario),
    ...(isEnabled ? supervisorNetworks(scenario) : []),
    ...leaves(),
    seed('sandbox/simulations', 'world', {
      spec: { scenario: scenario.preset, seed: scenario.seed, engine: '' },
    }),
  ];
}
