// A table of hosts as a struct of arrays, laid out by addition (N = hostsMax, padded to 16 hosts; R = resources):
//
//   0        header, 64 bytes: the fields below, u32 each
//   64       decision, 64 bytes: runner-up, scores, ineligible hosts, winner (i32 each)
//   128      the item's demand, i32 a resource             256      hosts short of each resource, i32
//   384      lanes, 128 bytes of scratch
//   512      free columns, i32 x N each, R of them
//   + 4NR    weight columns, the same size
//   + 4NR    masks, 1 bit a host, padded to 64 bytes; mask 0 is every host
//   + masks  short bitmaps of the latest choice, 1 bit a host, one a hard resource
//   +        verdicts, i32 x N                             + 4N     scores, i32 x N
//   + 4N     bounds of blocks of 16 hosts, f32 x N / 16 padded to 64 bytes, 1 and 2 a scored resource (blocks.ts)
//
// Columns are ordered by role: hard only, hard and scored, scored only. A free value is at least -(2^31 - 1); where it
// is scored, free * weight is at most 2^30, so no score overflows. Rows of padding hosts are never eligible.
import { HEADER_BYTES, aligned, isBlock, openBlock } from '../memory/arena';
import { BAD_BLOCK, BAD_COUNT, BAD_INDEX, BAD_VALUE } from '../memory/code';

const KIND: u32 = 0x54534f48;

export const HOSTS_MAX: usize = 4;
export const HOSTS: usize = 8;
export const RESOURCES: usize = 12;
/** Columns before this one are hard. */
export const HARD: usize = 16;
/** Columns from this one on are scored. */
export const FIRST_SCORED: usize = 20;
export const MASKS: usize = 24;
export const COLUMN_BYTES: usize = 28;
export const MASK_BYTES: usize = 32;
export const WEIGHTS_AT: usize = 36;
export const MASKS_AT: usize = 40;
export const SHORTS_AT: usize = 44;
export const VERDICTS_AT: usize = 48;
export const SCORES_AT: usize = 52;
export const BOUNDS_AT: usize = 56;
export const BOUND_BYTES: usize = 60;

export const DECISION: usize = HEADER_BYTES;
export const RUNNER_UP: usize = DECISION;
export const WINNER_SCORE: usize = RUNNER_UP + 4;
export const RUNNER_UP_SCORE: usize = WINNER_SCORE + 4;
export const INELIGIBLE: usize = RUNNER_UP_SCORE + 4;
export const WINNER: usize = INELIGIBLE + 4;

export const DEMAND: usize = 128;
export const SHORT: usize = 256;
export const LANES: usize = 384;
export const COLUMNS: usize = 512;

/** Hosts that one step of the scan takes: four vectors of four. */
export const STEP_HOSTS: u32 = 16;
/** Bytes of a column that one step takes. */
export const STEP_BYTES: usize = 64;

/** Most hosts, resources and masks of a table. 30 resources leave the sign of a verdict free. */
const TABLE_HOSTS_MAX: u32 = 1 << 20;
const RESOURCES_MAX: u32 = 30;
const TABLE_MASKS_MAX: u32 = 1024;

/** The largest score, and a weight's numerator: weight = floor(2^30 / capacity). */
export const SCORE_MAX: i32 = 1 << 30;

/**
 * Opens an empty table: `hardOnly` resources that must fit, `both` that must fit and are scored, `scoredOnly`; `masks`
 * includes mask 0. Answers the bytes taken, or NO_MEMORY, BAD_BLOCK, BAD_COUNT.
 */
