// Tables by their records, for a host that has prefixes and no text. Host bits have to be zero.
import { BAD_BLOCK, BAD_INDEX } from '../memory/code';
import { recordBytes } from './record';
import { countOf } from './sort';
import {
  TABLES_MAX,
  TABLE_A,
  TABLE_B,
  areaAt,
  bytesOf,
  isWorkspace,
  reserve,
  setBytes,
  tableArea,
} from './workspace';

/** Gives a table this many IPv4 records, for the host to fill: 0 or a code. */
export function routesSetIpv4Count(workspace: usize, table: u32, count: u32): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  if (table >= TABLES_MAX) return BAD_INDEX;
  const bytes = <u64>count * recordBytes<u32>();
  const code = reserve(workspace, tableArea(table), bytes);
  if (code === 0) setBytes(workspace, tableArea(table), <usize>bytes);
  return code;
}

/** Where a table's IPv4 records begin. */
export function routesIpv4At(workspace: usize, table: u32): usize {
  return isWorkspace(workspace) && table < TABLES_MAX ? areaAt(workspace, tableArea(table)) : 0;
}

/** How many IPv4 records a table has, or a code. */
export function routesIpv4Count(workspace: usize, table: u32): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  return table < TABLES_MAX ? <i32>countOf<u32>(workspace, tableArea(table)) : BAD_INDEX;
}

/** How many IPv6 records a table has, or a code. */
export function routesIpv6Count(workspace: usize, table: u32): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  return table < TABLES_MAX ? <i32>countOf<v128>(workspace, tableArea(table) + 1) : BAD_INDEX;
}

/** Puts a copy of table A into table B: 0 or a code. */
export function routesCopy(workspace: usize): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  for (let family: usize = 0; family < 2; family++) {
    const from = tableArea(TABLE_A) + family;
    const to = tableArea(TABLE_B) + family;
    const code = reserve(workspace, to, bytesOf(workspace, from));
    if (code !== 0) return code;
    setBytes(workspace, to, bytesOf(workspace, from));
    memory.copy(areaAt(workspace, to), areaAt(workspace, from), bytesOf(workspace, from));
  }
  return 0;
}
