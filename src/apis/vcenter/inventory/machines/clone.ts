// Copies of VMs. Source: vSphere Automation API, com.vmware.vcenter.VM.CloneSpec.
import { assignedMac } from '../../../../kinds/vsphere/assigned-devices.ts';
import type { Customization } from '../../../../kinds/vsphere/customization.ts';
import type { Hardware } from '../../../../kinds/vsphere/virtual-machine.ts';
import { fnv1a32, uuidFrom } from '../../../../std/hash.ts';
import { boolean, string, strings, type Infer } from '../../../../store/schema/infer.ts';
import { getOwn } from '../../../../std/own.ts';
import type { ReadView } from '../../../../store/view.ts';
import { notFound } from '../../failure.ts';
import type { Call } from '../../operation.ts';
import { readBody } from '../../reading.ts';
import { checkName, folderFor } from '../places.ts';
import { namesIn, register } from './create.ts';
import { fitting, specNamed } from './customization.ts';
import { isOwn, machineOf, managed, type OwnMachine } from './machine.ts';
import { datastoreOf, placeAsked, placementSchema } from './placement.ts';

const cloneSchema = {
  type: 'object',
  required: ['source', 'name'],
  properties: {
    source: string,
    name: string,
    placement: placementSchema,
    disks_to_remove: strings,
    disks_to_update: {
      type: 'object',
      additionalProperties: { type: 'object', properties: { datastore: string } },
    },
    power_on: boolean,
    guest_customization_spec: { type: 'object', properties: { name: string } },
  },
} as const;

/** Its guest is customized as it is wanted, or by the specification that is named. A copy with disks, addresses and an identity of its own, where its source is unless it is said otherwise. */
export function clone(call: Call, wanted?: Customization) {
  const { fabric, write } = call;
  const body = readBody(cloneSchema, call.body);
  const { source, name, placement = {}, power_on: isOn, guest_customization_spec: customized } = body;
  const customization =
    wanted ??
    (customized?.name === undefined ? undefined : specNamed(fabric, customized.name).spec.customization);
  const from = machineOf({ ...call, params: { vm: source } });
  if (!isOwn(from)) throw managed(from);
  const folder = placement.folder ?? from.spec.folder ?? '';
  folderFor(fabric, folder, 'VIRTUAL_MACHINE');
  checkName('Virtual machine', name, namesIn(fabric, folder));
  const place = placeAsked(fabric, placement);
  const moid = `vm-${write.revision + 1}`;
  const uuid = uuidFrom(fnv1a32(name), moid).replace(/^../, '50');
  const {
    snapshots: _taken,
    currentSnapshot: _current,
    isTemplate: _source,
    checkedOut: _out,
    ...copy
  } = from.spec;
  const spec = {
    ...copy,
    displayName: name,
    uuid,
    folder,
    power: 'Off' as const,
    cluster: place?.pool.cluster ?? from.spec.cluster,
    resourcePool: place?.pool.resource_pool ?? from.spec.resourcePool ?? '',
    hardware: copied(fabric, from, uuid, body),
    ...(customization === undefined ? {} : { customization: fitting(customization, from) }),
  };
  register(call, moid, spec, place?.host?.metadata.name ?? place?.pool.host ?? from.status?.host);
  return { moid, isOn: isOn === true };
}

function copied(
  view: ReadView,
  from: OwnMachine,
  uuid: string,
  { name, placement, disks_to_remove: left = [], disks_to_update: updated = {} }: Infer<typeof cloneSchema>,
): Hardware {
  const { hardware } = from.spec;
  const nameOf = (id: string | undefined): string | undefined =>
    id === undefined ? undefined : datastoreOf(view, id).metadata.name;
  const datastore = nameOf(placement?.datastore);
  for (const key of [...left, ...Object.keys(updated)])
    if (!hardware.disks.some((disk) => disk.key === key)) throw notFound('Virtual disk', key);
  return {
    ...hardware,
    datastore: datastore ?? hardware.datastore,
    disks: hardware.disks
      .filter(({ key }) => !left.includes(key))
      .map((disk, nth) => ({
        ...disk,
        datastore: nameOf(getOwn(updated, disk.key)?.datastore) ?? datastore ?? disk.datastore,
        file: `${name}/${name}${nth === 0 ? '' : `_${nth}`}.vmdk`,
      })),
    nics: hardware.nics.map(({ isManual: _given, ...nic }) => ({
      ...nic,
      macAddress: assignedMac(uuid, nic.key),
    })),
  };
}
