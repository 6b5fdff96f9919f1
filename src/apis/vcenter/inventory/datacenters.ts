// Datacenters and folders. Source: vSphere Automation API, com.vmware.vcenter.Datacenter, com.vmware.vcenter.Folder.
import { clusters, type Cluster } from '../../../kinds/vsphere/cluster.ts';
import { datacenters, type Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import { datastores, type Datastore } from '../../../kinds/vsphere/datastore.ts';
import { folders as folderKind, type Folder as StoredFolder } from '../../../kinds/vsphere/folder.ts';
import { hosts, type Host } from '../../../kinds/vsphere/host.ts';
import { resourcePools, type ResourcePool } from '../../../kinds/vsphere/resource-pool.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import { virtualMachines, type VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Kind } from '../../../store/kind.ts';
import type { StoredObject } from '../../../store/object.ts';
import { string } from '../../../store/schema/infer.ts';
import type { ReadView } from '../../../store/view.ts';
import { notFound, resourceInUse } from '../failure.ts';
import { atMost, checkChoices, passes } from '../filter.ts';
import { created, done, ok, type Operation, type Writer } from '../operation.ts';
import { readBody, textAt } from '../reading.ts';
import {
  checkName,
  datacenterNamed,
  folderFor,
  folders,
  foldersOf,
  list,
  named,
  rootFolder,
  titleOf,
  type Folder,
} from './places.ts';

const most = { datacenters: 1_000, folders: 1_000 } as const;
const read = { privilege: 'System.Read' } as const;

function datacenterOf(fabric: ReadView, id: string): Datacenter {
  const found = list<Datacenter>(fabric, 'datacenters').find(({ spec }) => spec.moid === id);
  if (found === undefined) throw notFound('Datacenter', id);
  return found;
}

/** Names in a folder for datacenters: of these and of folders. */
const inFolder = (view: ReadView, folder: string): readonly string[] => [
  ...list<Datacenter>(view, 'datacenters')
    .filter(({ spec }) => (spec.folder ?? rootFolder) === folder)
    .map(titleOf),
  ...folders(view)
    .filter(({ parent, type }) => parent === folder && type === 'DATACENTER')
    .map(({ name }) => name),
];

/** The id of a new datacenter. */
export function createDatacenter(fabric: ReadView, write: Writer, name: string, folder = rootFolder): string {
  folderFor(fabric, folder, 'DATACENTER');
  checkName('Datacenter', name, inFolder(fabric, folder));
  const moid = `datacenter-${write.revision + 1}`;
  const { metadata, displayed } = named(name, moid, (taken) => datacenterNamed(fabric, taken) !== undefined);
  const vcenter = vcenterIn(fabric)?.metadata.name ?? '';
  const where = folder === rootFolder ? {} : { folder };
  write.create(
    datacenters,
    { metadata, spec: { moid, vcenter, ...displayed, ...where } },
    'Create datacenter',
  );
  return moid;
}

const letters = { DATACENTER: 'd', VIRTUAL_MACHINE: 'v', HOST: 'h', DATASTORE: 's', NETWORK: 'n' } as const;

/** The id of a new folder in another one, for the same type of objects. */
export function createFolder(fabric: ReadView, write: Writer, name: string, parent: Folder): string {
  const { folder, type } = parent;
  const neighbours = folders(fabric).filter((other) => other.parent === folder);
  checkName('Folder', name, [
    ...neighbours.map((other) => other.name),
    ...(type === 'DATACENTER' ? inFolder(fabric, folder) : []),
  ]);
  const id = `group-${letters[type]}${write.revision + 1}`;
  const spec = { displayName: name, type, parent: folder };
  write.create(folderKind, { metadata: { name: id }, spec }, 'Create folder');
  return id;
}

interface Inside {
  readonly kind: Kind;
  readonly object: StoredObject;
}

/** What is in a datacenter, what is in something else first. */
function contentsOf(view: ReadView, datacenter: string): readonly Inside[] {
  const mine = new Set(
    folders(view)
      .filter((folder) => folder.datacenter === datacenter)
      .map(({ folder }) => folder),
  );
  const ofClusters = list<Cluster>(view, 'clusters').filter(({ spec }) => spec.datacenter === datacenter);
  const names = new Set(ofClusters.map(({ metadata }) => metadata.name));
  const isHere = (cluster: string, folder: string | undefined) =>
    names.has(cluster) || mine.has(folder ?? '');
  const inside = (kind: Kind, objects: readonly StoredObject[]) =>
    objects.map((object): Inside => ({ kind, object }));
  const pick = <T extends StoredObject>(plural: string, isIn: (object: T) => boolean) =>
    list<T>(view, plural).filter(isIn);
  return [
    ...inside(
      virtualMachines,
      pick<VirtualMachine>('virtualmachines', ({ spec }) => isHere(spec.cluster, spec.folder)),
    ),
    ...inside(
      hosts,
      pick<Host>('hosts', ({ spec }) => isHere(spec.cluster, spec.folder)),
    ),
    ...inside(
      resourcePools,
      pick<ResourcePool>('resourcepools', ({ spec }) => names.has(spec.cluster)),
    ),
    ...inside(clusters, ofClusters),
    ...inside(
      datastores,
      pick<Datastore>('datastores', ({ spec }) => spec.datacenter === datacenter),
    ),
    ...inside(
      folderKind,
      pick<StoredFolder>('folders', ({ metadata }) => mine.has(metadata.name)),
    ),
  ];
}

/** The name of the datacenter that is gone: one that is not empty only by force, and one that Workload Management runs in not even so. */
export function removeDatacenter(fabric: ReadView, write: Writer, id: string, force: boolean): string {
  const datacenter = datacenterOf(fabric, id);
  const name = titleOf(datacenter);
  const inside = contentsOf(fabric, datacenter.metadata.name);
  const isSupervised = list<Supervisor>(fabric, 'supervisors').some(({ spec }) =>
    inside.some(({ kind, object }) => kind === clusters && object.metadata.name === spec.cluster),
  );
  if (isSupervised || (inside.length > 0 && !force)) throw resourceInUse(name);
  for (const { kind, object } of inside) write.remove(kind, object, 'Its datacenter is removed');
  write.remove(datacenters, datacenter, 'Remove datacenter');
  return name;
}

export const datacenterOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/datacenter',
    filters: ['datacenters', 'names', 'folders'],
    ...read,
    each: 'datacenter',
    answer: (call) => {
      const found = list<Datacenter>(call.fabric, 'datacenters').flatMap((datacenter) => {
        const { moid, folder = rootFolder } = datacenter.spec;
        const name = titleOf(datacenter);
        return passes(call, { datacenters: moid, names: name, folders: folder })
          ? [{ datacenter: moid, name }]
          : [];
      });
      return ok(atMost(found, most.datacenters, 'datacenters'));
    },
  },
  {
    method: 'GET',
    path: 'vcenter/datacenter/{datacenter}',
    ...read,
    answer: ({ fabric, params: { datacenter: id = '' } }) => {
      const found = datacenterOf(fabric, id);
      const { vm, host, datastore, network } = foldersOf(found);
      return ok({
        name: titleOf(found),
        datastore_folder: datastore,
        host_folder: host,
        network_folder: network,
        vm_folder: vm,
      });
    },
  },
  {
    method: 'POST',
    path: 'vcenter/datacenter',
    privilege: 'Datacenter.Create',
    on: ({ body }) => textAt(body, 'folder') ?? rootFolder,
    answer: ({ fabric, write, body }) => {
      const schema = {
        type: 'object',
        required: ['name'],
        properties: { name: string, folder: string },
      } as const;
      const { name, folder } = readBody(schema, body);
      return created(createDatacenter(fabric, write, name, folder));
    },
  },
  {
    method: 'DELETE',
    path: 'vcenter/datacenter/{datacenter}',
    query: ['force'],
    privilege: 'Datacenter.Delete',
    answer: ({ fabric, write, query, params: { datacenter = '' } }) => {
      removeDatacenter(fabric, write, datacenter, query('force')[0] === 'true');
      return done;
    },
  },
  {
    method: 'GET',
    path: 'vcenter/folder',
    filters: ['folders', 'names', 'type', 'parent_folders', 'datacenters'],
    ...read,
    each: 'folder',
    answer: (call) => {
      checkChoices(call, { type: ['DATACENTER', 'DATASTORE', 'HOST', 'NETWORK', 'VIRTUAL_MACHINE'] });
      const ids = new Map(
        list<Datacenter>(call.fabric, 'datacenters').map(({ metadata, spec }) => [metadata.name, spec.moid]),
      );
      const found = folders(call.fabric).filter(({ folder, name, type, parent = '', datacenter = '' }) =>
        passes(call, {
          folders: folder,
          names: name,
          type,
          parent_folders: parent,
          datacenters: ids.get(datacenter) ?? '',
        }),
      );
      return ok(
        atMost(found, most.folders, 'folders').map(({ folder, name, type }) => ({ folder, name, type })),
      );
    },
  },
];
