// What the storage driver of a Supervisor serves. Source: vsphere-csi-driver 3.0, pkg/apis and pkg/internalapis.
import type { ProductGroup } from '../definition.ts';

const types = String.raw`
FirstOperationDetails = {
  error: string; opId: string; taskId!: string; vCenterServer: string; taskInvocationTimestamp!: time
  taskStatus: string
}`;

export const cns: ProductGroup = {
  group: 'cns.vmware.com',
  types,
  kinds: [
    {
      kind: 'CnsNodeVmAttachment',
      namespaced: true,
      about: 'CnsNodeVmAttachment attaches a volume to the machine of a node.',
      versions: ['v1alpha1'],
      schema: String.raw`{
  spec: { nodeuuid!: string "BIOS UUID of the machine."; volumename!: string "Name of the claim." }
  status: {
    attached!: bool "Whether it is attached."
    error: string "What went wrong last."
    metadata: { *: string }
  }
}`,
    },
    {
      kind: 'CnsVolumeMetadata',
      namespaced: true,
      about: 'CnsVolumeMetadata tells vCenter what a cluster uses a volume for.',
      versions: ['v1alpha1'],
      schema: String.raw`{
  spec: {
    clusterdistribution: string; entityname!: string; entityreferences!: free[]; entitytype!: string
    guestclusterid!: string; labels: { *: string }; namespace: string; volumenames!: string[]
  }
  status: { volumestatus: { errormessage: string; updated!: bool; volumename!: string }[] }
}`,
    },
    {
      kind: 'CnsFileAccessConfig',
      namespaced: true,
      about: 'CnsFileAccessConfig lets a machine use a file volume.',
      versions: ['v1alpha1'],
      schema: String.raw`{
  spec: { pvcName!: string; vmName: string }; status: { accessPoints: { *: string }; done: bool; error: string }
}`,
    },
    {
      kind: 'CnsRegisterVolume',
      namespaced: true,
      about: 'CnsRegisterVolume makes a claim of a disk that vCenter has already.',
      versions: ['v1alpha1'],
      schema: String.raw`{
  spec: {
    accessMode: string
    diskURLPath: string&{"pattern":"^(http[s]?:\\/\\/)?([^\\/\\s]+\\/folder\\/)(.*)$"} "Address of the disk; not together with volumeID."
    pvcName!: string&{"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"} "Name of the claim to be made."
    volumeID: string&{"pattern":"^[0-9a-fA-F]{8}\\-[0-9a-fA-F]{4}\\-[0-9a-fA-F]{4}\\-[0-9a-fA-F]{4}\\-[0-9a-fA-F]{12}$"} "Identifier of the disk; not together with diskURLPath."
  }
  status: { error: string; registered!: bool "Whether it is done." }
}`,
    },
    {
      kind: 'StoragePool',
      namespaced: false,
      about: 'StoragePool is a datastore, or a part of one, that volumes can lie on.',
      versions: ['v1alpha1'],
      schema: String.raw`{
  spec: { driver!: string; parameters: { *: string } }
  status: {
    accessibleNodes: string[]; capacity: { allocatableSpace: quantity; freeSpace: quantity; total: quantity }
    compatibleStorageClasses: string[]; diskDecomm: { *: string }; error: { message: string; state: string }
  }
}`,
    },
    {
      kind: 'CnsFileVolumeClient',
      namespaced: true,
      about: 'CnsFileVolumeClient says which machines use a file volume.',
      versions: ['v1alpha1'],
      schema: String.raw`{ spec: { externalIPtoClientVms: { *: string[] } } }`,
    },
    {
      kind: 'TriggerCsiFullSync',
      namespaced: false,
      about: 'TriggerCsiFullSync asks the driver to compare all volumes with vCenter.',
      versions: ['v1alpha1'],
      schema: String.raw`{
  spec: { triggerSyncID!: int64 }
  status: {
    error: string; inProgress!: bool; lastRunEndTimeStamp: time; lastRunStartTimeStamp: time
    lastSuccessfulEndTimeStamp: time; lastSuccessfulStartTimeStamp: time; lastTriggerSyncID!: int64
  }
}`,
    },
    {
      kind: 'CNSVolumeInfo',
      plural: 'cnsvolumeinfoes',
      namespaced: true,
      about: 'CNSVolumeInfo says on which vCenter a volume lies.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{ spec!: { vCenterServer!: string; volumeID!: string } }`,
    },
    {
      kind: 'CnsVolumeOperationRequest',
      namespaced: true,
      about: 'CnsVolumeOperationRequest remembers what was asked of vCenter for a volume.',
      versions: ['v1alpha1'],
      schema: String.raw`{
  spec: { name!: string }
  status: {
    capacity: int64; errorCount: int; firstOperationDetails: FirstOperationDetails
    latestOperationDetails: FirstOperationDetails[]; snapshotID: string; volumeID: string
  }
}`,
    },
    {
      kind: 'CnsCsiSvFeatureStates',
      plural: 'cnscsisvfeaturestates',
      singular: 'cnscsisvfeaturestate',
      namespaced: true,
      about: 'CnsCsiSvFeatureStates tells clusters what the driver of the Supervisor can do.',
      versions: ['v1alpha1'],
      schema: String.raw`{ spec: { featureStates: { enabled!: bool; name!: string }[] } }`,
    },
  ],
};
