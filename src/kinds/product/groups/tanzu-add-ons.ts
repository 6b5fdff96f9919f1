// Configurations of what runs in Tanzu Kubernetes clusters. Source: tanzu-framework 254f018f, apis/addonconfigs.
import type { ProductGroup } from '../definition.ts';

export const cni: ProductGroup = {
  group: 'cni.tanzu.vmware.com',
  kinds: [
    {
      kind: 'AntreaConfig',
      short: ['antreaconf'],
      namespaced: true,
      about: 'AntreaConfig configures Antrea in a cluster.',
      versions: ['v1alpha1'],
      status: true,
      columns: [
        'TrafficEncapMode string .spec.antrea.config.trafficEncapMode',
        'DefaultMTU string .spec.antrea.config.defaultMTU',
        'AntreaProxy string .spec.antrea.config.featureGates.AntreaProxy',
        'AntreaPolicy string .spec.antrea.config.featureGates.AntreaPolicy',
        'SecretRef string .status.secretRef',
      ],
      schema: String.raw`{
  spec!: {
    antrea: {
      config: {
        antreaProxy: {
          enabled: bool; nodePortAddresses: string[]; proxyLoadBalancerIPs: bool; skipServices: string[]
        }
        defaultMTU: string&{"default":""}; disableUdpTunnelOffload: bool&{"default":false}
        egress: { exceptCIDRs: string[] }
        featureGates: {
          AntreaIPAM: bool&{"default":false}; AntreaPolicy: bool&{"default":true}
          AntreaProxy: bool&{"default":true}; AntreaTraceflow: bool&{"default":true}
          Egress: bool&{"default":true}; EndpointSlice: bool&{"default":false}
          FlowExporter: bool&{"default":false}; Multicast: bool&{"default":false}
          NetworkPolicyStats: bool&{"default":false}; NodePortLocal: bool&{"default":true}
          ServiceExternalIP: bool&{"default":false}
        }
        flowExporter: {
          activeFlowTimeout: string; collectorAddress: string; idleFlowTimeout: string; pollInterval: string
        }
        kubeAPIServerOverride: 'encap' | 'noEncap' | 'hybrid' | 'networkPolicyOnly'&{"default":"encap"}
        multicastInterface: string; noSNAT: bool&{"default":false}
        nodePortLocal: { enabled: bool; portRange: string }
        tlsCipherSuites: string&{"default":"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_RSA_WITH_AES_256_GCM_SHA384"}
        trafficEncapMode: 'encap' | 'noEncap' | 'hybrid' | 'networkPolicyOnly'&{"default":"encap"}
        transportInterface: string; transportInterfaceCIDRs: string[]; wireGuard: { port: int }
      }
    }
  }
  status: { secretRef: string }
}`,
    },
    {
      kind: 'CalicoConfig',
      short: ['calicoconf'],
      namespaced: true,
      about: 'CalicoConfig configures Calico in a cluster.',
      versions: ['v1alpha1'],
      status: true,
      columns: ['VethMTU integer .spec.calico.config.vethMTU', 'SecretRef string .status.secretRef'],
      schema: String.raw`{
  spec!: {
    calico: { config: { skipCNIBinaries: bool&{"default":false}; vethMTU: int64&{"default":0,"minimum":0} } }
  }
  status: { secretRef: string }
}`,
    },
  ],
};

export const cpi: ProductGroup = {
  group: 'cpi.tanzu.vmware.com',
  kinds: [
    {
      kind: 'VSphereCPIConfig',
      short: ['vcpic'],
      namespaced: true,
      about: 'VSphereCPIConfig configures the cloud provider of a cluster.',
      versions: ['v1alpha1'],
      status: true,
      columns: ['Name string .spec.namespace', 'Mode string .spec.vsphereCPI.mode'],
      schema: String.raw`{
  spec: {
    vsphereCPI!: {
      antreaNSXPodRoutingEnabled: bool&{"default":false}; datacenter: string; insecure: bool&{"default":false}
      ipFamily: 'ipv4' | 'ipv6' | 'ipv4,ipv6' | 'ipv6,ipv4'; mode: 'vsphereCPI' | 'vsphereParavirtualCPI'
      nsxt: {
        apiHost: string; clientCertData: string; clientCertKeyData: string
        credentialLocalObjRef: { apiGroup: string; kind!: string; name!: string }; insecure: bool
        podRoutingEnabled: bool&{"default":false}; remoteAuth: bool; rootCAData: string
        route: { routerPath: string }; vmcAccessToken: string; vmcAuthHost: string
      }
      proxy: { http_proxy: string; https_proxy: string; no_proxy: string }; region: string
      tlsCipherSuites: string&{"default":"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"}
      tlsThumbprint: string; vCenterAPIEndpoint: string
      vSphereCredentialLocalObjRef: { apiGroup: string; kind!: string; name!: string }
      vmNetwork: {
        excludeExternalSubnetCidr: string; excludeInternalSubnetCidr: string; external: string; internal: string
      }
      zone: string
    }
  }
  status: { secretRef: string }
}`,
    },
  ],
};

export const csi: ProductGroup = {
  group: 'csi.tanzu.vmware.com',
  kinds: [
    {
      kind: 'VSphereCSIConfig',
      namespaced: true,
      about: 'VSphereCSIConfig configures the storage driver of a cluster.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec: {
    vsphereCSI!: {
      config: {
        attachTimeout: string; clusterName: string; datacenter: string; deploymentReplicas: int32
        httpProxy: string; httpsProxy: string; insecureFlag: bool; namespace: string; noProxy: string
        provisionTimeout: string; publicNetwork: string; region: string; resizerTimeout: string; server: string
        tlsThumbprint: string; useTopologyCategories: bool
        vSphereCredentialLocalObjRef: { apiGroup: string; kind!: string; name!: string }; vSphereVersion: string
        windowsSupport: bool; zone: string
      }
      mode!: 'vsphereCSI' | 'vsphereParavirtualCSI'
    }
  }
  status: { secretRef: string }
}`,
    },
  ],
};
