// `text.format(args)`: %s %d %f %e %b %x %X %o %%. Source: cel-go ext/formatting.go.
import { CelFault } from '../overload.ts';
import {
  Duration,
  isList,
  isStruct,
  MapValue,
  pairsOf,
  Timestamp,
  typeOf,
  TypeValue,
  Uint,
  type Value,
} from '../values.ts';
import { doubleText, timestampText } from './conversions.ts';
import { durationText } from '../durations.ts';
import { typeText } from '../types.ts';

const defaultDigits = 6;

/** A value as `%s` writes it. */
function shown(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return doubleText(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Timestamp) return timestampText(value);
  if (value instanceof Duration) return durationText(value.ns);
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof TypeValue) return typeText(value.type);
  if (isList(value)) return `[${value.map(shown).join(', ')}]`;
  if (value instanceof MapValue || isStruct(value)) {
    const pairs = pairsOf(value).map(([key, member]) => `${shown(key)}: ${shown(member)}`);
    return `{${pairs.sort().join(', ')}}`;
  }
  throw new CelFault(
    `string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and ` +
      `timestamps, was given ${typeText(typeOf(value))}`,
  );
}

function integerOf(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return value instanceof Uint ? value.value : undefined;
}

function hexOf(value: Value): string {
  const whole = integerOf(value);
  if (whole !== undefined) return whole.toString(16);
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  if (bytes instanceof Uint8Array)
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  throw new CelFault(
    `only integers, byte buffers, and strings can be formatted as hex, was given ${typeText(typeOf(value))}`,
  );
}

function floating(value: Value, digits: number, isScientific: boolean): string {
  const whole = integerOf(value);
  const number = whole === undefined ? value : Number(whole);
  if (typeof number !== 'number') {
    const name = isScientific ? 'scientific clause' : 'fixed-point clause';
    throw new CelFault(
      `error during formatting: ${name} can only be used on doubles, was given ${typeText(typeOf(value))}`,
    );
  }
  if (!isScientific) return number.toFixed(digits);
  return number.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2');
}

function clause(verb: string, digits: number, value: Value): string {
  const whole = integerOf(value);
  switch (verb) {
    case 's':
      return shown(value);
    case 'd':
      if (whole !== undefined) return String(whole);
      throw new CelFault(
        `error during formatting: decimal clause can only be used on integers, was given ${typeText(typeOf(value))}`,
      );
    case 'f':
    case 'e':
      return floating(value, digits, verb === 'e');
    case 'b':
      if (typeof value === 'boolean') return value ? '1' : '0';
      if (whole !== undefined) return whole.toString(2);
      throw new CelFault(
        `error during formatting: only integers and bools can be formatted as binary, was given ${typeText(typeOf(value))}`,
      );
    case 'x':
      return hexOf(value);
    case 'X':
      return hexOf(value).toUpperCase();
    case 'o':
      if (whole !== undefined) return whole.toString(8);
      throw new CelFault(
        `error during formatting: octal clause can only be used on integers, was given ${typeText(typeOf(value))}`,
      );
    default:
      throw new CelFault(
        `error during formatting: could not parse formatting clause: unrecognized formatting clause "${verb}"`,
      );
  }
}

export function formatted(text: string, args: readonly Value[]): string {
  let next = 0;
  const result = text.replace(/%(?:(%)|(?:\.(\d+))?(.)?)/gs, (_all, percent, digits, verb) => {
    if (percent !== undefined) return '%';
    if (verb === undefined) throw new CelFault('unexpected end of string');
    const value = args[next];
    if (value === undefined) throw new CelFault(`index ${next} out of range`);
    next += 1;
    return clause(verb as string, digits === undefined ? defaultDigits : Number(digits), value);
  });
  if (next < args.length) throw new CelFault('too many arguments supplied to string.format');
  return result;
}
