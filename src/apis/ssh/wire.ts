// What a client of SSH and a machine of the world say to each other, as plain JSON. SSH itself is bytes that nothing here carries: its client
// asks whether somebody listens, proves who it is, and is told what lies on the machine.

/** Where an appliance has the script that shows the passwords of control plane VMs. */
export const decryptPath = '/usr/lib/vmware-wcp/decryptK8Pwd.py';

/** Answers whatever is asked of a machine that cannot be talked to, with status 502. */
export interface Unreachable {
  readonly trouble: 'unknown-host' | 'refused' | 'no-route' | 'timeout';
}

/** `GET /sandbox/ssh/<host>`. */
export interface HostKey {
  /** The machine's own name. */
  readonly hostname: string;
  /** `SHA256:...` of its ED25519 key. */
  readonly fingerprint: string;
  /** What everybody reads before they are asked for a password. */
  readonly banner: string;
}

/** `POST /sandbox/ssh/<host>/sessions` with `{ user, password }`; 401 where they are wrong. */
export interface Welcome {
  readonly token: string;
  readonly machine: 'vcenter' | 'control-plane';
  readonly hostname: string;
  /** What whoever has logged in reads. */
  readonly greeting: string;
}

/** `GET /sandbox/ssh/<host>/files`, with the session's token: path to text. */
export interface MachineFiles {
  readonly files: Readonly<Record<string, string>>;
}

/** `GET /sandbox/ssh/<host>/control-planes`, on a vCenter: what its database has of each Supervisor. */
export interface ControlPlanes {
  readonly clusters: readonly {
    /** `domain-c8:<instance of the vCenter>`. */
    readonly cluster: string;
    readonly floatingIp: string;
    readonly password: string;
  }[];
}

/** `GET /sandbox/ssh/<host>/etcd`, on a control plane VM. */
export interface EtcdMembers {
  readonly members: readonly {
    readonly name: string;
    readonly ip: string;
    /** Whether it answers. */
    readonly runs: boolean;
  }[];
  /** Whether more than half of them run. */
  readonly hasQuorum: boolean;
}

/** `GET /sandbox/ssh/<host>/containers`, on a control plane VM: the youngest first. */
export interface RuntimeContainers {
  readonly containers: readonly {
    readonly id: string;
    readonly image: string;
    /** In simulated milliseconds. */
    readonly startedAt: number;
    readonly state: 'Running' | 'Exited';
    readonly name: string;
    /** How often it was started anew. */
    readonly attempt: number;
    readonly podId: string;
    readonly pod: string;
  }[];
}
