/** What the trees' context menus offer, by what a node's address names; what is needed to know of the object is read when the menu opens. */
import { titleOf, type Cluster, type Datacenter, type Datastore, type Host } from '../../live/fabric.ts';
import { kinds, pathOf } from '../../live/kinds.ts';
import { getJson } from '../../live/request.ts';
import { rights } from '../../live/rights.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import type { TreeNode } from '../../parts/tree.ts';
import { rootFolder } from '../administration/vim.ts';
import { hostActions, hostEntity } from '../hosts/actions.ts';
import { parseRoute } from '../route.ts';
import { router } from '../router.svelte.ts';
import { addHost, newCluster, newDatacenter, newFolder, newMachine, newPool, rename } from './create.ts';
import { clusterDatastoreItems, hostDatastoreItems, unmountItems } from './datastore-actions.ts';
import { machineEntity, powerItems, removeMachine } from './machine-actions.ts';
import { hostFolderOf, vmFolderOf } from './places.ts';
import { ask, request, vim } from './requests.ts';

type Known = (typeof kinds)[keyof typeof kinds];

/** One object, or the list of a kind, read now. */
async function read<T>(kind: Known, name: string, then: (value: T) => void): Promise<void> {
  const answer = await getJson<T>(pathOf(kind, '', name));
  if (answer.ok) then(answer.value);
}

export function datacenterItems(datacenter: Datacenter): MenuItem[] {
  const title = titleOf(datacenter);
  const { moid } = datacenter.spec;
  const entity = { type: 'Datacenter', value: moid };
  return [
    ...rights.guard('Host.Inventory.CreateCluster', entity, [
      {
        label: 'New Cluster…',
        icon: 'cluster',
        section: 'Datacenter',
        onselect: () => newCluster(datacenter),
      },
    ]),
    ...rights.guard('Host.Inventory.AddStandaloneHost', entity, [
      { label: 'Add Host…', icon: 'host', onselect: () => addHost({ datacenter }) },
    ]),
    ...rights.guard('Folder.Create', entity, [
      {
        label: 'New Host Folder…',
        icon: 'folder',
        onselect: () => newFolder(hostFolderOf(moid), title, 'host'),
      },
      { label: 'New VM Folder…', icon: 'folder', onselect: () => newFolder(vmFolderOf(moid), title, 'vm') },
    ]),
    ...rights.guard('Datacenter.Rename', entity, [
      { label: 'Rename…', icon: 'edit', section: true, onselect: () => rename('Datacenter', moid, title) },
    ]),
    ...rights.guard('Datacenter.Delete', entity, [
      {
        label: 'Delete…',
        icon: 'remove',
        onselect: () =>
          ask(
            {
              title: `Delete datacenter ${title}?`,
              verb: 'Delete',
              text: 'Only an empty one goes.',
              danger: true,
            },
            request(
              `Deleted datacenter ${title}`,
              'DELETE',
              `/api/vcenter/datacenter/${moid}`,
              undefined,
              `govc object.destroy /${title}`,
            ),
          ),
      },
    ]),
  ];
}

/** A VM needs to know its folder and where its disks may lie. */
async function askMachine(cluster: Cluster): Promise<void> {
  await read<Datacenter>(kinds.datacenters, cluster.spec.datacenter, (datacenter) => {
    void read<{ readonly items: readonly Host[] }>(kinds.hosts, '', ({ items: all }) => {
      const own = all.filter(({ spec }) => spec.cluster === cluster.metadata.name);
      const has = ({ metadata }: Datastore): boolean =>
        own.some(({ spec }) => spec.datastores?.includes(metadata.name) === true);
      void read<{ readonly items: readonly Datastore[] }>(kinds.datastores, '', ({ items }) =>
        newMachine(cluster, datacenter, items.filter(has)),
      );
    });
  });
}

