/** Container volumes as vCenter's Cloud Native Storage lists them: each disk with its policy, its claim and the vSphere Pods that have it. */
import type { Datastore, FirstClassDisk, StoragePolicy, VirtualMachine } from '../../live/fabric.ts';

export interface ContainerVolume {
  /** `pvc-<uid>`. */
  readonly name: string;
  /** The disk's own id, which stays. */
  readonly id: string;
  readonly datastore: string;
  readonly policy: string;
  readonly compliance: 'Compliant' | 'Noncompliant' | 'Not Applicable';
  readonly capacityMiB: number;
  readonly namespace: string;
  readonly claim: string;
  readonly pods: readonly { readonly namespace: string; readonly name: string }[];
}

/** The volumes whose disks lie on these datastores. */
export function containerVolumes(
  disks: readonly FirstClassDisk[],
  policies: readonly StoragePolicy[],
  machines: readonly VirtualMachine[],
  datastores: readonly Datastore[],
): readonly ContainerVolume[] {
  const known = new Set(datastores.map(({ metadata }) => metadata.name));
  const podOf = new Map(machines.map(({ metadata, spec }) => [metadata.name, spec.pod]));
  const policyOf = new Map(policies.map((policy) => [policy.spec.id, policy]));
  return disks
    .filter(({ spec }) => known.has(spec.datastore))
    .flatMap(({ metadata, spec, status }) => {
      const { volume } = spec;
      if (volume === undefined) return [];
      const policy = policyOf.get(spec.storagePolicy ?? '');
      const complies = policy?.spec.datastores.includes(spec.datastore) === true;
      return {
        name: volume.name,
        id: metadata.name,
        datastore: spec.datastore,
        policy: policy?.spec.displayName ?? '',
        compliance: policy === undefined ? 'Not Applicable' : complies ? 'Compliant' : 'Noncompliant',
        capacityMiB: spec.capacityMiB,
        namespace: volume.namespace,
        claim: volume.claim,
        pods: (status?.attachedTo ?? []).flatMap((machine) => podOf.get(machine) ?? []),
      };
    });
}
