// Content libraries as a Supervisor shows them. Source: vm-operator release-vc-8.0.1.0, external/image-registry.
import type { ProductGroup } from '../definition.ts';

const types = String.raw`
Status = {
  conditions: Condition[]; creationTime!: string; description: string; lastModifiedTime!: string
  lastSyncTime: string; name!: string; publishInfo: { publishURL!: string; published!: bool }
  securityPolicyID: string; storageBacking!: { datastoreID: string; type!: string }
  subscriptionInfo: { automaticSyncEnabled!: bool; onDemand!: bool; subscriptionURL!: string }; type!: string
  version!: string
}
Condition = { lastTransitionTime: time; message: string; reason: string; severity: string; status!: string; type!: string }`;

export const imageRegistry: ProductGroup = {
  group: 'imageregistry.vmware.com',
  types,
  kinds: [
    {
      kind: 'ClusterContentLibrary',
      plural: 'clustercontentlibraries',
      short: ['ccl'],
      namespaced: false,
      about: 'ClusterContentLibrary is a content library of vCenter that every namespace may use.',
      versions: ['v1alpha1'],
      status: true,
      columns: [
        'vSphereName string .status.name',
        'Type string .status.type',
        'StorageType string .status.storageBacking.type',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{ spec: { uuid!: string }; status: Status }`,
    },
    {
      kind: 'ClusterContentLibraryItem',
      short: ['cclitem'],
      namespaced: false,
      about: 'ClusterContentLibraryItem is an item of a ClusterContentLibrary.',
      versions: ['v1alpha1'],
      status: true,
      columns: [
        'vSphereName string .status.name',
        'ClusterContentLibraryRef string .status.clusterContentLibraryRef',
        'Type string .status.type',
        'Ready boolean .status.ready',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: { uuid!: string }
  status: {
    cached!: bool&{"default":false}; certificateVerificationInfo: { certChain: string[]; status!: string }
    clusterContentLibraryRef!: string; conditions: Condition[]; contentVersion!: string; creationTime!: string
    description: string; lastModifiedTime!: string; lastSyncTime: string; metadataVersion!: string; name!: string
    ready!: bool&{"default":false}; securityCompliance: bool; size: int32; type!: string
  }
}`,
    },
    {
      kind: 'ContentLibrary',
      plural: 'contentlibraries',
      short: ['cl'],
      namespaced: true,
      about: 'ContentLibrary is a content library of vCenter that the namespace may use.',
      versions: ['v1alpha1'],
      status: true,
      columns: [
        'vSphereName string .status.name',
        'Type string .status.type',
        'Writable boolean .spec.writable',
        'StorageType string .status.storageBacking.type',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: {
    uuid!: string "Identifier of the library in vCenter."
    writable!: bool "Whether machines of the namespace may be published to it."
  }
  status: Status
}`,
    },
    {
      kind: 'ContentLibraryItem',
      short: ['clitem'],
      namespaced: true,
      about: 'ContentLibraryItem is an item of a ContentLibrary.',
      versions: ['v1alpha1'],
      status: true,
      columns: [
        'vSphereName string .status.name',
        'ContentLibraryRef string .status.contentLibraryRef.name',
        'Type string .status.type',
        'Ready boolean .status.ready',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: { uuid!: string }
  status: {
    cached!: bool&{"default":false}; certificateVerificationInfo: { certChain: string[]; status!: string }
    conditions: Condition[]; contentLibraryRef!: { name!: string; namespace: string }; contentVersion!: string
    creationTime!: string; description: string; lastModifiedTime!: string; lastSyncTime: string
    metadataVersion!: string; name!: string; ready!: bool&{"default":false}; securityCompliance: bool; size: int32
    type!: string
  }
}`,
    },
  ],
};
