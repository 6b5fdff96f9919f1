// OVF descriptors: what is read out of one, what is refused, what is written of a VM and read again; and the disk that an export gives.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OwnMachine } from '../../../../src/apis/vcenter/inventory/machines/machine.ts';
import { emptyDisk, emptyDiskBytes } from '../../../../src/apis/vcenter/ovf/empty-disk.ts';
import { OvfError, readTemplate } from '../../../../src/apis/vcenter/ovf/read.ts';
import { descriptorOf } from '../../../../src/apis/vcenter/ovf/write.ts';
import { signedIn } from './support.ts';

const item = (
  type: number,
  members: Readonly<Record<string, string | number>>,
  configuration = '',
): string => {
  const inner = Object.entries({ ResourceType: type, ...members }).map(
    ([name, value]) => `<rasd:${name}>${value}</rasd:${name}>`,
  );
  return `<Item${configuration === '' ? '' : ` ovf:configuration="${configuration}"`}>${inner.join('')}</Item>`;
};

interface Parts {
  readonly items?: string;
  readonly disks?: string;
  readonly files?: string;
  readonly around?: string;
  readonly system?: string;
}

const envelope = ({ items = '', disks = '', files = '', around = '', system = '' }: Parts): string =>
  `<?xml version="1.0"?><Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="r" xmlns:vmw="v" xmlns:vssd="s">
<References>${files}</References><DiskSection>${disks}</DiskSection>
<NetworkSection><Network ovf:name="nat"><Description>The nat network</Description></Network></NetworkSection>${around}
<VirtualSystem ovf:id="vm"><Name>photon</Name><OperatingSystemSection ovf:id="36" vmw:osType="vmwarePhoton64Guest"/>${system}
<VirtualHardwareSection><System><vssd:VirtualSystemType>vmx-13, vmx-14</vssd:VirtualSystemType></System>${items}<vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/></VirtualHardwareSection></VirtualSystem></Envelope>`;

const sized =
  item(3, { VirtualQuantity: 2, InstanceID: 1 }) +
  item(4, { VirtualQuantity: 1024, AllocationUnits: 'byte * 2^20', InstanceID: 2 });
const scsi = item(6, { ResourceSubType: 'VirtualSCSI', InstanceID: 3 });
const disk = (id = 'd1') => item(17, { HostResource: `ovf:/disk/${id}`, Parent: 3, InstanceID: 4 });

it('a VM with its disks, adapters and agreements', () => {
  const descriptor = envelope({
    items:
      sized +
      scsi +
      disk() +
      item(10, { ResourceSubType: 'VmxNet3', Connection: 'nat', InstanceID: 5 }) +
      item(15, { InstanceID: 6 }),
    disks:
      '<Disk ovf:diskId="d1" ovf:capacity="16" ovf:capacityAllocationUnits="byte * 2^30" ovf:fileRef="f1"/>',
    files: '<File ovf:id="f1" ovf:href="photon-disk1.vmdk" ovf:size="4711"/>',
    system:
      '<EulaSection><License>be kind</License></EulaSection><AnnotationSection><Annotation>of the team</Annotation></AnnotationSection>',
  });
  expect(readTemplate(descriptor)).toEqual({
    name: 'photon',
    guestId: 'vmwarePhoton64Guest',
    version: 'vmx-13',
    firmware: 'efi',
    cpus: 2,
    coresPerSocket: 1,
    memoryMiB: 1_024,
    annotation: 'of the team',
    eulas: ['be kind'],
    networks: [{ name: 'nat', description: 'The nat network' }],
    disks: [{ bus: 'SCSI', capacityMiB: 16 * 1_024, file: { href: 'photon-disk1.vmdk', bytes: 4_711 } }],
    nics: [{ type: 'VMXNET3', network: 'nat' }],
    scsiAdapter: 'PVSCSI',
    cdroms: 1,
    configurations: [],
    warnings: [],
  });
});

it.each<[string, string, number]>([
  ['bytes', '', 1],
  ['byte * 2^20', '1', 1],
  ['byte * 2^30', '2', 2_048],
  ['byte * 1024', '2048', 2],
  ['MegaBytes', '10', 10],
  ['GigaBytes', '1', 1_024],
])('a disk of so many %s', (unit, capacity, capacityMiB) => {
  const disks = `<Disk ovf:diskId="d1" ovf:capacity="${capacity === '' ? 1_048_576 : capacity}" ovf:capacityAllocationUnits="${unit}"/>`;
  expect(readTemplate(envelope({ items: scsi + disk(), disks })).disks).toEqual([
    { bus: 'SCSI', capacityMiB },
  ]);
});

it('a disk as large as a property says, which is told as one that is not handed on', () => {
  const { disks, warnings } = readTemplate(
    envelope({
      items: scsi + disk(),
      disks: '<Disk ovf:diskId="d1" ovf:capacity="${size}" ovf:capacityAllocationUnits="byte * 2^30"/>',
      system: '<ProductSection><Property ovf:key="size" ovf:type="uint8" ovf:value="5"/></ProductSection>',
    }),
  );
  expect(disks).toEqual([{ bus: 'SCSI', capacityMiB: 5 * 1_024 }]);
  expect(warnings).toEqual(['Properties are not handed to the guest here: size.']);
});

