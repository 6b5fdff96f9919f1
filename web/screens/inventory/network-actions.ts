/** What is done to distributed switches and their port groups: made, changed, joined by hosts, renamed, deleted. vCenter has it in VI/JSON alone. */
import { titleOf, type Datacenter, type Host } from '../../live/fabric.ts';
import { rights } from '../../live/rights.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { nameField, rename } from './create.ts';
import { whole, type FormField } from './form.ts';
import { networkFolderOf } from './places.ts';
import { ask, vim } from './requests.ts';
import type { DistributedSwitch, PortGroup } from './switches.svelte.ts';

const switchType = 'VmwareDistributedVirtualSwitch';
const groupType = 'DistributedVirtualPortgroup';

const number = (id: string, label: string, value: number, least: number, most: number): FormField => ({
  id,
  label,
  type: 'number',
  value: String(value),
  required: true,
  check: whole(least, most),
});

const mtuField = (value: number): FormField => number('mtu', 'MTU (Bytes)', value, 1_280, 9_000);
const uplinksField = (value: number): FormField => number('uplinks', 'Number of uplinks', value, 1, 32);
const vlanField = (value: number): FormField => ({
  ...number('vlan', 'VLAN ID', value, 0, 4_094),
  help: '0 for none',
});

const uplinkPolicy = (count: number) => ({
  _typeName: 'DVSNameArrayUplinkPortPolicy',
  uplinkPortName: Array.from({ length: count }, (_, nth) => `Uplink ${nth + 1}`),
});

const vlanSetting = (vlan: number) => ({
  _typeName: 'VMwareDVSPortSetting',
  vlan: { _typeName: 'VmwareDistributedVirtualSwitchVlanIdSpec', inherited: false, vlanId: vlan },
});

function newSwitch(datacenter: Datacenter): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: `New Distributed Switch in ${titleOf(datacenter)}`,
      verb: 'Create',
      fields: [nameField(), uplinksField(4), mtuField(1_500)],
      action: ({ name = '', uplinks, mtu }) => {
        const configSpec = {
          _typeName: 'VMwareDVSConfigSpec',
          name,
          maxMtu: Number(mtu),
          uplinkPortPolicy: uplinkPolicy(Number(uplinks)),
        };
        return vim(
          `Created distributed switch ${name}`,
          'Folder',
          networkFolderOf(datacenter.spec.moid),
          'CreateDVS_Task',
          { spec: { configSpec } },
          `govc dvs.create -dc ${titleOf(datacenter)} -mtu ${mtu} -num-uplinks ${uplinks} ${name}`,
        );
      },
    },
  });
}

function newPortGroup({ id, name: owner }: DistributedSwitch): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: `New Distributed Port Group on ${owner}`,
      verb: 'Create',
      fields: [nameField(), vlanField(0)],
      action: ({ name = '', vlan }) =>
        vim(
          `Created distributed port group ${name}`,
          switchType,
          id,
          'CreateDVPortgroup_Task',
          { spec: { name, type: 'earlyBinding', numPorts: 8, defaultPortConfig: vlanSetting(Number(vlan)) } },
          `govc dvs.portgroup.add -dvs ${owner} -vlan ${vlan} ${name}`,
        ),
    },
  });
}

function editSwitch({ id, name, mtu, uplinks }: DistributedSwitch): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: `Edit Settings of ${name}`,
      verb: 'Save',
      fields: [uplinksField(uplinks), mtuField(mtu)],
      action: (values) => {
        const spec = {
          _typeName: 'VMwareDVSConfigSpec',
          configVersion: '1',
          maxMtu: Number(values['mtu']),
          uplinkPortPolicy: uplinkPolicy(Number(values['uplinks'])),
        };
        const govc = `govc dvs.change -mtu ${values['mtu']} ${name}`;
        return vim(
          `Changed distributed switch ${name}`,
          switchType,
          id,
          'ReconfigureDvs_Task',
          { spec },
          govc,
        );
      },
    },
  });
}

