// Text to records, a piece of it at a time: lines end with LF or CRLF, what is behind the last end waits for the next
// piece. Most lines are an IPv4 prefix and nothing else; they are done in one step here, the others by line.ts.
import { BAD_BLOCK, BAD_COUNT, BAD_INDEX, NO_MEMORY } from '../memory/code';
import { lengthOf, readIpv4Lines } from './ipv4-lines';
import { ipv6At } from './ipv6';
import { behindBlanks, isComment, lineEnd, readLine } from './line';
import { LENGTHS } from './lookup';
import { LINE_TOO_LONG, NO_ROOM, badLine, mistaken } from './mistake';
import { OUTPUT_BYTES } from './print';
import { MARK_NONE, UNNAMED, labelOf, maskHi, maskLo, put, recordBytes } from './record';
import {
  ADDRESS_HI,
  ADDRESS_LO,
  AREA_INPUT,
  AREA_OUTPUT,
  IN_COMMENT,
  INPUT_DONE,
  LINE,
  MISTAKE,
  NEEDS_HOPS,
  OPTIONS,
  STRICT,
  TABLE_B,
  areaAt,
  bytesOf,
  capacityOf,
  isWorkspace,
  reserve,
  setBytes,
  tableArea,
} from './workspace';

/** Bytes of a piece, and so of the longest line. */
const INPUT_BYTES: usize = 1 << 17;
/** Readers look this far behind the end. */
const BEYOND: usize = 64;
const LINE_END: u32 = 10;
/** `/128`. */
const HOST_LENGTH: u32 = 0x3832312f;

/** Where the next piece of text goes; 0 if there is no room for it. */
export function routesInputAt(workspace: usize): usize {
  if (!isWorkspace(workspace)) return 0;
  if (reserve(workspace, AREA_INPUT, INPUT_BYTES + BEYOND) !== 0) return 0;
  // Before there are records behind it, which would have to move.
  if (reserve(workspace, AREA_OUTPUT, OUTPUT_BYTES) !== 0) return 0;
  return areaAt(workspace, AREA_INPUT) + bytesOf(workspace, AREA_INPUT);
}

/** How many bytes of text may be put there. */
export function routesInputRoom(workspace: usize): u32 {
  return isWorkspace(workspace) ? <u32>(INPUT_BYTES - bytesOf(workspace, AREA_INPUT)) : 0;
}

/**
 * Reads the next `bytes` of text into table A or B; with `isLast` also the line that has no end. Answers 0 when it needs
 * more, BAD_LINE with the mistake noted (it goes on behind that line when called again with 0 bytes), or a code. Lines are
 * counted from the first again behind the last.
 */
export function routesRead(workspace: usize, table: u32, bytes: u32, isLast: bool): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  if (table > TABLE_B) return BAD_INDEX;
  if (bytes > routesInputRoom(workspace)) return BAD_COUNT;
  if (routesInputAt(workspace) === 0) return NO_MEMORY;
  const input = areaAt(workspace, AREA_INPUT);
  const start = input + load<u32>(workspace, INPUT_DONE);
  let end = input + bytesOf(workspace, AREA_INPUT) + bytes;
  if (isLast && end > start && load<u8>(end - 1) !== LINE_END) store<u8>(end++, <u8>LINE_END);
  setBytes(workspace, AREA_INPUT, end - input);
  const limit = behindLastLine(start, end);
  const code = readLines(workspace, tableArea(table), start, limit);
  if (code !== 0) return code;
  // The line that has no end yet moves to the front.
  memory.copy(input, limit, end - limit);
  setBytes(workspace, AREA_INPUT, end - limit);
  store<u32>(workspace, 0, INPUT_DONE);
  if (isLast) {
    store<u32>(workspace, 0, LINE);
    store<u32>(workspace, 0, IN_COMMENT);
    return 0;
  }
  return end - limit < INPUT_BYTES ? 0 : passOver(workspace, input, end - limit);
}

/** A line longer than the input is a comment, or a mistake; either way the rest of it is passed over. */
function passOver(workspace: usize, input: usize, bytes: usize): i32 {
  setBytes(workspace, AREA_INPUT, 0);
  if (load<u32>(workspace, IN_COMMENT) !== 0) return 0;
  store<u32>(workspace, 1, IN_COMMENT);
  store<u32>(workspace, load<u32>(workspace, LINE) + 1, LINE);
  if (isComment(load<u8>(behindBlanks(input)))) return 0;
  mistaken(workspace, LINE_TOO_LONG, input);
  return badLine(workspace, input, input + bytes);
}

/** Reads the lines of [start, limit): 0, or a code, with INPUT_DONE behind the line that it is about. */
function readLines(workspace: usize, area: usize, start: usize, limit: usize): i32 {
  let at = start;
  if (load<u32>(workspace, IN_COMMENT) !== 0 && at < limit) {
    store<u32>(workspace, 0, IN_COMMENT);
    at = lineEnd(at) + 1;
  }
  const isPlain = (load<u32>(workspace, OPTIONS) & (STRICT | NEEDS_HOPS)) === 0;
  while (at < limit) {
    if (isPlain) {
      at = readIpv4Lines(workspace, area, at, limit);
      at = readIpv6Lines(workspace, area + 1, at, limit);
      if (at >= limit) break;
    }
    store<u32>(workspace, load<u32>(workspace, LINE) + 1, LINE);
    const next = readLine(workspace, area, at);
    if (next === 0) {
      const end = lineEnd(at);
      store<u32>(workspace, <u32>(end + 1 - areaAt(workspace, AREA_INPUT)), INPUT_DONE);
      return load<u32>(workspace, MISTAKE) === NO_ROOM ? NO_MEMORY : badLine(workspace, at, end);
    }
    at = next;
  }
  return 0;
}

/** Reads lines `ADDRESS LF` and `ADDRESS/LENGTH LF` of IPv6 and counts them in LINE; answers where something else begins. */
function readIpv6Lines(workspace: usize, area: usize, start: usize, limit: usize): usize {
  const size = recordBytes<v128>();
  const first = areaAt(workspace, area);
  const outEnd = first + capacityOf(workspace, area);
  let out = first + bytesOf(workspace, area);
  let line = load<u32>(workspace, LINE);
  let at = start;
  while (at < limit && out + size <= outEnd) {
    const behind = ipv6At(workspace, at);
    if (behind === 0) break;
    const rest = load<u32>(behind);
    let length = lengthOf(rest);
    let bytes: usize = 4;
    if (load<u32>((<usize>length) << 3, LENGTHS) !== rest) {
      length = 128;
      if ((rest & 0xff) === LINE_END) bytes = 1;
      else if (rest === HOST_LENGTH && load<u8>(behind, 4) === LINE_END) bytes = 5;
      else break;
    }
    const hi = load<u64>(workspace, ADDRESS_HI) & maskHi(length);
    const lo = load<u64>(workspace, ADDRESS_LO) & maskLo(length);
    put<v128>(out, hi, lo, labelOf(length, UNNAMED, MARK_NONE));
    out += size;
    line++;
    at = behind + bytes;
  }
  setBytes(workspace, area, out - first);
  store<u32>(workspace, line, LINE);
  return at;
}

/** Where the last line of [start, end) ends that has an end: behind its LF, or `start`. */
function behindLastLine(start: usize, end: usize): usize {
  while (end > start && load<u8>(end - 1) !== LINE_END) end--;
  return end;
}
