// Records to text, a piece at a time: `[+ |- ]PREFIX/LENGTH[ NEXT-HOP]`, one a line, IPv4 before IPv6. IPv4 octets and
// lengths are copied from tables; IPv6 is written as RFC 5952 wants it, without dotted tails.
import { BAD_BLOCK, BAD_INDEX, NO_MEMORY } from '../memory/code';
import { nameAt, nameBytes } from './hops';
import { LENGTHS, OCTETS } from './lookup';
import {
  FIRST_NAMED,
  MARK_ADDED,
  MARK_NONE,
  hiAt,
  hopAt,
  lengthAt,
  loAt,
  markAt,
  recordBytes,
} from './record';
import {
  AREA_OUTPUT,
  PRINT_AREA,
  PRINT_OFFSET,
  TABLES_MAX,
  areaAt,
  bytesOf,
  isWorkspace,
  reserve,
  setBytes,
  tableArea,
} from './workspace';

/** Bytes of a piece, and of the longest line that may follow: mark, address, length, next hop, line end. */
export const OUTPUT_BYTES: usize = 1 << 17;
const LINE_BYTES_MAX: usize = 320;

const LINE_END: u8 = 10;
const BLANK: u8 = 32;
const PLUS: u8 = 43;
const MINUS: u8 = 45;
const COLON: u8 = 58;

/** Where the text printed last is. */
export function routesOutputAt(workspace: usize): usize {
  return isWorkspace(workspace) ? areaAt(workspace, AREA_OUTPUT) : 0;
}

/** Begins to print a table: 0 or a code. */
export function routesPrintFrom(workspace: usize, table: u32): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  if (table >= TABLES_MAX) return BAD_INDEX;
  if (reserve(workspace, AREA_OUTPUT, OUTPUT_BYTES) !== 0) return NO_MEMORY;
  setBytes(workspace, AREA_OUTPUT, OUTPUT_BYTES);
  store<u32>(workspace, <u32>tableArea(table), PRINT_AREA);
  store<u32>(workspace, 0, PRINT_OFFSET);
  return 0;
}

/** Prints on: bytes of text, 0 when there is no more, or BAD_BLOCK. */
export function routesPrint(workspace: usize): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  const area = <usize>load<u32>(workspace, PRINT_AREA);
  if (area === 0 || bytesOf(workspace, AREA_OUTPUT) === 0) return 0;
  if ((area & 1) === (tableArea(0) & 1)) {
    const bytes = print<u32>(workspace, area);
    if (bytes !== 0) return bytes;
    store<u32>(workspace, <u32>(area + 1), PRINT_AREA);
    store<u32>(workspace, 0, PRINT_OFFSET);
    return print<v128>(workspace, area + 1);
  }
  return print<v128>(workspace, area);
}

function print<A>(workspace: usize, area: usize): i32 {
  const output = areaAt(workspace, AREA_OUTPUT);
  const outEnd = output + OUTPUT_BYTES - LINE_BYTES_MAX;
  const records = areaAt(workspace, area);
  const end = records + bytesOf(workspace, area);
  let at = records + load<u32>(workspace, PRINT_OFFSET);
  let out = output;
  for (; at < end && out < outEnd; at += recordBytes<A>()) {
    const mark = markAt(at);
    if (mark !== MARK_NONE) {
      store<u8>(out, mark === MARK_ADDED ? PLUS : MINUS);
      store<u8>(out, BLANK, 1);
      out += 2;
    }
    out = sizeof<A>() === 4 ? printIpv4(out, load<u32>(at, 4)) : printIpv6(out, hiAt<A>(at), loAt<A>(at));
    const length = load<u64>((<usize>lengthAt(at)) << 3, LENGTHS);
    store<u64>(out, length);
    out += <usize>(length >> 56);
    const hop = hopAt(at);
    if (hop >= FIRST_NAMED) {
      const bytes = nameBytes(workspace, hop);
      store<u8>(out - 1, BLANK);
      memory.copy(out, nameAt(workspace, hop), bytes);
      out += bytes;
      store<u8>(out++, LINE_END);
    }
  }
  store<u32>(workspace, <u32>(at - records), PRINT_OFFSET);
  return <i32>(out - output);
}

function printIpv4(out: usize, address: u32): usize {
  let octet = load<u64>((<usize>(address >> 24)) << 3, OCTETS);
  store<u32>(out, <u32>octet);
  out += <usize>(octet >> 32);
  octet = load<u64>((<usize>((address >> 16) & 255)) << 3, OCTETS);
  store<u32>(out, <u32>octet);
  out += <usize>(octet >> 32);
  octet = load<u64>((<usize>((address >> 8) & 255)) << 3, OCTETS);
  store<u32>(out, <u32>octet);
  out += <usize>(octet >> 32);
  octet = load<u64>((<usize>(address & 255)) << 3, OCTETS);
  store<u32>(out, <u32>octet);
  // The last one has no dot behind it.
  return out + <usize>(octet >> 32) - 1;
}

function printIpv6(out: usize, hi: u64, lo: u64): usize {
  // The first longest run of at least two groups that are zero.
  let gap: u32 = 8;
  let gapGroups: u32 = 1;
  let run: u32 = 0;
  for (let group: u32 = 0; group < 8; group++) {
    run = groupOf(hi, lo, group) === 0 ? run + 1 : 0;
    if (run > gapGroups) {
      gapGroups = run;
      gap = group + 1 - run;
    }
  }
  for (let group: u32 = 0; group < 8; group++) {
    if (group === gap) {
      store<u16>(out, 0x3a3a);
      out += 2;
      group += gapGroups - 1;
      continue;
    }
    if (group > 0 && group !== gap + gapGroups) store<u8>(out++, COLON);
    const value = groupOf(hi, lo, group);
    const digits = value < 0x10 ? 1 : value < 0x100 ? 2 : value < 0x1000 ? 3 : 4;
    for (let digit = digits - 1; digit >= 0; digit--) {
      const nibble = (value >> ((<u32>digit) << 2)) & 15;
      store<u8>(out++, <u8>(nibble < 10 ? 48 + nibble : 87 + nibble));
    }
  }
  return out;
}

function groupOf(hi: u64, lo: u64, group: u32): u32 {
  return <u32>((group < 4 ? hi >> ((<u64>(3 - group)) << 4) : lo >> ((<u64>(7 - group)) << 4)) & 0xffff);
}
