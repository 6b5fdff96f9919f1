/** What a Supervisor stands on, NSX or a distributed switch with a load balancer beside it, as far as the page reads it. */
import type { AddressRange } from '../../src/std/address-range.ts';
import type { Thing } from './objects.ts';

/** What a Supervisor has of NSX. */
export interface NsxNetworking {
  readonly podCidrs: readonly string[];
  readonly ingressCidrs: readonly string[];
  readonly egressCidrs: readonly string[];
  readonly namespaceSubnetPrefix: number;
  readonly tier0: string;
}

/** What a Supervisor on a distributed switch has: its workload networks, and the load balancer beside them. */
export interface VsphereNetworking {
  readonly primaryNetwork: string;
  readonly networks: readonly {
    readonly name: string;
    /** Id of the port group. */
    readonly portGroup: string;
    readonly addressRanges: readonly AddressRange[];
    readonly gateway: string;
    readonly subnetMask: string;
  }[];
  readonly loadBalancer: {
    readonly id: string;
    readonly provider: 'HA_PROXY' | 'AVI';
    readonly addressRanges: readonly AddressRange[];
    readonly servers: readonly { readonly host: string; readonly port: number }[];
    readonly username: string;
  };
}

/** A load balancer that stands in the lab. */
export interface LoadBalancer extends Thing {
  readonly spec: {
    readonly displayName: string;
    readonly provider: 'HA_PROXY' | 'AVI';
    readonly host: string;
    readonly port: number;
    readonly username: string;
    readonly password: string;
    readonly certificate: string;
    readonly addressRanges: readonly AddressRange[];
  };
}

/** One of a load balancer beside a distributed switch. */
export interface BalancedServer extends Thing {
  readonly spec: {
    readonly displayName: string;
    readonly loadBalancer: string;
    readonly namespace: string;
    readonly owner: string;
    readonly ip: string;
    readonly ports: readonly number[];
  };
}
