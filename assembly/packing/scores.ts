// The scores of a shape on every host, kept, and the best of them found by blocks of 64 hosts. What changed since they were last
// looked at is scored again, a host once however often it changed; where that is much, all are. A slot holds one shape's scores: with
// more shapes than slots the next shape of a slot begins anew.
import {
  BLOCK_HOSTS,
  CHANGED_AT,
  CHANGES,
  CHANGES_AT,
  CHANGES_MAX,
  POLICY,
  ROOM,
  SHAPE_DEVICES,
  SHAPE_MASK,
  SLOTS,
  SLOTS_AT,
  SLOT_SCORES,
  maskAt,
  shapeAt,
  slotBytes,
} from './fleet';
import { groupsAllow, hasGroups } from './rules';
import { FGD, finished, scoreOf, scoresOfFour } from './policies';
import { refreshUsable } from './mix';

/** In a slot: its shape + 1, and the number of changes that its scores know. */
const OWNER: usize = 0;
const KNOWN: usize = 4;

/** The host with the highest score, of equals the first; -1 if the shape fits nowhere. */
export function bestHost(fleet: usize, shape: u32): i32 {
  const slot = upToDate(fleet, shape);
  const at = shapeAt(fleet, shape);
  const blocks = bestsOf(fleet, slot);
  const count = load<u32>(fleet, ROOM) / BLOCK_HOSTS;
  if (hasGroups(at)) return bestAllowed(fleet, at, slot + SLOT_SCORES, blocks, count);
  let best = i32x4.splat(-1);
  for (let block: u32 = 0; block < count; block += 4) {
    best = i32x4.max_s(best, v128.load(blocks + ((<usize>block) << 2)));
  }
  const score = largest(best);
  if (score < 0) return -1;
  const block = indexOf(blocks, score);
  const first = block * BLOCK_HOSTS;
  return <i32>(first + indexOf(slot + SLOT_SCORES + ((<usize>first) << 2), score));
}

/** Something of a host is different now: whoever keeps its score must look again. */
export function hostChanged(fleet: usize, host: u32): void {
  const change = load<u32>(fleet, CHANGES);
  store<u32>(load<usize>(fleet, CHANGES_AT) + ((<usize>(change & (CHANGES_MAX - 1))) << 2), host);
  store<u32>(load<usize>(fleet, CHANGED_AT) + ((<usize>host) << 2), change);
  store<u32>(fleet, change + 1, CHANGES);
  if (load<u32>(fleet, POLICY) >= FGD) refreshUsable(fleet, host);
}

/** Nothing that was kept is true any more. */
export function forgetScores(fleet: usize): void {
  const bytes = <usize>slotBytes(load<u32>(fleet, ROOM));
  const slots = load<u32>(fleet, SLOTS);
  for (let slot: u32 = 0; slot < slots; slot++)
    store<u32>(load<usize>(fleet, SLOTS_AT) + <usize>slot * bytes, 0);
}

function upToDate(fleet: usize, shape: u32): usize {
  const room = load<u32>(fleet, ROOM);
  const slot =
    load<usize>(fleet, SLOTS_AT) + <usize>(shape % load<u32>(fleet, SLOTS)) * <usize>slotBytes(room);
  const at = shapeAt(fleet, shape);
  const changes = load<u32>(fleet, CHANGES);
  const known = load<u32>(slot, KNOWN);
  const few = min(CHANGES_MAX, room >> 3);
  if (load<u32>(slot, OWNER) !== shape + 1 || changes - known > few) scoreAll(fleet, at, slot);
  else if (changes !== known) scoreChanged(fleet, at, slot, known, changes);
  store<u32>(slot, shape + 1, OWNER);
  store<u32>(slot, changes, KNOWN);
  return slot;
}

