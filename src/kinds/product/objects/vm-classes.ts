// The VM classes of vCenter as a Supervisor shows them, and which namespace may use which.
// Source: vm-operator release-vc-8.0.1.0, config/virtualmachineclasses.
import type { StoredObject } from '../../../store/object.ts';
import type { ReadView } from '../../../store/view.ts';
import { computedMetadata } from '../../computed.ts';
import { fabricScope, supervisorOf } from '../../vsphere/supervisor.ts';
import { vmClassesIn, type VmClassSpec } from '../../vsphere/vm-class.ts';
import type { VSphereNamespace } from '../../vsphere/namespace.ts';

const group = 'vmoperator.vmware.com';
const apiVersion = `${group}/v1alpha1`;

/** MiB as a quantity in the largest unit that is whole. */
function memoryText(mebibytes: number): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}

/** What is kept for a machine: of each CPU so many thousandths, of its memory so much. */
function requestsOf({ cpus, memoryMiB, cpuReservation = 0, memoryReservation = 0 }: VmClassSpec) {
  return {
    ...(cpuReservation === 0 ? {} : { cpu: `${cpus * cpuReservation * 10}m` }),
    ...(memoryReservation === 0
      ? {}
      : { memory: memoryText(Math.floor((memoryMiB * memoryReservation) / 100)) }),
  };
}

export function vmClassesOf(view: ReadView): readonly StoredObject[] {
  const resource = { group, plural: 'virtualmachineclasses' };
  return [...vmClassesIn(view.in(fabricScope))].map(([name, spec]) => {
    const requests = requestsOf(spec);
    return {
      apiVersion,
      kind: 'VirtualMachineClass',
      metadata: computedMetadata(view, resource, name),
      spec: {
        ...(spec.description === undefined ? {} : { description: spec.description }),
        hardware: { cpus: spec.cpus, memory: memoryText(spec.memoryMiB) },
        policies: { resources: Object.keys(requests).length === 0 ? {} : { requests } },
      },
    };
  });
}

export function vmClassBindingsOf(view: ReadView): readonly StoredObject[] {
  const resource = { group, plural: 'virtualmachineclassbindings' };
  const supervisor = supervisorOf(view)?.metadata.name;
  const fabric = view.in(fabricScope);
  const known = vmClassesIn(fabric);
  return fabric
    .list<VSphereNamespace>('vsphere.sandbox/namespaces')
    .filter(
      ({ spec, metadata }) =>
        spec.supervisor === supervisor && view.get('core/namespaces', metadata.name) !== undefined,
    )
    .flatMap(({ metadata: { name: namespace }, spec: { vmClasses = [] } }) =>
      vmClasses
        .filter((name) => known.has(name))
        .map((name) => ({
          apiVersion,
          kind: 'VirtualMachineClassBinding',
          metadata: computedMetadata(view, resource, name, namespace),
          classRef: { apiVersion, kind: 'VirtualMachineClass', name },
        })),
    );
}
