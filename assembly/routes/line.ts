// One line in all its forms; blanks, tabs and a carriage return may stand between its parts:
//
//   ADDRESS | ADDRESS/LENGTH | ADDRESS/NETMASK | ADDRESS - ADDRESS    [[via] NEXT-HOP]    [# or ; comment]
//
// A comma may stand for the blank before the next hop.
import { append, appendRange } from './append';
import { hopOf } from './hops';
import { readIpv4 } from './ipv4';
import { ipv6At, readIpv6 } from './ipv6';
import { HEX } from './lookup';
import {
  BAD_LENGTH,
  CONTROL_CHARACTER,
  HOP_TOO_LONG,
  HOST_BITS,
  LENGTH_TOO_LARGE,
  NOT_UTF_8,
  NO_HOP,
  NO_ROOM,
  RANGE_BACKWARDS,
  RANGE_OF_TWO_FAMILIES,
  RANGE_WITH_LENGTH,
  THIRD_COLUMN,
  TOO_MANY_HOPS,
  UNEXPECTED,
  mistaken,
} from './mistake';
import { HOPS_MAX, MARK_NONE, NOTHING, UNNAMED, labelOf, maskHi, maskLo } from './record';
import { ADDRESS_HI, ADDRESS_LO, HOPS, KEEPS_HOPS, LINE, NEEDS_HOPS, OPTIONS, STRICT } from './workspace';

const TAB: u32 = 9;
const LINE_END: u32 = 10;
const RETURN: u32 = 13;
const BLANK: u32 = 32;
const HASH: u32 = 35;
const COMMA: u32 = 44;
const MINUS: u32 = 45;
const DOT: u32 = 46;
const SLASH: u32 = 47;
const COLON: u32 = 58;
const SEMICOLON: u32 = 59;
const DELETE: u32 = 127;
const HOP_BYTES_MAX: usize = 255;
/** What texts may begin with that say how they are written: U+FEFF, in UTF-8 and the two orders of UTF-16. */
const BYTE_ORDER_MARK: u32 = 0xbfbbef;
const UTF_16: u32 = 0xfeff;
const UTF_16_BIG: u32 = 0xfffe;
/** `via` and a blank, as `ip route` prints it. */
const VIA: u32 = 0x20616976;
const VIA_TAB: u32 = 0x09616976;

/** Reads the line that begins at `start` and has an end: the address behind that, or 0 with the mistake noted. */
export function readLine(workspace: usize, area: usize, start: usize): usize {
  let at = start;
  if (load<u32>(workspace, LINE) === 1) {
    const mark = load<u32>(start);
    if ((mark & 0xffff) === UTF_16 || (mark & 0xffff) === UTF_16_BIG)
      return mistaken(workspace, NOT_UTF_8, at);
    if ((mark & 0xffffff) === BYTE_ORDER_MARK) at += 3;
  }
  at = behindBlanks(at);
  const begin = <u32>load<u8>(at);
  if (begin === LINE_END) return at + 1;
  if (isComment(begin)) return lineEnd(at) + 1;
  const spec = at;
  const isIpv6 = isIpv6At(at);
  at = readAddress(workspace, at, isIpv6);
  if (at === 0) return 0;
  const hi = load<u64>(workspace, ADDRESS_HI);
  const lo = load<u64>(workspace, ADDRESS_LO);
  let lastHi: u64 = 0;
  let lastLo: u64 = 0;
  let length: u32 = isIpv6 ? 128 : 32;
  let isRange = false;
  if (load<u8>(at) === SLASH) {
    const read = readLength(workspace, at + 1, isIpv6);
    if (read === 0) return 0;
    length = <u32>(read & 0xff);
    at += <usize>(read >> 8);
    if (load<u8>(behindBlanks(at)) === MINUS) return mistaken(workspace, RANGE_WITH_LENGTH, at);
  } else if (load<u8>(behindBlanks(at)) === MINUS) {
    at = behindBlanks(behindBlanks(at) + 1);
    if (isIpv6At(at) !== isIpv6) return mistaken(workspace, RANGE_OF_TWO_FAMILIES, at);
    const second = at;
    at = readAddress(workspace, at, isIpv6);
    if (at === 0) return 0;
    isRange = true;
    lastHi = load<u64>(workspace, ADDRESS_HI) | (isIpv6 ? 0 : 0xffffffff);
    lastLo = isIpv6 ? load<u64>(workspace, ADDRESS_LO) : ~(<u64>0);
    if (hi > lastHi || (hi === lastHi && lo > lastLo)) return mistaken(workspace, RANGE_BACKWARDS, second);
  }
  const end = behindSeparators(at);
  const isEnd = isBehindAll(load<u8>(end));
  if (!isEnd && end === at) return mistaken(workspace, UNEXPECTED, at);
  const hop = isEnd ? UNNAMED : readHop(workspace, end);
  if (hop === NOTHING) return 0;
  const options = load<u32>(workspace, OPTIONS);
  if (hop === UNNAMED && (options & NEEDS_HOPS) !== 0 && isEnd) return mistaken(workspace, NO_HOP, end);
  if (isRange) {
    const code = isIpv6
      ? appendRange<v128>(workspace, area + 1, hi, lo, lastHi, lastLo, hop)
      : appendRange<u32>(workspace, area, hi, lo, lastHi, lastLo, hop);
    return code === 0 ? lineEnd(end) + 1 : mistaken(workspace, NO_ROOM, spec);
  }
  const netHi = hi & maskHi(length);
  const netLo = lo & maskLo(length);
  if ((options & STRICT) !== 0 && (netHi !== hi || netLo !== lo)) return mistaken(workspace, HOST_BITS, spec);
  const label = labelOf(length, hop, MARK_NONE);
  const code = isIpv6
    ? append<v128>(workspace, area + 1, netHi, netLo, label)
    : append<u32>(workspace, area, netHi, netLo, label);
  return code === 0 ? lineEnd(end) + 1 : mistaken(workspace, NO_ROOM, spec);
}

