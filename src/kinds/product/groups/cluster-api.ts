// What Cluster API serves, in v1beta1. Source: cluster-api 1.2.8, config/crd.
import type { ProductGroup } from '../definition.ts';

const types = String.raw`
MachineHealthCheck = {
  maxUnhealthy: intstr; nodeStartupTimeout: string; remediationTemplate: ObjectReference
  unhealthyConditions: UnhealthyCondition[]; unhealthyRange: string
}
ObjectReference = {
  apiVersion: string; fieldPath: string; kind: string; name: string; namespace: string; resourceVersion: string
  uid: string
}&{"x-kubernetes-map-type":"atomic"}
UnhealthyCondition = { status!: string&{"minLength":1}; timeout!: string; type!: string&{"minLength":1} }
MachineInfrastructure = { ref!: ObjectReference }
Metadata = { annotations: { *: string }; labels: { *: string } }
Condition = { lastTransitionTime!: time; message: string; reason: string; severity: string; status!: string; type!: string }
Selector = {
  matchExpressions: MatchExpression[]; matchLabels: { *: string }
}&{"x-kubernetes-map-type":"atomic"} "Labels of its Machines."
MatchExpression = { key!: string; operator!: string; values: string[] }
Template = { metadata: Metadata; spec: Spec } "What its Machines are made of."
Spec = {
  bootstrap!: { configRef: ObjectReference; dataSecretName: string }; clusterName!: string&{"minLength":1}
  failureDomain: string; infrastructureRef!: ObjectReference; nodeDeletionTimeout: string
  nodeDrainTimeout: string; providerID: string; version: string
}`;

