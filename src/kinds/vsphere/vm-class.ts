// A VM class of vCenter: the size that a VM of the VM Service, or a node of a guest cluster, has. vCenter comes with sixteen; only what
// somebody made, changed or deleted is stored. Source: vm-operator, config/virtualmachineclasses; vSphere Automation API, virtual_machine_classes.
import { boolean, integer, string } from '../../store/schema/infer.ts';
import type { ReadView } from '../../store/view.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const vmClasses = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['cpus', 'memoryMiB'],
      properties: {
        cpus: integer,
        memoryMiB: integer,
        /** Percent of what the class gives that is reserved; absent means none. */
        cpuReservation: integer,
        memoryReservation: integer,
        description: string,
        /** One of those that vCenter comes with, deleted. */
        removed: boolean,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'VirtualMachineClass',
    plural: 'virtualmachineclasses',
    short: ['vmclass'],
    columns: [
      nameColumn,
      { name: 'CPUs', type: 'integer', cell: ({ spec }) => spec.cpus },
      { name: 'Memory-MiB', type: 'integer', cell: ({ spec }) => spec.memoryMiB },
      ageColumn,
    ],
  },
);

export type VmClass = ObjectOf<typeof vmClasses>;
export type VmClassSpec = VmClass['spec'];

const vmClassesKind = 'vsphere.sandbox/virtualmachineclasses';

/** vCPUs and GiB. */
const sizes = {
  xsmall: [2, 2],
  small: [2, 4],
  medium: [2, 8],
  large: [4, 16],
  xlarge: [4, 32],
  '2xlarge': [8, 64],
  '4xlarge': [16, 128],
  '8xlarge': [32, 128],
} as const;

const builtIn: ReadonlyMap<string, VmClassSpec> = new Map(
  Object.entries(sizes).flatMap(([size, [cpus, memoryGiB]]): [string, VmClassSpec][] => {
    const spec = { cpus, memoryMiB: memoryGiB * 1024 };
    return [
      [`best-effort-${size}`, spec],
      [`guaranteed-${size}`, { ...spec, cpuReservation: 100, memoryReservation: 100 }],
    ];
  }),
);

/** All classes of a vCenter by id, in the order of their ids. */
export function vmClassesIn(fabric: ReadView): ReadonlyMap<string, VmClassSpec> {
  const known = new Map(builtIn);
  for (const { metadata, spec } of fabric.list<VmClass>(vmClassesKind)) {
    if (spec.removed === true) known.delete(metadata.name);
    else known.set(metadata.name, spec);
  }
  return new Map([...known].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function storedVmClass(fabric: ReadView, id: string): VmClass | undefined {
  return fabric.get<VmClass>(vmClassesKind, id);
}

/** Whether vCenter comes with the class. */
export function isBuiltIn(id: string): boolean {
  return builtIn.has(id);
}
