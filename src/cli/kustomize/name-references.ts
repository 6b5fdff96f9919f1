// Names of other objects: where they stand, and how they are changed when what they name has got another. Source: kustomize
// api/internal/konfig/builtinpluginconsts/namereference.go, api/filters/nameref.
import type { Json, JsonObject } from '../../std/draft.ts';
import { Failure } from '../kubectl/failure.ts';
import { isObject, objectAt, textAt } from '../kubectl/json.ts';
import { changeAt, fits, stepsOf, type FieldSpec } from './fields.ts';
import { identityOf, identityText, isClusterScoped, type Identity, type Resource } from './resource.ts';

interface Reference {
  /** What is named. */
  readonly target: Omit<FieldSpec, 'path'>;
  readonly from: readonly FieldSpec[];
}

const podPaths: Readonly<Record<string, string>> = {
  Pod: 'spec',
  PodTemplate: 'template/spec',
  Deployment: 'spec/template/spec',
  ReplicaSet: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
  StatefulSet: 'spec/template/spec',
  Job: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
};

/** The kinds whose Pods name service accounts, claims and priorities. */
const workloadPaths: Readonly<Record<string, string>> = {
  Pod: 'spec',
  StatefulSet: 'spec/template/spec',
  Deployment: 'spec/template/spec',
  ReplicationController: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
  Job: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
};

function inPods(paths: Readonly<Record<string, string>>, fields: readonly string[]): readonly FieldSpec[] {
  return Object.entries(paths).flatMap(([kind, at]) =>
    fields.map((path) => ({ kind, path: `${at}/${path}` })),
  );
}

const fieldsOf = (kind: string, ...paths: readonly string[]): readonly FieldSpec[] =>
  paths.map((path) => ({ kind, path }));

const ingressNote = (name: string): string => `metadata/annotations/${name.replace('/', '\\/')}`;
const rbac = 'rbac.authorization.k8s.io';
const webhookKinds = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];

const references: readonly Reference[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => ({
    target: { kind },
    from: fieldsOf('HorizontalPodAutoscaler', 'spec/scaleTargetRef/name'),
  })),
  {
    target: { kind: 'ConfigMap', version: 'v1' },
    from: [
      ...inPods(podPaths, [
        'volumes/configMap/name',
        'containers/env/valueFrom/configMapKeyRef/name',
        'initContainers/env/valueFrom/configMapKeyRef/name',
        'containers/envFrom/configMapRef/name',
        'initContainers/envFrom/configMapRef/name',
        'volumes/projected/sources/configMap/name',
      ]),
      ...fieldsOf('Role', 'rules/resourceNames'),
      ...fieldsOf('ClusterRole', 'rules/resourceNames'),
      ...fieldsOf('Ingress', ingressNote('nginx.ingress.kubernetes.io/fastcgi-params-configmap')),
    ],
  },
  {
    target: { kind: 'Secret', version: 'v1' },
    from: [
      ...inPods(podPaths, [
        'volumes/secret/secretName',
        'containers/env/valueFrom/secretKeyRef/name',
        'initContainers/env/valueFrom/secretKeyRef/name',
        'containers/envFrom/secretRef/name',
        'initContainers/envFrom/secretRef/name',
        'imagePullSecrets/name',
        'volumes/projected/sources/secret/name',
      ]),
      ...fieldsOf(
        'Ingress',
        'spec/tls/secretName',
        ingressNote('ingress.kubernetes.io/auth-secret'),
        ingressNote('nginx.ingress.kubernetes.io/auth-secret'),
        ingressNote('nginx.ingress.kubernetes.io/auth-tls-secret'),
      ),
      ...fieldsOf('ServiceAccount', 'imagePullSecrets/name'),
      ...fieldsOf(
        'StorageClass',
        'parameters/secretName',
        'parameters/adminSecretName',
        'parameters/userSecretName',
        'parameters/secretRef',
      ),
      ...fieldsOf('Role', 'rules/resourceNames'),
      ...fieldsOf('ClusterRole', 'rules/resourceNames'),
      ...fieldsOf('PersistentVolume', 'spec/azureFile/secretName'),
    ],
  },
  {
    target: { kind: 'Service', version: 'v1' },
    from: [
      { kind: 'StatefulSet', group: 'apps', path: 'spec/serviceName' },
      ...fieldsOf(
        'Ingress',
        'spec/rules/http/paths/backend/serviceName',
        'spec/backend/serviceName',
        'spec/rules/http/paths/backend/service/name',
        'spec/defaultBackend/service/name',
      ),
      { kind: 'APIService', group: 'apiregistration.k8s.io', path: 'spec/service/name' },
      ...webhookKinds.flatMap((kind) => fieldsOf(kind, 'webhooks/clientConfig/service')),
    ],
  },
  {
    target: { kind: 'Role', group: rbac },
    from: [{ kind: 'RoleBinding', group: rbac, path: 'roleRef/name' }],
  },
  {
    target: { kind: 'ClusterRole', group: rbac },
    from: ['RoleBinding', 'ClusterRoleBinding'].map((kind) => ({ kind, group: rbac, path: 'roleRef/name' })),
  },
  {
    target: { kind: 'ServiceAccount', version: 'v1' },
    from: [
      ...['RoleBinding', 'ClusterRoleBinding'].map((kind) => ({ kind, group: rbac, path: 'subjects' })),
      ...inPods(workloadPaths, ['serviceAccountName']),
    ],
  },
  {
    target: { kind: 'PersistentVolumeClaim', version: 'v1' },
    from: inPods(workloadPaths, ['volumes/persistentVolumeClaim/claimName']),
  },
  {
    target: { kind: 'PersistentVolume', version: 'v1' },
    from: [
      ...fieldsOf('PersistentVolumeClaim', 'spec/volumeName'),
      ...fieldsOf('ClusterRole', 'rules/resourceNames'),
    ],
  },
  {
    target: { kind: 'StorageClass', version: 'v1', group: 'storage.k8s.io' },
    from: [
      ...fieldsOf('PersistentVolume', 'spec/storageClassName'),
      ...fieldsOf('PersistentVolumeClaim', 'spec/storageClassName'),
      ...fieldsOf('StatefulSet', 'spec/volumeClaimTemplates/spec/storageClassName'),
    ],
  },
  {
    target: { kind: 'PriorityClass', version: 'v1', group: 'scheduling.k8s.io' },
    from: inPods(workloadPaths, ['priorityClassName']),
  },
  {
    target: { kind: 'ValidatingAdmissionPolicy', group: 'admissionregistration.k8s.io' },
    from: fieldsOf('ValidatingAdmissionPolicyBinding', 'spec/policyName'),
  },
];

