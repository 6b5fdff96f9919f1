// In which order an API server tells its groups and versions: the highest first.
// Source: kubernetes pkg/controlplane/apiserver/aggregator.go, apiVersionPriorities; crdregistration_controller.go.

export interface Priority {
  readonly groupPriorityMinimum: number;
  readonly versionPriority: number;
}

const groups: ReadonlyMap<string, number> = new Map([
  ['', 18_000],
  ['apps', 17_800],
  ['events.k8s.io', 17_750],
  ['authentication.k8s.io', 17_700],
  ['authorization.k8s.io', 17_600],
  ['autoscaling', 17_500],
  ['batch', 17_400],
  ['certificates.k8s.io', 17_300],
  ['networking.k8s.io', 17_200],
  ['policy', 17_100],
  ['rbac.authorization.k8s.io', 17_000],
  ['storage.k8s.io', 16_800],
  ['apiextensions.k8s.io', 16_700],
  ['admissionregistration.k8s.io', 16_700],
  ['scheduling.k8s.io', 16_600],
  ['coordination.k8s.io', 16_500],
  ['node.k8s.io', 16_300],
  ['discovery.k8s.io', 16_200],
  ['flowcontrol.apiserver.k8s.io', 16_100],
  ['apiregistration.k8s.io', 18_000],
]);

const versions: ReadonlyMap<string, number> = new Map([
  ['/v1', 1],
  ['autoscaling/v2', 30],
  ['flowcontrol.apiserver.k8s.io/v1', 21],
]);

const builtInVersion = 15;

/** Of a version that the API server serves itself; what definitions make comes after all of those. */
export function priorityOf(group: string, version: string): Priority {
  const groupPriorityMinimum = groups.get(group);
  return groupPriorityMinimum === undefined
    ? { groupPriorityMinimum: 1_000, versionPriority: 100 }
    : { groupPriorityMinimum, versionPriority: versions.get(`${group}/${version}`) ?? builtInVersion };
}
