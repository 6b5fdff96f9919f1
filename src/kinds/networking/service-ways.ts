// Who reaches a Service, and by which rule: from outside where it has an address there, from its own namespace, from others.
// The sources are plain: an address of documentation (RFC 5737) and Pods without labels, which no policy means in particular.
import type { ReadView } from '../../store/view.ts';
import type { Pod } from '../core/pod/pod.ts';
import { headless } from '../core/service/check-addresses.ts';
import type { Service } from '../core/service/service.ts';
import { reach, type Port, type Source } from './reach.ts';

export interface Way {
  readonly from: 'outside' | 'namespace' | 'elsewhere';
  /** The Service's address that is asked. */
  readonly address: string;
  readonly port: number;
  readonly protocol: Port['protocol'];
  readonly allowed: boolean;
  /** The rule that decides. */
  readonly rule: string;
  /** True where a policy would open it: none decides yet. */
  readonly isDefault: boolean;
  /** The Pod's port behind it, where somebody answers. */
  readonly targetPort: number;
}

/** What stands for a client outside. */
export const outsideAddress = '203.0.113.10';

/** A Pod that says nothing of itself; `namespace` may be one that does not exist. */
function plainPod(namespace: string): Source {
  const metadata = { name: 'any', namespace, labels: {} };
  return { pod: { metadata, spec: { containers: [] } } as unknown as Pod };
}

export function waysTo(service: Service, view: ReadView): readonly Way[] {
  const { namespace = '' } = service.metadata;
  const { clusterIP = '', ports = [] } = service.spec;
  const ingress = (service.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);
  const inside = clusterIP === '' || clusterIP === headless ? [] : [clusterIP];
  const asked = [
    ...ingress.map((address) => ({ from: 'outside', address, source: { address: outsideAddress } }) as const),
    ...inside.flatMap(
      (address) =>
        [
          { from: 'namespace', address, source: plainPod(namespace) },
          { from: 'elsewhere', address, source: plainPod('') },
        ] as const,
    ),
  ];
  return asked.flatMap(({ from, address, source }) =>
    ports.map((each): Way => {
      const protocol = (each.protocol ?? 'TCP') as Port['protocol'];
      const {
        allowed,
        rule,
        isDefault = false,
        port,
      } = reach(source, address, { number: each.port, protocol }, view);
      return { from, address, port: each.port, protocol, allowed, rule, isDefault, targetPort: port.number };
    }),
  );
}
