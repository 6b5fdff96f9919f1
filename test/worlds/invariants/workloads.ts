// Services and sets, once they had the time to follow.
import { check, mayHavePods, podIp, type Look } from './look.ts';

/** Slices hold exactly the ready Pods of their Service, and those that are not ready as such (46). */
export function checkSlices(look: Look): void {
  const slices = look.list('/apis/discovery.k8s.io/v1/endpointslices');
  for (const { metadata, spec } of look.list('/api/v1/services')) {
    const selector = spec['selector'] as Record<string, string> | undefined;
    if (selector === undefined) continue;
    const wanted = look
      .list(`/api/v1/namespaces/${metadata.namespace}/pods`)
      .filter((pod) => Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value))
      .filter((pod) => podIp(pod) !== undefined && pod.metadata.deletionTimestamp === undefined)
      .filter((pod) =>
        ((pod.status?.['conditions'] ?? []) as { type: string; status: string }[]).some(
          ({ type, status }) => type === 'Ready' && status === 'True',
        ),
      )
      .map(podIp)
      .sort();
    const published = slices
      .filter(
        (slice) =>
          slice.metadata.namespace === metadata.namespace &&
          slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name,
      )
      .flatMap(
        (slice) =>
          (slice as unknown as { endpoints: { addresses: string[]; conditions: { ready: boolean } }[] })
            .endpoints ?? [],
      )
      .filter(({ conditions }) => conditions.ready)
      .flatMap(({ addresses }) => addresses)
      .sort();
    check(
      JSON.stringify(wanted) === JSON.stringify(published),
      () => `service ${metadata.name} publishes ${published.join()} for ${wanted.join()} (46)`,
    );
  }
}

/** Whether a quota of the namespace lets no more Pods in. */
function isFull(look: Look, namespace: string): boolean {
  return look
    .list(`/api/v1/namespaces/${namespace}/resourcequotas`)
    .map(
      ({ status }) => status as { hard?: Record<string, string>; used?: Record<string, string> } | undefined,
    )
    .some((status) => {
      const most = status?.hard?.['count/pods'];
      return most !== undefined && Number(status?.used?.['count/pods']) >= Number(most);
    });
}

/** Every set has the Pods it wants, every Deployment that is not paused has its replicas in its newest set (54). */
export function checkSets(look: Look): void {
  const pods = look
    .list('/api/v1/pods')
    .filter(
      (pod) =>
        pod.metadata.deletionTimestamp === undefined &&
        pod.status?.['phase'] !== 'Failed' &&
        pod.status?.['phase'] !== 'Succeeded',
    );
  const ending = new Set(
    look
      .list('/api/v1/namespaces')
      .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
      .map(({ metadata }) => metadata.name),
  );
  for (const { metadata, spec, status } of look.list('/apis/apps/v1/replicasets')) {
    // A set that is going makes no Pods; it stays for as long as one of its Pods is on a host that is off.
    if (metadata.deletionTimestamp !== undefined) continue;
    const own = pods.filter((pod) => pod.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid));
    // A quota may keep it from more, but not once there is room in it; a namespace that waits for a Pod on a host that is off lets none in.
    const namespace = metadata.namespace ?? '';
    const isKept =
      own.length < Number(spec['replicas']) && (isFull(look, namespace) || ending.has(namespace));
    const wanted = mayHavePods(look, metadata.namespace) ? spec['replicas'] : 0;
    check(
      own.length === wanted || isKept,
      () => `${metadata.name} has ${own.length} Pods and wants ${String(wanted)} (54)`,
    );
    check(
      (status?.['replicas'] ?? 0) === own.length,
      () => `${metadata.name} says ${String(status?.['replicas'])} and has ${own.length}`,
    );
  }
}
