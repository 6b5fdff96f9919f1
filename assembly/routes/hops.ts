// Next hops by number: a name is any run of bytes without blanks. Names lie one behind the other; at least twice as many
// slots find them by hash (FNV-1a; open addressing, linear probing).
import { BAD_BLOCK, BAD_COUNT, NO_MEMORY } from '../memory/code';
import { FIRST_NAMED, HOPS_MAX, NOTHING } from './record';
import {
  AREA_HOP_ENDS,
  AREA_HOP_NAMES,
  AREA_HOP_SLOTS,
  AREA_INPUT,
  HOPS,
  NULL_HOP,
  areaAt,
  bytesOf,
  capacityOf,
  isWorkspace,
  reserve,
  setBytes,
} from './workspace';

const SLOTS_FIRST: usize = 1024;

/** The number of a name that lies in the input, new or known; NOTHING when there is no room for one more. */
export function hopOf(workspace: usize, name: usize, bytes: usize): u32 {
  const hash = hashOf(name, bytes);
  const found = find(workspace, hash, name, bytes);
  if (found !== NOTHING) return found;
  const hops = load<u32>(workspace, HOPS);
  const used = bytesOf(workspace, AREA_HOP_NAMES);
  const isFull =
    hops >= HOPS_MAX ||
    makeSlots(workspace, hops + 1) !== 0 ||
    reserve(workspace, AREA_HOP_NAMES, <u64>used + bytes) !== 0 ||
    reserve(workspace, AREA_HOP_ENDS, (<u64>hops + 1) << 2) !== 0;
  if (isFull) return NOTHING;
  memory.copy(areaAt(workspace, AREA_HOP_NAMES) + used, name, bytes);
  store<u32>(areaAt(workspace, AREA_HOP_ENDS) + ((<usize>hops) << 2), <u32>(used + bytes));
  setBytes(workspace, AREA_HOP_NAMES, used + bytes);
  setBytes(workspace, AREA_HOP_ENDS, (<usize>hops + 1) << 2);
  store<u32>(workspace, hops + 1, HOPS);
  insert(workspace, hash, FIRST_NAMED + hops);
  return FIRST_NAMED + hops;
}

/** Has the first `bytes` of the input name the next hop that stands for no route: 0 or a code. No text has been read. */
export function routesNameNull(workspace: usize, bytes: u32): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  if (bytes === 0 || <usize>bytes > capacityOf(workspace, AREA_INPUT)) return BAD_COUNT;
  const hop = hopOf(workspace, areaAt(workspace, AREA_INPUT), bytes);
  store<u32>(workspace, hop, NULL_HOP);
  return hop === NOTHING ? NO_MEMORY : 0;
}

/** Where the name of a next hop begins. */
export function nameAt(workspace: usize, hop: u32): usize {
  return areaAt(workspace, AREA_HOP_NAMES) + (hop === FIRST_NAMED ? 0 : endOf(workspace, hop - 1));
}

/** Bytes of its name. */
export function nameBytes(workspace: usize, hop: u32): usize {
  return endOf(workspace, hop) - (hop === FIRST_NAMED ? 0 : endOf(workspace, hop - 1));
}

function endOf(workspace: usize, hop: u32): usize {
  return <usize>load<u32>(areaAt(workspace, AREA_HOP_ENDS) + ((<usize>(hop - FIRST_NAMED)) << 2));
}

function find(workspace: usize, hash: u32, name: usize, bytes: usize): u32 {
  const slots = bytesOf(workspace, AREA_HOP_SLOTS) >> 2;
  if (slots === 0) return NOTHING;
  const table = areaAt(workspace, AREA_HOP_SLOTS);
  let slot = <usize>hash & (slots - 1);
  let hop = load<u32>(table + (slot << 2));
  while (hop !== NOTHING) {
    if (nameBytes(workspace, hop) === bytes && memory.compare(nameAt(workspace, hop), name, bytes) === 0) {
      return hop;
    }
    slot = (slot + 1) & (slots - 1);
    hop = load<u32>(table + (slot << 2));
  }
  return NOTHING;
}

function insert(workspace: usize, hash: u32, hop: u32): void {
  const slots = bytesOf(workspace, AREA_HOP_SLOTS) >> 2;
  const table = areaAt(workspace, AREA_HOP_SLOTS);
  let slot = <usize>hash & (slots - 1);
  while (load<u32>(table + (slot << 2)) !== NOTHING) slot = (slot + 1) & (slots - 1);
  store<u32>(table + (slot << 2), hop);
}

/** Slots for `hops` next hops, at most half of them taken: 0 or NO_MEMORY. */
function makeSlots(workspace: usize, hops: u32): i32 {
  const slots = bytesOf(workspace, AREA_HOP_SLOTS) >> 2;
  if ((<usize>hops) << 1 <= slots) return 0;
  const more = max(SLOTS_FIRST, slots << 1) << 2;
  const code = reserve(workspace, AREA_HOP_SLOTS, more);
  if (code !== 0) return code;
  setBytes(workspace, AREA_HOP_SLOTS, more);
  memory.fill(areaAt(workspace, AREA_HOP_SLOTS), 0, more);
  for (let hop = FIRST_NAMED; hop < FIRST_NAMED + hops - 1; hop++) {
    insert(workspace, hashOf(nameAt(workspace, hop), nameBytes(workspace, hop)), hop);
  }
  return 0;
}

function hashOf(name: usize, bytes: usize): u32 {
  let hash: u32 = 2166136261;
  for (let at = name, end = name + bytes; at < end; at++) hash = (hash ^ load<u8>(at)) * 16777619;
  return hash ^ (hash >> 15);
}
