// What Tanzu Kubernetes Grid serves: clusters, releases, what clusters start with. Source: tanzu-framework 254f018f, apis/run.
import type { ProductGroup } from '../definition.ts';
import { osImagesOf, tanzuReleasesOf } from '../objects/images.ts';
import { tanzuKubernetesClusterV1alpha1 } from './tanzu-kubernetes-v1alpha1.ts';

const types = String.raw`
Spec = {
  additionalPackages: AdditionalPackage[]; cni: AdditionalPackage; cpi: AdditionalPackage; csi: AdditionalPackage
  kapp: AdditionalPackage; paused: bool&{"default":false}
}
AdditionalPackage = {
  refName!: string
  valuesFrom: {
    inline: free; providerRef: { apiGroup: string; kind!: string; name!: string }; secretRef: string
  }
}
Condition = { lastTransitionTime!: time; message: string; reason: string; severity: string; status!: string; type!: string }
Status = { conditions: Condition[] }
ObjectReference = {
  apiVersion: string; fieldPath: string; kind: string; name: string; namespace: string; resourceVersion: string
  uid: string
}
Volume = { capacity!: { *: quantity }; mountPath!: string; name!: string; storageClass: string }`;

export const tanzuKubernetes: ProductGroup = {
  group: 'run.tanzu.vmware.com',
  types,
  kinds: [
    {
      kind: 'ClusterBootstrap',
      short: ['cb'],
      namespaced: true,
      about: 'ClusterBootstrap says which packages a cluster starts with.',
      versions: ['v1alpha3'],
      status: true,
      columns: [
        'CNI string .spec.cni.refName',
        'CSI string .spec.csi.refName',
        'CPI string .spec.cpi.refName',
        'Kapp string .spec.kapp.refName',
        'Additional_Packages string .spec.additionalPackages[*].refName wide',
        'Resolved_TKR string .status.resolvedTKR',
      ],
      schema: String.raw`{ spec!: Spec; status: { conditions: Condition[]; resolvedTKR: string } }`,
    },
    {
      kind: 'ClusterBootstrapTemplate',
      short: ['cbt'],
      namespaced: true,
      about: 'ClusterBootstrapTemplate is what ClusterBootstraps of a TanzuKubernetesRelease are made of.',
      versions: ['v1alpha3'],
      columns: [
        'CNI string .spec.cni.refName',
        'CSI string .spec.csi.refName',
        'CPI string .spec.cpi.refName',
        'Kapp string .spec.kapp.refName',
        'Additional_Packages string .spec.additionalPackages[*].refName wide',
      ],
      schema: String.raw`{ spec!: Spec }`,
    },
    {
      kind: 'KappControllerConfig',
      short: ['kappconf'],
      namespaced: true,
      about: 'KappControllerConfig configures the kapp-controller of a cluster.',
      versions: ['v1alpha3'],
      status: true,
      columns: [
        'Namespace string .spec.namespace',
        'GlobalNamespace string .spec.kappController.globalNamespace',
        'SecretName string .status.secretName',
      ],
      schema: String.raw`{
  spec!: {
    kappController: {
      config: {
        caCerts: string; dangerousSkipTLSVerify: string; httpProxy: string; httpsProxy: string; noProxy: string
      }
      createNamespace: bool&{"default":false}
      deployment: {
        apiPort: int&{"default":10100}; concurrency: int&{"default":4}; hostNetwork: bool&{"default":true}
        metricsBindAddress: string&{"default":"0"}
        priorityClassName: string&{"default":"system-cluster-critical"}
        tolerations: {
          *: string
        }[]&{"default":[{"key":"CriticalAddonsOnly","operator":"Exists"},{"effect":"NoSchedule","key":"node-role.kubernetes.io/master"},{"effect":"NoSchedule","key":"node.kubernetes.io/not-ready"},{"effect":"NoSchedule","key":"node.cloudprovider.kubernetes.io/uninitialized","value":"true"}]}
      }&{"default":{"hostNetwork":true}}
      globalNamespace: string&{"default":"tkg-system"}
    }&{"default":{"deployment":{"hostNetwork":true}}}
    namespace: string&{"default":"tkg-system"}
  }
  status: { secretRef: string }
}`,
    },
    {
      kind: 'OSImage',
      computed: osImagesOf,
      short: ['osimg'],
      namespaced: false,
      about: 'OSImage is an image of the machines of a TanzuKubernetesRelease.',
      versions: ['v1alpha3'],
      status: true,
      columns: [
        'K8S_Version string .spec.kubernetesVersion',
        'OS_Name string .spec.os.name',
        'OS_Version string .spec.os.version',
        'Arch string .spec.os.arch',
        'Type string .spec.image.type',
        "Compatible string .status.conditions[?(@.type=='Compatible')].status",
        'Created date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: {
    image!: { ref!: free; type!: string }; kubernetesVersion!: string
    os!: { arch!: string; name!: string; type!: string; version!: string }
  }
  status: Status
}`,
    },
    {
      kind: 'TanzuKubernetesCluster',
      short: ['tkc'],
      namespaced: true,
      about: 'TanzuKubernetesCluster is a Kubernetes cluster that a team has in its namespace.',
      versions: ['v1alpha2', 'v1alpha3'],
      older: tanzuKubernetesClusterV1alpha1,
      status: true,
      columns: [
        'Control_Plane integer .spec.topology.controlPlane.replicas',
        'Worker integer .status.totalWorkerReplicas',
        'TKR_Name string .spec.topology.controlPlane.tkr.reference.name',
        'Age date .metadata.creationTimestamp',
        "Ready string .status.conditions[?(@.type=='Ready')].status",
        "TKR_Compatible string .status.conditions[?(@.type=='TanzuKubernetesReleaseCompatible')].status",
        "Updates_Available string .status.conditions[?(@.type=='UpdatesAvailable')].message",
      ],
      schema: String.raw`{
  spec: {
    distribution: { fullVersion: string; version: string } "Version of Kubernetes, where no release is named."
    settings: {
      network: {
        cni: { name!: string }; pods: { cidrBlocks: string[] }
        proxy: { httpProxy: string; httpsProxy: string; noProxy: string[] }; serviceDomain: string
        services: { cidrBlocks: string[] }; trust: { additionalTrustedCAs: { data!: string; name!: string }[] }
      } "Its network."
      storage: { classes: string[]; defaultClass: string } "Its storage classes."
    } "Network and storage of the cluster."
    topology!: {
      controlPlane!: {
        nodeDrainTimeout: string
        replicas: int32 "How many: one or three."
        storageClass!: string "The StorageClass of their disks."
        tkr: { reference: ObjectReference } "The TanzuKubernetesRelease that they run."
        vmClass!: string "Their VirtualMachineClass."
        volumes: Volume[]
      } "The machines of the control plane."
      nodePools!: {
        failureDomain: string
        labels: { *: string }
        name!: string "Name of the group."
        nodeDrainTimeout: string
        replicas: int32 "How many workers."
        storageClass!: string "The StorageClass of their disks."
        taints: { effect!: string; key!: string; timeAdded: time; value: string }[]
        tkr: { reference: ObjectReference }
        vmClass!: string "Their VirtualMachineClass."
        volumes: Volume[]
      }[] "Groups of workers."
    } "Its machines."
  }
  status: {
    addons: { conditions: Condition[]; name!: string; type!: string; version: string }[]
    apiEndpoints: { host!: string; port!: int }[]
    conditions: Condition[] "What holds of it now."
    phase: string "Where it is on its way."
    totalWorkerReplicas: int32; version: string
  }
}`,
    },
    {
      kind: 'TanzuKubernetesRelease',
      computed: tanzuReleasesOf,
      short: ['tkr'],
      namespaced: false,
      about: 'TanzuKubernetesRelease is a version of Kubernetes that clusters can run.',
      versions: ['v1alpha3'],
      status: true,
      columns: [
        'Version string .spec.version',
        "Ready string .status.conditions[?(@.type=='Ready')].status",
        "Compatible string .status.conditions[?(@.type=='Compatible')].status",
        'Created date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: {
    bootstrapPackages: { name: string }[] "Packages that a cluster of it starts with."
    kubernetes!: {
      coredns: { imageRepository: string; imageTag: string }; etcd: { imageRepository: string; imageTag: string }
      imageRepository: string; kube-vip: { imageRepository: string; imageTag: string }
      pause: { imageRepository: string; imageTag: string }; version!: string
    } "Version of Kubernetes and where its images are."
    osImages: { name: string }[] "Images of its machines."
    version!: string "Its version."
  }
  status: Status
}`,
    },
  ],
};