function scoreChanged(fleet: usize, shape: usize, slot: usize, known: u32, changes: u32): void {
  const blocks = bestsOf(fleet, slot);
  for (let change = known; change < changes; change++) {
    const host = load<u32>(load<usize>(fleet, CHANGES_AT) + ((<usize>(change & (CHANGES_MAX - 1))) << 2));
    if (load<u32>(load<usize>(fleet, CHANGED_AT) + ((<usize>host) << 2)) !== change) continue;
    const score = scoreOf(fleet, shape, host);
    const at = slot + SLOT_SCORES + ((<usize>host) << 2);
    const was = load<i32>(at);
    if (score === was) continue;
    store<i32>(at, score);
    const block = host / BLOCK_HOSTS;
    const best = blocks + ((<usize>block) << 2);
    if (score > load<i32>(best)) store<i32>(best, score);
    else if (was === load<i32>(best)) {
      store<i32>(best, bestOfBlock(slot + SLOT_SCORES + ((<usize>(block * BLOCK_HOSTS)) << 2)));
    }
  }
}

function scoreAll(fleet: usize, shape: usize, slot: usize): void {
  const policy = load<u32>(fleet, POLICY);
  const room = load<u32>(fleet, ROOM);
  const inService = maskAt(fleet, 0);
  const mask = maskAt(fleet, load<u32>(shape, SHAPE_MASK));
  const blocks = bestsOf(fleet, slot);
  const scores = slot + SLOT_SCORES;
  for (let host: u32 = 0; host < room; host += BLOCK_HOSTS) {
    let eligible = load<u64>(inService + (host >> 3)) & load<u64>(mask + (host >> 3));
    let best = i32x4.splat(-1);
    for (let four = host; four < host + BLOCK_HOSTS; four += 4, eligible >>= 4) {
      const score =
        (eligible & 15) === 0 ? i32x4.splat(-1) : scoresOfFour(fleet, shape, four, <u32>eligible, policy);
      v128.store(scores + ((<usize>four) << 2), score);
      best = i32x4.max_s(best, score);
    }
    store<i32>(blocks + ((<usize>(host / BLOCK_HOSTS)) << 2), largest(best));
  }
  finishAll(fleet, shape, scores, blocks, policy);
}

/** Adds what is not done four at a time, where there is any of it. */
function finishAll(fleet: usize, shape: usize, scores: usize, blocks: usize, policy: u32): void {
  if (policy < FGD && load<u32>(shape, SHAPE_DEVICES) === 0) return;
  const room = load<u32>(fleet, ROOM);
  for (let host: u32 = 0; host < room; host++) {
    const at = scores + ((<usize>host) << 2);
    store<i32>(at, finished(fleet, shape, host, load<i32>(at), policy));
  }
  for (let host: u32 = 0; host < room; host += BLOCK_HOSTS) {
    store<i32>(blocks + ((<usize>(host / BLOCK_HOSTS)) << 2), bestOfBlock(scores + ((<usize>host) << 2)));
  }
}

/** The same with rules: hosts one by one, the rules asked only of those that would win. */
function bestAllowed(fleet: usize, shape: usize, scores: usize, blocks: usize, count: u32): i32 {
  let score = -1;
  let best = -1;
  for (let block: u32 = 0; block < count; block++) {
    if (load<i32>(blocks + ((<usize>block) << 2)) <= score) continue;
    const end = (block + 1) * BLOCK_HOSTS;
    for (let host = block * BLOCK_HOSTS; host < end; host++) {
      const own = load<i32>(scores + ((<usize>host) << 2));
      if (own <= score || !groupsAllow(fleet, shape, host)) continue;
      score = own;
      best = <i32>host;
    }
  }
  return best;
}

function bestsOf(fleet: usize, slot: usize): usize {
  return slot + SLOT_SCORES + (load<usize>(fleet, ROOM) << 2);
}

function bestOfBlock(scores: usize): i32 {
  let best = v128.load(scores);
  for (let at = scores + 16; at < scores + (BLOCK_HOSTS << 2); at += 16)
    best = i32x4.max_s(best, v128.load(at));
  return largest(best);
}

function largest(lanes: v128): i32 {
  const pairs = i32x4.max_s(
    lanes,
    i8x16.shuffle(lanes, lanes, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7),
  );
  return max(i32x4.extract_lane(pairs, 0), i32x4.extract_lane(pairs, 1));
}

/** The first place of a value that is there. */
function indexOf(values: usize, value: i32): u32 {
  const wanted = i32x4.splat(value);
  let at = values;
  while (!v128.any_true(i32x4.eq(v128.load(at), wanted))) at += 16;
  return <u32>((at - values) >> 2) + <u32>ctz(i32x4.bitmask(i32x4.eq(v128.load(at), wanted)));
}