/** Whether what begins here is written as an IPv6 address: a colon behind nothing but hexadecimal digits. */
function isIpv6At(at: usize): bool {
  let end = at;
  while (<u32>load<u8>(load<u8>(end), HEX) < 16) end++;
  return load<u8>(end) === COLON;
}

/** Reads an address into ADDRESS_HI and ADDRESS_LO: the address behind its text, or 0 with the mistake noted. */
function readAddress(workspace: usize, at: usize, isIpv6: bool): usize {
  if (isIpv6) return ipv6At(workspace, at) || readIpv6(workspace, at);
  const read = readIpv4(workspace, at);
  if (read === 0) return 0;
  store<u64>(workspace, (read >> 8) << 32, ADDRESS_HI);
  store<u64>(workspace, 0, ADDRESS_LO);
  return at + <usize>(read & 0xff);
}

/** `characters << 8 | length` of the length or netmask that begins here, or 0 with the mistake noted. */
function readLength(workspace: usize, start: usize, isIpv6: bool): u32 {
  let at = start;
  let length: u32 = 0;
  while (<u32>load<u8>(at) - 48 < 10 && at - start < 4) length = length * 10 + <u32>load<u8>(at++) - 48;
  const characters = <u32>(at - start);
  if (!isIpv6 && load<u8>(at) === DOT) {
    const mask = readIpv4(workspace, start);
    if (mask === 0) return 0;
    const bits = <u32>(mask >> 8);
    length = <u32>popcnt(bits);
    if (<u32>clz(~bits) !== length) {
      mistaken(workspace, BAD_LENGTH, start);
      return 0;
    }
    return ((1 + <u32>(mask & 0xff)) << 8) | length;
  }
  if (characters === 0 || (characters > 1 && load<u8>(start) === 48)) {
    mistaken(workspace, BAD_LENGTH, start);
    return 0;
  }
  if (length > (isIpv6 ? <u32>128 : <u32>32)) {
    mistaken(workspace, LENGTH_TOO_LARGE, start);
    return 0;
  }
  return ((1 + characters) << 8) | length;
}

/** The number of the next hop that begins here, UNNAMED where they are passed over, or NOTHING with the mistake noted. */
function readHop(workspace: usize, start: usize): u32 {
  let name = start;
  if (load<u32>(name) === VIA || load<u32>(name) === VIA_TAB) name = behindBlanks(name + 4);
  let end = name;
  let code = <u32>load<u8>(end);
  while (code > BLANK && code !== DELETE) code = <u32>load<u8>(++end);
  if (end === name || !(isBlank(code) || code === LINE_END)) {
    mistaken(workspace, CONTROL_CHARACTER, end);
    return NOTHING;
  }
  if (end - name > HOP_BYTES_MAX) {
    mistaken(workspace, HOP_TOO_LONG, name);
    return NOTHING;
  }
  const rest = behindBlanks(end);
  if (!isBehindAll(load<u8>(rest))) {
    mistaken(workspace, THIRD_COLUMN, rest);
    return NOTHING;
  }
  if ((load<u32>(workspace, OPTIONS) & KEEPS_HOPS) === 0) return UNNAMED;
  const hop = hopOf(workspace, name, end - name);
  if (hop === NOTHING)
    mistaken(workspace, load<u32>(workspace, HOPS) >= HOPS_MAX ? TOO_MANY_HOPS : NO_ROOM, name);
  return hop;
}

export function behindBlanks(at: usize): usize {
  while (isBlank(load<u8>(at))) at++;
  return at;
}

/** Behind blanks, and one comma among them. */
function behindSeparators(start: usize): usize {
  const at = behindBlanks(start);
  return load<u8>(at) === COMMA ? behindBlanks(at + 1) : at;
}

/** The line end at or behind this address; there is one. */
export function lineEnd(at: usize): usize {
  while (load<u8>(at) !== LINE_END) at++;
  return at;
}

export function isComment(character: u32): bool {
  return character === HASH || character === SEMICOLON;
}

function isBlank(character: u32): bool {
  return character === BLANK || character === TAB || character === RETURN;
}

function isBehindAll(character: u32): bool {
  return character === LINE_END || isComment(character);
}
