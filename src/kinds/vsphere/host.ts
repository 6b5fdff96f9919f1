// An ESXi host: its hardware, whether it has power, and what vCenter knows of its connection.
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

/**
 * Its power is cut; its kernel has stopped with a purple screen; it has lost the network to vCenter and the other hosts, but not its storage;
 * it has lost that and what it would test the network by.
 */
export const hostFaults = ['PowerLost', 'PurpleScreen', 'Partitioned', 'Isolated'] as const;

export const hosts = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['moid', 'cluster', 'cpu', 'memoryMiB', 'power', 'managementIp', 'build'],
      properties: {
        /** Managed object id, `host-21`. */
        moid: string,
        /** Empty for a standalone host. */
        cluster: string,
        /** The folder that a standalone host is in. */
        folder: string,
        cpu: {
          type: 'object',
          required: ['sockets', 'coresPerSocket', 'mhz', 'model'],
          properties: { sockets: integer, coresPerSocket: integer, mhz: integer, model: string },
        },
        memoryMiB: integer,
        gpus: {
          type: 'array',
          items: {
            type: 'object',
            required: ['model', 'count'],
            properties: { model: string, count: integer },
          },
        },
        datastores: strings,
        managementIp: string,
        /** ESXi version and build, `8.0.1, 21495797`. */
        build: string,
        /** The power switch: what somebody wants of the machine. */
        power: { type: 'string', enum: ['On', 'Off'] },
        /** Wanted in maintenance mode. */
        maintenance: boolean,
        /** In maintenance mode for its new image, and out of it by itself afterwards. */
        remediating: boolean,
        /** Whether vCenter is not to manage it for now; what runs on it goes on. */
        disconnected: boolean,
        /** What somebody set on the host itself; all else is as ESXi comes. */
        settings: {
          type: 'object',
          properties: {
            ntpServers: strings,
            services: {
              type: 'array',
              items: {
                type: 'object',
                required: ['key'],
                properties: {
                  key: string,
                  running: boolean,
                  /** Whether it starts with the host, `automatic` with its ports. */
                  policy: { type: 'string', enum: ['on', 'off', 'automatic'] },
                },
              },
            },
            lockdown: { type: 'string', enum: ['lockdownNormal', 'lockdownStrict'] },
            /** Number of a power policy: High Performance, Balanced, Low Power, Custom. */
            powerPolicy: integer,
            /** Of the firewall. */
            rulesets: {
              type: 'array',
              items: {
                type: 'object',
                required: ['key', 'enabled'],
                properties: {
                  key: string,
                  enabled: boolean,
                  /** Those that it lets through; absent means all. */
                  addresses: strings,
                },
              },
            },
            /** Standard switches beside the one that ESXi comes with, and port groups beside its own. */
            switches: {
              type: 'array',
              items: {
                type: 'object',
                required: ['name', 'mtu'],
                properties: { name: string, mtu: integer },
              },
            },
            portGroups: {
              type: 'array',
              items: {
                type: 'object',
                required: ['name', 'vlan', 'switch'],
                properties: { name: string, vlan: integer, switch: string },
              },
            },
            /** Advanced system settings; numbers as their text. */
            options: {
              type: 'array',
              items: { type: 'object', required: ['key', 'text'], properties: { key: string, text: string } },
            },
          },
        },
        /** What is wrong with the machine or its network: nothing a product did, and none but the sandbox mends. */
        fault: { type: 'string', enum: hostFaults },
      },
    },
    status: {
      type: 'object',
      properties: {
        powerState: { type: 'string', enum: ['POWERED_ON', 'POWERED_OFF', 'STANDBY'] },
        connectionState: { type: 'string', enum: ['CONNECTED', 'DISCONNECTED', 'NOT_RESPONDING'] },
        /** vSphere HA's word on the host, as fdm reports it. */
        haState: string,
        /** When the power last changed, in simulated milliseconds. */
        changedAt: integer,
        /** The fault that has had its effect. */
        fault: { type: 'string', enum: hostFaults },
        /** True once the Spherelet answers. */
        sphereletReady: boolean,
        /** In it: nothing runs on the host, and nothing comes. Until then it is entering. */
        inMaintenanceMode: boolean,
        /** When it was last asked for, in simulated milliseconds. */
        maintenanceAskedAt: integer,
        /** When its new image began to be installed. */
        imageAskedAt: integer,
      },
    },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Host',
    plural: 'hosts',
    columns: [
      nameColumn,
      { name: 'Connection', cell: (host) => host.status?.connectionState ?? 'NOT_RESPONDING' },
      { name: 'Power', cell: (host) => host.status?.powerState ?? 'POWERED_OFF' },
      { name: 'Cores', type: 'integer', cell: (host) => coresOf(host) },
      { name: 'Memory-MiB', type: 'integer', cell: (host) => host.spec.memoryMiB },
      { name: 'Cluster', cell: (host) => host.spec.cluster },
      ageColumn,
    ],
  },
);

export type Host = ObjectOf<typeof hosts>;

export function coresOf(host: {
  readonly spec: { readonly cpu: { readonly sockets: number; readonly coresPerSocket: number } };
}): number {
  return host.spec.cpu.sockets * host.spec.cpu.coresPerSocket;
}

/** What a host can give, in MHz. */
export function capacityMHzOf(host: Host): number {
  return coresOf(host) * host.spec.cpu.mhz;
}

/** Whether VMs may come to the host. */
export function takesVms(host: Host): boolean {
  return isRunning(host) && host.spec.maintenance !== true;
}

/** Whether it has power and a network, and so reports by itself; vCenter may be disconnected from it. */
export function isAlive({ spec, status }: Host): boolean {
  if (spec.fault !== undefined) return false;
  return status?.powerState === 'POWERED_ON' && status.connectionState !== 'NOT_RESPONDING';
}

/** Whether ESXi itself runs, and with it what is on the host. */
export function isUp({ spec }: Host): boolean {
  return spec.power === 'On' && spec.fault !== 'PowerLost' && spec.fault !== 'PurpleScreen';
}

export function isRunning(host: Host): boolean {
  return isAlive(host) && host.status?.connectionState === 'CONNECTED';
}
