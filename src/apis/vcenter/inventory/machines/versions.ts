// Versions of virtual hardware: which a vCenter has, and which a VM gets when it is switched on.
import { vcenterIn } from '../../../../kinds/vsphere/vcenter.ts';
import type { Hardware, VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../../../../store/view.ts';
import { invalidArgument, unsupported } from '../../failure.ts';

/** The newest virtual hardware of a vCenter's release. */
export function newestHardware(view: ReadView): string {
  const version = vcenterIn(view)?.spec.version ?? '';
  const known: Readonly<Record<string, number>> = {
    '7.0.0': 17,
    '7.0.1': 18,
    '7.0.2': 19,
    '7.0.3': 19,
    '8.0.0': 20,
    '8.0.1': 20,
  };
  return `VMX_${known[version] ?? (version.startsWith('9.') ? 22 : 21)}`;
}

export const numberOf = (version: string): number => Number(/^VMX_(\d+)$/.exec(version)?.[1] ?? NaN);

/** Refused where no such hardware is known, or only of a later release. */
export function checkVersion(view: ReadView, version: string | undefined): void {
  if (version === undefined) return;
  const number = numberOf(version);
  if (Number.isNaN(number) || number < 3)
    throw invalidArgument(`'${version}' is not a version of virtual hardware.`, [version]);
  const newest = newestHardware(view);
  if (number > numberOf(newest))
    throw unsupported(`Virtual hardware ${version} is newer than ${newest}, the newest of this vCenter.`, [
      version,
    ]);
}

/** What the VM is switched on with: newer hardware where its policy says so; its own again, clean or not, otherwise. */
export function hardwareAtPowerOn(view: ReadView, { spec, status }: VirtualMachine): Hardware | undefined {
  const { hardware } = spec;
  if (hardware === undefined) return undefined;
  const { upgradePolicy = 'NEVER', upgradeVersion: version = newestHardware(view) } = hardware;
  const wasClean = status?.shutdownAskedAt !== undefined;
  const isDue = upgradePolicy === 'ALWAYS' || (upgradePolicy === 'AFTER_CLEAN_SHUTDOWN' && wasClean);
  return isDue && numberOf(version) > numberOf(hardware.version) ? { ...hardware, version } : hardware;
}
