// Numbers of Go templates: int where they are whole, int64 at most, and float64. Source: Go's text/template/parse/node.go, newNumber.
// Deliberately absent: fractions in hexadecimal, complex numbers.
import { quoteGo } from '../../../../std/go-quote.ts';
import { unquoteGo } from '../../../../std/go-unquote.ts';
import { GoFloat, type Value } from './value.ts';

type Read = { readonly value: Value } | { readonly trouble: string };

export const intMax = (1n << 63n) - 1n;
const uintMax = (1n << 64n) - 1n;

/** `12`, `-0x1F`, `0b101`, `1_000`, `1.5`, `1e3`. A whole number up to uint64 can be read, but not be used. */
export function readNumber(text: string): Read {
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/.exec(text.replaceAll('_', '')) ?? [];
  if (/^(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9]\d*)$/.test(digits)) {
    const size = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
    if (size <= (sign === '-' ? intMax + 1n : uintMax)) return { value: sign === '-' ? -size : size };
  }
  // What has no point and no exponent was meant to be whole.
  if (/^\d+$/.test(digits)) return { trouble: `integer overflow: ${quoteGo(text)}` };
  const value = /\d/.test(digits) ? Number(sign + digits) : Number.NaN;
  if (Number.isNaN(value)) return { trouble: `illegal number syntax: ${quoteGo(text)}` };
  return { value: Number.isInteger(value) ? new GoFloat(value) : value };
}

/** `'a'`, which is its code. */
export function readCharacter(text: string): Read {
  const inner = unquoteGo(text);
  if (inner === undefined) return { trouble: 'invalid syntax' };
  const [first, ...rest] = inner;
  if (first === undefined || rest.length > 0) return { trouble: `malformed character constant: ${text}` };
  return { value: BigInt(first.codePointAt(0) ?? 0) };
}
