// A virtual machine in vCenter: a Supervisor control plane VM, or the CRX that a vSphere Pod is to its host.
// Its steps are the timeline that the Pod's page shows; its placement is the decision that put it where it is.
import { boolean, integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { customization } from './customization.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

const reasonCounts = {
  type: 'array',
  items: { type: 'object', required: ['reason', 'count'], properties: { reason: string, count: integer } },
} as const;

const candidate = {
  type: 'object',
  required: ['name', 'score'],
  properties: { name: string, score: integer },
} as const;

/** What a VM of people's own is made of; keys are the API's identifiers of devices. */
const hardware = {
  type: 'object',
  required: ['version', 'coresPerSocket', 'firmware', 'datastore', 'disks', 'nics'],
  properties: {
    /** `VMX_20`. */
    version: string,
    /** When it goes to another version by itself, and to which. */
    upgradePolicy: { type: 'string', enum: ['NEVER', 'AFTER_CLEAN_SHUTDOWN', 'ALWAYS'] },
    upgradeVersion: string,
    /** Whether vCenter renews VMware Tools when the VM is switched on. */
    toolsPolicy: { type: 'string', enum: ['MANUAL', 'UPGRADE_AT_POWER_CYCLE'] },
    coresPerSocket: integer,
    cpuHotAdd: boolean,
    cpuHotRemove: boolean,
    memoryHotAdd: boolean,
    firmware: { type: 'string', enum: ['BIOS', 'EFI'] },
    /** What its firmware does before it looks for something to start; as the firmware is made, where that is not said. */
    boot: {
      type: 'object',
      properties: {
        delayMs: integer,
        retry: boolean,
        retryDelayMs: integer,
        enterSetup: boolean,
        /** Only what is signed starts. */
        secure: boolean,
      },
    },
    /** What it starts from, in order; the firmware's own order, where that is not said. */
    bootDevices: {
      type: 'array',
      items: {
        type: 'object',
        required: ['type'],
        properties: {
          type: { type: 'string', enum: ['CDROM', 'DISK', 'ETHERNET', 'FLOPPY'] },
          /** Key of the adapter. */
          nic: string,
          /** Keys of disks. */
          disks: { type: 'array', items: string },
        },
      },
    },
    /** `PVSCSI`: the adapter that disks of the SCSI bus are attached to. */
    scsiAdapter: string,
    /** Adapters that are there without a disk. */
    adapters: { type: 'array', items: { type: 'string', enum: ['SATA', 'NVME'] } },
    cdroms: {
      type: 'array',
      items: {
        type: 'object',
        required: ['key', 'bus', 'unit', 'backing', 'connected', 'startConnected'],
        properties: {
          key: string,
          bus: { type: 'string', enum: ['IDE', 'SATA'] },
          unit: integer,
          backing: { type: 'string', enum: ['CLIENT_DEVICE', 'HOST_DEVICE', 'ISO_FILE'] },
          hostDevice: string,
          /** `[vsanDatastore] isos/photon.iso`. */
          file: string,
          connected: boolean,
          startConnected: boolean,
        },
      },
    },
    /** Name of the datastore that its files are on. */
    datastore: string,
    /** Id of the storage policy of its home. */
    storagePolicy: string,
    disks: {
      type: 'array',
      items: {
        type: 'object',
        required: ['key', 'capacityMiB', 'datastore', 'file', 'bus', 'unit'],
        properties: {
          key: string,
          capacityMiB: integer,
          datastore: string,
          /** Its path on the datastore. */
          file: string,
          bus: { type: 'string', enum: ['SCSI', 'SATA', 'NVME', 'IDE'] },
          unit: integer,
          storagePolicy: string,
        },
      },
    },
    nics: {
      type: 'array',
      items: {
        type: 'object',
        required: ['key', 'type', 'macAddress', 'network', 'connected'],
        properties: {
          key: string,
          /** `VMXNET3`. */
          type: string,
          macAddress: string,
          isManual: boolean,
          /** Id of the network. */
          network: string,
          connected: boolean,
          startConnected: boolean,
        },
      },
    },
  },
} as const;

/** What of a VM goes back with it to a snapshot. */
const configuration = {
  type: 'object',
  required: ['cpus', 'memoryMiB', 'cpuReservationMHz', 'memoryReservationMiB', 'hardware'],
  properties: {
    cpus: integer,
    memoryMiB: integer,
    cpuReservationMHz: integer,
    memoryReservationMiB: integer,
    guestOs: string,
    notes: string,
    hardware,
  },
} as const;

const snapshot = {
  type: 'object',
  required: [
    'id',
    'name',
    'description',
    'createdAt',
    'powerState',
    'hasMemory',
    'quiesced',
    'configuration',
  ],
  properties: {
    /** `snapshot-1042`. */
    id: string,
    name: string,
    description: string,
    /** In simulated milliseconds. */
    createdAt: integer,
    /** Id of the one that it was taken on. */
    parent: string,
    powerState: { type: 'string', enum: ['POWERED_ON', 'POWERED_OFF', 'SUSPENDED'] },
    /** Whether the memory was kept: reverting to it leads to a VM that runs. */
    hasMemory: boolean,
    quiesced: boolean,
    configuration,
  },
} as const;

export const virtualMachines = fabricKind(
  {
    spec: {
      type: 'object',
      required: [
        'uuid',
        'displayName',
        'role',
        'cluster',
        'cpus',
        'memoryMiB',
        'cpuReservationMHz',
        'memoryReservationMiB',
      ],
      properties: {
        uuid: string,
        displayName: string,
        role: { type: 'string', enum: ['ControlPlane', 'Pod', 'VM'] },
        cluster: string,
        cpus: integer,
        memoryMiB: integer,
        cpuReservationMHz: integer,
        memoryReservationMiB: integer,
        /** Whose CRX it is. */
        pod: {
          type: 'object',
          required: ['scope', 'namespace', 'name', 'uid'],
          properties: { scope: string, namespace: string, name: string, uid: string },
        },
        /** The node that it is, for a control plane VM. */
        node: string,
        /** A control plane VM's addresses: eth0 on the management network, eth1 on the workload network. */
        managementIp: string,
        workloadIp: string,
        /** The Supervisor's version that a control plane VM was deployed with; absent: the one that its Supervisor began with. */
        version: string,
        /** What people want of the power of a VM of their own. */
        power: { type: 'string', enum: ['On', 'Off', 'Suspended'] },
        /** Ids of its folder and its resource pool. */
        folder: string,
        resourcePool: string,
        /** In the API's words, `OTHER_LINUX_64`. */
        guestOs: string,
        hardware,
        /** What people wrote about it. */
        notes: string,
        /** Settings beyond those that have a place of their own, `guestinfo.userdata`. */
        extraConfig: {
          type: 'array',
          items: { type: 'object', required: ['key', 'value'], properties: { key: string, value: string } },
        },
        /** What its guest was made to be at its first start. */
        customization,
        /** It is copied, and never powered on. */
        isTemplate: boolean,
        /** The library's item that it is a copy of, to be changed and checked in. */
        checkedOut: {
          type: 'object',
          required: ['item', 'at', 'by'],
          properties: {
            item: string,
            /** In simulated milliseconds. */
            at: integer,
            by: string,
          },
        },
        /** Moments that it can be reverted to. */
        snapshots: { type: 'array', items: snapshot },
        /** Id of the snapshot that what it is now came from. */
        currentSnapshot: string,
      },
    },
    status: {
      type: 'object',
      properties: {
        host: string,
        powerState: { type: 'string', enum: ['POWERED_ON', 'POWERED_OFF', 'SUSPENDED'] },
        /** When the power last changed, in simulated milliseconds. */
        changedAt: integer,
        /** When its guest was asked to shut down. */
        shutdownAskedAt: integer,
        /** Of a control plane VM that WCP still works on; without it the VM is a member of etcd. */
        lifecycle: { type: 'string', enum: ['Deploying', 'Configuring'] },
        /** What happened to it, in simulated milliseconds since the epoch. */
        steps: {
          type: 'array',
          items: { type: 'object', required: ['step', 'at'], properties: { step: string, at: integer } },
        },
        /** Files that commands in a vSphere Pod's containers wrote, or removed where there is neither text nor bytes. */
        written: {
          type: 'array',
          items: {
            type: 'object',
            required: ['place', 'path'],
            properties: {
              /** `container/web/0`: of a container's run; `volume/data`: of a volume of the Pod. */
              place: string,
              path: string,
              text: string,
              /** What is no text, in base64. */
              bytes: string,
            },
          },
        },
        /** Probes of a vSphere Pod's containers whose results have changed: since when they say what they say now. */
        probes: {
          type: 'array',
          items: {
            type: 'object',
            required: ['run', 'probe', 'passes', 'since'],
            properties: {
              /** `container/web/0`, as for what was written. */
              run: string,
              probe: { type: 'string', enum: ['startup', 'readiness', 'liveness'] },
              passes: boolean,
              /** The first of the results in a row, in simulated milliseconds. */
              since: integer,
            },
          },
        },
        placement: {
          type: 'object',
          required: ['at', 'revision', 'fabricRevision', 'scheduler', 'drs'],
          properties: {
            at: integer,
            /** Revisions of the Supervisor and of the fabric that the decision saw. */
            revision: integer,
            fabricRevision: integer,
            scheduler: {
              type: 'object',
              required: ['nodes', 'feasible', 'reasons'],
              properties: { nodes: integer, feasible: integer, preferred: candidate, reasons: reasonCounts },
            },
            drs: {
              type: 'object',
              required: ['winner', 'reasons'],
              properties: { winner: candidate, runnerUp: candidate, reasons: reasonCounts },
            },
          },
        },
      },
    },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'VirtualMachine',
    plural: 'virtualmachines',
    short: ['vm'],
    indexes: {
      pod: (vm) => (vm.spec.pod === undefined ? [] : [vm.spec.pod.uid]),
      host: (vm) => (vm.status?.host === undefined ? [] : [vm.status.host]),
      role: (vm) => [vm.spec.role],
      node: (vm) => (vm.spec.node === undefined ? [] : [vm.spec.node]),
      podKey: ({ spec: { pod } }) => (pod === undefined ? [] : [`${pod.scope}/${pod.namespace}/${pod.name}`]),
    },
    columns: [
      nameColumn,
      { name: 'Display-Name', cell: (vm) => vm.spec.displayName },
      { name: 'Power-State', cell: (vm) => vm.status?.powerState ?? 'POWERED_OFF' },
      { name: 'Host', cell: (vm) => vm.status?.host ?? '<none>' },
      { name: 'CPUs', type: 'integer', cell: (vm) => vm.spec.cpus },
      { name: 'Memory-MiB', type: 'integer', cell: (vm) => vm.spec.memoryMiB },
      { name: 'Role', wide: true, cell: (vm) => vm.spec.role },
      { name: 'Cluster', wide: true, cell: (vm) => vm.spec.cluster },
      { name: 'Folder', wide: true, cell: (vm) => vm.spec.folder ?? '' },
      { name: 'Resource-Pool', wide: true, cell: (vm) => vm.spec.resourcePool ?? '' },
      ageColumn,
    ],
  },
);

export type VirtualMachine = ObjectOf<typeof virtualMachines>;
export type Hardware = NonNullable<VirtualMachine['spec']['hardware']>;
export type Placement = NonNullable<NonNullable<VirtualMachine['status']>['placement']>;

/** The VM with one more step on its timeline. */
export function withStep(vm: VirtualMachine, step: string, at: number): VirtualMachine {
  return { ...vm, status: { ...vm.status, steps: [...(vm.status?.steps ?? []), { step, at }] } };
}

export function stepAt(vm: VirtualMachine, step: string): number | undefined {
  return vm.status?.steps?.findLast((taken) => taken.step === step)?.at;
}

export function isOn({ status }: VirtualMachine): boolean {
  return status?.powerState === 'POWERED_ON';
}

/** Of control plane VMs: a member of etcd, running or not; one that is still being deployed or configured is none. */
export function isMember({ status }: VirtualMachine): boolean {
  return status?.lifecycle === undefined;
}

/** More than half of etcd's members run. */
export function hasQuorum(vms: readonly VirtualMachine[]): boolean {
  const members = vms.filter(isMember);
  return members.filter(isOn).length * 2 > members.length;
}
