// vSphere Namespaces, as vCenter and their Supervisor have them.
import { check, fabric, type Look } from './look.ts';
import { isServiceStopped } from './supervisors.ts';

/** What vCenter has runs, and stands on the Supervisor with its limits; what it was told to remove is gone (22). */
export function checkTenants(look: Look): void {
  // Without the service nobody carries anything over.
  if (isServiceStopped(look)) return;
  const onSupervisor = new Set(
    look
      .list('/api/v1/namespaces')
      .filter(({ metadata }) => metadata.labels?.['vSphereClusterID'] !== undefined)
      .map(({ metadata }) => metadata.name),
  );
  const quotas = new Map(
    look
      .list('/api/v1/resourcequotas')
      .map((quota) => [
        `${String(quota.metadata.namespace)}/${quota.metadata.name}`,
        (quota.spec['hard'] as Record<string, string> | undefined) ?? {},
      ]),
  );
  for (const { metadata, spec, status } of look.list(fabric('vsphere.sandbox', 'namespaces'))) {
    const { name } = metadata;
    check(spec['removed'] !== true, () => `${name} was removed and is still there (22)`);
    check(status?.['configStatus'] === 'RUNNING', () => `${name} is ${String(status?.['configStatus'])}`);
    check(onSupervisor.delete(name), () => `${name} is not on its Supervisor`);
    const asked = (spec['resources'] as Record<string, number> | undefined)?.['pod_count'];
    const stands = quotas.get(`${name}/${name}`)?.['count/pods'];
    check(
      stands === asked?.toString(),
      () => `${name} may have ${String(stands)} Pods, not ${String(asked)}`,
    );
  }
  check(onSupervisor.size === 0, () => `${[...onSupervisor].join()} outlive vCenter's word (22)`);
}