export function placementOpen(
  table: usize,
  hostsMax: u32,
  hardOnly: u32,
  both: u32,
  scoredOnly: u32,
  masks: u32,
): i32 {
  const resources = <u64>hardOnly + both + scoredOnly;
  if (hostsMax > TABLE_HOSTS_MAX || resources > RESOURCES_MAX) return BAD_COUNT;
  if (masks === 0 || masks > TABLE_MASKS_MAX) return BAD_COUNT;
  const columnBytes = aligned((<u64>hostsMax) << 2);
  const maskBytes = aligned(columnBytes >> 5);
  const weights = COLUMNS + columnBytes * resources;
  const masksAt = weights + columnBytes * resources;
  const shorts = masksAt + maskBytes * masks;
  const verdicts = shorts + maskBytes * (hardOnly + both);
  const scores = verdicts + columnBytes;
  const bounds = scores + columnBytes;
  const boundBytes = aligned(columnBytes >> 4);
  const bytes = bounds + boundBytes * (1 + 2 * (<u64>both + scoredOnly));
  if (bytes > <u64>i32.MAX_VALUE) return BAD_COUNT;
  const code = openBlock(table, bytes, KIND);
  if (code !== 0) return code;
  memory.fill(table + 4, 0, <usize>bytes - 4);
  store<u32>(table, hostsMax, HOSTS_MAX);
  store<u32>(table, <u32>resources, RESOURCES);
  store<u32>(table, hardOnly + both, HARD);
  store<u32>(table, hardOnly, FIRST_SCORED);
  store<u32>(table, masks, MASKS);
  store<usize>(table, <usize>columnBytes, COLUMN_BYTES);
  store<usize>(table, <usize>maskBytes, MASK_BYTES);
  store<usize>(table, <usize>(table + weights), WEIGHTS_AT);
  store<usize>(table, <usize>(table + masksAt), MASKS_AT);
  store<usize>(table, <usize>(table + shorts), SHORTS_AT);
  store<usize>(table, <usize>(table + verdicts), VERDICTS_AT);
  store<usize>(table, <usize>(table + scores), SCORES_AT);
  store<usize>(table, <usize>(table + bounds), BOUNDS_AT);
  store<usize>(table, <usize>boundBytes, BOUND_BYTES);
  return <i32>bytes;
}

export function isTable(table: usize): bool {
  return isBlock(table, KIND);
}

/** How many rows count: 0, or a code. Mask 0 becomes these hosts; the other masks lose what lies beyond. */
export function placementSetHosts(table: usize, hosts: u32): i32 {
  if (!isTable(table)) return BAD_BLOCK;
  if (hosts > load<u32>(table, HOSTS_MAX)) return BAD_COUNT;
  store<u32>(table, hosts, HOSTS);
  const words = wordsOf(table);
  const masks = load<u32>(table, MASKS);
  for (let mask: u32 = 0; mask < masks; mask++) {
    for (let word: u32 = 0; word < words; word++) {
      const at = wordAt(table, mask, word);
      const present = presentBits(hosts, word);
      store<u32>(at, mask === 0 ? present : load<u32>(at) & present);
    }
  }
  return 0;
}

/** Sets 32 hosts of a mask other than 0; bits beyond the last host are dropped: 0, or a code. */
export function placementSetMaskWord(table: usize, mask: u32, word: u32, bits: u32): i32 {
  if (!isTable(table)) return BAD_BLOCK;
  if (mask === 0 || mask >= load<u32>(table, MASKS)) return BAD_INDEX;
  if (word >= wordsOf(table)) return BAD_INDEX;
  store<u32>(wordAt(table, mask, word), bits & presentBits(load<u32>(table, HOSTS), word));
  return 0;
}

/** What the item asks of one resource: 0, or a code; negative demands are BAD_VALUE. */
export function placementSetDemand(table: usize, column: u32, demand: i32): i32 {
  if (!isTable(table)) return BAD_BLOCK;
  if (column >= load<u32>(table, RESOURCES)) return BAD_INDEX;
  if (demand < 0) return BAD_VALUE;
  store<i32>(table + ((<usize>column) << 2), demand, DEMAND);
  return 0;
}

export function freeAt(table: usize, host: u32, column: u32): usize {
  return table + COLUMNS + <usize>column * load<usize>(table, COLUMN_BYTES) + ((<usize>host) << 2);
}

export function weightAt(table: usize, host: u32, column: u32): usize {
  return (
    load<usize>(table, WEIGHTS_AT) + <usize>column * load<usize>(table, COLUMN_BYTES) + ((<usize>host) << 2)
  );
}

export function maskAt(table: usize, mask: u32): usize {
  return load<usize>(table, MASKS_AT) + <usize>mask * load<usize>(table, MASK_BYTES);
}

function wordAt(table: usize, mask: u32, word: u32): usize {
  return maskAt(table, mask) + ((<usize>word) << 2);
}

/** Words of a mask. */
function wordsOf(table: usize): u32 {
  return <u32>(load<usize>(table, MASK_BYTES) >> 2);
}

/** The bits of a mask's word that stand for hosts that are there. */
function presentBits(hosts: u32, word: u32): u32 {
  const first = word << 5;
  if (hosts <= first) return 0;
  return hosts - first >= 32 ? 0xffffffff : ((<u32>1) << (hosts - first)) - 1;
}
