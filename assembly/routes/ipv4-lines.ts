// Lines that are an IPv4 prefix and nothing else, which most are: `ADDRESS LF` and `ADDRESS/LENGTH LF`. An octet is one load of
// four bytes: the first that is no digit ends it, shifted up it stands in the uppermost byte with the digits before it, a
// multiplication weighs them, and the text of that value has to be what is there, which refuses at once all that is no octet.
// The length is read the same way.
import { OCTETS_ALIGNED, PREFIXES } from './lookup';
import { MARK_NONE, UNNAMED, labelOf } from './record';
import { LINE, areaAt, bytesOf, capacityOf, setBytes } from './workspace';

const LINE_END: u32 = 10;
const RECORD: usize = 8;

/** Reads such lines from `start` on and counts them in LINE; answers where something else begins. */
export function readIpv4Lines(workspace: usize, area: usize, start: usize, limit: usize): usize {
  const first = areaAt(workspace, area) + bytesOf(workspace, area);
  const room = capacityOf(workspace, area) - bytesOf(workspace, area);
  // No line is shorter than the record that it becomes, so there is room for those of so much text.
  const end = start + min(limit - start, room);
  let out = first;
  let line = start;
  while (line < end) {
    let text = load<u32>(line);
    let dot = endOf(text);
    let octet = text << (dot ^ 28);
    let value = valueOf(octet);
    let wrong = octet ^ textOf(value);
    let address = value;
    let at = line + <usize>(dot >> 3) + 1;

    text = load<u32>(at);
    dot = endOf(text);
    octet = text << (dot ^ 28);
    value = valueOf(octet);
    wrong |= octet ^ textOf(value);
    address = (address << 8) | value;
    at += <usize>(dot >> 3) + 1;

    text = load<u32>(at);
    dot = endOf(text);
    octet = text << (dot ^ 28);
    value = valueOf(octet);
    wrong |= octet ^ textOf(value);
    address = (address << 8) | value;
    at += <usize>(dot >> 3) + 1;

    text = load<u32>(at);
    const last = endOf(text);
    octet = text << (last ^ 28);
    value = valueOf(octet);
    // Behind the last one, in the uppermost byte, is no dot.
    wrong |= (octet ^ textOf(value)) << 8;
    address = (address << 8) | value;
    at += <usize>(last >> 3);
    if (wrong !== 0) break;

    text = load<u32>(at);
    const length = lengthOf(text);
    const prefix = load<u64>((<usize>length) << 3, PREFIXES);
    if (<u32>prefix === text) {
      store<u64>(out, (((<u64>address) << 32) & prefix) | <u64>length | <u64>labelOf(0, UNNAMED, MARK_NONE));
      line = at + 4;
    } else if ((text & 0xff) === LINE_END) {
      store<u64>(out, ((<u64>address) << 32) | <u64>labelOf(32, UNNAMED, MARK_NONE));
      line = at + 1;
    } else break;
    out += RECORD;
  }
  const lines = <u32>((out - first) / RECORD);
  store<u32>(workspace, load<u32>(workspace, LINE) + lines, LINE);
  setBytes(workspace, area, out - areaAt(workspace, area));
  return line;
}

/** The bit 4 of the first of four characters that has none, as a dot, a slash and a line end, other than digits; or of the last. */
function endOf(text: u32): u32 {
  return <u32>ctz((text & 0x101010) ^ 0x10101010);
}

/** The value of digits below the uppermost byte, modulo 256. */
function valueOf(octet: u32): u32 {
  // 1, 10 and 100 times, from the uppermost down.
  return ((octet & 0x0f0f0f) * 0x640a0100) >> 24;
}

function textOf(value: u32): u32 {
  return load<u32>((<usize>value) << 2, OCTETS_ALIGNED);
}

/** The value of the two digits between a slash and a line end. */
function lengthOf(text: u32): u32 {
  return ((text & 0x0f0f00) * 0x0a0100) >> 24;
}
