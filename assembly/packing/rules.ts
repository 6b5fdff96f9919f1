// Rules of groups of items. Together: all on the host, or in the domain, of the first. Limited: at most so many on one host, or in
// one domain; a limit of 1 keeps them apart. Counters are kept a group for each of its places.
import { BAD_BLOCK, BAD_INDEX, BAD_VALUE } from '../memory/code';
import {
  COUNTERS,
  COUNTERS_AT,
  DOMAIN_AT,
  GROUPS,
  GROUPS_AT,
  SHAPES,
  SHAPE_GROUPS,
  SHAPE_GROUPS_MAX,
  isFleet,
  shapeAt,
} from './fleet';

/** A group of 16 bytes: most of it in one place (0: together), whether places are domains, how many are placed, where the first is. */
const LIMIT: usize = 0;
const BY_DOMAIN: usize = 4;
const PLACED: usize = 8;
const FIRST: usize = 12;

/** What a group demands: 0, or a code. `limit` 0 keeps its items together. */
export function packingSetGroup(fleet: usize, group: u32, limit: u32, byDomain: bool): i32 {
  if (!isFleet(fleet)) return BAD_BLOCK;
  if (group >= load<u32>(fleet, GROUPS)) return BAD_INDEX;
  const at = groupAt(fleet, group);
  store<u32>(at, limit, LIMIT);
  store<u32>(at, byDomain ? 1 : 0, BY_DOMAIN);
  return 0;
}

/** Items of the shape belong to this group too: 0, or a code; BAD_VALUE if they are in four already. */
export function packingJoinGroup(fleet: usize, shape: u32, group: u32): i32 {
  if (!isFleet(fleet)) return BAD_BLOCK;
  if (shape >= load<u32>(fleet, SHAPES) || group >= load<u32>(fleet, GROUPS)) return BAD_INDEX;
  const at = shapeAt(fleet, shape) + SHAPE_GROUPS;
  for (let place: usize = 0; place < SHAPE_GROUPS_MAX << 2; place += 4) {
    if (load<i32>(at + place) < 0) {
      store<u32>(at + place, group);
      return 0;
    }
  }
  return BAD_VALUE;
}

export function hasGroups(shape: usize): bool {
  return load<i32>(shape, SHAPE_GROUPS) >= 0;
}

/** Whether every group of the shape lets one more item onto the host. */
export function groupsAllow(fleet: usize, shape: usize, host: u32): bool {
  for (let place: usize = 0; place < SHAPE_GROUPS_MAX << 2; place += 4) {
    const group = load<i32>(shape + place, SHAPE_GROUPS);
    if (group < 0) return true;
    const at = groupAt(fleet, group);
    const where = placeOf(fleet, at, host);
    const limit = load<u32>(at, LIMIT);
    if (limit === 0) {
      if (load<u32>(at, PLACED) !== 0 && load<u32>(at, FIRST) !== where) return false;
    } else if (load<u32>(counterAt(fleet, group, where)) >= limit) return false;
  }
  return true;
}

/** Counts an item of the shape in, or with -1 out, on the host. */
export function countInGroups(fleet: usize, shape: usize, host: u32, by: i32): void {
  for (let place: usize = 0; place < SHAPE_GROUPS_MAX << 2; place += 4) {
    const group = load<i32>(shape + place, SHAPE_GROUPS);
    if (group < 0) return;
    const at = groupAt(fleet, group);
    const where = placeOf(fleet, at, host);
    if (load<u32>(at, PLACED) === 0) store<u32>(at, where, FIRST);
    store<i32>(at, load<i32>(at, PLACED) + by, PLACED);
    const counter = counterAt(fleet, group, where);
    store<i32>(counter, load<i32>(counter) + by);
  }
}

function groupAt(fleet: usize, group: u32): usize {
  return load<usize>(fleet, GROUPS_AT) + ((<usize>group) << 4);
}

function placeOf(fleet: usize, group: usize, host: u32): u32 {
  if (load<u32>(group, BY_DOMAIN) === 0) return host;
  return load<u32>(load<usize>(fleet, DOMAIN_AT) + ((<usize>host) << 2));
}

function counterAt(fleet: usize, group: u32, where: u32): usize {
  return load<usize>(fleet, COUNTERS_AT) + ((<usize>group * load<usize>(fleet, COUNTERS) + where) << 2);
}
