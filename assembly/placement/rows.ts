// A host's row: in each column what is free and what a unit of it is worth.
import { BAD_BLOCK, BAD_INDEX, BAD_VALUE } from '../memory/code';
import { boundBlock } from './blocks';
import { FIRST_SCORED, HOSTS, RESOURCES, SCORE_MAX, freeAt, isTable, weightAt } from './table';

/** Sets one cell pair of a host's row: 0, or a code; BAD_VALUE also where the score could overflow. */
export function placementSetRow(table: usize, host: u32, column: u32, free: i32, weight: i32): i32 {
  const code = checkCell(table, host, column);
  if (code !== 0) return code;
  if (weight < 0 || weight > SCORE_MAX || !isFree(table, column, free, weight)) return BAD_VALUE;
  store<i32>(freeAt(table, host, column), free);
  store<i32>(weightAt(table, host, column), weight);
  boundBlock(table, host);
  return 0;
}

/** What is free on a host; -2^31, which no free value has, if there is no such cell. */
export function placementFree(table: usize, host: u32, column: u32): i32 {
  return checkCell(table, host, column) === 0 ? load<i32>(freeAt(table, host, column)) : i32.MIN_VALUE;
}

/** Whether a column may hold this: within i32 and, where it is scored, no score beyond SCORE_MAX. */
export function isFree(table: usize, column: u32, free: i64, weight: i64): bool {
  if (free <= <i64>i32.MIN_VALUE || free > <i64>i32.MAX_VALUE) return false;
  return column < load<u32>(table, FIRST_SCORED) || free * weight <= <i64>SCORE_MAX;
}

function checkCell(table: usize, host: u32, column: u32): i32 {
  if (!isTable(table)) return BAD_BLOCK;
  return host < load<u32>(table, HOSTS) && column < load<u32>(table, RESOURCES) ? 0 : BAD_INDEX;
}
