// Ports of the host that Pods take for themselves. Source: kubernetes pkg/scheduler/framework, HostPortInfo: the wildcard address
// stands in the way of every other.
import type { Pod } from '../../kinds/core/pod/pod.ts';

export interface HostPort {
  /** `TCP/8080`. */
  readonly port: string;
  readonly address: string;
}

const wildcard = '0.0.0.0';
const none: readonly HostPort[] = [];

export function hostPortsOf({ spec }: Pod): readonly HostPort[] {
  let ports: HostPort[] | undefined;
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  for (const container of sidecars.length === 0 ? spec.containers : [...spec.containers, ...sidecars]) {
    for (const { hostPort, protocol, hostIP } of container.ports ?? []) {
      if (!hostPort) continue;
      (ports ??= []).push({ port: `${protocol || 'TCP'}/${hostPort}`, address: hostIP || wildcard });
    }
  }
  return ports ?? none;
}

/** Whether two wishes for ports of one host cannot both be met. */
export function collides(wanted: readonly HostPort[], taken: readonly HostPort[]): boolean {
  return wanted.some(({ port, address }) =>
    taken.some(
      (other) =>
        other.port === port &&
        (other.address === address || other.address === wildcard || address === wildcard),
    ),
  );
}
