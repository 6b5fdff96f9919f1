// The machine under an ESXi host as far as nobody chose it: all hosts here are of one make, with a boot device, a storage controller and four
// network adapters. What is drawn from a host's id stays with it.
import type { Host } from '../../../../kinds/vsphere/host.ts';
import { fnv1a32 } from '../../../../std/hash.ts';

export interface PhysicalNic {
  readonly device: string;
  readonly pci: string;
  readonly mac: string;
}

export const nicCount = 4;
export const nicDriver = 'i40en';
export const nicSpeedMb = 10_000;

export const adapters = [
  { device: 'vmhba0', pci: '0000:00:11.5', driver: 'vmw_ahci', model: 'Lewisburg SATA AHCI Controller' },
  { device: 'vmhba1', pci: '0000:18:00.0', driver: 'lsi_msgpt35', model: 'SAS3516 Fusion-MPT Tri-Mode I/O' },
] as const;

export const hexOf = (text: string, digits: number): string =>
  fnv1a32(text).toString(16).padStart(8, '0').slice(0, digits);

/** `b4:96:91` is Intel's. */
export function nicsOf({ spec }: Host): readonly PhysicalNic[] {
  return Array.from({ length: nicCount }, (_, nth) => ({
    device: `vmnic${nth}`,
    pci: `0000:${nth < 2 ? '3b' : '5e'}:00.${nth % 2}`,
    mac: `b4:96:91:${(hexOf(spec.moid, 4).match(/../g) ?? []).join(':')}:${nth.toString(16).padStart(2, '0')}`,
  }));
}
