/** What NSX and the leaf switches have, as far as the page reads it. Times are simulated milliseconds. */
import type { Thing } from './objects.ts';

export interface Tier0Route {
  readonly prefix: string;
  readonly source: 'TIER1_CONNECTED' | 'TIER1_LB_VIP' | 'TIER1_NAT';
  readonly owner: string;
}

export interface RouteMap {
  readonly name: string;
  readonly applied: boolean;
  readonly entries: readonly {
    readonly sequence: number;
    readonly action: 'PERMIT' | 'DENY';
    readonly prefixList: string;
    readonly prefixes: readonly string[];
  }[];
}

export interface Tier0 extends Thing {
  readonly spec: {
    readonly displayName: string;
    readonly localAs: number;
    readonly routeMap: RouteMap;
    readonly summarization: {
      readonly mode: 'None' | 'Exact' | 'Boundary';
      readonly boundaryBits?: number;
    };
    readonly neighbors: readonly {
      readonly leaf: string;
      readonly address: string;
      readonly remoteAs: number;
      readonly bfd: boolean;
    }[];
  };
  readonly status?: {
    readonly permitted?: readonly Tier0Route[];
    readonly denied?: readonly Tier0Route[];
    readonly advertised?: readonly { readonly prefix: string; readonly contributors: number }[];
    readonly overAdvertised?: number;
  };
}

export interface Tier1 extends Thing {
  readonly spec: { readonly displayName: string; readonly tier0: string; readonly namespace: string };
}

export interface Segment extends Thing {
  readonly spec: {
    readonly displayName: string;
    readonly tier1: string;
    readonly namespace: string;
    readonly index: number;
    readonly subnet: string;
    readonly gateway: string;
  };
}

export interface NatRule extends Thing {
  readonly spec: {
    readonly tier1: string;
    readonly namespace: string;
    readonly sources: readonly string[];
    readonly translated: string;
  };
}

export interface VirtualServer extends Thing {
  readonly spec: {
    readonly displayName: string;
    readonly tier1: string;
    readonly namespace: string;
    readonly owner: string;
    readonly ip: string;
    readonly ports: readonly number[];
  };
}

export interface LeafSwitch extends Thing {
  readonly spec: { readonly as: number; readonly routerId: string; readonly warnRoutes: number };
  readonly status?: {
    readonly routes?: readonly {
      readonly prefix: string;
      readonly nextHops: readonly string[];
      readonly since: number;
    }[];
    readonly sessions?: readonly {
      readonly neighbor: string;
      readonly remoteAs: number;
      readonly state: string;
      readonly since: number;
    }[];
  };
}
