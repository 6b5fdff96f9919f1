// Storage as a Supervisor is enabled with: vCenter's default policy for vSAN, the class that stands for it, the driver.
import { seed, type Seed } from './seed.ts';

/** Of every vCenter with vSAN; a Supervisor makes the class's name of the policy's. */
export const defaultPolicy = {
  name: 'vsan-default-storage-policy',
  displayName: 'vSAN Default Storage Policy',
  id: 'aa6d5a82-1c88-45da-85d3-3d74b91a5bad',
} as const;

const driver = 'csi.vsphere.vmware.com';

export function storage(): readonly Seed[] {
  return [
    seed('storage.k8s.io/csidrivers', driver, { spec: { attachRequired: true, podInfoOnMount: false } }),
    seed('storage.k8s.io/storageclasses', defaultPolicy.name, {
      provisioner: driver,
      parameters: { storagePolicyID: defaultPolicy.id },
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'Immediate',
      allowVolumeExpansion: true,
    }),
  ];
}
