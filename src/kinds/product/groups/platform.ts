// What the platform itself serves: zones, properties of the Supervisor, images of vSphere Pods. Source: vm-operator external; the
// schemas of images are not public: theirs say what is seen of them in events and Pods.
import type { ProductGroup } from '../definition.ts';
import { availabilityZonesOf, supervisorPropertiesOf } from '../objects/platform.ts';

export const appPlatform: ProductGroup = {
  group: 'appplatform.vmware.com',
  kinds: [
    {
      kind: 'SupervisorProperties',
      computed: supervisorPropertiesOf,
      plural: 'supervisorproperties',
      singular: 'supervisorproperty',
      namespaced: true,
      about: 'SupervisorProperties are what a Supervisor Service may know of the Supervisor that it runs on.',
      versions: ['v1alpha1'],
      schema: String.raw`{
  spec: {
    apiServerDNSNames: string[]; capabilities: { name!: string; value!: bool&{"default":false} }[]; cloudVC: bool
    controlPlaneCount: int "How many control plane machines there are."
    cpVMSize: 'TINY' | 'SMALL' | 'MEDIUM' | 'LARGE' "Their size."
    namespacesCLIPluginVersion: string
    networkProvider: string "NSX, nsx-vpc or vsphere-network."
    podVMSupported: bool "Whether vSphere Pods run here."
    ssoDomain: string; stretchedSupervisor: bool "Whether it spans zones."
    tmcNamespace: string; vcPNID: string "Name or address of vCenter."
    vcPort: string; vcPublicKeys: string; virtualIP: string "Address of the API server."
  }
}`,
    },
  ],
};

export const imageController: ProductGroup = {
  group: 'imagecontroller.vmware.com',
  kinds: [
    {
      kind: 'Image',
      namespaced: true,
      about: 'Image is a container image that vSphere Pods of the namespace run.',
      versions: ['v1'],
      status: true,
      schema: String.raw`{
  spec: { imageName: string "Reference of the image."; imageDiskRef: { name: string } "The disk that holds it." }
  status: {
    chainID: string "Digest of its layers."; conditions: { message: string; reason: string; status: string; type: string }[]
    phase: 'Resolving' | 'Resolved' | 'Fetching' | 'Ready' | 'Failed'
  }
}`,
    },
    {
      kind: 'ImageDisk',
      namespaced: false,
      about: 'ImageDisk is the disk on a datastore that holds the layers of an image.',
      versions: ['v1'],
      status: true,
      schema: String.raw`{
  spec: { chainID: string; datastore: string; sizeBytes: int64 }
  status: { diskUUID: string; phase: string; references: int32 }
}`,
    },
  ],
};

export const topology: ProductGroup = {
  group: 'topology.tanzu.vmware.com',
  kinds: [
    {
      kind: 'AvailabilityZone',
      computed: availabilityZonesOf,
      short: ['az'],
      namespaced: false,
      about: 'AvailabilityZone is a zone of the Supervisor: the vSphere clusters that fail together.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec: {
    clusterComputeResourceMoIDs: string[] "Managed object IDs of its clusters."
    clusterComputeResourceMoId: string "Managed object ID of its cluster."
    namespaces: {
      *: { folderMoId: string; poolMoIDs: string[]; poolMoId: string }
    } "Resource pools and folder of each namespace in the zone."
  }
  status: object
}`,
    },
    {
      kind: 'VSphereZone',
      namespaced: false,
      about: 'VSphereZone is a vSphere zone as an administrator made it.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{ spec: { description: string }; status: object }`,
    },
  ],
};
