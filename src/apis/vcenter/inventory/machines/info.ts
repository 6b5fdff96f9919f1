// All that the API tells of a VM at once. Source: vSphere Automation API, com.vmware.vcenter.VM.Info.
import type { Json } from '../../../../std/draft.ts';
import type { VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import type { Call } from '../../operation.ts';
import { bootDevicesOf, bootInfo } from './boot.ts';
import { cdromInfo, cdromsOf } from './cdroms.ts';
import { hardwareInfo } from './compatibility.ts';
import { guestOsOf } from './guest.ts';
import { cpuInfo, diskInfo, memoryInfo, nicInfo, powerOf, scsiController } from './machine.ts';

/** All of a VM; maps of devices have the form of the root that was asked. */
export function infoOf({ fabric, keyed }: Pick<Call, 'fabric' | 'keyed'>, vm: VirtualMachine): Json {
  const { displayName: name, uuid, hardware } = vm.spec;
  const isOn = powerOf(vm) === 'POWERED_ON';
  const none = keyed([]);
  const disks = hardware?.disks ?? [];
  const controller = scsiController(vm);
  return {
    guest_OS: guestOsOf(vm),
    name,
    identity: { name, instance_uuid: uuid, bios_uuid: uuid },
    power_state: powerOf(vm),
    instant_clone_frozen: false,
    hardware: hardwareInfo(vm),
    boot: bootInfo(vm),
    boot_devices: bootDevicesOf(vm),
    cpu: cpuInfo(vm),
    memory: memoryInfo(vm),
    disks: keyed(disks.map((disk, nth) => [disk.key, diskInfo(fabric, disk, nth)])),
    nics: keyed((hardware?.nics ?? []).map((nic, nth) => [nic.key, nicInfo(fabric, nic, nth, isOn)])),
    cdroms: keyed(cdromsOf(vm).map((drive, nth) => [drive.key, cdromInfo(drive, nth, isOn)])),
    floppies: none,
    parallel_ports: none,
    serial_ports: none,
    sata_adapters: none,
    scsi_adapters: keyed(controller === undefined ? [] : [[controller.key, controller.info]]),
    nvme_adapters: none,
  };
}
