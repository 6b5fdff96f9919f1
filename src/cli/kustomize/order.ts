// The order in which kustomize prints objects: what others need first, then by kind, then by name. Source: kustomize
// api/internal/builtins/SortOrderTransformer.go.
import { identityOf, type Identity, type Resource } from './resource.ts';

const first = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];
const last = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

function rank(kind: string): number {
  const early = first.indexOf(kind);
  return early >= 0 ? early - first.length : last.indexOf(kind) + 1;
}

function kindText({ group, version, kind }: Identity): string {
  return [group || '~G', version || '~V', kind || '~K'].join('_');
}

function nameText({ namespace, name }: Identity): string {
  return `${namespace || '~X'}|${name || '~N'}`;
}

function compare(a: Identity, b: Identity): number {
  const byRank = rank(a.kind) - rank(b.kind);
  if (byRank !== 0) return byRank;
  for (const text of [kindText, nameText]) {
    const [left, right] = [text(a), text(b)];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

export function inOrder(resources: readonly Resource[]): readonly Resource[] {
  return resources.toSorted((a, b) => compare(identityOf(a.object), identityOf(b.object)));
}
