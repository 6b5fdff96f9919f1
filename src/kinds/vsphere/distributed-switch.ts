// A distributed switch: one switch for the hosts of a datacenter that are joined to it.
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const distributedSwitches = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'uuid', 'datacenter', 'version', 'mtu', 'uplinks', 'hosts'],
      properties: {
        displayName: string,
        /** As vCenter writes it, in pairs of digits. */
        uuid: string,
        datacenter: string,
        /** `8.0.0`. */
        version: string,
        mtu: integer,
        uplinks: integer,
        /** What they are called, where somebody has said it. */
        uplinkNames: strings,
        /** How packets for many reach their VMs. */
        multicast: { type: 'string', enum: ['legacyFiltering', 'snooping'] },
        /** Adapters of hosts, and the uplinks that they are, counted from 0. */
        adapters: {
          type: 'array',
          items: {
            type: 'object',
            required: ['host', 'device', 'uplink'],
            properties: { host: string, device: string, uplink: integer },
          },
        },
        description: string,
        /** Whether its traffic has shares (Network I/O Control); so it is unless said. */
        ioControl: boolean,
        /** What its uplinks say of themselves to the switches that they are plugged into, and hear from them. */
        discovery: {
          type: 'object',
          required: ['protocol', 'operation'],
          properties: {
            protocol: { type: 'string', enum: ['cdp', 'lldp'] },
            operation: { type: 'string', enum: ['none', 'listen', 'advertise', 'both'] },
          },
        },
        /** Ids of the hosts that are joined. */
        hosts: strings,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'DistributedSwitch',
    plural: 'distributedswitches',
    short: ['dvs'],
    columns: [
      nameColumn,
      { name: 'Display-Name', cell: ({ spec }) => spec.displayName },
      { name: 'Version', cell: ({ spec }) => spec.version },
      { name: 'Hosts', type: 'integer', cell: ({ spec }) => spec.hosts.length },
      ageColumn,
    ],
  },
);

/** Its name is its managed object id. */
export type DistributedSwitch = ObjectOf<typeof distributedSwitches>;