/** Whether two have gone through the same prefixes and suffixes, or one through the last of the other's. */
function shareAffixes(a: Resource, b: Resource, loosely: boolean): boolean {
  const alike = (left: readonly string[], right: readonly string[]): boolean => {
    if (loosely && (left.length === 0 || right.length === 0)) return true;
    const count = Math.min(left.length, right.length);
    if (!loosely && left.length !== right.length) return false;
    return left.slice(left.length - count).every((each, at) => each === right[right.length - count + at]);
  };
  return alike(a.prefixes, b.prefixes) && alike(a.suffixes, b.suffixes);
}

function roleOf(object: JsonObject): Omit<FieldSpec, 'path'> {
  return { group: textAt(object, 'roleRef', 'apiGroup'), kind: textAt(object, 'roleRef', 'kind') };
}

/** What a name in an object means; undefined where that is none of ours. */
function referred(
  referrer: Resource,
  path: string,
  target: Omit<FieldSpec, 'path'>,
  name: string,
  candidates: readonly Resource[],
): Resource | undefined {
  const self = identityOf(referrer.object);
  const wasOf = (each: Resource, gvk: Omit<FieldSpec, 'path'>) =>
    each.previous.some((identity) => fits(gvk, identity));
  const inReach = (identity: Identity) =>
    isClusterScoped(self) ||
    isClusterScoped(identity) ||
    identity.kind === 'ServiceAccount' ||
    (identity.namespace || 'default') === (self.namespace || 'default');
  let left = candidates.filter(
    (each) =>
      each.previous.some((identity) => identity.name === name) &&
      wasOf(each, target) &&
      (!path.endsWith('roleRef/name') || wasOf(each, roleOf(referrer.object))) &&
      inReach(identityOf(each.object)),
  );
  if (left.length === 1) return left[0];
  left = left.filter((each) => shareAffixes(each, referrer, true));
  if (left.length > 1) left = left.filter((each) => shareAffixes(each, referrer, false));
  const [first] = left;
  const names = new Set(left.map(({ object }) => textAt(object, 'metadata', 'name')));
  if (names.size > 1) {
    const ids = left.map(({ object }) => identityText(identityOf(object))).join(', ');
    throw new Failure(`found multiple possible referrals: ${ids}`);
  }
  return first;
}

function renamed(
  value: Json,
  find: (name: string, candidates: readonly Resource[]) => Resource | undefined,
  all: readonly Resource[],
): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => renamed(item, find, all));
  if (typeof value === 'string') {
    const found = find(value, all);
    return found === undefined ? value : textAt(found.object, 'metadata', 'name');
  }
  if (!isObject(value)) return value;
  const name = textAt(value, 'name');
  const namespace = textAt(value, 'namespace');
  const within = (identity: Identity | undefined) => identity?.namespace === namespace;
  const before = all.filter((each) => within(each.previous[0] ?? identityOf(each.object)));
  const near = before.length > 0 ? before : all.filter(({ object }) => within(identityOf(object)));
  const found = find(name, namespace === '' ? all : near);
  if (found === undefined) return value;
  const [current, place] = ['name', 'namespace'].map((member) => textAt(found.object, 'metadata', member));
  if (current === name && place === '') return value;
  return {
    ...value,
    name: current ?? '',
    ...(place === '' || place === undefined ? {} : { namespace: place }),
  };
}

/** Lets every object name the others as they are called now. */
export function fixReferences(resources: readonly Resource[]): void {
  for (const referrer of resources) {
    for (const { target, from } of references) {
      for (const { path, ...kind } of from) {
        if (!fits(kind, identityOf(referrer.object))) continue;
        const find = (name: string, candidates: readonly Resource[]) =>
          referred(referrer, path, target, name, candidates);
        const set = (value: Json): Json => renamed(value, find, resources);
        referrer.object = objectAt(changeAt(referrer.object, stepsOf(path), set, undefined));
      }
    }
  }
}
