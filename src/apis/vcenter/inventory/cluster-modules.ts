// Modules of a cluster: VMs that DRS spreads over its hosts as far as it can. vCenter's own API beside the published one, which VM Service uses.
// Source: vmware/govmomi, vapi/cluster.
import { clusters, type Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { fnv1a32, uuidFrom } from '../../../std/hash.ts';
import { string, strings } from '../../../store/schema/infer.ts';
import type { ReadView } from '../../../store/view.ts';
import { notFound } from '../failure.ts';
import { done, ok, type Call, type Operation } from '../operation.ts';
import { readBody, textAt } from '../reading.ts';
import { clusterOf } from './clusters.ts';
import { list, rootFolder } from './places.ts';

type Module = NonNullable<Cluster['spec']['modules']>[number];

interface Found {
  readonly cluster: Cluster;
  readonly module: Module;
}

const modulesIn = (fabric: ReadView): readonly Found[] =>
  list<Cluster>(fabric, 'clusters').flatMap((cluster) =>
    (cluster.spec.modules ?? []).map((module) => ({ cluster, module })),
  );

function moduleOf({ fabric, params: { module: id = '' } }: Pick<Call, 'fabric' | 'params'>): Found {
  const found = modulesIn(fabric).find(({ module }) => module.id === id);
  if (found === undefined) throw notFound('Cluster module', id);
  return found;
}

/** The cluster of a module, where its privilege is asked. */
const onCluster = (call: Call): string =>
  modulesIn(call.fabric).find(({ module }) => module.id === call.params['module'])?.cluster.spec.moid ??
  rootFolder;

function write(call: Call, cluster: Cluster, modules: readonly Module[], why: string): void {
  call.write.update(clusters, { ...cluster, spec: { ...cluster.spec, modules } } as Cluster, why);
}

function create(call: Call) {
  const schema = { type: 'object', required: ['cluster'], properties: { cluster: string } } as const;
  const cluster = clusterOf(call.fabric, readBody(schema, call.body).cluster);
  const id = uuidFrom(fnv1a32(cluster.spec.moid), `module ${call.write.revision}`);
  write(call, cluster, [...(cluster.spec.modules ?? []), { id, vms: [] }], 'Create cluster module');
  return ok(id);
}

const vmsSchema = { type: 'object', required: ['vms'], properties: { vms: strings } } as const;

/** All of them or none: a VM of another cluster is none of it, and one comes and goes once. */
const change =
  (isAdded: boolean): Operation['answer'] =>
  (call) => {
    const { cluster, module } = moduleOf(call);
    const { vms } = readBody(vmsSchema, call.body);
    const isOfCluster = (id: string): boolean =>
      call.fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', id)?.spec.cluster ===
      cluster.metadata.name;
    const success = vms.every((id) =>
      isAdded ? isOfCluster(id) && !module.vms.includes(id) : module.vms.includes(id),
    );
    if (success) {
      const left = module.vms.filter((id) => !vms.includes(id));
      const next = { ...module, vms: isAdded ? [...module.vms, ...vms] : left };
      const modules = (cluster.spec.modules ?? []).map((each) => (each === module ? next : each));
      write(call, cluster, modules, `${isAdded ? 'Add to' : 'Remove from'} cluster module`);
    }
    return ok({ success });
  };

const path = 'vcenter/cluster/modules';
const members = `${path}/vm/{module}/members`;
const edit = 'Host.Inventory.EditCluster';

export const moduleOperations: readonly Operation[] = [
  {
    method: 'GET',
    path,
    privilege: 'System.Read',
    on: () => rootFolder,
    answer: ({ fabric }) =>
      ok({
        summaries: modulesIn(fabric).map(({ cluster, module }) => ({
          cluster: cluster.spec.moid,
          module: module.id,
        })),
      }),
  },
  {
    method: 'POST',
    path,
    privilege: edit,
    on: ({ body }) => textAt(body, 'cluster') ?? rootFolder,
    answer: create,
  },
  {
    method: 'DELETE',
    path: `${path}/{module}`,
    privilege: edit,
    on: onCluster,
    answer: (call) => {
      const { cluster, module } = moduleOf(call);
      const left = (cluster.spec.modules ?? []).filter((each) => each !== module);
      write(call, cluster, left, 'Delete cluster module');
      return done;
    },
  },
  {
    method: 'GET',
    path: members,
    privilege: 'System.Read',
    on: onCluster,
    answer: (call) => {
      const { vms } = moduleOf(call).module;
      const isThere = (id: string): boolean =>
        call.fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', id) !== undefined;
      return ok({ vms: vms.filter(isThere) });
    },
  },
  { method: 'POST', path: members, action: 'add', privilege: edit, on: onCluster, answer: change(true) },
  { method: 'POST', path: members, action: 'remove', privilege: edit, on: onCluster, answer: change(false) },
];
