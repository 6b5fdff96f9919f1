// The host-by-host table behind a decision: for every host what the scan of choose.ts saw, one host at a time.
import { BAD_BLOCK, BAD_INDEX } from '../memory/code';
import {
  DEMAND,
  FIRST_SCORED,
  HARD,
  HOSTS,
  MASKS,
  RESOURCES,
  SCORES_AT,
  SCORE_MAX,
  VERDICTS_AT,
  freeAt,
  isTable,
  maskAt,
  weightAt,
} from './table';

/** The verdict of a host outside the mask. */
const NOT_ELIGIBLE: i32 = i32.MIN_VALUE;

/**
 * Writes each host's verdict for the demand set: 0 fits, bit r short of hard resource r, -2^31 not in the mask; and
 * its score, -1 unless it fits. Answers the number of hosts, or a code.
 */
export function placementVerdicts(table: usize, mask: u32): i32 {
  if (!isTable(table)) return BAD_BLOCK;
  if (mask >= load<u32>(table, MASKS)) return BAD_INDEX;
  const eligible = maskAt(table, mask);
  const hosts = load<u32>(table, HOSTS);
  for (let host: u32 = 0; host < hosts; host++) {
    const verdict = isEligible(eligible, host) ? shortages(table, host) : NOT_ELIGIBLE;
    const at = (<usize>host) << 2;
    store<i32>(load<usize>(table, VERDICTS_AT) + at, verdict);
    store<i32>(load<usize>(table, SCORES_AT) + at, verdict === 0 ? scoreOf(table, host) : -1);
  }
  return <i32>hosts;
}

/** Where the verdicts (i32 a host) begin; 0 if this is no table. */
export function placementVerdictsAt(table: usize): usize {
  return isTable(table) ? load<usize>(table, VERDICTS_AT) : 0;
}

/** Where the scores (i32 a host) begin; 0 if this is no table. */
export function placementScoresAt(table: usize): usize {
  return isTable(table) ? load<usize>(table, SCORES_AT) : 0;
}

/** What a host that fits scores for the demand set, and -1 for one that does not or is none. */
export function scoreOnceMore(table: usize, eligible: usize, host: u32): i32 {
  if (host >= load<u32>(table, HOSTS) || !isEligible(eligible, host) || shortages(table, host) !== 0)
    return -1;
  return scoreOf(table, host);
}

function isEligible(eligible: usize, host: u32): bool {
  return ((<u32>load<u8>(eligible + (host >> 3)) >> (host & 7)) & 1) !== 0;
}

function shortages(table: usize, host: u32): i32 {
  let short = 0;
  const hard = load<u32>(table, HARD);
  for (let column: u32 = 0; column < hard; column++) {
    if (load<i32>(freeAt(table, host, column)) < demandOf(table, column)) short |= 1 << column;
  }
  return short;
}

function scoreOf(table: usize, host: u32): i32 {
  let score = SCORE_MAX;
  const resources = load<u32>(table, RESOURCES);
  for (let column = load<u32>(table, FIRST_SCORED); column < resources; column++) {
    const demand = demandOf(table, column);
    const left = max(load<i32>(freeAt(table, host, column)), demand) - demand;
    score = min(score, left * load<i32>(weightAt(table, host, column)));
  }
  return score;
}

function demandOf(table: usize, column: u32): i32 {
  return load<i32>(table + ((<usize>column) << 2), DEMAND);
}
