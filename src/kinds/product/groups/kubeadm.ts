// What Cluster API's kubeadm providers serve, in v1beta1. Source: cluster-api 1.2.8, bootstrap and controlplane.
import type { ProductGroup } from '../definition.ts';

const types = String.raw`
ApiServer = { certSANs: string[]; extraArgs: { *: string }; extraVolumes: ExtraVolume[]; timeoutForControlPlane: string }
ExtraVolume = { hostPath!: string; mountPath!: string; name!: string; pathType: string; readOnly: bool }
ControllerManager = { extraArgs: { *: string }; extraVolumes: ExtraVolume[] }
Etcd = {
  external: { caFile!: string; certFile!: string; endpoints!: string[]; keyFile!: string }
  local: {
    dataDir: string; extraArgs: { *: string }; imageRepository: string; imageTag: string; peerCertSANs: string[]
    serverCertSANs: string[]
  }
}
DiskSetup = {
  filesystems: {
    device!: string; extraOpts: string[]; filesystem!: string; label!: string; overwrite: bool; partition: string
    replaceFS: string
  }[]
  partitions: { device!: string; layout!: bool; overwrite: bool; tableType: string }[]
}
File = {
  append: bool; content: string; contentFrom: ContentFrom; encoding: 'base64' | 'gzip' | 'gzip+base64'
  owner: string; path!: string; permissions: string
}
ContentFrom = { secret!: { key!: string; name!: string } }
Ignition = { containerLinuxConfig: { additionalConfig: string; strict: bool } }
BootstrapToken = { description: string; expires: time; groups: string[]; token!: string; ttl: string; usages: string[] }
NodeRegistration = {
  criSocket: string; ignorePreflightErrors: string[]; kubeletExtraArgs: { *: string }; name: string
  taints: { effect!: string; key!: string; timeAdded: time; value: string }[]
}
ControlPlane = { localAPIEndpoint: { advertiseAddress: string; bindPort: int32 } }
Discovery = {
  bootstrapToken: {
    apiServerEndpoint: string; caCertHashes: string[]; token!: string; unsafeSkipCAVerification: bool
  }
  file: { kubeConfigPath!: string }; timeout: string; tlsBootstrapToken: string
}
User = {
  gecos: string; groups: string; homeDir: string; inactive: bool; lockPassword: bool; name!: string
  passwd: string; passwdFrom: ContentFrom; primaryGroup: string; shell: string; sshAuthorizedKeys: string[]
  sudo: string
}
Condition = { lastTransitionTime!: time; message: string; reason: string; severity: string; status!: string; type!: string }
Spec = {
  clusterConfiguration: ClusterConfiguration; diskSetup: DiskSetup; files: File[]
  format: 'cloud-config' | 'ignition'; ignition: Ignition; initConfiguration: InitConfiguration
  joinConfiguration: JoinConfiguration; mounts: string[][]; ntp: { enabled: bool; servers: string[] }
  postKubeadmCommands: string[]; preKubeadmCommands: string[]; useExperimentalRetryJoin: bool; users: User[]
  verbosity: int32
}
ClusterConfiguration = {
  apiServer: ApiServer; apiVersion: string; certificatesDir: string; clusterName: string
  controlPlaneEndpoint: string; controllerManager: ControllerManager
  dns: { imageRepository: string; imageTag: string }; etcd: Etcd; featureGates: { *: bool }
  imageRepository: string; kind: string; kubernetesVersion: string
  networking: { dnsDomain: string; podSubnet: string; serviceSubnet: string }; scheduler: ControllerManager
}
InitConfiguration = {
  apiVersion: string; bootstrapTokens: BootstrapToken[]; kind: string
  localAPIEndpoint: { advertiseAddress: string; bindPort: int32 }; nodeRegistration: NodeRegistration
  patches: { directory: string }; skipPhases: string[]
}
JoinConfiguration = {
  apiVersion: string; caCertPath: string; controlPlane: ControlPlane; discovery: Discovery; kind: string
  nodeRegistration: NodeRegistration; patches: { directory: string }; skipPhases: string[]
}`;

