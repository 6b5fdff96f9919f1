// The OVF descriptor of a VM, as vCenter writes it for an export. Source: DMTF DSP0243, Open Virtualization Format 1.1.
import { networksIn } from '../../../kinds/vsphere/network.ts';
import type { ReadView } from '../../../store/view.ts';
import { escapeXml } from '../../../std/xml.ts';
import { guestIdOf, guestTitleOf } from '../inventory/machines/guest-os.ts';
import { guestOsOf } from '../inventory/machines/guest.ts';
import type { OwnMachine } from '../inventory/machines/machine.ts';
import type { Bus, ScsiAdapter } from './read.ts';

/** A file that fills a disk, in the order of disks. */
export interface OvfFile {
  readonly path: string;
  readonly bytes: number;
}

/** What stands in an element of its own, indented by what it is in. */
type Line = string | readonly Line[];

const printed = (lines: readonly Line[], deep: number): string =>
  lines
    .map((line) => (typeof line === 'string' ? `${'  '.repeat(deep)}${line}\n` : printed(line, deep + 1)))
    .join('');

const element = (name: string, text: string | number): string =>
  `<${name}>${escapeXml(String(text))}</${name}>`;

const section = (name: string, lines: readonly Line[]): readonly Line[] => [`<${name}>`, lines, `</${name}>`];

/** Members of an item, in the order of their names, as the schema has them. */
function item(members: Readonly<Record<string, string | number>>): readonly Line[] {
  const names = Object.keys(members).toSorted();
  return section(
    'Item',
    names.map((name) => element(`rasd:${name}`, members[name] ?? '')),
  );
}

const scsiSubTypes: Readonly<Record<ScsiAdapter, string>> = {
  LSILOGIC: 'lsilogic',
  LSILOGICSAS: 'lsilogicsas',
  BUSLOGIC: 'buslogic',
  PVSCSI: 'VirtualSCSI',
};

const controllers: Readonly<
  Record<Bus, { readonly name: string; readonly type: number; readonly sub?: string }>
> = {
  SCSI: { name: 'SCSI Controller', type: 6 },
  IDE: { name: 'VirtualIDEController', type: 5 },
  SATA: { name: 'SATA Controller', type: 20, sub: 'vmware.sata.ahci' },
  NVME: { name: 'NVME Controller', type: 20, sub: 'vmware.nvme.controller' },
};

const adapterNames: Readonly<Record<string, string>> = {
  VMXNET3: 'VmxNet3',
  VMXNET2: 'VmxNet2',
  VMXNET: 'VmxNet',
  E1000: 'E1000',
  E1000E: 'E1000e',
  PCNET32: 'PCNet32',
};

function hardwareItems(vm: OwnMachine, titles: ReadonlyMap<string, string>): readonly Line[] {
  const { cpus, memoryMiB, hardware } = vm.spec;
  let instance = 0;
  const next = (): number => (instance += 1);
  const buses = [...new Set(hardware.disks.map(({ bus }) => bus))];
  const processors = item({
    AllocationUnits: 'hertz * 10^6',
    Description: 'Number of Virtual CPUs',
    ElementName: `${cpus} virtual CPU(s)`,
    InstanceID: next(),
    ResourceType: 3,
    VirtualQuantity: cpus,
  });
  const memory = item({
    AllocationUnits: 'byte * 2^20',
    Description: 'Memory Size',
    ElementName: `${memoryMiB}MB of memory`,
    InstanceID: next(),
    ResourceType: 4,
    VirtualQuantity: memoryMiB,
  });
  const ids = new Map(buses.map((bus) => [bus, next()] as const));
  const ofBuses = buses.map((bus) => {
    const { name, type, sub } = controllers[bus];
    const scsi = scsiSubTypes[(hardware.scsiAdapter ?? 'PVSCSI') as ScsiAdapter];
    const subType = bus === 'SCSI' ? scsi : sub;
    return item({
      Address: 0,
      Description: name,
      ElementName: `${name} 0`,
      InstanceID: ids.get(bus) ?? 0,
      ResourceType: type,
      ...(subType === undefined ? {} : { ResourceSubType: subType }),
    });
  });
  const disks = hardware.disks.map(({ bus, unit }, nth) =>
    item({
      AddressOnParent: unit,
      ElementName: `Hard Disk ${nth + 1}`,
      HostResource: `ovf:/disk/vmdisk${nth + 1}`,
      InstanceID: next(),
      Parent: ids.get(bus) ?? 0,
      ResourceType: 17,
    }),
  );
  const adapters = hardware.nics.map(({ type, network }, nth) => {
    const title = titles.get(network) ?? network;
    const name = adapterNames[type] ?? type;
    return item({
      AddressOnParent: 7 + nth,
      AutomaticAllocation: 'true',
      Connection: title,
      Description: `${name} ethernet adapter on "${title}"`,
      ElementName: `Network adapter ${nth + 1}`,
      InstanceID: next(),
      ResourceSubType: name,
      ResourceType: 10,
    });
  });
  return [processors, memory, ...ofBuses, ...disks, ...adapters].flat();
}