export const clusterApi: ProductGroup = {
  group: 'cluster.x-k8s.io',
  types,
  kinds: [
    {
      kind: 'ClusterClass',
      plural: 'clusterclasses',
      short: ['cc'],
      categories: ['cluster-api'],
      namespaced: true,
      about: 'ClusterClass is a pattern after which Clusters are made.',
      versions: ['v1beta1'],
      columns: ['Age date .metadata.creationTimestamp'],
      schema: String.raw`{
  spec: {
    controlPlane: {
      machineHealthCheck: MachineHealthCheck; machineInfrastructure: MachineInfrastructure; metadata: Metadata
      ref!: ObjectReference
    } "Templates of the control plane."
    infrastructure: MachineInfrastructure "Template of the infrastructure."
    patches: {
      definitions: {
        jsonPatches!: {
          op!: string; path!: string; value: any; valueFrom: { template: string; variable: string }
        }[]
        selector!: {
          apiVersion!: string; kind!: string
          matchResources!: {
            controlPlane: bool; infrastructureCluster: bool; machineDeploymentClass: { names: string[] }
          }
        }
      }[]
      description: string; enabledIf: string; external: { generateExtension: string; validateExtension: string }
      name!: string
    }[] "What the variables change in the templates."
    variables: {
      name!: string; required!: bool
      schema!: {
        openAPIV3Schema!: {
          additionalProperties: any; default: any; description: string; enum: any[]; example: any
          exclusiveMaximum: bool; exclusiveMinimum: bool; format: string; items: any; maxItems: int64
          maxLength: int64; maximum: int64; minItems: int64; minLength: int64; minimum: int64; pattern: string
          properties: any; required: string[]; type!: string; uniqueItems: bool
        }
      }
    }[] "What a Cluster may say."
    workers: {
      machineDeployments: {
        class!: string; machineHealthCheck: MachineHealthCheck
        template!: {
          bootstrap!: MachineInfrastructure; infrastructure!: MachineInfrastructure; metadata: Metadata
        }
      }[]
    } "Templates of the workers, by class."
  }
}`,
    },
    {
      kind: 'Cluster',
      short: ['cl'],
      categories: ['cluster-api'],
      namespaced: true,
      about: 'Cluster is a Kubernetes cluster: its network, its control plane and its infrastructure.',
      versions: ['v1beta1'],
      status: true,
      columns: [
        'Phase string .status.phase',
        'Age date .metadata.creationTimestamp',
        'Version string .spec.topology.version',
      ],
      schema: String.raw`{
  spec: {
    clusterNetwork: {
      apiServerPort: int32 "Port of its API server."
      pods: { cidrBlocks!: string[] } "Ranges of its Pods."
      serviceDomain: string "Domain of its Services."
      services: { cidrBlocks!: string[] } "Ranges of its Services."
    } "Ranges of its Pods and Services, and its domain."
    controlPlaneEndpoint: { host!: string; port!: int32 } "Where its API server answers."
    controlPlaneRef: ObjectReference "The object that keeps its control plane."
    infrastructureRef: ObjectReference "The object that keeps its infrastructure."
    paused: bool "No controller touches it while this is true."
    topology: {
      class!: string "Name of the ClusterClass."
      controlPlane: { metadata: Metadata; nodeDrainTimeout: string; replicas: int32 } "Its control plane."
      rolloutAfter: time
      variables: { name!: string; value!: any }[] "Values of the variables of its class."
      version!: string "Version of Kubernetes."
      workers: {
        machineDeployments: {
          class!: string; failureDomain: string; metadata: Metadata; name!: string; nodeDrainTimeout: string
          replicas: int32; variables: { overrides: { name!: string; value!: any }[] }
        }[]
      } "Its workers."
    } "What of a ClusterClass it is made of."
  }
  status: {
    conditions: Condition[]
    controlPlaneReady: bool "Whether its API server answers."
    failureDomains: { *: { attributes: { *: string }; controlPlane: bool } }; failureMessage: string
    failureReason: string
    infrastructureReady: bool "Whether its infrastructure is there."
    observedGeneration: int64
    phase: string "Where it is on its way."
  }
}`,
    },
    {
      kind: 'MachineDeployment',
      short: ['md'],
      categories: ['cluster-api'],
      namespaced: true,
      about:
        'MachineDeployment keeps a number of equal Machines, and replaces them when their template changes.',
      versions: ['v1beta1'],
      status: true,
      scale: {
        labelSelectorPath: '.status.selector',
        specReplicasPath: '.spec.replicas',
        statusReplicasPath: '.status.replicas',
      },
      columns: [
        'Cluster string .spec.clusterName',
        'Desired integer .spec.replicas wide',
        'Replicas integer .status.replicas',
        'Ready integer .status.readyReplicas',
        'Updated integer .status.updatedReplicas',
        'Unavailable integer .status.unavailableReplicas',
        'Phase string .status.phase',
        'Age date .metadata.creationTimestamp',
        'Version string .spec.template.spec.version',
      ],
      schema: String.raw`{
  spec: {
    clusterName!: string&{"minLength":1}; minReadySeconds: int32
    paused: bool "Nothing is done while it is true."
    progressDeadlineSeconds: int32
    replicas: int32&{"default":1} "How many Machines there should be."
    revisionHistoryLimit: int32
    selector!: {
      matchExpressions: MatchExpression[]; matchLabels: { *: string }
    }&{"x-kubernetes-map-type":"atomic"} "Labels of its Machines."
    strategy: {
      rollingUpdate: { deletePolicy: 'Random' | 'Newest' | 'Oldest'; maxSurge: intstr; maxUnavailable: intstr }
      type: 'RollingUpdate' | 'OnDelete'
    } "How Machines are replaced."
    template!: { metadata: Metadata; spec: Spec } "What its Machines are made of."
  }
  status: {
    availableReplicas: int32; conditions: Condition[]; observedGeneration: int64; phase: string
    readyReplicas: int32; replicas: int32; selector: string; unavailableReplicas: int32; updatedReplicas: int32
  }
}`,
    },
    {
      kind: 'MachineHealthCheck',
      short: ['mhc', 'mhcs'],
      categories: ['cluster-api'],
      namespaced: true,
      about: 'MachineHealthCheck replaces Machines whose nodes are not well for too long.',
      versions: ['v1beta1'],
      status: true,
      columns: [
        'Cluster string .spec.clusterName',
        'ExpectedMachines integer .status.expectedMachines',
        'MaxUnhealthy string .spec.maxUnhealthy',
        'CurrentHealthy integer .status.currentHealthy',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: {
    clusterName!: string&{"minLength":1}
    maxUnhealthy: intstr "With more than that not well, nothing is replaced."
    nodeStartupTimeout: string "How long a Machine may take to become a node."
    remediationTemplate: ObjectReference
    selector!: {
      matchExpressions: MatchExpression[]; matchLabels: { *: string }
    }&{"x-kubernetes-map-type":"atomic"} "Labels of the Machines that it watches."
    unhealthyConditions!: UnhealthyCondition[]&{"minItems":1} "Which conditions of a node, for how long, are too much."
    unhealthyRange: string&{"pattern":"^\\[[0-9]+-[0-9]+\\]$"}
  }
  status: {
    conditions: Condition[]; currentHealthy: int32&{"minimum":0}; expectedMachines: int32&{"minimum":0}
    observedGeneration: int64; remediationsAllowed: int32&{"minimum":0}; targets: string[]
  }
}`,
    },
    {
      kind: 'MachinePool',
      short: ['mp'],
      categories: ['cluster-api'],
      namespaced: true,
      about: 'MachinePool is a group of machines that the infrastructure scales itself.',
      versions: ['v1beta1'],
      status: true,
      scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
      columns: [
        'Cluster string .spec.clusterName',
        'Desired integer .spec.replicas wide',
        'Replicas string .status.replicas',
        'Phase string .status.phase',
        'Age date .metadata.creationTimestamp',
        'Version string .spec.template.spec.version',
      ],
      schema: String.raw`{
  spec: {
    clusterName!: string&{"minLength":1}; failureDomains: string[]; minReadySeconds: int32
    providerIDList: string[]; replicas: int32; template!: { metadata: Metadata; spec: Spec }
  }
  status: {
    availableReplicas: int32; bootstrapReady: bool; conditions: Condition[]; failureMessage: string
    failureReason: string; infrastructureReady: bool
    nodeRefs: {
      apiVersion: string; fieldPath: string; kind: string; name: string; namespace: string
      resourceVersion: string; uid: string
    }[]
    observedGeneration: int64; phase: string; readyReplicas: int32; replicas: int32; unavailableReplicas: int32
  }
}`,
    },
    {
      kind: 'Machine',
      short: ['ma'],
      categories: ['cluster-api'],
      namespaced: true,
      about: 'Machine is a node of a Cluster, before and while it is one.',
      versions: ['v1beta1'],
      status: true,
      columns: [
        'Cluster string .spec.clusterName',
        'NodeName string .status.nodeRef.name',
        'ProviderID string .spec.providerID',
        'Phase string .status.phase',
        'Age date .metadata.creationTimestamp',
        'Version string .spec.version',
      ],
      schema: String.raw`{
  spec: {
    bootstrap!: { configRef: ObjectReference; dataSecretName: string } "How it becomes a node."
    clusterName!: string&{"minLength":1} "Name of its Cluster."
    failureDomain: string "Where it should run."
    infrastructureRef!: ObjectReference "The object that keeps the machine itself."
    nodeDeletionTimeout: string
    nodeDrainTimeout: string "How long its node may take to be drained."
    providerID: string "How the infrastructure names it."
    version: string "Version of Kubernetes."
  }
  status: {
    addresses: { address!: string; type!: string }[] "Its addresses."
    bootstrapReady: bool; conditions: Condition[]; failureMessage: string; failureReason: string
    infrastructureReady: bool; lastUpdated: time
    nodeInfo: {
      architecture!: string; bootID!: string; containerRuntimeVersion!: string; kernelVersion!: string
      kubeProxyVersion!: string; kubeletVersion!: string; machineID!: string; operatingSystem!: string
      osImage!: string; systemUUID!: string
    }
    nodeRef: ObjectReference "Its node."
    observedGeneration: int64
    phase: string "Where it is on its way."
  }
}`,
    },
    {
      kind: 'MachineSet',
      short: ['ms'],
      categories: ['cluster-api'],
      namespaced: true,
      about: 'MachineSet keeps a number of equal Machines.',
      versions: ['v1beta1'],
      status: true,
      scale: {
        labelSelectorPath: '.status.selector',
        specReplicasPath: '.spec.replicas',
        statusReplicasPath: '.status.replicas',
      },
      columns: [
        'Cluster string .spec.clusterName',
        'Desired integer .spec.replicas wide',
        'Replicas integer .status.replicas',
        'Ready integer .status.readyReplicas',
        'Available integer .status.availableReplicas',
        'Age date .metadata.creationTimestamp',
        'Version string .spec.template.spec.version',
      ],
      schema: String.raw`{
  spec: {
    clusterName!: string&{"minLength":1}
    deletePolicy: 'Random' | 'Newest' | 'Oldest' "Which Machines go first when there are too many."
    minReadySeconds: int32
    replicas: int32&{"default":1} "How many Machines there should be."
    selector!: {
      matchExpressions: MatchExpression[]; matchLabels: { *: string }
    }&{"x-kubernetes-map-type":"atomic"} "Labels of its Machines."
    template: { metadata: Metadata; spec: Spec } "What its Machines are made of."
  }
  status: {
    availableReplicas: int32; conditions: Condition[]; failureMessage: string; failureReason: string
    fullyLabeledReplicas: int32; observedGeneration: int64; readyReplicas: int32; replicas: int32
    selector: string
  }
}`,
    },
  ],
};
