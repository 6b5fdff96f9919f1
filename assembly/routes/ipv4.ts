// IPv4 addresses as text: four octets without leading zeros (RFC 6943 section 3.1.1 says why). An octet is one load of four
// bytes: the first that is no digit ends it, shifted up it stands in the uppermost byte with the digits before it, a
// multiplication weighs them, and the text of that value has to be what is there, which refuses at once all that is no octet.
// What is refused is looked at character by character, to say what is wrong.
import { OCTETS_ALIGNED } from './lookup';
import { LEADING_ZERO, NOT_FOUR_OCTETS, NO_ADDRESS, OCTET_TOO_LARGE, mistaken } from './mistake';

const DOT: u32 = 46;
const ZERO: u32 = 48;

/** `address << 8 | characters` of the address that begins here, or 0 with the mistake noted. Reads 16 bytes. */
export function readIpv4(workspace: usize, start: usize): u64 {
  let at = start;
  let address: u32 = 0;
  let wrong: u32 = 0;
  for (let octets: u32 = 1; octets <= 4; octets++) {
    const text = load<u32>(at);
    const end = endOf(text);
    const octet = text << (end ^ 28);
    const value = valueOf(octet);
    // Behind the last one, in the uppermost byte, is no dot.
    wrong |= octets < 4 ? octet ^ textOf(value) : (octet ^ textOf(value)) << 8;
    address = (address << 8) | value;
    at += <usize>(end >> 3) + (octets < 4 ? 1 : 0);
  }
  const next = <u32>load<u8>(at);
  if (wrong === 0 && next !== DOT && next - ZERO >= 10) return ((<u64>address) << 8) | (at - start);
  return readCharacters(workspace, start);
}

/** The bit 4 of the first of four characters that has none, as a dot, a slash and a line end, other than digits; or of the last. */
export function endOf(text: u32): u32 {
  return <u32>ctz((text & 0x101010) ^ 0x10101010);
}

/** The value of digits below the uppermost byte, modulo 256. */
export function valueOf(octet: u32): u32 {
  // 1, 10 and 100 times, from the uppermost down.
  return ((octet & 0x0f0f0f) * 0x640a0100) >> 24;
}

/** An octet's text with a dot behind, in the uppermost bytes. */
export function textOf(value: u32): u32 {
  return load<u32>((<usize>value) << 2, OCTETS_ALIGNED);
}

/** The same by its characters, where one that ends the address is none that readIpv4 knows, or something is wrong. */
function readCharacters(workspace: usize, start: usize): u64 {
  let at = start;
  let address: u32 = 0;
  for (let octets: u32 = 1; octets <= 4; octets++) {
    const from = at;
    let value: u32 = 0;
    let digit = <u32>load<u8>(at) - ZERO;
    while (digit < 10) {
      value = min(value * 10 + digit, 1000);
      digit = <u32>load<u8>(++at) - ZERO;
    }
    if (at === from) {
      return mistaken(workspace, octets > 1 ? NOT_FOUR_OCTETS : NO_ADDRESS, octets > 1 ? start : at);
    }
    if (value > 255) return mistaken(workspace, OCTET_TOO_LARGE, from);
    if (load<u8>(from) === ZERO && at - from > 1) return mistaken(workspace, LEADING_ZERO, from);
    if ((load<u8>(at) === DOT) === (octets === 4)) return mistaken(workspace, NOT_FOUR_OCTETS, start);
    address = (address << 8) | value;
    if (octets < 4) at++;
  }
  return ((<u64>address) << 8) | (at - start);
}
