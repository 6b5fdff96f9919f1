/** The steps of the wizard that enables Workload Management, in each release's order and words. */
import { expect, it } from 'vitest';
import { stepsOf, stepTitles, wordsOf } from '../../../../web/screens/workload-management/words.ts';

it.each<[release: string, isOnSwitch: boolean, titles: string]>([
  [
    '7.0 GA',
    false,
    'Select a Cluster, Control Plane Size, Management Network, Workload Network, Storage, Review and Confirm',
  ],
  [
    '7.0 U3',
    true,
    'vCenter Server and Network, Cluster, Control Plane Size, Storage, Load Balancer, Management Network, Workload Network, Review and Confirm',
  ],
  [
    '8.0 U1',
    false,
    'vCenter Server and Network, Supervisor location, Storage, Management Network, Workload Network, Review and Confirm',
  ],
  [
    '8.0 U3',
    true,
    'vCenter Server and Network, Supervisor location, Storage, Load Balancer, Management Network, Workload Network, Review and Confirm',
  ],
])('of %s, on a distributed switch: %s', (release, isOnSwitch, titles) => {
  const named = stepTitles(release);
  expect(
    stepsOf(release, isOnSwitch)
      .map((step) => named[step])
      .join(', '),
  ).toBe(titles);
});

it.each([
  ['7.0 GA', 'Supervisor Cluster', 'Clusters', 'Disable'],
  ['8.0 U1', 'Supervisor', 'Supervisors', 'Deactivate'],
])('%s says %s, %s and %s', (release, supervisor, tab, end) => {
  expect(wordsOf(release)).toMatchObject({ supervisor, tab, end });
});
