// What vCenter gives to the devices of a VM: keys, and MAC addresses.
import { fnv1a32 } from '../../std/hash.ts';

/** Keys of devices begin here, by their type. Source: vim25, VirtualDevice. */
export const firstKeys = { disk: 2_000, nic: 4_000 } as const;

/** A MAC address out of VMware's range for those that vCenter gives. */
export function assignedMac(uuid: string, key: string): string {
  const number = fnv1a32(`${uuid} ${key}`);
  const bytes = [0x00, 0x50, 0x56, 0x80 | ((number >>> 16) & 0x3f), (number >>> 8) & 0xff, number & 0xff];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
