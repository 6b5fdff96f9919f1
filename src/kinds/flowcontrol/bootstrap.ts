// The levels and flows that every API server keeps: the mandatory ones and the ones it suggests.
// Source: apiserver pkg/apis/flowcontrol/bootstrap/default.go.
import type { FlowSchemaSpec, PolicyRulesWithSubjects, PriorityLevelConfigurationSpec } from '#types';

type Level = readonly [shares: number, lendablePercent: number, queues?: number, handSize?: number];

const queueLengthLimit = 50;

/** Those that are limited; without queues they refuse what is too much. */
const limited: Readonly<Record<string, Level>> = {
  'catch-all': [5, 0],
  'global-default': [20, 50, 128, 6],
  'leader-election': [10, 0, 16, 4],
  'node-high': [40, 25, 64, 6],
  system: [30, 33, 64, 6],
  'workload-high': [40, 50, 128, 6],
  'workload-low': [100, 90, 128, 6],
};

function levelSpec([shares, lendablePercent, queues, handSize]: Level): PriorityLevelConfigurationSpec {
  const limitResponse =
    queues === undefined || handSize === undefined
      ? { type: 'Reject' }
      : { type: 'Queue', queuing: { handSize, queueLengthLimit, queues } };
  return { limited: { lendablePercent, limitResponse, nominalConcurrencyShares: shares }, type: 'Limited' };
}

export const levels: Readonly<Record<string, PriorityLevelConfigurationSpec>> = {
  ...Object.fromEntries(Object.entries(limited).map(([name, level]) => [name, levelSpec(level)])),
  exempt: { exempt: { lendablePercent: 0, nominalConcurrencyShares: 0 }, type: 'Exempt' },
};

type Subjects = PolicyRulesWithSubjects['subjects'];
type Resources = NonNullable<PolicyRulesWithSubjects['resourceRules']>;

const groups = (...names: readonly string[]): Subjects =>
  names.map((name) => ({ group: { name }, kind: 'Group' }));
const users = (...names: readonly string[]): Subjects =>
  names.map((name) => ({ kind: 'User', user: { name } }));
const accounts = (...names: readonly string[]): Subjects =>
  names.map((name) => ({ kind: 'ServiceAccount', serviceAccount: { name, namespace: 'kube-system' } }));

const everybody = groups('system:unauthenticated', 'system:authenticated');
const controllerManager = 'system:kube-controller-manager';
const scheduler = 'system:kube-scheduler';
const any = ['*'];
const electing = ['get', 'create', 'update'];

const resources = (
  apiGroup: string,
  names: readonly string[],
  verbs: readonly string[],
  clusterScope: boolean,
) => ({
  apiGroups: [apiGroup],
  ...(clusterScope ? { clusterScope } : {}),
  namespaces: any,
  resources: names,
  verbs,
});

const leases = (verbs: readonly string[]) => resources('coordination.k8s.io', ['leases'], verbs, false);

const some = (subjects: Subjects, ...resourceRules: Resources): PolicyRulesWithSubjects => ({
  resourceRules,
  subjects,
});
const all = (subjects: Subjects): PolicyRulesWithSubjects => ({
  nonResourceRules: [{ nonResourceURLs: any, verbs: any }],
  resourceRules: [resources('*', any, any, true)],
  subjects,
});

type Flow = readonly [
  level: string,
  precedence: number,
  by: '' | 'ByNamespace' | 'ByUser',
  rule: PolicyRulesWithSubjects,
];

const core: Readonly<Record<string, Flow>> = {
  'catch-all': ['catch-all', 10_000, 'ByUser', all(everybody)],
  'endpoint-controller': [
    'workload-high',
    150,
    'ByUser',
    some(
      [...users(controllerManager), ...accounts('endpoint-controller', 'endpointslicemirroring-controller')],
      resources('', ['endpoints'], electing, false),
    ),
  ],
  exempt: ['exempt', 1, '', all(groups('system:masters'))],
  'global-default': ['global-default', 9_900, 'ByUser', all(everybody)],
  'kube-controller-manager': ['workload-high', 800, 'ByNamespace', all(users(controllerManager))],
  'kube-scheduler': ['workload-high', 800, 'ByNamespace', all(users(scheduler))],
  'kube-system-service-accounts': ['workload-high', 900, 'ByNamespace', all(accounts('*'))],
  probes: [
    'exempt',
    2,
    '',
    {
      nonResourceRules: [{ nonResourceURLs: ['/healthz', '/readyz', '/livez'], verbs: ['get'] }],
      subjects: everybody,
    },
  ],
  'service-accounts': ['workload-low', 9_000, 'ByUser', all(groups('system:serviceaccounts'))],
  'system-leader-election': [
    'leader-election',
    100,
    'ByUser',
    some([...users(controllerManager, scheduler), ...accounts('*')], leases(electing)),
  ],
  'system-node-high': [
    'node-high',
    400,
    'ByUser',
    some(groups('system:nodes'), resources('', ['nodes', 'nodes/status'], any, true), leases(any)),
  ],
  'system-nodes': ['system', 500, 'ByUser', all(groups('system:nodes'))],
  'workload-leader-election': [
    'leader-election',
    200,
    'ByUser',
    some(accounts('*'), resources('', ['endpoints', 'configmaps'], electing, false), leases(electing)),
  ],
};

export const flows: Readonly<Record<string, FlowSchemaSpec>> = Object.fromEntries(
  Object.entries(core).map(([name, [level, matchingPrecedence, by, rule]]) => [
    name,
    {
      ...(by === '' ? {} : { distinguisherMethod: { type: by } }),
      matchingPrecedence,
      priorityLevelConfiguration: { name: level },
      rules: [rule],
    },
  ]),
);
