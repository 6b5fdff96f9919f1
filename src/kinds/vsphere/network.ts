// A network that VMs are connected to. What somebody made is stored; the rest follows: every datacenter with hosts has the network that ESXi
// comes with, one that a scenario made has a distributed switch too, and each segment of NSX is a network here.
import { integer, string } from '../../store/schema/infer.ts';
import { fnv1a32, uuidFrom } from '../../std/hash.ts';
import type { StoredObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';
import type { Segment } from '../nsx/segment.ts';
import type { Cluster } from './cluster.ts';
import type { Datacenter } from './datacenter.ts';
import type { DistributedSwitch } from './distributed-switch.ts';
import type { Folder } from './folder.ts';
import type { Host } from './host.ts';
import { numberedLater, numberOf } from './managed-object.ts';
import type { VCenter } from './vcenter.ts';

/** As nested hypervisors and monitors need them. */
export const portAllowances = ['Promiscuous', 'MacChanges', 'ForgedTransmits'] as const;

export const networks = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'type', 'datacenter'],
      properties: {
        displayName: string,
        type: { type: 'string', enum: ['STANDARD_PORTGROUP', 'DISTRIBUTED_PORTGROUP', 'OPAQUE_NETWORK'] },
        datacenter: string,
        /** Id of the distributed switch that it is a port group of. */
        switch: string,
        vlan: integer,
        /** VLANs of a trunk, by their ranges; absent means that it has one. */
        trunk: {
          type: 'array',
          items: { type: 'object', required: ['start', 'end'], properties: { start: integer, end: integer } },
        },
        /** What its ports let through that they usually do not. */
        allows: { type: 'array', items: { type: 'string', enum: portAllowances } },
        description: string,
        /** How many ports it was asked for. */
        ports: integer,
        /** Whether the switch's uplinks are its ports. */
        isUplink: { type: 'boolean' },
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Network',
    plural: 'networks',
    columns: [
      nameColumn,
      { name: 'Display-Name', cell: ({ spec }) => spec.displayName },
      { name: 'Type', cell: ({ spec }) => spec.type },
      { name: 'Switch', cell: ({ spec }) => spec.switch ?? '' },
      ageColumn,
    ],
  },
);

/** Its name is its managed object id. */
export type Network = ObjectOf<typeof networks>;

export interface KnownNetwork {
  readonly id: string;
  readonly spec: Network['spec'];
}

export interface KnownSwitch {
  readonly id: string;
  readonly spec: DistributedSwitch['spec'];
}

const objects = <T>(fabric: ReadView, plural: string): readonly T[] =>
  fabric.list(`vsphere.sandbox/${plural}`) as never;

/** As vCenter writes a switch's UUID. */
export function switchUuid(seed: string): string {
  const digits = uuidFrom(fnv1a32(seed), 'switch').replaceAll('-', '').match(/../g) ?? [];
  return `${digits.slice(0, 8).join(' ')}-${digits.slice(8).join(' ')}`;
}

function hostsIn(fabric: ReadView, datacenter: string): readonly Host[] {
  const clusters = new Set(
    objects<Cluster>(fabric, 'clusters')
      .filter(({ spec }) => spec.datacenter === datacenter)
      .map(({ metadata }) => metadata.name),
  );
  return objects<Host>(fabric, 'hosts').filter(({ spec }) => clusters.has(spec.cluster));
}

/** Whether a host of no cluster is below a folder, or below one that somebody made in it. */
function isStandaloneBelow(fabric: ReadView, folder: string): boolean {
  const stored = objects<Folder>(fabric, 'folders');
  const parents = new Map(stored.map(({ metadata, spec }) => [metadata.name, spec.parent]));
  const isBelow = ({ spec }: Host): boolean => {
    let at = spec.cluster === '' ? spec.folder : undefined;
    for (let up = 0; at !== undefined && at !== folder && up < stored.length; up += 1) at = parents.get(at);
    return at === folder;
  };
  return objects<Host>(fabric, 'hosts').some(isBelow);
}

