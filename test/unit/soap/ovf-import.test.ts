// OVF templates imported and VMs exported under leases, as govc and ovftool do it: a spec of the descriptor, a VM of the spec, its disks sent or
// fetched, the end.
import { beforeEach, describe, expect, it } from 'vitest';
import type { WireResponse } from '../../../src/apis/kubernetes/wire.ts';
import { escapeXml, type XmlElement } from '../../../src/std/xml.ts';
import { signedIn, textAt, within, type SoapClient } from './client.ts';

const descriptor = `<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="r" xmlns:vmw="v">
<References><File ovf:id="f1" ovf:href="tty.vmdk" ovf:size="300000"/></References>
<DiskSection><Disk ovf:diskId="d1" ovf:capacity="30" ovf:capacityAllocationUnits="byte * 2^20" ovf:fileRef="f1"/></DiskSection>
<NetworkSection><Network ovf:name="nat"/></NetworkSection>
<VirtualSystem ovf:id="tty"><OperatingSystemSection vmw:osType="otherLinuxGuest"/><VirtualHardwareSection>
<Item><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>2</rasd:VirtualQuantity></Item>
<Item><rasd:InstanceID>2</rasd:InstanceID><rasd:ResourceType>4</rasd:ResourceType><rasd:VirtualQuantity>64</rasd:VirtualQuantity></Item>
<Item><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceType>6</rasd:ResourceType><rasd:ResourceSubType>lsilogic</rasd:ResourceSubType></Item>
<Item><rasd:HostResource>ovf:/disk/d1</rasd:HostResource><rasd:InstanceID>4</rasd:InstanceID><rasd:Parent>3</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></Item>
<Item><rasd:Connection>nat</rasd:Connection><rasd:InstanceID>5</rasd:InstanceID><rasd:ResourceSubType>E1000</rasd:ResourceSubType><rasd:ResourceType>10</rasd:ResourceType></Item>
</VirtualHardwareSection></VirtualSystem></Envelope>`;

const manager = ['OvfManager', 'OvfManager'] as const;
const pool = '<resourcePool type="ResourcePool">resgroup-9</resourcePool>';
const store = '<datastore type="Datastore">datastore-22</datastore>';
const mapping =
  '<networkMapping><name>nat</name><network type="DistributedVirtualPortgroup">dvportgroup-14</network></networkMapping>';

const specOf = (client: SoapClient, name: string): readonly XmlElement[] =>
  client.returned(
    ...manager,
    'CreateImportSpec',
    `<ovfDescriptor>${escapeXml(descriptor)}</ovfDescriptor>${pool}${store}<cisp><entityName>${name}</entityName>${mapping}</cisp>`,
  );

/** An element as it came, with the types that its client has read. */
const written = ({ name, attributes, children, text }: XmlElement, as = name): string => {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return `<${as}${given.join('')}>${children.map((child) => written(child)).join('')}${escapeXml(text)}</${as}>`;
};

/** Id of the lease under which a VM is imported. */
function imported(client: SoapClient, name: string): string {
  const [spec] = within(specOf(client, name)[0] as XmlElement, 'importSpec');
  const folder = '<folder type="Folder">group-v4</folder>';
  const [lease] = client.returned(
    'ResourcePool',
    'resgroup-9',
    'ImportVApp',
    `${written(spec as XmlElement, 'spec')}${folder}`,
  );
  return lease?.text ?? '';
}

function read(client: SoapClient, lease: string, ...paths: readonly string[]): readonly XmlElement[] {
  const set = `<propSet><type>HttpNfcLease</type>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet>`;
  const specSet = `<specSet>${set}<objectSet><obj type="HttpNfcLease">${lease}</obj></objectSet></specSet><options/>`;
  const [told] = client.returned('PropertyCollector', 'propertyCollector', 'RetrievePropertiesEx', specSet);
  const [object] = within(told as XmlElement, 'objects');
  return within(object as XmlElement, 'propSet').flatMap((property) => within(property, 'val'));
}

/** Whoever has the address needs no session. */
const at = (client: SoapClient, url: string, method: string, body?: string): WireResponse =>
  client.world.request({
    method,
    path: url.replace('https://*', ''),
    ...(body === undefined ? {} : { body }),
  }) as WireResponse;

let client: SoapClient;
beforeEach(() => {
  client = signedIn();
});

const machines = (): readonly {
  readonly metadata: { name: string };
  readonly spec: { displayName: string };
}[] => client.world.view('fabric').list('vsphere.sandbox/virtualmachines') as never;

