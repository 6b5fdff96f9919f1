// IPv4 addresses as text: four octets without leading zeros (RFC 6943 section 3.1.1 says why), character by character, so as to
// say what is wrong. Whole lines that are nothing but a prefix are ipv4-lines.ts'.
import { LEADING_ZERO, NOT_FOUR_OCTETS, NO_ADDRESS, OCTET_TOO_LARGE, mistaken } from './mistake';

const DOT: u32 = 46;
const ZERO: u32 = 48;

/** `address << 8 | characters` of the address that begins here, or 0 with the mistake noted. */
export function readIpv4(workspace: usize, start: usize): u64 {
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
