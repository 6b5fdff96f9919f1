// A load balancer that stands in the lab before a Supervisor is enabled on a distributed switch: an HAProxy appliance, or the controller of
// an NSX Advanced Load Balancer (Avi).
import { integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const loadBalancers = fabricKind(
  {
    spec: {
      type: 'object',
      required: [
        'displayName',
        'provider',
        'host',
        'port',
        'username',
        'password',
        'certificate',
        'addressRanges',
      ],
      properties: {
        displayName: string,
        provider: { type: 'string', enum: ['HA_PROXY', 'AVI'] },
        /** Where its API answers: HAProxy's Data Plane API, Avi's controller. */
        host: string,
        port: integer,
        username: string,
        password: string,
        /** What its API shows itself with, in PEM. */
        certificate: string,
        /** Addresses that are routed to it: HAProxy answers for no other, Avi's IPAM gives out of them. */
        addressRanges: {
          type: 'array',
          items: {
            type: 'object',
            required: ['address', 'count'],
            properties: { address: string, count: integer },
          },
        },
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'lb.sandbox',
    kind: 'LoadBalancer',
    plural: 'loadbalancers',
    columns: [
      nameColumn,
      { name: 'Provider', cell: ({ spec }) => spec.provider },
      { name: 'Endpoint', cell: ({ spec }) => `${spec.host}:${spec.port}` },
      ageColumn,
    ],
  },
);

export type LoadBalancer = ObjectOf<typeof loadBalancers>;

export const loadBalancersKind = 'lb.sandbox/loadbalancers';
