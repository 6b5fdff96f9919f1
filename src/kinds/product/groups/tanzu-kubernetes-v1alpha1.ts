// TanzuKubernetesCluster as vSphere 7 first had it: counts and classes for a control plane and one group of workers. Stored in the
// version of now; groups of workers after the first are not seen in this one, and a write by it leaves them out.
// Source: VMware's documentation of the v1alpha1 API; columns as a Supervisor of 7.0 U1 prints them.
import { copy, type Draft } from '../../../std/draft.ts';
import type { StoredObject } from '../../../store/object.ts';
import type { OlderVersion } from '../definition.ts';

interface Machines {
  count?: number | undefined;
  class?: string | undefined;
  storageClass?: string | undefined;
  volumes?: object[] | undefined;
}

interface Pool {
  name?: string;
  replicas?: number | undefined;
  vmClass?: string | undefined;
  storageClass?: string | undefined;
  volumes?: object[] | undefined;
  tkr?: { reference?: { name?: string } };
}

interface Spec<Topology> {
  topology?: Topology;
  distribution?: { version?: string; fullVersion?: string };
}

interface Shaped<Topology> {
  apiVersion: string;
  spec?: Spec<Topology>;
}

type Old = Shaped<{ controlPlane?: Machines; workers?: Machines }>;
type New = Shaped<{ controlPlane?: Pool; nodePools?: Pool[] }>;

/** Only what is said. */
function said<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

const poolOf = ({ count, class: vmClass, ...rest }: Machines): Pool =>
  said({ replicas: count, vmClass, ...rest });

const machinesOf = ({ replicas, vmClass, storageClass, volumes }: Pool): Machines =>
  said({ count: replicas, class: vmClass, storageClass, volumes });

/** A release's name is its version with `---` for `+`. */
const versionOf = ({ tkr }: Pool): string | undefined => tkr?.reference?.name?.replace('---', '+');

function toStored(draft: Draft<StoredObject>): Draft<StoredObject> {
  const object = draft as unknown as Old;
  const { topology, ...spec } = object.spec ?? {};
  const { controlPlane, workers } = topology ?? {};
  const next: New = {
    ...object,
    spec: {
      ...spec,
      topology: {
        ...(controlPlane === undefined ? {} : { controlPlane: poolOf(controlPlane) }),
        nodePools: workers === undefined ? [] : [{ name: 'workers', ...poolOf(workers) }],
      },
    },
  };
  return next as unknown as Draft<StoredObject>;
}

function fromStored(stored: StoredObject): StoredObject {
  const object = copy(stored) as unknown as New;
  const { topology, ...spec } = object.spec ?? {};
  const { controlPlane = {}, nodePools: [workers = {}] = [] } = topology ?? {};
  const version = versionOf(controlPlane);
  const distribution = spec.distribution ?? (version === undefined ? undefined : { version });
  const next: Old = {
    ...object,
    spec: {
      ...spec,
      ...(distribution === undefined ? {} : { distribution }),
      topology: { controlPlane: machinesOf(controlPlane), workers: machinesOf(workers) },
    },
  };
  return next as unknown as StoredObject;
}

export const tanzuKubernetesClusterV1alpha1: OlderVersion = {
  version: 'v1alpha1',
  fromStored,
  toStored,
  columns: [
    'Control_Plane integer .spec.topology.controlPlane.count',
    'Worker integer .spec.topology.workers.count',
    'Distribution string .spec.distribution.fullVersion',
    'Age date .metadata.creationTimestamp',
    'Phase string .status.phase',
    "TKR_Compatible string .status.conditions[?(@.type=='TanzuKubernetesReleaseCompatible')].status",
    "Updates_Available string .status.conditions[?(@.type=='UpdatesAvailable')].message",
  ],
  schema: String.raw`{
  spec!: {
    distribution!: {
      fullVersion: string "The whole version."
      version: string "Version of Kubernetes; the first parts of it mean the newest of those."
    } "Version of Kubernetes."
    settings: {
      network: {
        cni: { name!: string }; pods: { cidrBlocks: string[] }
        proxy: { httpProxy: string; httpsProxy: string; noProxy: string[] }; serviceDomain: string
        services: { cidrBlocks: string[] }; trust: { additionalTrustedCAs: { data!: string; name!: string }[] }
      } "Its network."
      storage: { classes: string[]; defaultClass: string } "Its storage classes."
    } "Network and storage of the cluster."
    topology!: {
      controlPlane!: {
        class!: string "Their VirtualMachineClass."
        count!: int32 "How many: one or three."
        storageClass!: string "The StorageClass of their disks."
        volumes: { capacity!: { *: quantity }; mountPath!: string; name!: string }[]
      } "The machines of the control plane."
      workers!: {
        class!: string "Their VirtualMachineClass."
        count!: int32 "How many."
        storageClass!: string "The StorageClass of their disks."
        volumes: { capacity!: { *: quantity }; mountPath!: string; name!: string }[]
      } "The workers."
    } "Its machines."
  }
  status: {
    addons: { conditions: Condition[]; name!: string; type!: string; version: string }[]
    apiEndpoints: { host!: string; port!: int }[]; conditions: Condition[]
    phase: string "Where it is on its way."
    totalWorkerReplicas: int32; version: string
  }
}`,
};
