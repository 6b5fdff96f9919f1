// Lines that are an IPv4 prefix and nothing else, which most are: `ADDRESS LF` and `ADDRESS/LENGTH LF`. The octets are read as
// in ipv4.ts, the length the same way; all that could be wrong is looked at once.
import { addressOf, alignedOf, endOf, pairOf, textOf, valuesOf } from './ipv4';
import { PREFIXES } from './lookup';
import { MARK_NONE, UNNAMED, labelOf } from './record';
import { LINE, areaAt, bytesOf, capacityOf, setBytes } from './workspace';

const LINE_END: u32 = 10;
const RECORD: usize = 8;
/** What pairOf answers: eight bits times 8. */
const PAIR_BITS: usize = 255 << 3;

/** Reads such lines from `start` on and counts them in LINE; answers where something else begins. */
export function readIpv4Lines(workspace: usize, area: usize, start: usize, limit: usize): usize {
  const first = areaAt(workspace, area) + bytesOf(workspace, area);
  const room = capacityOf(workspace, area) - bytesOf(workspace, area);
  // No line is shorter than the record that it becomes, so there is room for those of so much text.
  const end = start + min(limit - start, room);
  let out = first;
  let line = start;
  while (line < end) {
    const text = load<u64>(line);
    const pair = pairOf(text);
    const upper = alignedOf(text, pair);
    // Sixteen characters say which of the next eight are digits, before these are loaded.
    const digits = (pair >> 1) | (pairOf(load<u64>(line, 8)) << 7);
    const middle = endOf(pair);
    const nextPair = (digits >> middle) & PAIR_BITS;
    let at = line + middle;
    const lower = alignedOf(load<u64>(at, 1), nextPair);
    at += endOf(nextPair);

    const upperValues = valuesOf(upper);
    const lowerValues = valuesOf(lower);
    // Behind the last octet, in the uppermost byte, is no dot.
    if (((upper ^ textOf(upperValues)) | ((lower ^ textOf(lowerValues)) << 8)) !== 0) break;

    const rest = load<u32>(at, 1);
    const length = lengthOf(rest);
    const prefix = load<u64>((<usize>length) << 3, PREFIXES);
    let record = (<u64>addressOf(upperValues, lowerValues)) << 32;
    if (<u32>prefix === rest) {
      record = (record & prefix) + <u64>(length + labelOf(0, UNNAMED, MARK_NONE));
      line = at + 5;
    } else if ((rest & 0xff) === LINE_END) {
      record |= <u64>labelOf(32, UNNAMED, MARK_NONE);
      line = at + 2;
    } else break;
    store<u64>(out, record);
    out += RECORD;
  }
  const lines = <u32>((out - first) / RECORD);
  store<u32>(workspace, load<u32>(workspace, LINE) + lines, LINE);
  setBytes(workspace, area, out - areaAt(workspace, area));
  return line;
}

/** The value of the two digits between a slash and a line end. */
export function lengthOf(text: u32): u32 {
  return ((text & 0x0f0f00) * 0x0a0100) >> 24;
}
