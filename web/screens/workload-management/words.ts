/** What a release calls a Supervisor and what is done with it, and in which order its wizard asks. */

export interface Words {
  /** Whether Supervisors have names of their own, apart from their clusters. */
  readonly hasNames: boolean;
  readonly supervisor: string;
  /** The tab that lists them. */
  readonly tab: string;
  readonly add: string;
  /** What ends one: as people do it, and as it was done. */
  readonly end: string;
  readonly ended: string;
}

const words = {
  8: {
    hasNames: true,
    supervisor: 'Supervisor',
    tab: 'Supervisors',
    add: 'Add Supervisor',
    end: 'Deactivate',
    ended: 'Deactivated Supervisor',
  },
  7: {
    hasNames: false,
    supervisor: 'Supervisor Cluster',
    tab: 'Clusters',
    add: 'Add Cluster',
    end: 'Disable',
    ended: 'Disabled Workload Management on',
  },
} as const satisfies Record<number, Words>;

export const wordsOf = (release: string): Words => words[release.startsWith('8') ? 8 : 7];

export type StepId =
  | 'stack'
  | 'location'
  | 'size'
  | 'storage'
  | 'balancer'
  | 'management'
  | 'workload'
  | 'review';

/** The wizard's steps: 7.0 asked for the cluster first and knew NSX alone, its updates for the network stack; 8.0 asks for the size at the end. */
export function stepsOf(release: string, isOnSwitch: boolean): readonly StepId[] {
  if (release === '7.0 GA') return ['location', 'size', 'management', 'workload', 'storage', 'review'];
  const first = [
    'stack',
    'location',
    ...(release.startsWith('8') ? [] : (['size'] as const)),
    'storage',
  ] as const;
  const balancer = isOnSwitch ? (['balancer'] as const) : [];
  return [...first, ...balancer, 'management', 'workload', 'review'];
}

export const stepTitles = (release: string): Readonly<Record<StepId, string>> => ({
  stack: 'vCenter Server and Network',
  location: release.startsWith('8')
    ? 'Supervisor location'
    : release === '7.0 GA'
      ? 'Select a Cluster'
      : 'Cluster',
  size: 'Control Plane Size',
  storage: 'Storage',
  balancer: 'Load Balancer',
  management: 'Management Network',
  workload: 'Workload Network',
  review: 'Review and Confirm',
});
