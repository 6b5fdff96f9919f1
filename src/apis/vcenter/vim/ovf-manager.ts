// OVF templates out of somebody's own files: what they describe, the configuration of the VM that they become here, the descriptor of a VM.
// Source: vim25 OvfManager.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { networksIn } from '../../../kinds/vsphere/network.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import { list, titleOf } from '../inventory/places.ts';
import { OvfError, readTemplate, type OvfTemplate } from '../ovf/read.ts';
import { descriptorOf } from '../ovf/write.ts';
import { listArg, objectOf, referenceArg, textArg } from './arguments.ts';
import { adapterDevices, networkBacking } from './devices.ts';
import { keyOfDisk, place } from './disk-keys.ts';
import { scsiControllers } from './machine-spec.ts';
import { gone, member, referred, VimFault, type VimCall, type VimMethod } from './method.ts';
import { ownOf } from './own-machine.ts';

const type = 'OvfManager';
const kiBPerMiB = 1024;

/** A descriptor that cannot be read, as vim25 says it of any. */
function template({ body }: VimCall, deployment: Json | undefined): OvfTemplate {
  try {
    return readTemplate(textArg(body, 'ovfDescriptor'), typeof deployment === 'string' ? deployment : '');
  } catch (error) {
    if (error instanceof OvfError) throw new VimFault('OvfInvalidPackage', error.message, { lineNumber: 0 });
    throw error;
  }
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function parse(call: VimCall): Json {
  const asked = template(call, member(call.body['pdp'], 'deploymentOption'));
  const usual = asked.configurations.find(({ isDefault }) => isDefault) ?? asked.configurations[0];
  return {
    _typeName: 'OvfParseDescriptorResult',
    eula: [...asked.eulas],
    network: asked.networks.map((network) => ({ _typeName: 'OvfNetworkInfo', ...network })),
    annotation: asked.annotation,
    approximateDownloadSize: sentBytes(asked),
    approximateFlatDeploymentSize: bytesOfDisks(asked),
    approximateSparseDeploymentSize: bytesOfDisks(asked),
    defaultEntityName: asked.name,
    virtualApp: false,
    ...(usual === undefined ? {} : { defaultDeploymentOption: usual.id }),
    deploymentOption: asked.configurations.map(({ id: key, label, description }) => ({
      _typeName: 'OvfDeploymentOption',
      key,
      label,
      description,
    })),
  };
}

const sentBytes = ({ disks }: OvfTemplate): number =>
  disks.reduce((sum, { file }) => sum + (file?.bytes ?? 0), 0);

const bytesOfDisks = ({ disks }: OvfTemplate): number =>
  disks.reduce((sum, { capacityMiB }) => sum + capacityMiB * bytesPerMiB, 0);

const validated = (call: VimCall): Json => {
  const asked = template(call, undefined);
  return {
    _typeName: 'OvfValidateHostResult',
    downloadSize: sentBytes(asked),
    flatDeploymentSize: bytesOfDisks(asked),
    sparseDeploymentSize: bytesOfDisks(asked),
    supportedDiskProvisioning: ['thin', 'thick', 'eagerZeroedThick'],
  };
};

/** Networks of the template as they are mapped; one that is not becomes the one of its name, or the first there is. */
function networkFor(call: VimCall, name: string, cisp: Json | undefined): Json {
  const mappings = listArg({ mappings: member(cisp, 'networkMapping') ?? [] }, 'mappings');
  const mapping = mappings.find((each) => member(each, 'name') === name);
  const known = networksIn(call.fabric).filter(({ spec }) => spec.isUplink !== true);
  const id = mapping === undefined ? undefined : referred(member(mapping, 'network'));
  const found =
    id === undefined
      ? (known.find(({ spec }) => spec.displayName === name) ?? known[0])
      : known.find((network) => network.id === id);
  if (found === undefined) throw gone('Network', id ?? name);
  return networkBacking(call.fabric, found.id);
}

const controllerKeys = { SCSI: 1_000, SATA: 15_000, NVME: 31_000, IDE: 200 } as const;

const added = (device: JsonObject): Json => ({
  _typeName: 'VirtualDeviceConfigSpec',
  operation: 'add',
  device,
});

/** Controllers, disks, drives and adapters; keys below zero are those of a VM that is not there yet. */
function devicesOf(call: VimCall, asked: OvfTemplate, cisp: Json | undefined): readonly Json[] {
  const buses = new Set(asked.disks.map(({ bus }) => bus));
  const types = {
    SCSI: scsiControllers[asked.scsiAdapter ?? 'LSILOGIC'] ?? 'VirtualLsiLogicController',
    SATA: 'VirtualAHCIController',
    NVME: 'VirtualNVMEController',
    IDE: 'VirtualIDEController',
  };
  const controllers = [...buses].map((bus) =>
    added({
      _typeName: types[bus],
      key: controllerKeys[bus],
      busNumber: 0,
      ...(bus === 'SCSI' ? { sharedBus: 'noSharing' } : {}),
    }),
  );
  const disks = place(asked.disks).map(({ bus, unit, capacityMiB }, nth) => ({
    _typeName: 'VirtualDeviceConfigSpec',
    operation: 'add',
    fileOperation: 'create',
    device: {
      _typeName: 'VirtualDisk',
      key: -100 - nth,
      controllerKey: controllerKeys[bus],
      unitNumber: unit,
      capacityInKB: capacityMiB * kiBPerMiB,
      backing: {
        _typeName: 'VirtualDiskFlatVer2BackingInfo',
        fileName: '',
        diskMode: 'persistent',
        thinProvisioned: textOf(member(cisp, 'diskProvisioning')) === 'thin',
      },
    },
  }));
  const nics = asked.nics.map(({ type: adapter, network }, nth) =>
    added({
      _typeName: adapterDevices[adapter] ?? 'VirtualE1000',
      key: -200 - nth,
      addressType: 'generated',
      connectable: {
        _typeName: 'VirtualDeviceConnectInfo',
        startConnected: true,
        allowGuestControl: true,
        connected: true,
      },
      backing: networkFor(call, network, cisp),
    }),
  );
  const cdroms =
    asked.cdroms === 0
      ? []
      : [
          added({
            _typeName: 'VirtualCdrom',
            key: -300,
            controllerKey: controllerKeys.IDE,
            backing: { _typeName: 'VirtualCdromRemoteAtapiBackingInfo', deviceName: '' },
          }),
        ];
  return [...controllers, ...disks, ...nics, ...cdroms];
}

function importSpec(call: VimCall): Json {
  const { body, fabric } = call;
  const cisp = body['cisp'];
  const asked = template(call, member(cisp, 'deploymentOption'));
  const { value: id } = referenceArg(body, 'datastore');
  const store = list<Datastore>(fabric, 'datastores').find(({ spec }) => spec.moid === id);
  if (store === undefined) throw gone('Datastore', id);
  const name = textOf(member(cisp, 'entityName')) || asked.name;
  const disks = place(asked.disks);
  return {
    _typeName: 'OvfCreateImportSpecResult',
    importSpec: {
      _typeName: 'VirtualMachineImportSpec',
      configSpec: {
        _typeName: 'VirtualMachineConfigSpec',
        name,
        ...(asked.version === undefined ? {} : { version: asked.version }),
        guestId: asked.guestId,
        ...(asked.annotation === '' ? {} : { annotation: asked.annotation }),
        files: { _typeName: 'VirtualMachineFileInfo', vmPathName: `[${titleOf(store)}]` },
        numCPUs: asked.cpus,
        numCoresPerSocket: asked.coresPerSocket,
        memoryMB: asked.memoryMiB,
        ...(asked.firmware === undefined ? {} : { firmware: asked.firmware }),
        deviceChange: devicesOf(call, asked, cisp),
      },
    },
    fileItem: disks.flatMap(({ bus, unit, file }) =>
      file === undefined
        ? []
        : [
            {
              _typeName: 'OvfFileItem',
              deviceId: keyOfDisk(name, { bus, unit }, asked.scsiAdapter ?? 'LSILOGIC'),
              path: file.href,
              size: file.bytes,
              cimType: 17,
              create: false,
            },
          ],
    ),
    warning: asked.warnings.map((localizedMessage) => ({
      _typeName: 'LocalizedMethodFault',
      fault: { _typeName: 'OvfUnsupportedElement', name: 'Property' },
      localizedMessage,
    })),
  };
}

function describe(call: VimCall): Json {
  const { value: moid } = referenceArg(call.body, 'obj');
  const vm = ownOf({ fabric: call.fabric, moid });
  const cdp = objectOf(call.body['cdp'], 'cdp');
  const files = listArg({ files: member(cdp, 'ovfFiles') ?? [] }, 'files').map((file) => ({
    path: textOf(member(file, 'path')),
    bytes: Number(member(file, 'size') ?? 0),
  }));
  return {
    _typeName: 'OvfCreateDescriptorResult',
    ovfDescriptor: descriptorOf(call.fabric, vm, textOf(member(cdp, 'name')) || vm.spec.displayName, files),
    includeImageFiles: false,
  };
}

const read = { privilege: 'System.Read' } as const;

export const ovfManagerMethods: readonly VimMethod[] = [
  { type, name: 'ovfImportOption', ...read, answer: () => [] },
  { type, name: 'ovfExportOption', ...read, answer: () => [] },
  { type, name: 'ParseDescriptor', ...read, answer: parse },
  { type, name: 'ValidateHost', ...read, answer: validated },
  {
    type,
    name: 'CreateImportSpec',
    privilege: 'VApp.Import',
    on: ({ body }) => referenceArg(body, 'resourcePool').value,
    answer: importSpec,
  },
  {
    type,
    name: 'CreateDescriptor',
    privilege: 'VApp.Export',
    on: ({ body }) => referenceArg(body, 'obj').value,
    answer: describe,
  },
];
