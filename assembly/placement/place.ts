// Books an item on a host and gives it back: the demand set is subtracted from, or added to, what is free. Whether the
// item fits is choose.ts's question, not asked here: a host may be overcommitted by force. All columns change or none.
import { BAD_BLOCK, BAD_INDEX, BAD_VALUE } from '../memory/code';
import { boundBlock } from './blocks';
import { isFree } from './rows';
import { DEMAND, HOSTS, RESOURCES, freeAt, isTable, weightAt } from './table';

/** Subtracts the demand set from a host's free values: 0, or a code; BAD_VALUE if one would leave its range. */
export function placementPlace(table: usize, host: u32): i32 {
  return book(table, host, -1);
}

/** Adds the demand set to a host's free values: 0, or a code; BAD_VALUE if one would leave its range. */
export function placementRelease(table: usize, host: u32): i32 {
  return book(table, host, 1);
}

function book(table: usize, host: u32, sign: i64): i32 {
  if (!isTable(table)) return BAD_BLOCK;
  if (host >= load<u32>(table, HOSTS)) return BAD_INDEX;
  const resources = load<u32>(table, RESOURCES);
  for (let column: u32 = 0; column < resources; column++) {
    const weight = <i64>load<i32>(weightAt(table, host, column));
    if (!isFree(table, column, booked(table, host, column, sign), weight)) return BAD_VALUE;
  }
  for (let column: u32 = 0; column < resources; column++) {
    store<i32>(freeAt(table, host, column), <i32>booked(table, host, column, sign));
  }
  boundBlock(table, host);
  return 0;
}

function booked(table: usize, host: u32, column: u32, sign: i64): i64 {
  const demand = <i64>load<i32>(table + ((<usize>column) << 2), DEMAND);
  return <i64>load<i32>(freeAt(table, host, column)) + sign * demand;
}
