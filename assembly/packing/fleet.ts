// A fleet: hosts with any number of resources and up to 16 devices each, shapes of items, rules, and what is left of it all.
// Laid out by addition (P = hosts padded to 256; R resources, D devices a host):
//
//   0       header, 64 bytes: numbers, u32 each             64     addresses of the areas below, u32 each
//   256     scratch, 256 bytes
//   512     free, i32 x P each, R of them                   then   weights, the same size
//   then    devices: what is free of each, i32 x D a host   then   hosts in service, then masks: 1 bit a host
//   then    domain, class (u32 x P each), usable (i64 x P)
//   then    shapes, groups and their counters               then   scores of shapes (scores.ts), changes, mix (mix.ts)
//   then    items in, hosts and devices out, reasons
//
// Bulk columns are written through views by the host, which checks them; what is an index goes through a setter here.
import { aligned, isBlock, openBlock } from '../memory/arena';
import { BAD_BLOCK, BAD_COUNT, BAD_INDEX, BAD_VALUE } from '../memory/code';

const KIND: u32 = 0x54454c46;

export const HOSTS: usize = 4;
export const RESOURCES: usize = 8;
export const DEVICES: usize = 12;
export const SHAPES: usize = 16;
export const MASKS: usize = 20;
export const GROUPS: usize = 24;
export const DOMAINS: usize = 28;
export const SLOTS: usize = 32;
export const POLICY: usize = 36;
/** P, hosts padded to 256. */
export const ROOM: usize = 40;
/** How many changes of hosts there were. */
export const CHANGES: usize = 44;
export const SHAPE_BYTES: usize = 48;
export const COUNTERS: usize = 52;
/** The devices that the latest look at a host would take, a bit each. */
export const TAKEN: usize = 56;

export const MIX_BYTES: usize = 60;

export const FREE_AT: usize = 64;
export const WEIGHTS_AT: usize = 68;
export const DEVICES_AT: usize = 72;
export const MASKS_AT: usize = 76;
export const DOMAIN_AT: usize = 80;
export const CLASS_AT: usize = 84;
export const USABLE_AT: usize = 88;
export const SHAPES_AT: usize = 92;
export const GROUPS_AT: usize = 96;
export const COUNTERS_AT: usize = 100;
export const SLOTS_AT: usize = 104;
export const CHANGES_AT: usize = 108;
export const CHANGED_AT: usize = 112;
export const MIX_AT: usize = 116;
export const ITEMS_AT: usize = 120;
export const CHOSEN_AT: usize = 124;
export const TAKEN_AT: usize = 128;
export const REASONS_AT: usize = 132;

export const SCRATCH: usize = 256;
const AREAS: usize = 512;

/** Of a device that nobody uses. */
export const DEVICE_WHOLE: i32 = 1000;
export const DEVICES_MAX: u32 = 16;
const FLEET_HOSTS_MAX: u32 = 1 << 20;
const FLEET_RESOURCES_MAX: u32 = 30;
const SHAPES_MAX: u32 = 1 << 20;
const GROUPS_MAX: u32 = 4096;
const FLEET_MASKS_MAX: u32 = 4096;
/** Shapes whose scores are kept at the same time. */
const SLOTS_MAX: u32 = 256;
/** Items of one run. */
export const ITEMS_MAX: u32 = 8192;
/** Changes that are remembered; a power of two. */
export const CHANGES_MAX: u32 = 4096;

/** Of a mix without any kind. */
const MIX_BYTES_MIN: u64 = 2048;

/** A shape: its numbers, then what it asks of each resource. */
export const SHAPE_MASK: usize = 0;
/** How many devices it asks for, and how much of each. */
export const SHAPE_DEVICES: usize = 4;
export const SHAPE_MILLI: usize = 8;
/** Up to four groups, -1 for none. */
export const SHAPE_GROUPS: usize = 16;
export const SHAPE_GROUPS_MAX: u32 = 4;
export const SHAPE_DEMAND: usize = 32;

/** A block of this many hosts has one best score; four of them are looked at together. */
export const BLOCK_HOSTS: u32 = 64;
const ROOM_STEP: u32 = 4 * BLOCK_HOSTS;

/**
 * Opens an empty fleet; there is one mask more than `masks`, that of hosts in service, which is 0. Answers the bytes taken, or
 * NO_MEMORY, BAD_BLOCK, BAD_COUNT.
 */
