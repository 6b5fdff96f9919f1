// A TCP connection that a container opens: which container answers at the other end, or why none does.
import type { Container } from '#types';
import { isSidecar } from '../kinds/core/pod/container-status.ts';
import { isTerminal, type Pod } from '../kinds/core/pod/pod.ts';
import { reach } from '../kinds/networking/reach.ts';
import type { Service } from '../kinds/core/service/service.ts';
import { keyedHash } from '../std/hash.ts';
import type { ReadView } from '../store/view.ts';
import { isUnknown, listensOn } from './image.ts';
import { slicesOf } from './names.ts';
import { siteAt, sitePorts, type Site } from './outside.ts';

export type Dialled =
  | { readonly to: 'container'; readonly pod: Pod; readonly container: Container; readonly port: number }
  /** The Kubernetes API itself. */
  | { readonly to: 'api' }
  | { readonly to: 'outside'; readonly site: Site; readonly port: number }
  | { readonly to: 'nobody'; readonly why: 'refused' | 'timeout' };

const refused: Dialled = { to: 'nobody', why: 'refused' };
const timeout: Dialled = { to: 'nobody', why: 'timeout' };

function isRunning({ status }: Pod, { name }: Container): boolean {
  const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return all.some((each) => each.name === name && each.state?.running !== undefined);
}

/** A connection that a firewall drops is never answered. */
function allowed(view: ReadView, from: Pod, address: string, port: number): boolean {
  return reach({ pod: from }, address, { number: port, protocol: 'TCP' }, view).allowed;
}

/** Whoever writes a Service for an image that nobody knows, and that declares nothing, knows where it listens. */
const isBelieved = (container: Container): boolean =>
  isUnknown(container) && container.command === undefined && container.ports === undefined;

function toPod(view: ReadView, from: Pod, pod: Pod, port: number, isTarget = false): Dialled {
  if (from !== pod && !allowed(view, from, pod.status?.podIP ?? '', port)) return timeout;
  const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar);
  const running = [...pod.spec.containers, ...sidecars].filter((candidate) => isRunning(pod, candidate));
  const container =
    running.find((candidate) => listensOn(candidate).includes(port)) ??
    (isTarget ? running.find(isBelieved) : undefined);
  return container === undefined ? refused : { to: 'container', pod, container, port };
}

interface Backend {
  readonly pod: Pod | undefined;
  readonly port: number;
}

function backendsOf(view: ReadView, service: Service, port: number): readonly Backend[] {
  const portName = service.spec.ports?.find((candidate) => candidate.port === port)?.name ?? '';
  return slicesOf(view, service).flatMap((slice) => {
    const number = slice.ports?.find(({ name = '' }) => name === portName)?.port;
    if (number === undefined) return [];
    return (slice.endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready !== false)
      .map(({ targetRef }) => ({
        pod: view.get<Pod>('core/pods', targetRef?.name ?? '', targetRef?.namespace),
        port: number,
      }));
  });
}

/** `turn` tells connections of one client apart, so that they spread over a Service's endpoints. */
export function dial(view: ReadView, from: Pod, address: string, port: number, turn: number): Dialled {
  if (address === '127.0.0.1' || address === from.status?.podIP) return toPod(view, from, from, port);
  const services = view.list<Service>('core/services', { index: ['clusterIP', address] });
  const service =
    services[0] ??
    view
      .list<Service>('core/services')
      .find(({ status }) => status?.loadBalancer?.ingress?.some(({ ip }) => ip === address));
  if (service !== undefined) {
    if (!service.spec.ports?.some((candidate) => candidate.port === port)) return timeout;
    if (service.metadata.name === 'kubernetes' && service.metadata.namespace === 'default')
      return { to: 'api' };
    const backends = backendsOf(view, service, port);
    if (backends.length === 0) return refused;
    const backend = backends[keyedHash(turn, from.metadata.uid, address) % backends.length];
    return backend?.pod === undefined ? timeout : toPod(view, from, backend.pod, backend.port, true);
  }
  const pod = view
    .list<Pod>('core/pods')
    .find((candidate) => candidate.status?.podIP === address && !isTerminal(candidate));
  if (pod !== undefined) return toPod(view, from, pod, port);
  const site = sitePorts.includes(port) ? siteAt(address) : undefined;
  return site !== undefined && allowed(view, from, address, port) ? { to: 'outside', site, port } : timeout;
}
