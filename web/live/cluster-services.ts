/** DRS and HA of a cluster, as the page reads them. */
/** What DRS of a cluster is told. */
export interface DrsConfig {
  readonly enabled: boolean;
  readonly automation: string;
  readonly migrationThreshold: number;
  /** Of VMs and of hosts. */
  readonly groups?: readonly { readonly name: string; readonly members: readonly string[] }[];
  readonly rules?: readonly {
    readonly key: number;
    readonly name: string;
    readonly kind: string;
    readonly enabled: boolean;
    readonly vms?: readonly string[];
    readonly vmGroup?: string;
    readonly hostGroup?: string;
  }[];
}

/** What vSphere HA of a cluster is told. */
export interface HaConfig {
  readonly enabled: boolean;
  readonly admission?: {
    readonly enabled: boolean;
    readonly policy: string;
    readonly hostFailures?: number;
  };
  readonly restartPriority?: string;
  readonly isolationResponse?: string;
}

/** What DRS's latest pass says. */
export interface DrsTold {
  readonly score: number;
  readonly buckets: readonly number[];
  readonly recommendations: readonly {
    readonly key: string;
    readonly vm: string;
    readonly from: string;
    readonly to: string;
    readonly priority: number;
    readonly text: string;
  }[];
  readonly faults: readonly { readonly vm: string; readonly text: string }[];
}