export function packingOpen(
  fleet: usize,
  hosts: u32,
  resources: u32,
  devices: u32,
  shapes: u32,
  masks: u32,
  groups: u32,
  domains: u32,
  mixBytes: u32,
): i32 {
  if (hosts > FLEET_HOSTS_MAX || resources > FLEET_RESOURCES_MAX || devices > DEVICES_MAX) return BAD_COUNT;
  if (shapes > SHAPES_MAX || masks >= FLEET_MASKS_MAX || groups > GROUPS_MAX || domains > hosts)
    return BAD_COUNT;
  const room = <u64>max((hosts + ROOM_STEP - 1) & ~(ROOM_STEP - 1), ROOM_STEP);
  const slots = max(min(shapes, SLOTS_MAX), 1);
  const shapeBytes = aligned(SHAPE_DEMAND + ((<u64>resources) << 2));
  const counters = max(<u64>hosts, domains);
  const free = AREAS;
  const weights = free + room * resources * 4;
  const devicesAt = weights + room * resources * 4;
  const masksAt = devicesAt + aligned(room * devices * 4);
  const domain = masksAt + aligned((room >> 3) * (masks + 1));
  const classes = domain + room * 4;
  const usable = classes + room * 4;
  const shapesAt = usable + room * 8;
  const groupsAt = shapesAt + shapeBytes * shapes;
  const countersAt = groupsAt + aligned((<u64>groups) << 4);
  const slotsAt = countersAt + aligned(counters * groups * 4);
  const changes = slotsAt + slotBytes(room) * slots;
  const changed = changes + CHANGES_MAX * 4;
  const mix = changed + room * 4;
  const items = mix + aligned(max<u64>(mixBytes, MIX_BYTES_MIN));
  const chosen = items + ITEMS_MAX * 4;
  const taken = chosen + ITEMS_MAX * 4;
  const reasons = taken + ITEMS_MAX * 4;
  const bytes = reasons + 256;
  if (bytes > <u64>i32.MAX_VALUE) return BAD_COUNT;
  const code = openBlock(fleet, bytes, KIND);
  if (code !== 0) return code;
  memory.fill(fleet + 4, 0, <usize>bytes - 4);
  store<u32>(fleet, hosts, HOSTS);
  store<u32>(fleet, resources, RESOURCES);
  store<u32>(fleet, devices, DEVICES);
  store<u32>(fleet, shapes, SHAPES);
  store<u32>(fleet, masks + 1, MASKS);
  store<u32>(fleet, groups, GROUPS);
  store<u32>(fleet, domains, DOMAINS);
  store<u32>(fleet, slots, SLOTS);
  store<u32>(fleet, <u32>room, ROOM);
  store<u32>(fleet, <u32>shapeBytes, SHAPE_BYTES);
  store<u32>(fleet, <u32>counters, COUNTERS);
  store<u32>(fleet, <u32>(items - mix), MIX_BYTES);
  store<usize>(fleet, fleet + <usize>free, FREE_AT);
  store<usize>(fleet, fleet + <usize>weights, WEIGHTS_AT);
  store<usize>(fleet, fleet + <usize>devicesAt, DEVICES_AT);
  store<usize>(fleet, fleet + <usize>masksAt, MASKS_AT);
  store<usize>(fleet, fleet + <usize>domain, DOMAIN_AT);
  store<usize>(fleet, fleet + <usize>classes, CLASS_AT);
  store<usize>(fleet, fleet + <usize>usable, USABLE_AT);
  store<usize>(fleet, fleet + <usize>shapesAt, SHAPES_AT);
  store<usize>(fleet, fleet + <usize>groupsAt, GROUPS_AT);
  store<usize>(fleet, fleet + <usize>countersAt, COUNTERS_AT);
  store<usize>(fleet, fleet + <usize>slotsAt, SLOTS_AT);
  store<usize>(fleet, fleet + <usize>changes, CHANGES_AT);
  store<usize>(fleet, fleet + <usize>changed, CHANGED_AT);
  store<usize>(fleet, fleet + <usize>mix, MIX_AT);
  store<usize>(fleet, fleet + <usize>items, ITEMS_AT);
  store<usize>(fleet, fleet + <usize>chosen, CHOSEN_AT);
  store<usize>(fleet, fleet + <usize>taken, TAKEN_AT);
  store<usize>(fleet, fleet + <usize>reasons, REASONS_AT);
  for (let shape: u32 = 0; shape < shapes; shape++) {
    memory.fill(shapeAt(fleet, shape) + SHAPE_GROUPS, 0xff, SHAPE_GROUPS_MAX << 2);
  }
  return <i32>bytes;
}

