/** Dialogs that make what the inventory is of: datacenters, clusters, hosts, folders, resource pools, VMs. */
import { guestTitleOf } from '../../../src/apis/vcenter/wire.ts';
import type { Cluster, Datacenter, Datastore } from '../../live/fabric.ts';
import { titleOf } from '../../live/fabric.ts';
import { rootFolder } from '../administration/vim.ts';
import type { Action } from '../actions.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { whole, type FormField } from './form.ts';
import { hostFolderOf, rootPoolOf, vmFolderOf } from './places.ts';
import { request, vim } from './requests.ts';

export const nameField = (value = '', help?: string): FormField => ({
  id: 'name',
  label: 'Name',
  type: 'text',
  value,
  required: true,
  check: (text) => (text.trim() === '' || text.length > 80 ? 'At most 80 characters' : undefined),
  ...(help === undefined ? {} : { help }),
});

export function newDatacenter(): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: 'New Datacenter',
      verb: 'Create',
      fields: [nameField()],
      action: ({ name = '' }) =>
        request(
          `Created datacenter ${name}`,
          'POST',
          '/api/vcenter/datacenter',
          { name, folder: rootFolder.value },
          `govc datacenter.create ${name}`,
        ),
    },
  });
}

export function newCluster(datacenter: Datacenter): void {
  const on = (id: string, label: string): FormField => ({ id, label, type: 'check', value: 'true' });
  dialogs.show({
    kind: 'form',
    form: {
      title: 'New Cluster',
      verb: 'Create',
      fields: [nameField(), on('drs', 'vSphere DRS'), on('ha', 'vSphere HA'), on('vsan', 'vSAN')],
      action: ({ name = '', drs, ha, vsan }) => {
        const spec = {
          drsConfig: { enabled: drs === 'true', defaultVmBehavior: 'fullyAutomated', vmotionRate: 3 },
          dasConfig: { enabled: ha === 'true' },
          vsanConfig: { enabled: vsan === 'true' },
        };
        const folder = hostFolderOf(datacenter.spec.moid);
        const govc = `govc cluster.create -dc ${titleOf(datacenter)} ${name}`;
        return vim(`Created cluster ${name}`, 'Folder', folder, 'CreateClusterEx', { name, spec }, govc);
      },
    },
  });
}

const hostFields: readonly FormField[] = [
  { id: 'name', label: 'Host name or IP address', type: 'text', value: '', required: true },
  { id: 'user', label: 'User name', type: 'text', value: 'root', required: true },
  { id: 'password', label: 'Password', type: 'text', value: 'VMware1!', required: true },
];

/** A host into a cluster, whom ESXi knows by its first user where no other is named. */
export function hostAdded(
  cluster: { readonly name: string; readonly moid: string },
  name: string,
  user = 'root',
  password = 'VMware1!',
): Action {
  const spec = { hostName: name, userName: user, password, force: false };
  const govc = `govc cluster.add -cluster ${cluster.name} -hostname ${name} -username ${user} -password ${password} -noverify`;
  return vim(
    `Added host ${name}`,
    'ClusterComputeResource',
    cluster.moid,
    'AddHost_Task',
    { spec, asConnected: true },
    govc,
  );
}

/** Into a cluster, or by itself into the datacenter. */
export function addHost(to: { readonly cluster: Cluster } | { readonly datacenter: Datacenter }): void {
  const title = 'cluster' in to ? `Add Host to ${titleOf(to.cluster)}` : 'Add Host';
  dialogs.show({
    kind: 'form',
    form: {
      title,
      verb: 'Add',
      fields: [
        { ...hostFields[0]!, help: 'The machine is of the same make as its neighbours' },
        ...hostFields.slice(1),
      ],
      action: ({ name = '', user = '', password = '' }) => {
        if ('datacenter' in to) {
          const folder = hostFolderOf(to.datacenter.spec.moid);
          const body = { hostname: name, user_name: user, password, folder, thumbprint_verification: 'NONE' };
          return request(
            `Added host ${name}`,
            'POST',
            '/api/vcenter/host',
            body,
            `govc host.add -hostname ${name} -username ${user} -password ${password} -noverify`,
          );
        }
        return hostAdded({ name: titleOf(to.cluster), moid: to.cluster.spec.moid }, name, user, password);
      },
    },
  });
}

