// What an OVF descriptor says of the one VM that it describes: sizes, disks with the files that fill them, adapters with their networks, what is
// to be agreed to. Source: DMTF DSP0243, Open Virtualization Format 1.1; the `vmw` extensions that vCenter writes.
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import { readXml, XmlError, type XmlElement } from '../../../std/xml.ts';

export type Bus = 'SCSI' | 'SATA' | 'NVME' | 'IDE';

export interface OvfDisk {
  readonly bus: Bus;
  readonly capacityMiB: number;
  /** What fills it; an empty disk has none. */
  readonly file?: { readonly href: string; readonly bytes: number };
}

export interface OvfTemplate {
  readonly name: string;
  /** In vim25's words, `otherLinux64Guest`. */
  readonly guestId: string;
  /** `vmx-19`. */
  readonly version?: string;
  readonly firmware?: 'bios' | 'efi';
  readonly cpus: number;
  readonly coresPerSocket: number;
  readonly memoryMiB: number;
  readonly annotation: string;
  readonly eulas: readonly string[];
  readonly networks: readonly { readonly name: string; readonly description: string }[];
  readonly disks: readonly OvfDisk[];
  /** As the Automation API names them, `VMXNET3`. */
  readonly nics: readonly { readonly type: string; readonly network: string }[];
  readonly scsiAdapter?: ScsiAdapter;
  readonly cdroms: number;
  readonly configurations: readonly {
    readonly id: string;
    readonly label: string;
    readonly description: string;
    readonly isDefault: boolean;
  }[];
  /** What cannot be made of it here, and what stays behind. */
  readonly warnings: readonly string[];
}

export type ScsiAdapter = 'LSILOGIC' | 'LSILOGICSAS' | 'BUSLOGIC' | 'PVSCSI';

/** A text that describes no VM. */
export class OvfError extends Error {}

const all = ({ children }: XmlElement, name: string): readonly XmlElement[] =>
  children.filter((child) => child.name === name);

const first = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);

const textIn = (element: XmlElement | undefined, name: string): string =>
  first(element, name)?.text.trim() ?? '';

/** Beyond it nothing is a whole number any more. */
const powerMost = 53;

/** `byte * 2^30` and the words of older versions, in bytes. */
function unitBytes(unit: string): number {
  const [, base, power] = /\*\s*(\d+)(?:\^(\d+))?\s*$/.exec(unit) ?? [];
  if (base !== undefined) {
    let bytes = 1;
    for (let factor = 0; factor < Math.min(Number(power ?? 1), powerMost); factor++) bytes *= Number(base);
    return bytes;
  }
  const sizes: Readonly<Record<string, number>> = { KILO: 1024, MEGA: bytesPerMiB, GIGA: 1024 * bytesPerMiB };
  return sizes[unit.slice(0, 4).toUpperCase()] ?? 1;
}

/** A number, or the property that stands for it: `${vmdisk1.size}`. */
function amount(text: string, properties: ReadonlyMap<string, string>): number {
  const [, named] = /^\$\{(.+)\}$/.exec(text) ?? [];
  const value = Number(named === undefined ? text : (properties.get(named) ?? ''));
  if (!Number.isSafeInteger(value) || value < 0)
    throw new OvfError(`'${text}' in the OVF descriptor is no amount.`);
  return value;
}

function propertiesOf(system: XmlElement): ReadonlyMap<string, string> {
  return new Map(
    all(system, 'ProductSection')
      .flatMap((section) => all(section, 'Property'))
      .map(({ attributes }) => [attributes['key'] ?? '', attributes['value'] ?? '']),
  );
}

const adapterTypes: Readonly<Record<string, string>> = {
  pcnet32: 'PCNET32',
  e1000: 'E1000',
  e1000e: 'E1000E',
  vmxnet: 'VMXNET',
  vmxnet2: 'VMXNET2',
  vmxnet3: 'VMXNET3',
};

const scsiTypes: Readonly<Record<string, ScsiAdapter>> = {
  lsilogic: 'LSILOGIC',
  lsilogicsas: 'LSILOGICSAS',
  buslogic: 'BUSLOGIC',
  virtualscsi: 'PVSCSI',
};

/** The bus that a controller makes, by its type of resource and its subtype. */
function busOf(item: XmlElement): Bus | undefined {
  const type = textIn(item, 'ResourceType');
  if (type === '5') return 'IDE';
  if (type === '6') return 'SCSI';
  if (type !== '20') return undefined;
  return /nvme/i.test(textIn(item, 'ResourceSubType')) ? 'NVME' : 'SATA';
}

interface Files {
  readonly disks: ReadonlyMap<string, XmlElement>;
  readonly files: ReadonlyMap<string, XmlElement>;
  readonly properties: ReadonlyMap<string, string>;
}

