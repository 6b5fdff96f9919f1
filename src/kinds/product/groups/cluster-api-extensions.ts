// What Cluster API serves beside clusters: resource sets, addresses, extensions. Source: cluster-api 1.2.8, config/crd.
import type { ProductGroup } from '../definition.ts';

const types = String.raw`
ClusterSelector = { matchExpressions: { key!: string; operator!: string; values: string[] }[]; matchLabels: { *: string } }
Condition = { lastTransitionTime!: time; message: string; reason: string; severity: string; status!: string; type!: string }`;

export const clusterApiAddons: ProductGroup = {
  group: 'addons.cluster.x-k8s.io',
  types,
  kinds: [
    {
      kind: 'ClusterResourceSetBinding',
      categories: ['cluster-api'],
      namespaced: true,
      about: 'ClusterResourceSetBinding says which resources were put into a Cluster.',
      versions: ['v1beta1'],
      status: true,
      columns: ['Age date .metadata.creationTimestamp'],
      schema: String.raw`{
  spec: {
    bindings: {
      clusterResourceSetName!: string
      resources: {
        applied!: bool; hash: string; kind!: 'Secret' | 'ConfigMap'; lastAppliedTime: time
        name!: string&{"minLength":1}
      }[]
    }[]
  }
}`,
    },
    {
      kind: 'ClusterResourceSet',
      categories: ['cluster-api'],
      namespaced: true,
      about: 'ClusterResourceSet puts resources into every new Cluster that its selector matches.',
      versions: ['v1beta1'],
      status: true,
      columns: ['Age date .metadata.creationTimestamp'],
      schema: String.raw`{
  spec: {
    clusterSelector!: ClusterSelector
    resources: { kind!: 'Secret' | 'ConfigMap'; name!: string&{"minLength":1} }[]; strategy: 'ApplyOnce'
  }
  status: { conditions: Condition[]; observedGeneration: int64 }
}`,
    },
  ],
};

export const clusterApiIpam: ProductGroup = {
  group: 'ipam.cluster.x-k8s.io',
  types,
  kinds: [
    {
      kind: 'IPAddressClaim',
      categories: ['cluster-api'],
      namespaced: true,
      about: 'IPAddressClaim asks a pool for an address.',
      versions: ['v1alpha1'],
      status: true,
      columns: ['Pool_Name string .spec.poolRef.name', 'Pool_Kind string .spec.poolRef.kind'],
      schema: String.raw`{
  spec: { poolRef!: { apiGroup!: string; kind!: string; name!: string } }
  status: { addressRef!: { name: string }; conditions: Condition[] }
}`,
    },
    {
      kind: 'IPAddress',
      plural: 'ipaddresses',
      categories: ['cluster-api'],
      namespaced: true,
      about: 'IPAddress is an address that was given for a claim.',
      versions: ['v1alpha1'],
      columns: [
        'Address string .spec.address',
        'Pool_Name string .spec.poolRef.name',
        'Pool_Kind string .spec.poolRef.kind',
      ],
      schema: String.raw`{
  spec: {
    address!: string; claimRef!: { name: string }; gateway!: string
    poolRef!: { apiGroup!: string; kind!: string; name!: string }; prefix!: int
  }
}`,
    },
  ],
};

export const clusterApiRuntime: ProductGroup = {
  group: 'runtime.cluster.x-k8s.io',
  types,
  kinds: [
    {
      kind: 'ExtensionConfig',
      short: ['ext'],
      categories: ['cluster-api'],
      namespaced: false,
      about: 'ExtensionConfig registers a server that is asked while Clusters are made and changed.',
      versions: ['v1alpha1'],
      status: true,
      columns: ['Age date .metadata.creationTimestamp'],
      schema: String.raw`{
  spec: {
    clientConfig!: {
      caBundle: bytes; service: { name!: string; namespace!: string; path: string; port: int32 }; url: string
    }
    namespaceSelector: ClusterSelector
  }
  status: {
    conditions: Condition[]
    handlers: {
      failurePolicy: string; name!: string; requestHook!: { apiVersion!: string; hook!: string }
      timeoutSeconds: int32
    }[]&{"x-kubernetes-list-map-keys":["name"],"x-kubernetes-list-type":"map"}
  }
}`,
    },
  ],
};
