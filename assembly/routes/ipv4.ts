// IPv4 addresses as text: four octets without leading zeros (RFC 6943 section 3.1.1 says why). Two octets are one load of eight
// bytes: which of them are digits says where they end, two multiplications move each of them, with the digits before its end,
// to the uppermost bytes of half a word, one weighs both, and the text of those values has to be what is there, which
// refuses at once all that is no octet. What is refused is looked at character by character, to say what is wrong.
import { OCTETS_ALIGNED, PAIR_ENDS, PAIR_FIRSTS, PAIR_MASKS, PAIR_SECONDS } from './lookup';
import { LEADING_ZERO, NOT_FOUR_OCTETS, NO_ADDRESS, OCTET_TOO_LARGE, mistaken } from './mistake';

const DOT: u32 = 46;
const ZERO: u32 = 48;

/** `address << 8 | characters` of the address that begins here, or 0 with the mistake noted. Reads 16 bytes. */
export function readIpv4(workspace: usize, start: usize): u64 {
  let text = load<u64>(start);
  let pair = pairOf(text);
  const upper = alignedOf(text, pair);
  const middle = start + endOf(pair);
  text = load<u64>(middle, 1);
  pair = pairOf(text);
  const lower = alignedOf(text, pair);
  const end = middle + endOf(pair) + 1;
  const upperValues = valuesOf(upper);
  const lowerValues = valuesOf(lower);
  const wrong = (upper ^ textOf(upperValues)) | ((lower ^ textOf(lowerValues)) << 8);
  const next = <u32>load<u8>(end);
  if (wrong === 0 && next !== DOT && next - ZERO >= 10) {
    return ((<u64>addressOf(upperValues, lowerValues)) << 8) | (end - start);
  }
  return readCharacters(workspace, start);
}

/** Which of eight characters are digits, as bits times 8; all that have bit 4 count, and dot, slash, blank and line end have not. */
export function pairOf(text: u64): usize {
  // A multiplication puts the eight bits side by side.
  return (<usize>(((text & 0x1010101010101010) * 0x0010204081020408) >> 56)) << 3;
}

/** Where the end of the second octet is. */
export function endOf(pair: usize): usize {
  return <usize>load<u32>(pair, PAIR_ENDS);
}

/** Both octets with what ends them, each in the uppermost bytes of its half; the first is in the lower one. */
export function alignedOf(text: u64, pair: usize): u64 {
  const first = <u32>text * load<u32>(pair, PAIR_FIRSTS);
  return ((text * load<u64>(pair, PAIR_SECONDS)) & load<u64>(pair, PAIR_MASKS)) | <u64>first;
}

/** The values of both modulo 256, each in the uppermost byte of its half. */
export function valuesOf(aligned: u64): u64 {
  // 1, 10 and 100 times, from the uppermost digit down.
  return (aligned & 0x000f0f0f000f0f0f) * 0x640a0100;
}

/** The text of such values, each with a dot behind, as alignedOf has it. */
export function textOf(values: u64): u64 {
  const first = load<u64>((<usize>(<u32>values >> 24)) << 3, OCTETS_ALIGNED + 4);
  return first | load<u64>((<usize>(values >> 56)) << 3, OCTETS_ALIGNED);
}

/** The address that is made of four values. */
export function addressOf(upper: u64, lower: u64): u32 {
  const network = ((<u32>upper >> 24) << 8) | <u32>(upper >> 56);
  return (((network << 8) | (<u32>lower >> 24)) << 8) | <u32>(lower >> 56);
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