/** Whose scores a slot keeps and as of which change, then the scores, then the best of each 64 of them. */
export const SLOT_SCORES: usize = 64;

export function slotBytes(room: u64): u64 {
  return SLOT_SCORES + room * 4 + aligned((room / BLOCK_HOSTS) << 2);
}

export function isFleet(fleet: usize): bool {
  return isBlock(fleet, KIND);
}

/** Where an area begins, by its place among the addresses of the header; 0 if this is no fleet or no area. */
export function packingAreaAt(fleet: usize, area: u32): usize {
  if (!isFleet(fleet) || area > <u32>((REASONS_AT - FREE_AT) >> 2)) return 0;
  return load<usize>(fleet + ((<usize>area) << 2), FREE_AT);
}

/** P: how many hosts the columns have room for. */
export function packingRoom(fleet: usize): i32 {
  return isFleet(fleet) ? load<i32>(fleet, ROOM) : BAD_BLOCK;
}

/** Where a host is (a domain below `domains`) and which class of the mix is its: 0, or a code. */
export function packingSetPlace(fleet: usize, host: u32, domain: u32, hostClass: u32): i32 {
  if (!isFleet(fleet)) return BAD_BLOCK;
  if (host >= load<u32>(fleet, HOSTS) || domain >= max(load<u32>(fleet, DOMAINS), 1)) return BAD_INDEX;
  store<u32>(load<usize>(fleet, DOMAIN_AT) + ((<usize>host) << 2), domain);
  store<u32>(load<usize>(fleet, CLASS_AT) + ((<usize>host) << 2), hostClass);
  return 0;
}

/** A shape's mask and devices, after its demands were written: 0, or a code. */
export function packingSetShape(fleet: usize, shape: u32, mask: u32, devices: u32, milli: i32): i32 {
  if (!isFleet(fleet)) return BAD_BLOCK;
  if (shape >= load<u32>(fleet, SHAPES) || mask >= load<u32>(fleet, MASKS)) return BAD_INDEX;
  if (devices > DEVICES_MAX || milli < 0 || milli > DEVICE_WHOLE) return BAD_VALUE;
  if ((devices === 0) !== (milli === 0)) return BAD_VALUE;
  const at = shapeAt(fleet, shape);
  store<u32>(at, mask, SHAPE_MASK);
  store<u32>(at, devices, SHAPE_DEVICES);
  store<i32>(at, milli, SHAPE_MILLI);
  return 0;
}

/** What a shape asks of one resource: 0, or a code. */
export function packingSetDemand(fleet: usize, shape: u32, resource: u32, demand: i32): i32 {
  if (!isFleet(fleet)) return BAD_BLOCK;
  if (shape >= load<u32>(fleet, SHAPES) || resource >= load<u32>(fleet, RESOURCES)) return BAD_INDEX;
  if (demand < 0) return BAD_VALUE;
  store<i32>(shapeAt(fleet, shape) + ((<usize>resource) << 2), demand, SHAPE_DEMAND);
  return 0;
}

export function shapeAt(fleet: usize, shape: u32): usize {
  return load<usize>(fleet, SHAPES_AT) + <usize>shape * load<usize>(fleet, SHAPE_BYTES);
}

export function freeAt(fleet: usize, resource: u32): usize {
  return load<usize>(fleet, FREE_AT) + ((<usize>resource * load<usize>(fleet, ROOM)) << 2);
}

export function devicesAt(fleet: usize, host: u32): usize {
  return load<usize>(fleet, DEVICES_AT) + ((<usize>host * load<usize>(fleet, DEVICES)) << 2);
}

export function maskAt(fleet: usize, mask: u32): usize {
  return load<usize>(fleet, MASKS_AT) + <usize>mask * (load<usize>(fleet, ROOM) >> 3);
}

export function isInService(fleet: usize, host: u32): bool {
  return ((load<u8>(maskAt(fleet, 0) + (host >> 3)) >> (<u8>host & 7)) & 1) !== 0;
}

/** Whether a host is in service and in the shape's mask. */
export function mayTake(fleet: usize, shape: usize, host: u32): bool {
  const at = <usize>(host >> 3);
  const bits = load<u8>(maskAt(fleet, 0) + at) & load<u8>(maskAt(fleet, load<u32>(shape, SHAPE_MASK)) + at);
  return ((bits >> (<u8>host & 7)) & 1) !== 0;
}
