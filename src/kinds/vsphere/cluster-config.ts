// What DRS and HA of a cluster are told, and what DRS says. Members of groups and rules are managed object ids: `vm-1001`, `host-21`.
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';

export const drsConfig = {
  type: 'object',
  required: ['enabled', 'automation', 'migrationThreshold'],
  properties: {
    enabled: boolean,
    automation: { type: 'string', enum: ['fullyAutomated', 'partiallyAutomated', 'manual'] },
    /** 1 conservative to 5 aggressive, as the vSphere Client's slider shows it. */
    migrationThreshold: integer,
    groups: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'kind', 'members'],
        properties: { name: string, kind: { type: 'string', enum: ['VM', 'Host'] }, members: strings },
      },
    },
    rules: {
      type: 'array',
      items: {
        type: 'object',
        required: ['key', 'name', 'kind', 'enabled'],
        properties: {
          key: integer,
          name: string,
          /** VMs together on a host, or never two on one; or VMs of a group on hosts of a group, or away from them. */
          kind: { type: 'string', enum: ['Affinity', 'AntiAffinity', 'VmHost', 'VmNotHost'] },
          enabled: boolean,
          /** Whether it must be kept, or only should. */
          mandatory: boolean,
          vms: strings,
          vmGroup: string,
          hostGroup: string,
        },
      },
    },
  },
} as const;

export const haConfig = {
  type: 'object',
  required: ['enabled'],
  properties: {
    enabled: boolean,
    /** How room for failures is kept free; one host's share of the cluster unless said. */
    admission: {
      type: 'object',
      required: ['enabled', 'policy'],
      properties: {
        enabled: boolean,
        policy: { type: 'string', enum: ['Percentage', 'Slots', 'Dedicated'] },
        /** Host failures that are to be tolerated. */
        hostFailures: integer,
        /** Shares to be kept free where they do not follow from the host failures. */
        cpuPercent: integer,
        memoryPercent: integer,
        /** Ids of dedicated failover hosts. */
        hosts: strings,
      },
    },
    /** What VMs do not say themselves: which are restarted first, and what an isolated host does with its own. */
    restartPriority: { type: 'string', enum: ['disabled', 'lowest', 'low', 'medium', 'high', 'highest'] },
    isolationResponse: { type: 'string', enum: ['none', 'powerOff', 'shutdown'] },
    vms: {
      type: 'array',
      items: {
        type: 'object',
        required: ['vm', 'restartPriority'],
        properties: {
          vm: string,
          restartPriority: {
            type: 'string',
            enum: ['disabled', 'lowest', 'low', 'medium', 'high', 'highest'],
          },
        },
      },
    },
  },
} as const;

/** What the latest pass of DRS says; absent while the cluster has no VMs that could move. */
export const drsStatus = {
  type: 'object',
  required: ['score', 'buckets', 'recommendations', 'faults'],
  properties: {
    /** The mean of the VMs' DRS scores in percent, and how many VMs have up to 20, 40, 60, 80, 100. */
    score: integer,
    buckets: { type: 'array', items: integer },
    recommendations: {
      type: 'array',
      items: {
        type: 'object',
        required: ['key', 'vm', 'from', 'to', 'priority', 'reason', 'text', 'at'],
        properties: {
          key: string,
          /** Its id; hosts by name. */
          vm: string,
          from: string,
          to: string,
          /** 1 what must be, 5 a slight improvement. */
          priority: integer,
          /** `fairnessCpuAvg`, as vim25 names reasons. */
          reason: string,
          text: string,
          /** Simulated milliseconds since the epoch. */
          at: integer,
        },
      },
    },
    /** VMs that would have to move and cannot, and why. */
    faults: {
      type: 'array',
      items: {
        type: 'object',
        required: ['vm', 'text'],
        properties: { vm: string, text: string },
      },
    },
  },
} as const;
