// A VM's configuration as vim25 asks for it, as the Automation API would be asked: name, size, devices, where its files go. Source: vim25
// VirtualMachineConfigSpec, VirtualDeviceConfigSpec.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { networksIn } from '../../../kinds/vsphere/network.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';
import type { ReadView } from '../../../store/view.ts';
import { list, titleOf } from '../inventory/places.ts';
import { listArg } from './arguments.ts';
import { guestNameOf } from '../inventory/machines/guest-os.ts';
import { invalidParameter, member, referred } from './method.ts';

const bytesPerKiB = 1_024;

const adapters: Readonly<Record<string, string>> = {
  VirtualVmxnet3: 'VMXNET3',
  VirtualVmxnet2: 'VMXNET2',
  VirtualVmxnet: 'VMXNET',
  VirtualE1000: 'E1000',
  VirtualE1000e: 'E1000E',
  VirtualPCNet32: 'PCNET32',
};

/** Buses by the controllers that make them. */
export const buses: readonly (readonly [controller: RegExp, bus: string])[] = [
  [/^Virtual(?:LsiLogic|LsiLogicSAS|BusLogic|SCSI|ParaVirtualSCSI)\w*$|^ParaVirtualSCSIController$/, 'SCSI'],
  [/^VirtualAHCIController$|^VirtualSATAController$/, 'SATA'],
  [/^VirtualNVMEController$/, 'NVME'],
  [/^VirtualIDEController$/, 'IDE'],
];

/** The controllers that every VM may be given, by their keys. */
export const usual: ReadonlyMap<number, string> = new Map([
  [200, 'IDE'],
  [201, 'IDE'],
  [1_000, 'SCSI'],
  [15_000, 'SATA'],
  [31_000, 'NVME'],
]);

/** Controllers of the SCSI bus by the adapter that each is. */
export const scsiControllers: Readonly<Record<string, string>> = {
  PVSCSI: 'ParaVirtualSCSIController',
  LSILOGIC: 'VirtualLsiLogicController',
  LSILOGICSAS: 'VirtualLsiLogicSASController',
  BUSLOGIC: 'VirtualBusLogicController',
};

export const typeOf = (device: Json | undefined): string => String(member(device, '_typeName') ?? '');

export const isNic = (device: Json | undefined): boolean => Object.hasOwn(adapters, typeOf(device));
export const isDisk = (device: Json | undefined): boolean => typeOf(device) === 'VirtualDisk';

/** The network that an adapter is backed by. */
function networkOf(
  view: ReadView,
  backing: Json | undefined,
): { readonly type: string; readonly network: string } {
  const name = member(backing, 'deviceName') ?? member(backing, 'opaqueNetworkId');
  const id = referred(member(backing, 'network')) ?? member(member(backing, 'port'), 'portgroupKey');
  const found = networksIn(view).find((known) => known.id === id || known.spec.displayName === name);
  if (found === undefined) throw invalidParameter('deviceChange.device.backing');
  return { type: found.spec.type, network: found.id };
}

/** One that is added is connected when the VM is switched on, unless it is said not to be. */
export function nicAsked(view: ReadView, device: Json, isNew: boolean): JsonObject {
  const start = member(member(device, 'connectable'), 'startConnected') ?? (isNew ? true : undefined);
  const mac = member(device, 'macAddress');
  const isManual = member(device, 'addressType') === 'manual' && typeof mac === 'string';
  return {
    type: adapters[typeOf(device)] ?? 'VMXNET3',
    backing: networkOf(view, member(device, 'backing')),
    ...(isManual ? { mac_type: 'MANUAL', mac_address: mac } : {}),
    ...(typeof start === 'boolean' ? { start_connected: start } : {}),
  };
}

export function diskAsked(device: Json, controllers: ReadonlyMap<number, string>): JsonObject {
  const bytes = member(device, 'capacityInBytes');
  const kib = member(device, 'capacityInKB');
  const capacity =
    typeof bytes === 'number' && bytes > 0 ? bytes : typeof kib === 'number' ? kib * bytesPerKiB : 0;
  const type = controllers.get(Number(member(device, 'controllerKey'))) ?? 'SCSI';
  return { type, new_vmdk: { capacity } };
}

