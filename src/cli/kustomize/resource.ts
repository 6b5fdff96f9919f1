// An object on its way through kustomizations: what it is now, and every name that it has had, by which others may know it.
// Source: kustomize api/resource.
import type { JsonObject } from '../../std/draft.ts';
import { objectAt, textAt } from '../kubectl/json.ts';

export interface Identity {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

export interface Resource {
  object: JsonObject;
  /** What it was before each change of its name, the first thing first. */
  readonly previous: Identity[];
  readonly prefixes: string[];
  readonly suffixes: string[];
  /** Whether its name ends with a hash of its content. */
  readonly needsHash: boolean;
}

/** Kinds outside of namespaces, without their groups. Source: kyaml openapi. */
const clusterKinds = new Set([
  'APIService',
  'CSIDriver',
  'CSINode',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'ComponentStatus',
  'CustomResourceDefinition',
  'FlowSchema',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PodSecurityPolicy',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
]);

/** Whether kustomize knows the kind as one of Kubernetes itself. */
export function isBuiltIn(group: string): boolean {
  return ['', 'apps', 'autoscaling', 'batch', 'policy'].includes(group) || group.endsWith('.k8s.io');
}

export function isClusterScoped({ group, kind }: Pick<Identity, 'group' | 'kind'>): boolean {
  return isBuiltIn(group) && clusterKinds.has(kind);
}

export function identityOf(object: JsonObject): Identity {
  const apiVersion = textAt(object, 'apiVersion');
  const slash = apiVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind: textAt(object, 'kind'),
    name: textAt(object, 'metadata', 'name'),
    namespace: textAt(object, 'metadata', 'namespace'),
  };
}

export function newResource(object: JsonObject, needsHash = false): Resource {
  return { object, previous: [], prefixes: [], suffixes: [], needsHash };
}

/** What it was when it was read. */
export function originOf({ previous, object }: Resource): Identity {
  return previous[0] ?? identityOf(object);
}

/** Everything it has been and is. */
export function identitiesOf({ previous, object }: Resource): readonly Identity[] {
  return [...previous, identityOf(object)];
}

export function remember(resource: Resource): void {
  resource.previous.push(identityOf(resource.object));
}

export function rename(resource: Resource, name: string): void {
  const { object } = resource;
  resource.object = { ...object, metadata: { ...objectAt(object, 'metadata'), name } };
}

function namespaceOf(identity: Identity): string {
  if (isClusterScoped(identity)) return '';
  return identity.namespace === '' ? 'default' : identity.namespace;
}

/** The namespace that counts: `default` where none is said. */
export const effectiveNamespace = namespaceOf;

export function isSame(a: Identity, b: Identity): boolean {
  return (
    a.kind === b.kind &&
    a.name === b.name &&
    a.group === b.group &&
    a.version === b.version &&
    namespaceOf(a) === namespaceOf(b)
  );
}

/** `Deployment.v1.apps/web.demo`. */
export function identityText({ group, version, kind, name, namespace }: Identity): string {
  const parts = [kind || '[noKind]', version || '[noVer]', group || '[noGrp]'].join('.');
  return `${parts}/${name || '[noName]'}.${namespace || '[noNs]'}`;
}