/** The distributed switch of a datacenter that a scenario made. */
function builtSwitch(fabric: ReadView, { metadata, spec }: Datacenter): KnownSwitch | undefined {
  const number = numberOf(spec.moid);
  if (number >= numberedLater) return undefined;
  const { version = '' } = objects<VCenter>(fabric, 'vcenters')[0]?.spec ?? {};
  return {
    id: `dvs-${number + 8}`,
    spec: {
      displayName: 'DSwitch',
      uuid: switchUuid(spec.moid),
      datacenter: metadata.name,
      version: `${version.slice(0, version.lastIndexOf('.'))}.0`,
      mtu: 9_000,
      uplinks: 4,
      hosts: hostsIn(fabric, metadata.name).map(({ spec: host }) => host.moid),
    },
  };
}

interface Known {
  readonly id: string;
}

/** What follows from the scenario, as it is or as somebody has changed it, and what somebody made. */
function changed<K extends Known>(built: readonly K[], stored: readonly K[]): readonly K[] {
  if (stored.length === 0) return built;
  const byId = new Map(stored.map((each) => [each.id, each]));
  const now = built.map((each) => byId.get(each.id) ?? each);
  for (const { id } of built) byId.delete(id);
  return [...now, ...byId.values()];
}

const storedIn = <T extends StoredObject & { readonly spec: unknown }>(fabric: ReadView, plural: string) =>
  objects<T>(fabric, plural).map(({ metadata, spec }) => ({ id: metadata.name, spec: spec as T['spec'] }));

const builtSwitches = (fabric: ReadView): readonly KnownSwitch[] =>
  objects<Datacenter>(fabric, 'datacenters').flatMap((datacenter) => {
    const found = builtSwitch(fabric, datacenter);
    return found === undefined ? [] : [found];
  });

/** Every distributed switch by its id. */
export const switchesIn = (fabric: ReadView): readonly KnownSwitch[] =>
  changed(builtSwitches(fabric), storedIn<DistributedSwitch>(fabric, 'distributedswitches'));

/** Whether a switch or a port group is the scenario's: the hosts' own adapters are on it. */
export const isOfScenario = (fabric: ReadView, id: string): boolean =>
  builtSwitches(fabric).some((each) => each.id === id) ||
  objects<Datacenter>(fabric, 'datacenters').some((datacenter) =>
    builtNetworks(fabric, datacenter).some((each) => each.id === id),
  );

/** Port groups of the switch that a scenario comes with: uplinks, management and workloads. */
const portGroups = [
  { name: 'DSwitch-DVUplinks', isUplink: true },
  { name: 'DVPG-Management', vlan: 10 },
  { name: 'DVPG-Workload', vlan: 20 },
] as const;

function builtNetworks(fabric: ReadView, datacenter: Datacenter): readonly KnownNetwork[] {
  const { name } = datacenter.metadata;
  const number = numberOf(datacenter.spec.moid);
  const isLater = number >= numberedLater;
  if (isLater && hostsIn(fabric, name).length === 0 && !isStandaloneBelow(fabric, `group-h${number}`))
    return [];
  const standard: KnownNetwork = {
    id: `network-${isLater ? number : number + 7}`,
    spec: { displayName: 'VM Network', type: 'STANDARD_PORTGROUP', datacenter: name },
  };
  if (isLater) return [standard];
  const groups = portGroups.map(({ name: displayName, ...rest }, nth): KnownNetwork => {
    const spec = { displayName, type: 'DISTRIBUTED_PORTGROUP', datacenter: name, ...rest } as const;
    return { id: `dvportgroup-${number + 9 + nth}`, spec: { ...spec, switch: `dvs-${number + 8}` } };
  });
  return [standard, ...groups];
}

/** Id of the network that a segment of NSX is here, by the segment's name. */
export const networkOfSegment = (segment: string): string => `network-o${fnv1a32(segment)}`;

/** Every network of vCenter by its id. */
export function networksIn(fabric: ReadView): readonly KnownNetwork[] {
  const datacenters = objects<Datacenter>(fabric, 'datacenters');
  // Where the Supervisor's hosts are: what somebody makes beside it has no segments.
  const first =
    datacenters.find(({ spec }) => numberOf(spec.moid) < numberedLater)?.metadata.name ??
    datacenters[0]?.metadata.name ??
    '';
  const segments = fabric.list<Segment>('nsx.sandbox/segments').map(({ metadata, spec }) => ({
    id: networkOfSegment(metadata.name),
    spec: { displayName: spec.displayName, type: 'OPAQUE_NETWORK', datacenter: first } as const,
  }));
  const built = datacenters.flatMap((datacenter) => builtNetworks(fabric, datacenter));
  return changed([...built, ...segments], storedIn<Network>(fabric, 'networks'));
}