export const isCdrom = (device: Json | undefined): boolean => typeOf(device) === 'VirtualCdrom';

/** A drive as the Automation API would be asked for it. */
export function cdromAsked(device: Json): JsonObject {
  const backing = member(device, 'backing');
  const start = member(member(device, 'connectable'), 'startConnected');
  const isSata = Number(member(device, 'controllerKey')) >= 15_000;
  const file = member(backing, 'fileName');
  const kind = typeOf(backing);
  const asked =
    kind === 'VirtualCdromIsoBackingInfo'
      ? { type: 'ISO_FILE', iso_file: typeof file === 'string' ? file : '' }
      : { type: kind.includes('Remote') ? 'CLIENT_DEVICE' : 'HOST_DEVICE' };
  return {
    type: isSata ? 'SATA' : 'IDE',
    backing: asked,
    ...(typeof start === 'boolean' ? { start_connected: start } : {}),
  };
}

/** The adapter that a controller of the SCSI bus is, as the Automation API names it. */
export function scsiAdapterOf(device: Json): string | undefined {
  return Object.entries(scsiControllers).find(([, controller]) => controller === typeOf(device))?.[0];
}

interface Change {
  readonly operation: string;
  readonly device: Json;
}

export function changeOf(change: Json): Change {
  const device = member(change, 'device');
  if (device === undefined) throw invalidParameter('deviceChange.device');
  return { operation: String(member(change, 'operation') ?? 'edit'), device };
}

/** The datastore of a path such as `[vsanDatastore] web/web.vmx`. */
export function datastoreAt(view: ReadView, path: Json | undefined): string | undefined {
  const [, name] = typeof path === 'string' ? (/^\[([^\]]+)\]/.exec(path) ?? []) : [];
  return list<Datastore>(view, 'datastores').find((store) => titleOf(store) === name)?.spec.moid;
}

/** What com.vmware.vcenter.VM.CreateSpec has for a new VM; without its placement. */
export function createSpecOf(view: ReadView, config: Json): JsonObject {
  const name = member(config, 'name');
  if (typeof name !== 'string') throw invalidParameter('config.name');
  const guestId = member(config, 'guestId') ?? 'otherGuest';
  const changes = listArg({ changes: member(config, 'deviceChange') ?? [] }, 'changes').map(changeOf);
  const added = changes.filter(({ operation }) => operation === 'add').map(({ device }) => device);
  const controllers = new Map(usual);
  for (const device of added) {
    const bus = buses.find(([controller]) => controller.test(typeOf(device)))?.[1];
    if (bus !== undefined) controllers.set(Number(member(device, 'key')), bus);
  }
  const adapter = added.map(scsiAdapterOf).find((type) => type !== undefined);
  const [count, coresPerSocket] = [member(config, 'numCPUs'), member(config, 'numCoresPerSocket')];
  const memory = member(config, 'memoryMB');
  const version = member(config, 'version');
  const firmware = member(config, 'firmware');
  return {
    name,
    guest_OS: guestNameOf(String(guestId)),
    ...(typeof version === 'string' ? { hardware_version: version.toUpperCase().replace('-', '_') } : {}),
    ...(typeof firmware === 'string' ? { boot: { type: firmware.toUpperCase() } } : {}),
    cpu: {
      count: typeof count === 'number' ? count : 1,
      ...(typeof coresPerSocket === 'number' ? { cores_per_socket: coresPerSocket } : {}),
    },
    memory: { size_MiB: typeof memory === 'number' ? memory : 32 },
    ...(adapter === undefined ? {} : { scsi_adapters: [{ type: adapter }] }),
    cdroms: added.filter(isCdrom).map(cdromAsked),
    disks: added.filter(isDisk).map((device) => diskAsked(device, controllers)),
    nics: added.filter(isNic).map((device) => nicAsked(view, device, true)),
  };
}
