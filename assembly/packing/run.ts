// Items placed one after the other, each on the host that the policy likes best when its turn comes; an item that fits nowhere is
// left out. Booking and giving back are the same for what stands somewhere already.
import { BAD_BLOCK, BAD_COUNT, BAD_INDEX, BAD_VALUE } from '../memory/code';
import {
  CHOSEN_AT,
  DEVICES,
  DEVICE_WHOLE,
  HOSTS,
  ITEMS_AT,
  ITEMS_MAX,
  MIX_AT,
  POLICY,
  RESOURCES,
  SHAPES,
  SHAPE_DEMAND,
  SHAPE_DEVICES,
  SHAPE_MILLI,
  TAKEN_AT,
  devicesAt,
  freeAt,
  isFleet,
  maskAt,
  shapeAt,
} from './fleet';
import { refreshUsable } from './mix';
import { addToDevices } from './devices';
import { countInGroups } from './rules';
import { FGD, YIELD, devicesToTake } from './policies';
import { bestHost, forgetScores, hostChanged } from './scores';

/** By which policy items are placed from now on: 0, or a code. Forgets all scores, so it is also called when columns or masks changed. */
export function packingUsePolicy(fleet: usize, policy: u32): i32 {
  if (!isFleet(fleet)) return BAD_BLOCK;
  if (policy > YIELD) return BAD_INDEX;
  if (policy >= FGD && load<i64>(load<usize>(fleet, MIX_AT)) <= 0) return BAD_VALUE;
  store<u32>(fleet, policy, POLICY);
  forgetScores(fleet);
  const hosts = policy >= FGD ? load<u32>(fleet, HOSTS) : 0;
  for (let host: u32 = 0; host < hosts; host++) refreshUsable(fleet, host);
  return 0;
}

/**
 * Places items by the shapes written into the items' area; a host each (-1: nowhere) and the devices taken, a bit each, are written
 * behind. Answers how many were placed, or a code, and then nothing is.
 */
export function packingRun(fleet: usize, items: u32): i32 {
  if (!isFleet(fleet)) return BAD_BLOCK;
  if (items > ITEMS_MAX) return BAD_COUNT;
  const shapes = load<usize>(fleet, ITEMS_AT);
  const chosen = load<usize>(fleet, CHOSEN_AT);
  const taken = load<usize>(fleet, TAKEN_AT);
  const end = (<usize>items) << 2;
  const known = load<u32>(fleet, SHAPES);
  for (let at: usize = 0; at < end; at += 4) if (load<u32>(shapes + at) >= known) return BAD_INDEX;
  let placed = 0;
  for (let at: usize = 0; at < end; at += 4) {
    const shape = load<u32>(shapes + at);
    const host = bestHost(fleet, shape);
    let devices: u32 = 0;
    if (host >= 0) {
      devices = devicesToTake(fleet, shapeAt(fleet, shape), host);
      book(fleet, shapeAt(fleet, shape), host, devices, -1);
      placed++;
    }
    store<i32>(chosen + at, host);
    store<u32>(taken + at, devices);
  }
  return placed;
}

/** Takes a host into service or out of it: 0, or a code. */
export function packingSetInService(fleet: usize, host: u32, isInService: bool): i32 {
  if (!isFleet(fleet)) return BAD_BLOCK;
  if (host >= load<u32>(fleet, HOSTS)) return BAD_INDEX;
  const at = maskAt(fleet, 0) + <usize>(host >> 3);
  const bit = (<u8>1) << (<u8>host & 7);
  store<u8>(at, isInService ? load<u8>(at) | bit : load<u8>(at) & ~bit);
  hostChanged(fleet, host);
  return 0;
}

/** Puts an item on a host, whether it fits or not, as long as nothing leaves its range: 0, or a code. */
export function packingBook(fleet: usize, shape: u32, host: u32, devices: u32): i32 {
  return checkedBook(fleet, shape, host, devices, -1);
}

/** Takes an item off its host: 0, or a code. */
export function packingRelease(fleet: usize, shape: u32, host: u32, devices: u32): i32 {
  return checkedBook(fleet, shape, host, devices, 1);
}

function checkedBook(fleet: usize, shape: u32, host: u32, devices: u32, sign: i32): i32 {
  if (!isFleet(fleet)) return BAD_BLOCK;
  if (shape >= load<u32>(fleet, SHAPES) || host >= load<u32>(fleet, HOSTS)) return BAD_INDEX;
  const at = shapeAt(fleet, shape);
  if (<u64>devices >> load<u32>(fleet, DEVICES) !== 0) return BAD_INDEX;
  if (<u32>popcnt(devices) !== load<u32>(at, SHAPE_DEVICES)) return BAD_VALUE;
  const by = sign * load<i32>(at, SHAPE_MILLI);
  for (let left = devices; left !== 0; left &= left - 1) {
    const value = load<i32>(devicesAt(fleet, host) + ((<usize>ctz(left)) << 2)) + by;
    if (value < 0 || value > DEVICE_WHOLE) return BAD_VALUE;
  }
  const resources = load<u32>(fleet, RESOURCES);
  for (let resource: u32 = 0; resource < resources; resource++) {
    const free = <i64>load<i32>(freeAt(fleet, resource) + ((<usize>host) << 2));
    const value = free + <i64>sign * <i64>load<i32>(at + ((<usize>resource) << 2), SHAPE_DEMAND);
    if (value <= <i64>i32.MIN_VALUE || value > <i64>i32.MAX_VALUE) return BAD_VALUE;
  }
  book(fleet, at, host, devices, sign);
  return 0;
}

function book(fleet: usize, shape: usize, host: u32, devices: u32, sign: i32): void {
  const resources = load<u32>(fleet, RESOURCES);
  for (let resource: u32 = 0; resource < resources; resource++) {
    const free = freeAt(fleet, resource) + ((<usize>host) << 2);
    store<i32>(free, load<i32>(free) + sign * load<i32>(shape + ((<usize>resource) << 2), SHAPE_DEMAND));
  }
  addToDevices(devicesAt(fleet, host), devices, sign * load<i32>(shape, SHAPE_MILLI));
  countInGroups(fleet, shape, host, -sign);
  hostChanged(fleet, host);
}