/** `within` says which of a datacenter's folders it goes into. */
export function newFolder(parent: string, inside: string, within: 'host' | 'vm'): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: `New Folder in ${inside}`,
      verb: 'Create',
      fields: [nameField()],
      action: ({ name = '' }) =>
        vim(
          `Created folder ${name}`,
          'Folder',
          parent,
          'CreateFolder',
          { name },
          `govc folder.create /${inside}/${within}/${name}`,
        ),
    },
  });
}

export function newPool(cluster: Cluster): void {
  const amount = (id: string, label: string): FormField => ({
    id,
    label,
    type: 'number',
    value: '0',
    required: true,
    check: whole(0, 1_000_000_000),
  });
  dialogs.show({
    kind: 'form',
    form: {
      title: `New Resource Pool in ${titleOf(cluster)}`,
      verb: 'Create',
      fields: [
        nameField(),
        amount('cpu', 'CPU reservation (MHz)'),
        amount('memory', 'Memory reservation (MB)'),
      ],
      action: ({ name = '', cpu, memory }) => {
        const body = {
          name,
          parent: rootPoolOf(cluster.spec.moid),
          cpu_allocation: { reservation: Number(cpu) },
          memory_allocation: { reservation: Number(memory) },
        };
        const govc = `govc pool.create -cpu.reservation ${cpu ?? ''} -mem.reservation ${memory ?? ''} ${titleOf(cluster)}/Resources/${name}`;
        return request(`Created resource pool ${name}`, 'POST', '/api/vcenter/resource-pool', body, govc);
      },
    },
  });
}

const guests = [
  'OTHER_LINUX_64',
  'UBUNTU_64',
  'RHEL_9_64',
  'VMWARE_PHOTON_64',
  'WINDOWS_SERVER_2021',
] as const;

export function newMachine(cluster: Cluster, datacenter: Datacenter, datastores: readonly Datastore[]): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: 'New Virtual Machine',
      verb: 'Create',
      fields: [
        nameField(),
        {
          id: 'guest',
          label: 'Guest OS',
          type: 'select',
          value: guests[0],
          options: guests.map((value) => ({ value, label: guestTitleOf(value) })),
        },
        { id: 'cpus', label: 'CPU', type: 'number', value: '2', required: true, check: whole(1, 768) },
        {
          id: 'memory',
          label: 'Memory (MB)',
          type: 'number',
          value: '4096',
          required: true,
          check: whole(4, 25_165_824),
        },
        {
          id: 'disk',
          label: 'Disk (GB)',
          type: 'number',
          value: '16',
          required: true,
          check: whole(1, 63_488),
        },
        {
          id: 'datastore',
          label: 'Storage',
          type: 'select',
          value: datastores[0]?.spec.moid ?? '',
          required: true,
          options: datastores.map((datastore) => ({ value: datastore.spec.moid, label: titleOf(datastore) })),
        },
      ],
      action: ({ name = '', guest = '', cpus, memory, disk, datastore }) => {
        const body = {
          name,
          guest_OS: guest,
          placement: { folder: vmFolderOf(datacenter.spec.moid), cluster: cluster.spec.moid, datastore },
          cpu: { count: Number(cpus) },
          memory: { size_MiB: Number(memory) },
          disks: [{ new_vmdk: { capacity: Number(disk) * 2 ** 30 } }],
        };
        const store = datastores.find(({ spec }) => spec.moid === datastore);
        const on = `-pool ${titleOf(cluster)}/Resources -ds ${store === undefined ? '' : titleOf(store)} -net 'VM Network'`;
        const govc = `govc vm.create -c ${cpus ?? ''} -m ${memory ?? ''} -disk ${disk ?? ''}GB ${on} -on=false ${name}`;
        return request(`Created virtual machine ${name}`, 'POST', '/api/vcenter/vm', body, govc);
      },
    },
  });
}

/** Gives another name to what VI/JSON calls `type`. */
export function rename(type: string, moid: string, before: string): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: `Rename ${before}`,
      verb: 'Rename',
      fields: [nameField(before)],
      action: ({ name = '' }) =>
        vim(
          `Renamed ${before} to ${name}`,
          type,
          moid,
          'Rename_Task',
          { newName: name },
          `govc object.rename ${type}:${moid} ${name}`,
        ),
    },
  });
}