describe('one of several configurations', () => {
  const descriptor = envelope({
    around:
      '<DeploymentOptionSection><Configuration ovf:id="small"><Label>S</Label></Configuration><Configuration ovf:id="large" ovf:default="true"/></DeploymentOptionSection>',
    items:
      item(3, { VirtualQuantity: 1 }) +
      item(3, { VirtualQuantity: 8 }, 'large') +
      item(4, { VirtualQuantity: 2, AllocationUnits: 'byte * 2^30' }),
  });
  it.each([
    ['', 8],
    ['large', 8],
    ['small', 1],
  ])('%j', (asked, cpus) => {
    expect(readTemplate(descriptor, asked)).toMatchObject({ cpus, memoryMiB: 2_048 });
  });
  it('that is not there', () => {
    expect(() => readTemplate(descriptor, 'huge')).toThrow(
      "Deployment option 'huge' is not in the OVF descriptor.",
    );
  });
});

it.each<[string, string]>([
  ['', 'not well-formed'],
  ['<!DOCTYPE a><a/>', 'Document type declarations are not taken'],
  ['<a/>', 'has no envelope'],
  ['<Envelope/>', 'describes no virtual system'],
  ['<Envelope><VirtualSystemCollection/></Envelope>', 'vApps are not supported'],
  ['<Envelope><VirtualSystem/></Envelope>', 'no virtual hardware'],
  [envelope({ items: disk() }), "Disk 'd1' is not in the disk section"],
  [
    envelope({ items: disk(), disks: '<Disk ovf:diskId="d1" ovf:capacity="1" ovf:fileRef="f9"/>' }),
    "File 'f9' is not among the references",
  ],
  [envelope({ items: item(3, { VirtualQuantity: 'many' }) }), "'many' in the OVF descriptor is no amount"],
])('%s is refused', (descriptor, words) => {
  expect(() => readTemplate(descriptor)).toThrow(OvfError);
  expect(() => readTemplate(descriptor)).toThrow(words);
});

it('whatever text comes, it is a template or refused in words', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('items', 'disks', 'files', 'around', 'system'), (text, part) => {
      try {
        readTemplate(envelope({ items: sized, [part]: text }));
      } catch (error) {
        expect(error).toBeInstanceOf(OvfError);
      }
    }),
    { numRuns: 200 },
  );
});

it('what is written of a VM is read again', () => {
  const client = signedIn();
  const created = client.ask('POST', '/api/vcenter/vm', {
    name: 'a <b> & "c"',
    guest_OS: 'UBUNTU_64',
    placement: { folder: 'group-v4', cluster: 'domain-c8', datastore: 'datastore-22' },
    hardware_version: 'VMX_19',
    boot: { type: 'EFI' },
    cpu: { count: 4 },
    memory: { size_MiB: 3_072 },
    disks: [{ type: 'SATA', new_vmdk: { capacity: 5 * 2 ** 30 } }, { new_vmdk: { capacity: 20 * 2 ** 30 } }],
    nics: [{ type: 'E1000E', backing: { type: 'DISTRIBUTED_PORTGROUP', network: 'dvportgroup-14' } }],
  });
  const fabric = client.world.view('fabric');
  const vm = fabric.get('vsphere.sandbox/virtualmachines', String(created.body)) as unknown as OwnMachine;
  const files = [{ path: 'one.vmdk', bytes: 71_680 }];
  expect(readTemplate(descriptorOf(fabric, vm, vm.spec.displayName, files))).toMatchObject({
    name: 'a <b> & "c"',
    guestId: 'ubuntu64Guest',
    version: 'vmx-19',
    firmware: 'efi',
    cpus: 4,
    memoryMiB: 3_072,
    networks: [{ name: 'DVPG-Workload' }],
    disks: [
      { bus: 'SATA', capacityMiB: 5 * 1_024, file: { href: 'one.vmdk', bytes: 71_680 } },
      { bus: 'SCSI', capacityMiB: 20 * 1_024 },
    ],
    nics: [{ type: 'E1000E', network: 'DVPG-Workload' }],
    scsiAdapter: 'PVSCSI',
  });
});

it.each([1, 30, 16 * 1_024, 2 * 1_024 * 1_024])('an empty disk of %s MiB is a whole VMDK', (capacityMiB) => {
  const bytes = emptyDisk(capacityMiB, 'disk-0.vmdk');
  expect(bytes.length).toBe(emptyDiskBytes(capacityMiB));
  const view = new DataView(bytes.buffer);
  const sectors = (capacityMiB * 2 ** 20) / 512;
  const header = (at: number) => ({
    magic: new TextDecoder().decode(bytes.subarray(at, at + 4)),
    capacity: Number(view.getBigUint64(at + 12, true)),
    directory: view.getBigUint64(at + 56, true),
  });
  expect(header(0)).toEqual({ magic: 'KDMV', capacity: sectors, directory: 0xffff_ffff_ffff_ffffn });
  // The footer stands before the end of the stream, and says where the directory is: behind its marker, as long as that says.
  const footer = header(bytes.length - 1_024);
  expect(footer).toMatchObject({ magic: 'KDMV', capacity: sectors });
  const marker = (Number(footer.directory) - 1) * 512;
  const [length, kind] = [Number(view.getBigUint64(marker, true)), view.getUint32(marker + 12, true)];
  expect([length * 512 >= Math.ceil(sectors / 128 / 512) * 4, kind]).toEqual([true, 2]);
  expect(new TextDecoder().decode(bytes.subarray(512, 512 + 20))).toBe('# Disk DescriptorFil');
});
