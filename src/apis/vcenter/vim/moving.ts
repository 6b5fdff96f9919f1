// Objects of the inventory moved into a folder that may have them. Source: vim25 Folder.moveInto.
import { clusters, type Cluster } from '../../../kinds/vsphere/cluster.ts';
import { datacenters, type Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import { folders as folderKind, type Folder as StoredFolder } from '../../../kinds/vsphere/folder.ts';
import { virtualMachines } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { clusterOf } from '../inventory/clusters.ts';
import { checkName, folderFor, folders, list, rootFolder, type Folder } from '../inventory/places.ts';
import { namesIn } from '../inventory/machines/create.ts';
import { listArg, referenceOf } from './arguments.ts';
import { ownOf } from './own-machine.ts';
import { invalidParameter, startTask, type Reference, type VimCall, type VimMethod } from './method.ts';

const words = 'Move entities';

/** Whether a folder is the other one, or somewhere in it. */
function isIn(all: readonly Folder[], folder: string, other: string): boolean {
  if (folder === other) return true;
  const parent = all.find((each) => each.folder === folder)?.parent;
  return parent !== undefined && isIn(all, parent, other);
}

/** What it takes to move one, once it is clear that all may be moved. */
type Move = () => void;

function moveOf(call: VimCall, { type, value: id }: Reference, into: Folder): Move {
  const { fabric, write } = call;
  const { folder } = into;
  switch (type) {
    case 'VirtualMachine': {
      folderFor(fabric, folder, 'VIRTUAL_MACHINE');
      const vm = ownOf({ ...call, moid: id });
      if (vm.spec.folder === folder) return () => undefined;
      checkName('Virtual machine', vm.spec.displayName, namesIn(fabric, folder));
      return () => write.update(virtualMachines, { ...vm, spec: { ...vm.spec, folder } } as typeof vm, words);
    }
    case 'Folder': {
      const stored = fabric.get<StoredFolder>('vsphere.sandbox/folders', id);
      if (stored === undefined || stored.spec.type !== into.type || isIn(folders(fabric), folder, id))
        throw invalidParameter('list');
      const spec = { ...stored.spec, parent: folder };
      return () => write.update(folderKind, { ...stored, spec } as StoredFolder, words);
    }
    case 'ClusterComputeResource': {
      folderFor(fabric, folder, 'HOST');
      const cluster = clusterOf(fabric, id);
      if (into.datacenter !== cluster.spec.datacenter) throw invalidParameter('list');
      return () =>
        write.update(clusters, { ...cluster, spec: { ...cluster.spec, folder } } as Cluster, words);
    }
    case 'Datacenter': {
      folderFor(fabric, folder, 'DATACENTER');
      const found = list<Datacenter>(fabric, 'datacenters').find(({ spec }) => spec.moid === id);
      if (found === undefined) throw invalidParameter('list');
      const { folder: _before, ...rest } = found.spec;
      const spec = folder === rootFolder ? rest : { ...rest, folder };
      return () => write.update(datacenters, { ...found, spec } as Datacenter, words);
    }
    default:
      throw invalidParameter('list');
  }
}

function moveInto(call: VimCall): Json {
  const into = folders(call.fabric).find(({ folder }) => folder === call.moid);
  if (into === undefined) throw invalidParameter('this');
  const moves = listArg(call.body, 'list').map((each) => moveOf(call, referenceOf(each, 'list'), into));
  if (moves.length === 0) throw invalidParameter('list');
  const task = startTask(call, { words, target: { kind: 'Folder', name: into.name, id: into.folder } });
  for (const move of moves) move();
  return task;
}

export const movingMethods: readonly VimMethod[] = [
  { type: 'Folder', name: 'MoveIntoFolder_Task', privilege: 'Folder.Move', answer: moveInto },
];
