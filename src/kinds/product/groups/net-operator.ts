// What the net-operator serves on distributed switches. Source: net-operator-api 2021, api/v1alpha1; vm-operator external/net-operator.
import type { ProductGroup } from '../definition.ts';
import {
  aviConfigsOf,
  distributedNetworksOf,
  gatewayClassesOf,
  haProxyConfigsOf,
  ipPoolsOf,
  loadBalancerConfigsOf,
  networksOf,
} from '../objects/net-operator.ts';

const types = String.raw`
Condition = { lastTransitionTime: time; message: string; reason: string; status!: string; type!: string }
SecretReference = { name!: string; namespace: string }`;

export const netOperator: ProductGroup = {
  group: 'netoperator.vmware.com',
  types,
  kinds: [
    {
      kind: 'NetworkInterface',
      namespaced: true,
      about: 'NetworkInterface is a card of a machine on a Network.',
      versions: ['v1alpha1'],
      schema: String.raw`{
  spec: {
    networkName: string "Name of the Network."
    providerRef: { apiGroup!: string; apiVersion: string; kind!: string; name!: string }; type: string
  }
  status: {
    conditions: { lastTransitionTime: time; message: string; reason: string; status!: string; type!: string }[]
    externalID: string
    ipConfigs: { gateway!: string; ip!: string; ipFamily!: string; subnetMask!: string }[] "Its addresses."
    macAddress: string "Its hardware address."
    networkID: string "The port group that it is connected to."
  }
}`,
    },
    {
      kind: 'VMXNET3NetworkInterface',
      namespaced: true,
      about: 'VMXNET3NetworkInterface says what a VMXNET3 card is to be like.',
      versions: ['v1alpha1'],
      schema: String.raw`{ spec: { uptCompatibilityEnabled: bool; wakeOnLanEnabled: bool }; status: object }`,
    },
    {
      kind: 'Network',
      computed: networksOf,
      namespaced: true,
      about: 'Network is what machines of a namespace are connected to.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec: {
    type!: 'nsx-t' | 'vsphere-distributed' "What provides it."
    providerRef!: { apiGroup!: string; apiVersion: string; kind!: string; name!: string; namespace: string }
    dns: string[]; dnsSearchDomains: string[]; ntp: string[]
  }
  status: object
}`,
    },
    {
      kind: 'VSphereDistributedNetwork',
      computed: distributedNetworksOf,
      namespaced: false,
      about: 'VSphereDistributedNetwork is a port group of a distributed switch, with its addresses.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec: {
    portGroupID!: string "Managed object ID of the port group."
    ipAssignmentMode: 'dhcp' | 'staticpool'; ipPools!: { apiVersion: string; name!: string }[]
    gateway!: string; subnetMask!: string
  }
  status: { conditions: Condition[] }
}`,
    },
    {
      kind: 'IPPool',
      computed: ipPoolsOf,
      namespaced: false,
      about: 'IPPool is a range of addresses that machines get theirs from.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec: { startingAddress!: string "The first address."; addressCount!: int64 "How many there are." }
  status: {
    allocated: int64 "How many are held."
    conditions: { message: string; reason: string; status!: string; type!: string }[]
  }
}`,
    },
    {
      kind: 'LoadBalancerConfig',
      computed: loadBalancerConfigsOf,
      namespaced: false,
      about: 'LoadBalancerConfig says which load balancer a Supervisor on a distributed switch uses.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec: {
    type!: 'haproxy' | 'avi'; providerRef!: { apiGroup!: string; apiVersion: string; kind!: string; name!: string }
  }
  status: { conditions: Condition[] }
}`,
    },
    {
      kind: 'HAProxyLoadBalancerConfig',
      computed: haProxyConfigsOf,
      namespaced: false,
      about: 'HAProxyLoadBalancerConfig says where the HAProxy appliance answers.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec: { endPointURLs!: string[]; serverName: string; credentialSecretRef: SecretReference }
  status: object
}`,
    },
    {
      kind: 'AviLoadBalancerConfig',
      computed: aviConfigsOf,
      namespaced: false,
      about: 'AviLoadBalancerConfig says where the NSX Advanced Load Balancer answers.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec: {
    server!: string; cloudName: string; advancedL4: bool; logLevel: 'INFO' | 'DEBUG' | 'WARN' | 'ERROR'
    ipamType: 'supervisor' | 'controller'; credentialSecretRef!: SecretReference
  }
  status: object
}`,
    },
    {
      kind: 'GatewayClass',
      computed: gatewayClassesOf,
      plural: 'gatewayclasses',
      namespaced: false,
      about: 'GatewayClass says who makes Gateways, and with which load balancer.',
      versions: ['v1alpha1'],
      schema: String.raw`{
  spec: { controller!: string; parametersRef: { group!: string; kind!: string; name!: string } }
}`,
    },
  ],
};
