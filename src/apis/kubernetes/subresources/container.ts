// The container of a Pod that a request means, and what became of it, in the API server's and the kubelet's words.
import type { Container, ContainerStatus } from '#types';
import { isTerminal, type Pod } from '../../../kinds/core/pod/pod.ts';
import { badRequest, Refusal } from '../../../store/refusal.ts';

/** A container as it was declared, and what became of it. */
export interface Found {
  readonly container: Container;
  readonly status: ContainerStatus | undefined;
}

/** Undefined where the Pod has no such container. */
export function found({ spec, status }: Pod, wanted: string): Found | undefined {
  const isIt = ({ name }: { readonly name: string }): boolean => name === wanted;
  const { initContainers = [], containers, ephemeralContainers = [] } = spec;
  const container = [...initContainers, ...containers, ...ephemeralContainers].find(isIt);
  if (container === undefined) return undefined;
  const {
    initContainerStatuses = [],
    containerStatuses = [],
    ephemeralContainerStatuses = [],
  } = status ?? {};
  const all = [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
  return { container, status: all.find(isIt) };
}

const names = (containers: readonly { readonly name: string }[]): string =>
  `[${containers.map(({ name }) => name).join(' ')}]`;

/** The container that is asked for, or the only one there is; which of several is for the client to say. */
export function containerOf(pod: Pod, asked: string): Found {
  const { name } = pod.metadata;
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
  const [only] = containers;
  if (asked === '' && containers.length > 1) {
    const inits =
      initContainers.length === 0 ? '' : ` or one of the init containers: ${names(initContainers)}`;
    const debugs =
      ephemeralContainers.length === 0
        ? ''
        : ` or one of the ephemeral containers: ${names(ephemeralContainers)}`;
    throw badRequest(
      `a container name must be specified for pod ${name}, choose one of: ${names(containers)}${inits}${debugs}`,
    );
  }
  const result = found(pod, asked === '' ? (only?.name ?? '') : asked);
  if (result === undefined) throw badRequest(`container ${asked} is not valid for pod ${name}`);
  return result;
}

/** The running container that is meant. */
export function runningContainerOf(pod: Pod, asked: string, verb: 'exec' | 'attach'): Container {
  const { container, status } = containerOf(pod, asked);
  if (!pod.spec.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  if (isTerminal(pod)) {
    const message = `cannot ${verb} into a container in a completed pod; current phase is ${pod.status?.phase ?? ''}`;
    throw new Refusal(500, 'InternalError', message);
  }
  if (status?.state?.running !== undefined) return container;
  const said =
    verb === 'exec'
      ? `container not found (${JSON.stringify(container.name)})`
      : `container ${container.name} not found in pod ${pod.metadata.name}_${pod.metadata.namespace}`;
  const message = `Internal error occurred: unable to upgrade connection: ${said}`;
  throw new Refusal(500, 'InternalError', message, {});
}
