/** Who reaches a Service, as `GET /sandbox/reach/<scope>/<namespace>/<service>` answers it, and the policy that lets clients outside in. */
import type { Service } from '#types';
import type { Live } from '../../live/objects.ts';

export interface Way {
  readonly from: 'outside' | 'namespace' | 'elsewhere';
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
  readonly allowed: boolean;
  readonly rule: string;
  readonly isDefault: boolean;
  readonly targetPort: number;
}

/** The source in words. */
export function sourceOf({ from }: Way, namespace: string): string {
  if (from === 'outside') return 'Clients outside';
  return from === 'namespace' ? `Pods of ${namespace}` : 'Pods of other namespaces';
}

/** Ways from outside that the Supervisor's own default closes: those that a policy would open. */
export function closedByDefault(ways: readonly Way[]): readonly Way[] {
  return ways.filter(({ from, allowed, isDefault }) => from === 'outside' && !allowed && isDefault);
}

const line = (indent: number, text: string): string => `${' '.repeat(indent)}${text}`;

/** A NetworkPolicy that lets everybody in to the Service's Pods on these ports. */
export function policyFor(service: Live<Service>, ways: readonly Way[]): string {
  const { name, namespace = '' } = service.metadata;
  const selector = Object.entries(service.spec?.selector ?? {});
  const ports = [...new Map(ways.map((way) => [`${way.protocol} ${way.targetPort}`, way])).values()];
  return [
    'apiVersion: networking.k8s.io/v1',
    'kind: NetworkPolicy',
    'metadata:',
    line(2, `name: ${name}-from-outside`),
    line(2, `namespace: ${namespace}`),
    'spec:',
    line(2, 'podSelector:'),
    line(4, 'matchLabels:'),
    ...selector.map(([key, value]) => line(6, `${key}: ${JSON.stringify(value)}`)),
    line(2, 'policyTypes: [Ingress]'),
    line(2, 'ingress:'),
    line(4, '- from:'),
    line(8, '- ipBlock:'),
    line(12, 'cidr: 0.0.0.0/0'),
    line(6, 'ports:'),
    ...ports.flatMap(({ protocol, targetPort }) => [
      line(8, `- protocol: ${protocol}`),
      line(10, `port: ${targetPort}`),
    ]),
    '',
  ].join('\n');
}
