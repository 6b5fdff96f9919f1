// Storage as a Supervisor is enabled with: the driver, and a class for vCenter's default policy for vSAN.
import { seed, type Seed } from '../../../store/seed.ts';
import type { StoragePolicy } from '../../../kinds/vsphere/storage-policy.ts';
import type { ReadView } from '../../../store/view.ts';

const driver = 'csi.vsphere.vmware.com';

/** Of every vCenter with vSAN; a Supervisor makes the class's name of the policy's. */
const defaultPolicy = 'vsan-default-storage-policy';

export function storage(fabric: ReadView): readonly Seed[] {
  const policy = fabric.get<StoragePolicy>('vsphere.sandbox/storagepolicies', defaultPolicy);
  return [
    seed('storage.k8s.io/csidrivers', driver, { spec: { attachRequired: true, podInfoOnMount: false } }),
    ...(policy === undefined
      ? []
      : [
          seed('storage.k8s.io/storageclasses', policy.metadata.name, {
            provisioner: driver,
            parameters: { storagePolicyID: policy.spec.id },
            reclaimPolicy: 'Delete',
            volumeBindingMode: 'Immediate',
            allowVolumeExpansion: true,
          }),
        ]),
  ];
}
