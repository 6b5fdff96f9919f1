// What every built-in kind of Kubernetes shares: it lives on Supervisors and guest clusters, and its schema has the name that
// Kubernetes gives it.
import type { Kind, Plane, Subresource } from '../store/kind.ts';
import type { StoredObject } from '../store/object.ts';

export const kubernetesPlanes: readonly Plane[] = ['supervisor', 'guest'];

export const statusSubresource: Subresource = { name: 'status', verbs: ['get', 'patch', 'update'] };

/** HTTP by way of the API server to what the object stands for. */
export function proxySubresource(kind: string): Subresource {
  const type = { group: '', version: 'v1', kind: `${kind}ProxyOptions` };
  return { name: 'proxy', verbs: ['create', 'delete', 'get', 'patch', 'update'], type };
}

export const scaleSubresource: Subresource = {
  name: 'scale',
  verbs: ['get', 'patch', 'update'],
  type: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
};

/** Package of a group's definitions: `io.k8s.api.apps.v1.Deployment`. */
function packageOf(group: string): string {
  return group === '' ? 'core' : (group.split('.')[0] as string);
}

/** `v1`, unless it says another version. */
export function kubernetesKind<T extends StoredObject>(
  said: Omit<Kind<T>, 'version' | 'planes' | 'schema'> & { readonly version?: string },
): Kind<T> {
  const { version = 'v1' } = said;
  return {
    ...said,
    version,
    planes: kubernetesPlanes,
    schema: `io.k8s.api.${packageOf(said.group)}.${version}.${said.kind}`,
  };
}
