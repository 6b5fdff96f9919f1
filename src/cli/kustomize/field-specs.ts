// Which fields of which kinds hold labels, annotations, images and counts. Source: kustomize api/internal/konfig/
// builtinpluginconsts.
import type { FieldSpec } from './fields.ts';

/** Where the Pods of a kind are said. */
const templates: readonly (Omit<FieldSpec, 'path'> & { readonly at: string })[] = [
  { kind: 'ReplicationController', version: 'v1', at: 'spec/template' },
  { kind: 'Deployment', at: 'spec/template' },
  { kind: 'ReplicaSet', at: 'spec/template' },
  { kind: 'DaemonSet', at: 'spec/template' },
  { kind: 'StatefulSet', group: 'apps', at: 'spec/template' },
  { kind: 'Job', group: 'batch', at: 'spec/template' },
  { kind: 'CronJob', group: 'batch', at: 'spec/jobTemplate' },
  { kind: 'CronJob', group: 'batch', at: 'spec/jobTemplate/spec/template' },
];

function inTemplates(member: string): readonly FieldSpec[] {
  return templates.map(({ at, ...kind }) => ({ ...kind, path: `${at}/metadata/${member}`, create: true }));
}

const ownLabels: FieldSpec = { path: 'metadata/labels', create: true };

export const templateLabels: readonly FieldSpec[] = [
  ownLabels,
  ...inTemplates('labels'),
  { path: 'spec/volumeClaimTemplates[]/metadata/labels', kind: 'StatefulSet', group: 'apps', create: true },
];

const affinities = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
  `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector`,
  `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector`,
]);

const selectors: readonly FieldSpec[] = [
  { path: 'spec/selector', create: true, version: 'v1', kind: 'Service' },
  { path: 'spec/selector', create: true, version: 'v1', kind: 'ReplicationController' },
  ...['Deployment', 'ReplicaSet', 'DaemonSet'].map((kind) => ({
    path: 'spec/selector/matchLabels',
    create: true,
    kind,
  })),
  { path: 'spec/selector/matchLabels', create: true, kind: 'StatefulSet', group: 'apps' },
  ...['Deployment', 'StatefulSet'].flatMap((kind) =>
    [...affinities, 'topologySpreadConstraints/labelSelector'].map((path) => ({
      path: `spec/template/spec/${path}/matchLabels`,
      kind,
      group: 'apps',
    })),
  ),
  { path: 'spec/selector/matchLabels', kind: 'Job', group: 'batch' },
  { path: 'spec/jobTemplate/spec/selector/matchLabels', kind: 'CronJob', group: 'batch' },
  { path: 'spec/selector/matchLabels', kind: 'PodDisruptionBudget', group: 'policy' },
  ...['spec/podSelector', 'spec/ingress/from/podSelector', 'spec/egress/to/podSelector'].map((path) => ({
    path: `${path}/matchLabels`,
    kind: 'NetworkPolicy',
    group: 'networking.k8s.io',
  })),
];

export const metadataLabels: readonly FieldSpec[] = [ownLabels];
export const commonLabels: readonly FieldSpec[] = [...selectors, ...templateLabels];
export const commonAnnotations: readonly FieldSpec[] = [
  { path: 'metadata/annotations', create: true },
  ...inTemplates('annotations'),
];

export const replicaCounts: readonly FieldSpec[] = [
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
].map((kind) => ({ path: 'spec/replicas', create: true, kind }));

export const namespaceFields: readonly FieldSpec[] = [
  { path: 'spec/service/namespace', group: 'apiregistration.k8s.io', kind: 'APIService', create: true },
  {
    path: 'spec/conversion/webhook/clientConfig/service/namespace',
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
  },
];