export function clusterItems(cluster: Cluster): MenuItem[] {
  const title = titleOf(cluster);
  const { moid } = cluster.spec;
  const entity = { type: 'ClusterComputeResource', value: moid };
  return [
    ...rights.guard('Host.Inventory.AddHostToCluster', entity, [
      { label: 'Add Hosts…', icon: 'host', section: 'Cluster', onselect: () => addHost({ cluster }) },
    ]),
    ...rights.guard('VirtualMachine.Inventory.Create', entity, [
      { label: 'New Virtual Machine…', icon: 'vm', onselect: () => void askMachine(cluster) },
    ]),
    ...rights.guard('Resource.CreatePool', entity, [
      { label: 'New Resource Pool…', icon: 'resource-pool', onselect: () => newPool(cluster) },
    ]),
    ...clusterDatastoreItems(cluster),
    ...rights.guard('Host.Inventory.RenameCluster', entity, [
      {
        label: 'Rename…',
        icon: 'edit',
        section: true,
        onselect: () => rename('ClusterComputeResource', moid, title),
      },
    ]),
    ...rights.guard('Host.Inventory.DeleteCluster', entity, [
      {
        label: 'Delete…',
        icon: 'remove',
        onselect: () =>
          ask(
            {
              title: `Delete cluster ${title}?`,
              verb: 'Delete',
              text: 'Only one without hosts goes.',
              danger: true,
            },
            vim(
              `Deleted cluster ${title}`,
              'ClusterComputeResource',
              moid,
              'Destroy_Task',
              {},
              `govc object.destroy ClusterComputeResource:${moid}`,
            ),
          ),
      },
    ]),
  ];
}

/** Of a host: its connection, and its end in the inventory. */
export function connectionItems({ metadata: { name }, spec, status }: Host): MenuItem[] {
  const path = `/api/vcenter/host/${encodeURIComponent(spec.moid)}`;
  const isOff = status?.connectionState === 'DISCONNECTED';
  const verb = isOff ? 'Connect' : 'Disconnect';
  const govc = `govc host.${isOff ? 'reconnect' : 'disconnect'} ${name}`;
  const entity = hostEntity(spec.moid);
  return [
    ...rights.guard('Host.Config.Connection', entity, [
      {
        label: `${verb}…`,
        icon: 'service',
        section: 'Connection',
        onselect: () =>
          ask(
            {
              title: `${verb} ${name}?`,
              verb,
              text: isOff
                ? 'vCenter manages it again.'
                : 'What runs on it goes on; vCenter does not manage it for now.',
            },
            request(
              `${verb}ed host ${name}`,
              'POST',
              `${path}?action=${verb.toLowerCase()}`,
              undefined,
              govc,
            ),
          ),
      },
    ]),
    ...rights.guard('Host.Inventory.RemoveHostFromCluster', entity, [
      {
        label: 'Remove from Inventory…',
        icon: 'remove',
        onselect: () =>
          ask(
            {
              title: `Remove ${name} from the inventory?`,
              verb: 'Remove',
              text: 'A host of a cluster goes only in maintenance mode or disconnected, and with no VM on it that is on.',
              danger: true,
            },
            request(`Removed host ${name}`, 'DELETE', path, undefined, `govc host.remove ${name}`),
          ),
      },
    ]),
  ];
}

interface Fault {
  readonly label: string;
  readonly fault: string;
  readonly text: string;
}

interface Breakable {
  readonly plural: 'hosts' | 'datastores';
  readonly singular: string;
  readonly privilege: string;
  readonly type: string;
  readonly mends: string;
  readonly faults: readonly Fault[];
}

const hostFaults: Breakable = {
  plural: 'hosts',
  singular: 'host',
  privilege: 'Host.Config.Power',
  type: 'HostSystem',
  mends: 'Its power or its network is there again.',
  faults: [
    {
      label: 'Cut the power',
      fault: 'PowerLost',
      text: 'What runs on it stops at once; vSphere HA restarts its VMs elsewhere.',
    },
    {
      label: 'Purple screen',
      fault: 'PurpleScreen',
      text: 'ESXi stops; vSphere HA restarts its VMs elsewhere.',
    },
    {
      label: 'Partition from the network',
      fault: 'Partitioned',
      text: 'What runs on it goes on; its Spherelet does not report.',
    },
    {
      label: 'Isolate from the network',
      fault: 'Isolated',
      text: 'What runs on it goes on; it declares itself isolated after 30 s.',
    },
  ],
};

const datastoreFaults: Breakable = {
  plural: 'datastores',
  singular: 'datastore',
  privilege: 'Datastore.FileManagement',
  type: 'Datastore',
  mends: 'The files that filled it are gone.',
  faults: [
    {
      label: 'Fill with other files',
      fault: 'Filled',
      text: 'No volume is made or grows on it, no VM gets a disk; what is there stays.',
    },
  ],
};

interface Broken {
  readonly name: string;
  readonly moid: string;
  readonly isBroken: boolean;
  /** Why nothing can break it now. */
  readonly reason?: string | undefined;
}