/** One that is not on it joins, or one that is leaves. */
function changeHosts(
  { id, name }: DistributedSwitch,
  operation: 'add' | 'remove',
  hosts: readonly Host[],
): void {
  const isAdding = operation === 'add';
  dialogs.show({
    kind: 'form',
    form: {
      title: isAdding ? `Add Host to ${name}` : `Remove Host from ${name}`,
      verb: isAdding ? 'Add' : 'Remove',
      fields: [
        {
          id: 'host',
          label: 'Host',
          type: 'select',
          value: hosts[0]?.spec.moid ?? '',
          options: hosts.map(({ metadata, spec }) => ({ value: spec.moid, label: metadata.name })),
        },
        ...(isAdding
          ? [
              {
                id: 'nic',
                label: 'Physical adapter',
                type: 'select',
                value: '',
                options: ['', 'vmnic0', 'vmnic1', 'vmnic2', 'vmnic3'].map((value) => ({
                  value,
                  label: value === '' ? 'None' : value,
                })),
                help: 'It leaves the switch that it is on',
              } as const,
            ]
          : []),
      ],
      action: ({ host = '', nic = '' }) => {
        const title = hosts.find(({ spec }) => spec.moid === host)?.metadata.name ?? host;
        const member = {
          operation,
          host: { _typeName: 'ManagedObjectReference', type: 'HostSystem', value: host },
          ...(nic === ''
            ? {}
            : {
                backing: {
                  _typeName: 'DistributedVirtualSwitchHostMemberPnicBacking',
                  pnicSpec: [{ pnicDevice: nic }],
                },
              }),
        };
        const spec = { _typeName: 'VMwareDVSConfigSpec', configVersion: '1', host: [member] };
        const govc = `govc dvs.add -dvs ${name}${nic === '' ? '' : ` -pnic ${nic}`} ${title}`;
        return vim(
          isAdding ? `Added ${title} to ${name}` : `Removed ${title} from ${name}`,
          switchType,
          id,
          'ReconfigureDvs_Task',
          { spec },
          isAdding ? govc : undefined,
        );
      },
    },
  });
}

export const networkDatacenterItems = (datacenter: Datacenter): MenuItem[] =>
  rights.guard('DVSwitch.Create', { type: 'Datacenter', value: datacenter.spec.moid }, [
    {
      label: 'New Distributed Switch…',
      icon: 'fabric',
      section: 'Distributed Switch',
      onselect: () => newSwitch(datacenter),
    },
  ]);

export function switchItems(known: DistributedSwitch, hosts: readonly Host[]): MenuItem[] {
  const { id, name } = known;
  const entity = { type: switchType, value: id };
  const [on, off] = [true, false].map((isOn) =>
    hosts.filter(({ spec }) => known.hosts.includes(spec.moid) === isOn),
  );
  return [
    ...rights.guard('DVPortgroup.Create', entity, [
      {
        label: 'New Distributed Port Group…',
        icon: 'network',
        section: 'Distributed Switch',
        onselect: () => newPortGroup(known),
      },
    ]),
    ...rights.guard('DVSwitch.Modify', entity, [
      {
        label: 'Add Host…',
        icon: 'host',
        reason: off?.length === 0 ? 'all hosts are on it' : undefined,
        onselect: () => changeHosts(known, 'add', off ?? []),
      },
      {
        label: 'Remove Host…',
        icon: 'host',
        reason: on?.length === 0 ? 'no host is on it' : undefined,
        onselect: () => changeHosts(known, 'remove', on ?? []),
      },
      { label: 'Edit Settings…', icon: 'edit', section: true, onselect: () => editSwitch(known) },
      { label: 'Rename…', icon: 'edit', onselect: () => rename(switchType, id, name) },
    ]),
    ...rights.guard('DVSwitch.Delete', entity, [
      {
        label: 'Delete…',
        icon: 'remove',
        onselect: () =>
          ask(
            {
              title: `Delete distributed switch ${name}?`,
              verb: 'Delete',
              text: 'Its port groups go with it. It stays while a virtual machine is on one of them.',
              danger: true,
            },
            vim(
              `Deleted distributed switch ${name}`,
              switchType,
              id,
              'Destroy_Task',
              {},
              `govc object.destroy ${switchType}:${id}`,
            ),
          ),
      },
    ]),
  ];
}

export function portGroupItems({ id, name }: PortGroup): MenuItem[] {
  const entity = { type: groupType, value: id };
  return [
    ...rights.guard('DVPortgroup.Modify', entity, [
      {
        label: 'Edit VLAN…',
        icon: 'edit',
        section: 'Distributed Port Group',
        onselect: () =>
          dialogs.show({
            kind: 'form',
            form: {
              title: `Edit VLAN of ${name}`,
              verb: 'Save',
              fields: [vlanField(0)],
              action: ({ vlan }) =>
                vim(
                  `Changed distributed port group ${name}`,
                  groupType,
                  id,
                  'ReconfigureDVPortgroup_Task',
                  { spec: { configVersion: '1', defaultPortConfig: vlanSetting(Number(vlan)) } },
                  `govc dvs.portgroup.change -vlan ${vlan} ${name}`,
                ),
            },
          }),
      },
      { label: 'Rename…', icon: 'edit', onselect: () => rename(groupType, id, name) },
    ]),
    ...rights.guard('DVPortgroup.Delete', entity, [
      {
        label: 'Delete…',
        icon: 'remove',
        onselect: () =>
          ask(
            {
              title: `Delete distributed port group ${name}?`,
              verb: 'Delete',
              text: 'It stays while a virtual machine is on it.',
              danger: true,
            },
            vim(
              `Deleted distributed port group ${name}`,
              groupType,
              id,
              'Destroy_Task',
              {},
              `govc object.destroy ${groupType}:${id}`,
            ),
          ),
      },
    ]),
  ];
}