/** `files` fill the disks one after the other; a disk without one is empty. */
export function descriptorOf(
  fabric: ReadView,
  vm: OwnMachine,
  name: string,
  files: readonly OvfFile[],
): string {
  const { hardware, notes } = vm.spec;
  const titles = new Map(networksIn(fabric).map(({ id, spec }) => [id, spec.displayName]));
  const networks = [...new Set(hardware.nics.map(({ network }) => titles.get(network) ?? network))];
  const guest = guestOsOf(vm);
  const attribute = (text: string | number): string => `"${escapeXml(String(text))}"`;
  const disks = hardware.disks.map(({ capacityMiB }, nth) => {
    const ref = files[nth] === undefined ? '' : ` ovf:fileRef="file${nth + 1}"`;
    const format = 'http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized';
    return `<Disk ovf:capacity="${capacityMiB}" ovf:capacityAllocationUnits="byte * 2^20" ovf:diskId="vmdisk${nth + 1}"${ref} ovf:format="${format}" ovf:populatedSize="0"/>`;
  });
  const body: readonly Line[] = [
    ...section(
      'References',
      files.map(
        ({ path, bytes }, nth) =>
          `<File ovf:href=${attribute(path)} ovf:id="file${nth + 1}" ovf:size="${bytes}"/>`,
      ),
    ),
    ...section('DiskSection', [element('Info', 'Virtual disk information'), ...disks]),
    ...section('NetworkSection', [
      element('Info', 'The list of logical networks'),
      ...networks.flatMap((network) => [
        `<Network ovf:name=${attribute(network)}>`,
        [element('Description', `The ${network} network`)],
        '</Network>',
      ]),
    ]),
    `<VirtualSystem ovf:id=${attribute(name)}>`,
    [
      element('Info', 'A virtual machine'),
      element('Name', name),
      `<OperatingSystemSection ovf:id="1" vmw:osType=${attribute(guestIdOf(guest))}>`,
      [
        element('Info', 'The kind of installed guest operating system'),
        element('Description', guestTitleOf(guest)),
      ],
      '</OperatingSystemSection>',
      ...section('VirtualHardwareSection', [
        element('Info', 'Virtual hardware requirements'),
        ...section('System', [
          element('vssd:ElementName', 'Virtual Hardware Family'),
          element('vssd:InstanceID', 0),
          element('vssd:VirtualSystemIdentifier', name),
          element('vssd:VirtualSystemType', hardware.version.toLowerCase().replace('_', '-')),
        ]),
        ...hardwareItems(vm, titles),
        `<vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="${hardware.firmware.toLowerCase()}"/>`,
      ]),
      ...(notes === undefined
        ? []
        : section('AnnotationSection', [
            element('Info', 'A human-readable annotation'),
            element('Annotation', notes),
          ])),
    ],
    '</VirtualSystem>',
  ];
  const spaces = [
    'xmlns="http://schemas.dmtf.org/ovf/envelope/1"',
    'xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"',
    'xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"',
    'xmlns:vmw="http://www.vmware.com/schema/ovf"',
    'xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData"',
  ].join(' ');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${printed([`<Envelope ${spaces}>`, body, '</Envelope>'], 0)}`;
}
