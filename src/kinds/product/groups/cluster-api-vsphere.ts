// What the infrastructure provider of a Supervisor serves. Source: cluster-api-provider-vsphere 1.7.7, config/supervisor/crd.
import type { ProductGroup } from '../definition.ts';

const types = String.raw`
Condition = { lastTransitionTime!: time; message: string; reason: string; severity: string; status!: string; type!: string }
Volume = { capacity!: { *: quantity }; name!: string; storageClass: string }`;

export const clusterApiVsphere: ProductGroup = {
  group: 'vmware.infrastructure.cluster.x-k8s.io',
  types,
  kinds: [
    {
      kind: 'ProviderServiceAccount',
      categories: ['cluster-api'],
      namespaced: true,
      about: 'ProviderServiceAccount is a ServiceAccount of the Supervisor that a cluster works with.',
      versions: ['v1beta1'],
      status: true,
      columns: [
        'VSphereCluster string .spec.ref.name',
        'TargetNamespace string .spec.targetNamespace',
        'TargetSecretName string .spec.targetSecretName',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: {
    ref!: {
      apiVersion: string; fieldPath: string; kind: string; name: string; namespace: string
      resourceVersion: string; uid: string
    }&{"x-kubernetes-map-type":"atomic"}
    rules!: {
      apiGroups: string[]; nonResourceURLs: string[]; resourceNames: string[]; resources: string[]
      verbs!: string[]
    }[]
    targetNamespace!: string; targetSecretName!: string
  }
}`,
    },
    {
      kind: 'VSphereCluster',
      categories: ['cluster-api'],
      namespaced: true,
      about: 'VSphereCluster is the infrastructure of a Cluster on a Supervisor.',
      versions: ['v1beta1'],
      status: true,
      schema: String.raw`{
  spec: { controlPlaneEndpoint!: { host!: string; port!: int32 } "Where the API server answers." }
  status: {
    conditions: Condition[]; failureDomains: { *: { attributes: { *: string }; controlPlane: bool } }
    ready: bool "Whether everything is there."
    resourcePolicyName: string "The VirtualMachineSetResourcePolicy of its machines."
  }
}`,
    },
    {
      kind: 'VSphereClusterTemplate',
      categories: ['cluster-api'],
      namespaced: true,
      about: 'VSphereClusterTemplate is what VSphereClusters are made of.',
      versions: ['v1beta1'],
      schema: String.raw`{ spec: { template!: { spec!: { controlPlaneEndpoint!: { host!: string; port!: int32 } } } } }`,
    },
    {
      kind: 'VSphereMachine',
      categories: ['cluster-api'],
      namespaced: true,
      about: 'VSphereMachine is the VirtualMachine of a Machine.',
      versions: ['v1beta1'],
      status: true,
      columns: [
        'Zone string .spec.failureDomain',
        'ProviderID string .spec.providerID',
        'IPAddr string .status.vmIp',
      ],
      schema: String.raw`{
  spec: {
    className!: string "Name of its VirtualMachineClass."
    failureDomain: string
    imageName!: string "Name of its VirtualMachineImage."
    providerID: string "How Kubernetes names it: vsphere:// and its BIOS UUID."
    storageClass: string "StorageClass of its disks."
    volumes: Volume[] "Disks beside those of the image."
  }
  status: {
    addresses: { address!: string; type!: string }[]; conditions: Condition[]; failureMessage: string
    failureReason: string
    ready: bool "Whether it runs and has an address."
    vmID: string
    vmIp: string "Its address."
    vmstatus: string "Where it is on its way."
  }
}`,
    },
    {
      kind: 'VSphereMachineTemplate',
      categories: ['cluster-api'],
      namespaced: true,
      about: 'VSphereMachineTemplate is what VSphereMachines are made of.',
      versions: ['v1beta1'],
      schema: String.raw`{
  spec: {
    template!: {
      spec!: {
        className!: string; failureDomain: string; imageName!: string; providerID: string; storageClass: string
        volumes: Volume[]
      }
    }
  }
}`,
    },
  ],
};
