// Why an item fits nowhere, or where not: hosts counted by every reason that holds for them, in one pass.
import { BAD_BLOCK, BAD_INDEX } from '../memory/code';
import {
  HOSTS,
  REASONS_AT,
  RESOURCES,
  SHAPES,
  SHAPE_DEMAND,
  devicesAt,
  freeAt,
  isFleet,
  mayTake,
  shapeAt,
} from './fleet';
import { devicesFit } from './devices';
import { groupsAllow } from './rules';

/**
 * Writes, i32 each: hosts out of service or not in the mask, then of the others those that are short of devices, those that a rule
 * forbids, and those short of each resource; a host counts in all of its reasons. Answers how many hosts have none, or a code.
 */
export function packingReasons(fleet: usize, shape: u32): i32 {
  if (!isFleet(fleet)) return BAD_BLOCK;
  if (shape >= load<u32>(fleet, SHAPES)) return BAD_INDEX;
  const at = shapeAt(fleet, shape);
  const reasons = load<usize>(fleet, REASONS_AT);
  const resources = load<u32>(fleet, RESOURCES);
  memory.fill(reasons, 0, (<usize>resources + 3) << 2);
  const hosts = load<u32>(fleet, HOSTS);
  let fitting = 0;
  for (let host: u32 = 0; host < hosts; host++) {
    if (!mayTake(fleet, at, host)) {
      count(reasons);
      continue;
    }
    let missing = 0;
    if (!devicesFit(fleet, at, devicesAt(fleet, host))) missing += count(reasons + 4);
    if (!groupsAllow(fleet, at, host)) missing += count(reasons + 8);
    for (let resource: u32 = 0; resource < resources; resource++) {
      const free = load<i32>(freeAt(fleet, resource) + ((<usize>host) << 2));
      if (free < load<i32>(at + ((<usize>resource) << 2), SHAPE_DEMAND))
        missing += count(reasons + 12 + ((<usize>resource) << 2));
    }
    if (missing === 0) fitting++;
  }
  return fitting;
}

/** One more of a reason; answers that one thing is missing. */
function count(reason: usize): i32 {
  store<i32>(reason, load<i32>(reason) + 1);
  return 1;
}
