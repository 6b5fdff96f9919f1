// vSphere Namespaces, as vCenter and their Supervisor have them.
import { check, fabric, type Look } from './look.ts';
import { isServiceStopped } from './supervisors.ts';

type Hard = Readonly<Record<string, string>>;

interface Policy {
  readonly policy: string;
  readonly limit?: number;
}

const unlimited = '9223372036854775807';
const inMiB = (limit: number | undefined): string | undefined =>
  limit === undefined ? undefined : `${limit}Mi`;

/** Storage that vCenter allows in all and of each policy stands in the namespace's two quotas (35). */
function checkStorageLimits(
  look: Look,
  name: string,
  spec: Record<string, unknown>,
  quotas: ReadonlyMap<string, Hard>,
): void {
  const { storage_request_limit: all } = (spec['resources'] ?? {}) as { storage_request_limit?: number };
  const stands = quotas.get(`${name}/${name}`)?.['requests.storage'];
  check(
    stands === inMiB(all),
    () => `${name} may ask for ${String(stands)} of storage, not ${String(all)} MiB (35)`,
  );
  const ofPolicies = quotas.get(`${name}/${name}-storagequota`) ?? {};
  const policies = (spec['storage'] ?? []) as readonly Policy[];
  for (const { metadata, spec: policy } of look.list(fabric('vsphere.sandbox', 'storagepolicies'))) {
    const given = policies.find((each) => each.policy === policy['id']);
    const asked = given === undefined ? undefined : (inMiB(given.limit) ?? unlimited);
    const hard = ofPolicies[`${metadata.name}.storageclass.storage.k8s.io/requests.storage`];
    check(
      hard === asked,
      () => `${name} may ask for ${String(hard)} of ${metadata.name}, not ${String(asked)} (35)`,
    );
  }
}

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
    checkStorageLimits(look, name, spec, quotas);
  }
  check(onSupervisor.size === 0, () => `${[...onSupervisor].join()} outlive vCenter's word (22)`);
}