export const bootstrap: ProductGroup = {
  group: 'bootstrap.cluster.x-k8s.io',
  types,
  kinds: [
    {
      kind: 'KubeadmConfig',
      categories: ['cluster-api'],
      namespaced: true,
      about: 'KubeadmConfig is what kubeadm does on a machine to make it a node.',
      versions: ['v1beta1'],
      status: true,
      columns: [
        "Cluster string .metadata.labels['cluster\\.x-k8s\\.io/cluster-name']",
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: {
    clusterConfiguration: ClusterConfiguration "What kubeadm is told of the cluster."
    diskSetup: DiskSetup
    files: File[] "Files that are written first."
    format: 'cloud-config' | 'ignition'; ignition: Ignition
    initConfiguration: InitConfiguration "What kubeadm init is told."
    joinConfiguration: JoinConfiguration "What kubeadm join is told."
    mounts: string[][]; ntp: { enabled: bool; servers: string[] }
    postKubeadmCommands: string[] "Commands that run after kubeadm."
    preKubeadmCommands: string[] "Commands that run before kubeadm."
    useExperimentalRetryJoin: bool
    users: User[] "Users that are made."
    verbosity: int32
  }
  status: {
    conditions: Condition[]
    dataSecretName: string "The Secret with what the machine runs at its first boot."
    failureMessage: string; failureReason: string; observedGeneration: int64; ready: bool
  }
}`,
    },
    {
      kind: 'KubeadmConfigTemplate',
      categories: ['cluster-api'],
      namespaced: true,
      about: 'KubeadmConfigTemplate is what KubeadmConfigs are made of.',
      versions: ['v1beta1'],
      columns: ['Age date .metadata.creationTimestamp'],
      schema: String.raw`{ spec: { template!: { spec: Spec } } }`,
    },
  ],
};

export const controlPlane: ProductGroup = {
  group: 'controlplane.cluster.x-k8s.io',
  types,
  kinds: [
    {
      kind: 'KubeadmControlPlane',
      short: ['kcp'],
      categories: ['cluster-api'],
      namespaced: true,
      about: 'KubeadmControlPlane keeps the Machines of a control plane, one change at a time.',
      versions: ['v1beta1'],
      status: true,
      scale: {
        labelSelectorPath: '.status.selector',
        specReplicasPath: '.spec.replicas',
        statusReplicasPath: '.status.replicas',
      },
      columns: [
        "Cluster string .metadata.labels['cluster\\.x-k8s\\.io/cluster-name']",
        'Initialized boolean .status.initialized',
        'API_Server_Available boolean .status.ready',
        'Desired integer .spec.replicas wide',
        'Replicas integer .status.replicas',
        'Ready integer .status.readyReplicas',
        'Updated integer .status.updatedReplicas',
        'Unavailable integer .status.unavailableReplicas',
        'Age date .metadata.creationTimestamp',
        'Version string .spec.version',
      ],
      schema: String.raw`{
  spec: {
    kubeadmConfigSpec!: Spec "What kubeadm does on them."
    machineTemplate!: {
      infrastructureRef!: {
        apiVersion: string; fieldPath: string; kind: string; name: string; namespace: string
        resourceVersion: string; uid: string
      }&{"x-kubernetes-map-type":"atomic"}
      metadata: { annotations: { *: string }; labels: { *: string } }; nodeDeletionTimeout: string
      nodeDrainTimeout: string
    } "What its Machines are made of."
    replicas: int32 "How many Machines there should be."
    rolloutAfter: time
    rolloutStrategy: {
      rollingUpdate: { maxSurge: intstr }; type: string
    }&{"default":{"rollingUpdate":{"maxSurge":1},"type":"RollingUpdate"}} "How Machines are replaced."
    version!: string "Version of Kubernetes."
  }
  status: {
    conditions: Condition[]; failureMessage: string; failureReason: string
    initialized: bool "Whether the first API server has answered."
    observedGeneration: int64
    ready: bool "Whether the API server answers."
    readyReplicas: int32; replicas: int32; selector: string; unavailableReplicas: int32; updatedReplicas: int32
    version: string
  }
}`,
    },
    {
      kind: 'KubeadmControlPlaneTemplate',
      categories: ['cluster-api'],
      namespaced: true,
      about: 'KubeadmControlPlaneTemplate is what KubeadmControlPlanes are made of.',
      versions: ['v1beta1'],
      columns: ['Age date .metadata.creationTimestamp'],
      schema: String.raw`{
  spec: {
    template!: {
      spec!: {
        kubeadmConfigSpec!: Spec; machineTemplate: { nodeDeletionTimeout: string; nodeDrainTimeout: string }
        rolloutAfter: time
        rolloutStrategy: {
          rollingUpdate: { maxSurge: intstr }; type: string
        }&{"default":{"rollingUpdate":{"maxSurge":1},"type":"RollingUpdate"}}
      }
    }
  }
}`,
    },
  ],
};
