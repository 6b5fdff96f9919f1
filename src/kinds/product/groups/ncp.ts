// What NCP and the NSX operator serve. Source: vm-operator release-vc-8.0.1.0, external/ncp; nsx-operator of April 2023, build/yaml/crd.
import type { ProductGroup } from '../definition.ts';

const types = String.raw`
AppliedTo = { podSelector: PodSelector; vmSelector: PodSelector }
PodSelector = {
  matchExpressions: { key!: string; operator!: string; values: string[] }[]; matchLabels: { *: string }
}&{"x-kubernetes-map-type":"atomic"}
Destination = {
  ipBlocks: { cidr!: string }[]; namespaceSelector: PodSelector; podSelector: PodSelector; vmSelector: PodSelector
}
VirtualNetworkCondition = { message: string; reason: string; status: string; type: string }`;

export const ncp: ProductGroup = {
  group: 'vmware.com',
  types,
  kinds: [
    {
      kind: 'VirtualNetwork',
      namespaced: true,
      about: 'VirtualNetwork is a network of its own in a namespace, behind an address of its own.',
      versions: ['v1alpha1'],
      schema: String.raw`{
  spec: { whitelist_source_ranges: string "Ranges that may reach the network, with commas between." }
  status: { conditions: VirtualNetworkCondition[]; defaultSNATIP: string "The address under which it reaches others." }
}`,
    },
    {
      kind: 'VirtualNetworkInterface',
      namespaced: true,
      about: 'VirtualNetworkInterface is a card of a machine on a VirtualNetwork.',
      versions: ['v1alpha1'],
      schema: String.raw`{
  spec: { virtualNetwork: string "Name of the VirtualNetwork." }
  status: {
    conditions: VirtualNetworkCondition[]; interfaceID: string
    ipAddresses: { gateway: string; ip: string; subnetMask: string }[]
    macAddress: string; providerStatus: { nsxLogicalPortID: string; nsxLogicalSwitchID: string }
  }
}`,
    },
  ],
};

export const nsxOperator: ProductGroup = {
  group: 'nsx.vmware.com',
  types,
  kinds: [
    {
      kind: 'NSXServiceAccount',
      namespaced: true,
      about: 'NSXServiceAccount gives a cluster its identity at NSX.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec: { vpcName: string }
  status: {
    clusterID: string; clusterName: string; nsxManagers: string[]; phase: string
    proxyEndpoints: {
      addresses: { hostname: string; ip: string&{"format":"ip"} }[]
      ports: { name: string; port: int; protocol: string }[]
    }
    reason: string; secrets: { name!: string; namespace!: string }[]; vpcPath: string
  }
}`,
    },
    {
      kind: 'SecurityPolicy',
      plural: 'securitypolicies',
      namespaced: true,
      about: 'SecurityPolicy is a rule set of the distributed firewall for Pods and machines.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec!: {
    appliedTo: AppliedTo[] "To whom the rules apply."
    priority: int&{"maximum":1000,"minimum":0} "Order among policies; the smaller comes first."
    rules: {
      action!: string; appliedTo: AppliedTo[]; destinations: Destination[]; direction!: string; name: string
      ports: { endPort: int; port: intstr; protocol: string&{"default":"TCP"} }[]; sources: Destination[]
    }[] "The rules, in order."
  }
  status: {
    conditions!: { lastTransitionTime: time; message: string; reason: string; status!: string; type!: string }[]
  }
}`,
    },
  ],
};