it('a template becomes a VM, whose disks are sent to the addresses of its lease', () => {
  const [result] = specOf(client, 'tty');
  expect(textAt(result, 'fileItem', 'deviceId')).toBe('/tty/VirtualLsiLogicController0:0');
  expect(textAt(result, 'fileItem', 'path')).toBe('tty.vmdk');
  const lease = imported(client, 'tty');
  const [state, info] = read(client, lease, 'state', 'info');
  expect([state?.attributes['xsi:type'], state?.text]).toEqual(['HttpNfcLeaseState', 'ready']);
  expect(textAt(info, 'deviceUrl', 'importKey')).toBe('/tty/VirtualLsiLogicController0:0');
  const url = textAt(info, 'deviceUrl', 'url') ?? '';
  expect(at(client, url, 'POST', 'bytes').status).toBe(200);
  expect(at(client, url, 'GET').status).toBe(405);
  expect(at(client, url.replace('disk-0', 'disk-9'), 'POST', 'bytes').status).toBe(404);
  client.returned('HttpNfcLease', lease, 'HttpNfcLeaseProgress', '<percent>50</percent>');
  client.returned('HttpNfcLease', lease, 'HttpNfcLeaseComplete');
  expect(read(client, lease, 'state')[0]?.text).toBe('done');
  expect(at(client, url, 'POST', 'bytes').status).toBe(404);
  expect(client.call('HttpNfcLease', lease, 'HttpNfcLeaseComplete').status).toBe(500);
  expect(machines().find(({ spec }) => spec.displayName === 'tty')).toMatchObject({
    spec: {
      cpus: 2,
      memoryMiB: 64,
      guestOs: 'OTHER_LINUX',
      hardware: {
        scsiAdapter: 'LSILOGIC',
        disks: [{ capacityMiB: 30, bus: 'SCSI', unit: 0 }],
        nics: [{ type: 'E1000', network: 'dvportgroup-14' }],
      },
    },
  });
});

it('what is given up is taken out again, and its task says so', () => {
  const lease = imported(client, 'tty');
  client.returned('HttpNfcLease', lease, 'HttpNfcLeaseAbort');
  expect(machines().map(({ spec }) => spec.displayName)).not.toContain('tty');
  expect(read(client, lease, 'state')[0]?.text).toBe('error');
  const tasks = client.world.view('fabric').list('vsphere.sandbox/tasks') as never as readonly {
    readonly spec: { readonly awaits?: string };
  }[];
  expect(tasks.find(({ spec }) => spec.awaits === 'Import')).toMatchObject({
    spec: { description: 'Deploy OVF template' },
    status: { state: 'ERROR', error: 'The task was canceled by a user.' },
  });
});

it('a VM that is off is exported, with a disk that nobody wrote on and a descriptor', () => {
  client.returned('HttpNfcLease', imported(client, 'tty'), 'HttpNfcLeaseComplete');
  const { name = '' } = machines().find(({ spec }) => spec.displayName === 'tty')?.metadata ?? {};
  const [lease] = client.returned('VirtualMachine', name, 'ExportVm');
  const id = lease?.text ?? '';
  const [info] = read(client, id, 'info');
  const url = textAt(info, 'deviceUrl', 'url') ?? '';
  const { status, binary, body, headers } = at(client, url, 'GET');
  const bytes = Buffer.from(body, 'base64');
  expect([status, binary, bytes.toString('latin1', 0, 4)]).toEqual([200, true, 'KDMV']);
  expect([headers['content-length'], textAt(info, 'deviceUrl', 'fileSize')]).toEqual([
    String(bytes.length),
    String(bytes.length),
  ]);
  client.returned('HttpNfcLease', id, 'HttpNfcLeaseComplete');
  const file = '<ovfFiles><deviceId>d</deviceId><path>tty-disk-0.vmdk</path><size>512</size></ovfFiles>';
  const [told] = client.returned(
    ...manager,
    'CreateDescriptor',
    `<obj type="VirtualMachine">${name}</obj><cdp><name>tty</name>${file}</cdp>`,
  );
  expect(textAt(told, 'ovfDescriptor')).toContain(
    '<File ovf:href="tty-disk-0.vmdk" ovf:id="file1" ovf:size="512"/>',
  );
});

describe('is refused', () => {
  const fault = ({ status, body }: WireResponse): readonly unknown[] => [
    status,
    /<faultstring>([^<]*)/.exec(body)?.[1],
  ];

  it('a text that is no descriptor', () => {
    const inner = `<ovfDescriptor>&lt;a/&gt;</ovfDescriptor>${pool}${store}<cisp/>`;
    expect(fault(client.call(...manager, 'CreateImportSpec', inner))).toEqual([
      500,
      'The OVF descriptor has no envelope.',
    ]);
  });

  it('an export of a VM that runs', () => {
    expect(client.call('VirtualMachine', 'vm-51', 'ExportVm').status).toBe(500);
  });

  it('a name that is taken', () => {
    imported(client, 'tty');
    expect(() => imported(client, 'tty')).toThrow("with name 'tty' already exists.");
  });

  it('a lease that is not there', () => {
    expect(client.call('HttpNfcLease', 'task-1.x', 'HttpNfcLeaseComplete').body).toContain(
      'ManagedObjectNotFound',
    );
  });
});
