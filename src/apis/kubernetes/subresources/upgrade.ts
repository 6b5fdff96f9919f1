// What exec, attach and port-forward have in common: the container that is meant, and the connection that has to be upgraded.
import type { Container } from '#types';
import { isTerminal, type Pod } from '../../../kinds/core/pod/pod.ts';
import { badRequest, Refusal } from '../../../store/refusal.ts';
import type { Conversation, WireRequest } from '../wire.ts';

/** The newest first. Source: apimachinery pkg/util/remotecommand. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;

export const nothingHeard: Conversation = {
  hear: () => undefined,
  close: () => undefined,
  stop: () => undefined,
};

function asked(request: WireRequest): readonly string[] {
  return (request.headers?.['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
}

export function protocolHeaders(request: WireRequest): Readonly<Record<string, string>> {
  const wanted = asked(request);
  const chosen = protocols.find((protocol) => wanted.includes(protocol));
  return chosen === undefined ? {} : { 'sec-websocket-protocol': chosen };
}

/** Throws where the client cannot be talked with: without an upgrade, or over SPDY, which 1.30 and newer fall back to. */
export function checkUpgrade(request: WireRequest): void {
  const upgrade = request.headers?.['upgrade']?.toLowerCase() ?? '';
  if (upgrade === '') throw badRequest('Upgrade request required');
  if (upgrade === 'websocket') return;
  throw new Refusal(
    400,
    'BadRequest',
    'unable to upgrade: this API speaks WebSocket only: use kubectl 1.30 or newer, or set KUBECTL_REMOTE_COMMAND_WEBSOCKETS=true for 1.29',
  );
}

/** The running container that is meant. Throws the API server's and the kubelet's words. */
export function containerFor(pod: Pod, name: string, subresource: 'exec' | 'attach'): Container {
  const { spec, status, metadata } = pod;
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  if (name === '' && spec.containers.length > 1) {
    const names = spec.containers.map((each) => each.name).join(' ');
    const inits = (spec.initContainers ?? []).map((each) => each.name).join(' ');
    const others = inits === '' ? '' : ` or one of the init containers: [${inits}]`;
    throw badRequest(
      `a container name must be specified for pod ${metadata.name}, choose one of: [${names}]${others}`,
    );
  }
  const container = name === '' ? spec.containers[0] : containers.find((each) => each.name === name);
  if (container === undefined) throw badRequest(`container ${name} is not valid for pod ${metadata.name}`);
  if (!spec.nodeName) throw badRequest(`pod ${metadata.name} does not have a host assigned`);
  if (isTerminal(pod)) {
    const verb = subresource === 'exec' ? 'exec' : 'attach';
    throw new Refusal(
      500,
      'InternalError',
      `cannot ${verb} into a container in a completed pod; current phase is ${status?.phase ?? ''}`,
    );
  }
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  const running = statuses.find((each) => each.name === container.name)?.state?.running;
  if (running === undefined) {
    throw new Refusal(
      500,
      'InternalError',
      `Internal error occurred: unable to upgrade connection: container not found (${JSON.stringify(container.name)})`,
      {},
    );
  }
  return container;
}
