// Devices of a host: whole ones and shared ones. An item asks for the same of each of its devices; a shared one is cut from the
// device where least is left (or where the policy says), whole ones are the first that nobody uses.
import { DEVICES, DEVICES_MAX, SHAPE_DEVICES, SHAPE_MILLI } from './fleet';

/** Whether as many devices as the shape asks for have as much left. */
export function devicesFit(fleet: usize, shape: usize, devices: usize): bool {
  let missing = load<i32>(shape, SHAPE_DEVICES);
  if (missing === 0) return true;
  const milli = load<i32>(shape, SHAPE_MILLI);
  const end = devices + ((<usize>load<u32>(fleet, DEVICES)) << 2);
  for (let at = devices; at < end; at += 4) {
    if (load<i32>(at) >= milli && --missing === 0) return true;
  }
  return false;
}

/** The devices, a bit each, that an item takes where the policy has no wish: of those that fit the fullest, lowest first. */
export function tightestDevices(fleet: usize, shape: usize, devices: usize): u32 {
  let missing = load<u32>(shape, SHAPE_DEVICES);
  const milli = load<i32>(shape, SHAPE_MILLI);
  const count = min(load<u32>(fleet, DEVICES), DEVICES_MAX);
  let taken: u32 = 0;
  for (; missing > 0; missing--) {
    let least = i32.MAX_VALUE;
    let best: u32 = 0;
    for (let device: u32 = 0; device < count; device++) {
      const left = load<i32>(devices + ((<usize>device) << 2));
      if (left >= milli && left < least && ((taken >> device) & 1) === 0) {
        least = left;
        best = device;
      }
    }
    if (least === i32.MAX_VALUE) return 0;
    taken |= 1 << best;
  }
  return taken;
}

/** Adds to each of the devices named by bits. */
export function addToDevices(devices: usize, bits: u32, milli: i32): void {
  for (let left = bits; left !== 0; left &= left - 1) {
    const at = devices + ((<usize>ctz(left)) << 2);
    store<i32>(at, load<i32>(at) + milli);
  }
}