/** Faults that no product has an action for: the sandbox's own. */
function breaking(
  { plural, singular, privilege, type, mends, faults }: Breakable,
  broken: Broken,
): MenuItem[] {
  const { name, moid, isBroken, reason } = broken;
  const path = (fault: string): string => `/sandbox/${plural}/${encodeURIComponent(name)}/${fault}`;
  const recover: MenuItem = {
    label: 'Recover…',
    icon: 'run',
    section: 'Sandbox',
    onselect: () =>
      ask(
        { title: `Recover ${name}?`, verb: 'Recover', text: mends },
        request(`Recovered ${singular} ${name}`, 'POST', path('Recovered')),
      ),
  };
  const items = faults.map(({ label, fault, text }, nth): MenuItem => ({
    label: `${label}…`,
    icon: 'error',
    ...(nth === 0 ? { section: 'Sandbox' } : {}),
    reason,
    onselect: () =>
      ask(
        { title: `${label}: ${name}?`, verb: 'Break', text, danger: true },
        request(`${label}: ${name}`, 'POST', path(fault)),
      ),
  }));
  return rights.guard(privilege, { type, value: moid }, isBroken ? [recover] : items);
}

export const faultItems = ({ metadata: { name }, spec }: Host): MenuItem[] =>
  breaking(hostFaults, {
    name,
    moid: spec.moid,
    isBroken: spec.fault !== undefined,
    reason: spec.power === 'Off' ? 'it has no power' : undefined,
  });

export function datastoreItems(datastore: Datastore): MenuItem[] {
  const { metadata, spec } = datastore;
  const { moid } = spec;
  return [
    ...rights.guard('Datastore.Rename', { type: 'Datastore', value: moid }, [
      {
        label: 'Rename…',
        icon: 'edit',
        section: 'Datastore',
        onselect: () => rename('Datastore', moid, titleOf(datastore)),
      },
    ]),
    ...unmountItems(datastore),
    ...breaking(datastoreFaults, {
      name: metadata.name,
      moid,
      isBroken: spec.foreignMiB !== undefined,
    }),
  ];
}

/** What can be done with a node; where it has no address, only opening and closing. */
export function treeActions(
  node: TreeNode,
  turn: () => void,
  objects: readonly (Datacenter | Cluster | Host | Datastore)[] = [],
): MenuItem[] {
  if (!node.id.startsWith('#/')) return [{ label: 'Open or close', onselect: turn }];
  const there: MenuItem = { label: 'Open', icon: 'open', onselect: () => router.go(node.id) };
  const route = parseRoute(node.id);
  if (!('name' in route)) return [there];
  const found = objects.find(({ metadata }) => metadata.name === route.name);
  switch (route.screen) {
    case 'vcenter':
      return [
        there,
        ...rights.guard('Datacenter.Create', rootFolder, [
          {
            label: 'New Datacenter…',
            icon: 'datacenter',
            section: 'vCenter Server',
            onselect: newDatacenter,
          },
        ]),
      ];
    case 'datacenter':
      return found === undefined ? [there] : [there, ...datacenterItems(found as Datacenter)];
    case 'cluster':
      return found === undefined ? [there] : [there, ...clusterItems(found as Cluster)];
    case 'host':
      return found === undefined
        ? [there]
        : [
            there,
            ...hostActions(found as Host),
            ...hostDatastoreItems(found as Host),
            ...connectionItems(found as Host),
            ...faultItems(found as Host),
          ];
    case 'datastore':
      return found === undefined ? [there] : [there, ...datastoreItems(found as Datastore)];
    case 'vm':
      return [there, ...machineItems(route.name, node)];
    default:
      return [there];
  }
}

/** A tree knows of a VM only what its row says; a Supervisor's are refused by vCenter in its own words. */
function machineItems(vm: string, node: TreeNode): MenuItem[] {
  const state = node.trail === undefined ? 'POWERED_ON' : node.trail.word.toUpperCase().replace(' ', '_');
  return [
    ...powerItems(vm, node.label, state),
    ...rights.guard('VirtualMachine.Inventory.Delete', machineEntity(vm), [
      {
        label: 'Delete from Disk…',
        icon: 'remove',
        section: true,
        reason: state === 'POWERED_ON' ? 'it is powered on' : undefined,
        onselect: () => removeMachine(vm, node.label),
      },
    ]),
  ];
}