function diskOf(item: XmlElement, bus: Bus, { disks, files, properties }: Files): OvfDisk {
  const host = textIn(item, 'HostResource');
  const id = host.replace(/^(?:ovf:)?\/?disk\//, '');
  const disk = disks.get(id);
  if (disk === undefined)
    throw new OvfError(`Disk '${id}' is not in the disk section of the OVF descriptor.`);
  const { capacity = '', capacityAllocationUnits: unit = 'byte', fileRef } = disk.attributes;
  const capacityMiB = Math.ceil((amount(capacity, properties) * unitBytes(unit)) / bytesPerMiB);
  if (fileRef === undefined) return { bus, capacityMiB };
  const file = files.get(fileRef);
  if (file === undefined)
    throw new OvfError(`File '${fileRef}' is not among the references of the OVF descriptor.`);
  const { href = '', size = '0' } = file.attributes;
  return { bus, capacityMiB, file: { href, bytes: amount(size, properties) } };
}

function systemOf(envelope: XmlElement): XmlElement {
  if (envelope.name !== 'Envelope') throw new OvfError('The OVF descriptor has no envelope.');
  const system = first(envelope, 'VirtualSystem');
  if (system !== undefined) return system;
  throw new OvfError(
    first(envelope, 'VirtualSystemCollection') === undefined
      ? 'The OVF descriptor describes no virtual system.'
      : 'The OVF descriptor describes a collection of virtual systems: vApps are not supported.',
  );
}

function configurationsOf(envelope: XmlElement): OvfTemplate['configurations'] {
  const section = first(envelope, 'DeploymentOptionSection');
  const found = section === undefined ? [] : all(section, 'Configuration');
  return found.map((each) => ({
    id: each.attributes['id'] ?? '',
    label: textIn(each, 'Label'),
    description: textIn(each, 'Description'),
    isDefault: each.attributes['default'] === 'true',
  }));
}

const idOf = (element: XmlElement, name: string): [string, XmlElement] => [
  element.attributes[name] ?? '',
  element,
];

/** @param deployment id of the configuration that is asked for; without one its own default. Throws an OvfError. */
export function readTemplate(descriptor: string, deployment = ''): OvfTemplate {
  let envelope: XmlElement;
  try {
    envelope = readXml(descriptor);
  } catch (error) {
    if (error instanceof XmlError) throw new OvfError(error.message);
    throw error;
  }
  const system = systemOf(envelope);
  const hardware = first(system, 'VirtualHardwareSection');
  if (hardware === undefined) throw new OvfError('The OVF descriptor has no virtual hardware.');
  const configurations = configurationsOf(envelope);
  const usual = (configurations.find(({ isDefault }) => isDefault) ?? configurations[0])?.id ?? '';
  const wanted = deployment === '' ? usual : deployment;
  if (wanted !== usual && !configurations.some(({ id }) => id === wanted))
    throw new OvfError(`Deployment option '${wanted}' is not in the OVF descriptor.`);
  const items = hardware.children.filter(({ name, attributes: { configuration } }) => {
    const isItem = /^(?:Item|StorageItem|EthernetPortItem)$/.test(name);
    return isItem && (configuration === undefined || configuration.split(/\s+/).includes(wanted));
  });
  const ofType = (type: string) => items.filter((item) => textIn(item, 'ResourceType') === type);
  const section = (name: string, item: string) => {
    const found = first(envelope, name);
    return found === undefined ? [] : all(found, item);
  };
  const files: Files = {
    disks: new Map(section('DiskSection', 'Disk').map((disk) => idOf(disk, 'diskId'))),
    files: new Map(section('References', 'File').map((file) => idOf(file, 'id'))),
    properties: propertiesOf(system),
  };
  const buses = new Map(items.map((item) => [textIn(item, 'InstanceID'), busOf(item)]));
  const quantity = (type: string, least: number): number => {
    // What stands for the wanted configuration alone comes behind what stands for all.
    const item = ofType(type).at(-1);
    return item === undefined ? least : amount(textIn(item, 'VirtualQuantity'), files.properties);
  };
  const memory = ofType('4').at(-1);
  // Megabytes, where it is not said.
  const memoryUnit = unitBytes(textIn(memory, 'AllocationUnits') || 'byte * 2^20');
  const os = first(system, 'OperatingSystemSection');
  const vmx = textIn(first(hardware, 'System'), 'VirtualSystemType');
  const version = /vmx-\d+/.exec(vmx)?.[0];
  const firmware = all(hardware, 'Config').find(({ attributes }) => attributes['key'] === 'firmware')
    ?.attributes['value'];
  const scsi = ofType('6')[0];
  const scsiAdapter =
    scsi === undefined ? undefined : scsiTypes[textIn(scsi, 'ResourceSubType').toLowerCase()];
  const cores = Number(textIn(ofType('3').at(-1), 'CoresPerSocket') || '1');
  const disks = ofType('17').map((item) => diskOf(item, buses.get(textIn(item, 'Parent')) ?? 'SCSI', files));
  const nics = ofType('10').map((item) => ({
    type: adapterTypes[textIn(item, 'ResourceSubType').toLowerCase()] ?? 'E1000',
    network: textIn(item, 'Connection'),
  }));
  const properties = [...files.properties.keys()];
  return {
    name: textIn(system, 'Name') || (system.attributes['id'] ?? ''),
    guestId: os?.attributes['osType'] ?? 'otherGuest',
    ...(version === undefined ? {} : { version }),
    ...(firmware === 'efi' || firmware === 'bios' ? { firmware } : {}),
    cpus: quantity('3', 1),
    coresPerSocket: cores,
    memoryMiB: Math.ceil((quantity('4', 32) * memoryUnit) / bytesPerMiB),
    annotation: textIn(first(system, 'AnnotationSection'), 'Annotation'),
    eulas: [...all(system, 'EulaSection'), ...all(envelope, 'EulaSection')].map((each) =>
      textIn(each, 'License'),
    ),
    networks: section('NetworkSection', 'Network').map((each) => ({
      name: each.attributes['name'] ?? '',
      description: textIn(each, 'Description'),
    })),
    disks,
    nics,
    ...(scsiAdapter === undefined ? {} : { scsiAdapter }),
    cdroms: ofType('15').length,
    configurations,
    warnings:
      properties.length === 0
        ? []
        : [`Properties are not handed to the guest here: ${properties.filter(Boolean).join(', ')}.`],
  };
}
