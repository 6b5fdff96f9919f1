// Nothing outlives what it belongs to, once everything had the time to go.
import { paths } from '../setup.ts';
import { check, fabric, type Look } from './look.ts';

const owned = [
  '/api/v1/pods',
  '/apis/apps/v1/replicasets',
  '/apis/apps/v1/controllerrevisions',
  '/apis/batch/v1/jobs',
  '/api/v1/endpoints',
  '/apis/discovery.k8s.io/v1/endpointslices',
] as const;

const owning = [
  '/apis/apps/v1/deployments',
  '/apis/apps/v1/replicasets',
  '/apis/apps/v1/statefulsets',
  '/apis/apps/v1/daemonsets',
  '/apis/batch/v1/cronjobs',
  '/apis/batch/v1/jobs',
  '/api/v1/replicationcontrollers',
  '/api/v1/services',
  '/api/v1/nodes',
] as const;

/** Dependents go with their owner, a namespace's network with the namespace, a CRX with its Pod (20, 22, 27, 37). */
export function checkLeftovers(look: Look): void {
  const owners = new Set(owning.flatMap((path) => look.list(path)).map(({ metadata }) => metadata.uid));
  for (const { metadata } of owned.flatMap((path) => look.list(path))) {
    const controller = metadata.ownerReferences?.find((owner) => owner.controller === true);
    // What is being deleted may still wait, a Pod for its host to come back.
    const waits = metadata.deletionTimestamp !== undefined;
    check(
      controller === undefined || waits || owners.has(controller.uid),
      () => `${metadata.name} outlives its ${controller?.kind} (20)`,
    );
  }
  const services = new Set(
    look.list('/api/v1/services').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
  );
  // The control plane's own segment belongs to no namespace.
  const namespaces = new Set(['', ...look.list('/api/v1/namespaces').map(({ metadata }) => metadata.name)]);
  for (const plural of ['segments', 'virtualservers', 'natrules', 'tier1s']) {
    for (const { metadata, spec } of look.list(fabric('nsx.sandbox', plural))) {
      const namespace = String(spec['namespace']);
      check(namespaces.has(namespace), () => `${metadata.name} outlives the namespace ${namespace} (22)`);
    }
  }
  for (const { metadata, spec } of look.list(fabric('lb.sandbox', 'virtualservers'))) {
    const service = `${String(spec['namespace'])}/${String(spec['owner'])}`;
    check(services.has(service), () => `${metadata.name} outlives the Service ${service} (22)`);
  }
  const pods = new Set(look.list('/api/v1/pods').map(({ metadata }) => metadata.uid));
  for (const { metadata, spec } of look.list(paths.vms)) {
    const pod = spec['pod'] as { uid: string } | undefined;
    check(pod === undefined || pods.has(pod.uid), () => `CRX ${metadata.name} outlives its Pod (27)`);
  }
}
