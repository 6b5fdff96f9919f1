// Looking up what operations on vSphere Namespaces name, with the refusals where it is not there or not in a state for it.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { StoragePolicy } from '../../../kinds/vsphere/storage-policy.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import type { Access, VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import type { ReadView } from '../../../store/view.ts';
import { notAllowed, notFound, unsupported } from '../failure.ts';
import { list } from '../inventory/places.ts';
import type { Call } from '../operation.ts';

export function namespaceOf({ fabric, params: { namespace: name = '' } }: Call): VSphereNamespace {
  const found = fabric.get<VSphereNamespace>('vsphere.sandbox/namespaces', name);
  if (found === undefined) throw notFound('Namespace', name);
  return found;
}

/** One that may be changed: not one that is on its way out. */
export function changeable(call: Call): VSphereNamespace {
  const found = namespaceOf(call);
  const { name } = found.metadata;
  if (found.spec.removed === true)
    throw notAllowed(`Namespace '${name}' is marked for deletion and cannot be changed.`, [name]);
  return found;
}

export function supervisorNamed(fabric: ReadView, name: string): Supervisor | undefined {
  return fabric.get<Supervisor>('vsphere.sandbox/supervisors', name);
}

/** The Supervisor of an identifier: a UUID that it is given when it is enabled, unlike its name and its cluster. */
export function supervisorWithId(fabric: ReadView, id: string): Supervisor {
  const found = list<Supervisor>(fabric, 'supervisors').find(({ metadata }) => metadata.uid === id);
  if (found === undefined) throw notFound('Supervisor', id);
  return found;
}

/** The Supervisor on a cluster, by the cluster's id. */
export function supervisorOn(fabric: ReadView, cluster: string): Supervisor {
  const found = list<Supervisor>(fabric, 'supervisors').find(({ spec }) =>
    spec.zones === undefined ? spec.moid === cluster : spec.zones.some(({ moid }) => moid === cluster),
  );
  if (found !== undefined) return found;
  if (!list<Cluster>(fabric, 'clusters').some(({ spec }) => spec.moid === cluster))
    throw notFound('Cluster', cluster);
  throw unsupported(`Cluster ${cluster} does not have Workload Management enabled.`, [cluster]);
}

/** Owners are people of vCenter's own sign-on. */
export function checkRole(fabric: ReadView, role: Access['role'], domain: string): void {
  const sso = vcenterIn(fabric)?.spec.ssoDomain ?? '';
  if (role !== 'OWNER' || domain.toLowerCase() === sso.toLowerCase()) return;
  const message = `Role OWNER is supported only for subjects of vCenter Single Sign-On, not of '${domain}'.`;
  throw unsupported(message, [domain]);
}

export function checkPolicies(fabric: ReadView, policies: readonly string[]): void {
  const known = new Set(list<StoragePolicy>(fabric, 'storagepolicies').map(({ spec }) => spec.id));
  for (const id of policies) if (!known.has(id)) throw notFound('Storage policy', id);
}
