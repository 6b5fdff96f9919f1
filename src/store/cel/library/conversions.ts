// Type conversions and `size`. Source: cel-go common/stdlib, common/types.
import { utf8Length } from '../../../std/utf8.ts';
import { durationText, readDuration } from '../durations.ts';
import { CelFault, globalFunction, memberFunction, type Overload } from '../overload.ts';
import {
  bool,
  bytes,
  double,
  duration,
  dyn,
  int,
  list,
  map,
  string,
  timestamp,
  typeType,
  uint,
  variable,
  type CelType,
} from '../types.ts';
import type { MapValue, Uint } from '../values.ts';
import { Duration, readTimestamp, Timestamp, typeOf, TypeValue, type Value } from '../values.ts';
import { checkedInt, checkedUint } from './operators.ts';
import { formatTime } from '../../../std/time.ts';

const A = variable('A');
const B = variable('B');
const nsASecond = 1_000_000_000n;

export function timestampText({ ns }: Timestamp): string {
  const fraction = ((ns % nsASecond) + nsASecond) % nsASecond;
  const seconds = (ns - fraction) / nsASecond;
  const digits = fraction === 0n ? '' : `.${fraction.toString().padStart(9, '0').replace(/0+$/, '')}`;
  return formatTime(Number(seconds) * 1000).replace('Z', `${digits}Z`);
}

/** A double as Go's `%g` with the shortest form that reads back. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 21) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function intOf(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw new CelFault(`type conversion error from 'string' to 'int'`);
  return checkedInt(BigInt(text));
}

function uintOf(text: string): Uint {
  if (!/^\d+$/.test(text)) throw new CelFault(`type conversion error from 'string' to 'uint'`);
  return checkedUint(BigInt(text));
}

function truncated(value: number): bigint {
  if (!Number.isFinite(value)) throw new CelFault('integer overflow');
  return BigInt(Math.trunc(value));
}

function doubleOf(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value))
    throw new CelFault(`type conversion error from 'string' to 'double'`);
  return value;
}

function boolOf(text: string): boolean {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  throw new CelFault(`type conversion error from 'string' to 'bool'`);
}

function momentOf(text: string): Timestamp {
  const value = readTimestamp(text);
  if (value === undefined) throw new CelFault(`type conversion error from 'string' to 'timestamp'`);
  return value;
}

function spanOf(text: string): Duration {
  const ns = readDuration(text);
  if (ns === undefined) throw new CelFault(`type conversion error from 'string' to 'duration'`);
  return new Duration(ns);
}

function textOf(value: Uint8Array): string {
  return new TextDecoder().decode(value);
}

/** A conversion function, by what it takes. */
function conversion(
  name: string,
  result: CelType,
  takes: readonly (readonly [CelType, string, (value: never) => Value])[],
): readonly Overload[] {
  return takes.map(([from, word, run]) => globalFunction(name, `${word}_to_${name}`, [from], result, run));
}

function sizes(take: CelType, word: string, size: (value: never) => number): readonly Overload[] {
  const run = (value: never): Value => BigInt(size(value));
  return [
    globalFunction('size', `size_${word}`, [take], int, run),
    memberFunction('size', `${word}_size`, [take], int, run),
  ];
}

const same = (value: Value): Value => value;

export const conversions: readonly Overload[] = [
  ...conversion('int', int, [
    [int, 'int64', same],
    [uint, 'uint64', ({ value }: Uint) => checkedInt(value)],
    [double, 'double', (value: number) => checkedInt(truncated(value))],
    [string, 'string', intOf],
    [timestamp, 'timestamp', ({ ns }: Timestamp) => ns / nsASecond],
    [duration, 'duration', ({ ns }: Duration) => ns],
  ]),
  ...conversion('uint', uint, [
    [uint, 'uint64', same],
    [int, 'int64', checkedUint],
    [double, 'double', (value: number) => checkedUint(truncated(value))],
    [string, 'string', uintOf],
  ]),
  ...conversion('double', double, [
    [double, 'double', same],
    [int, 'int64', Number],
    [uint, 'uint64', ({ value }: Uint) => Number(value)],
    [string, 'string', doubleOf],
  ]),
  ...conversion('bool', bool, [
    [bool, 'bool', same],
    [string, 'string', boolOf],
  ]),
  ...conversion('string', string, [
    [string, 'string', same],
    [bool, 'bool', String],
    [int, 'int64', String],
    [uint, 'uint64', ({ value }: Uint) => String(value)],
    [double, 'double', doubleText],
    [bytes, 'bytes', textOf],
    [timestamp, 'timestamp', timestampText],
    [duration, 'duration', ({ ns }: Duration) => durationText(ns)],
  ]),
  ...conversion('bytes', bytes, [
    [bytes, 'bytes', same],
    [string, 'string', (text: string) => new TextEncoder().encode(text)],
  ]),
  ...conversion('timestamp', timestamp, [
    [timestamp, 'timestamp', same],
    [string, 'string', momentOf],
    [int, 'int64', (seconds: bigint) => new Timestamp(seconds * nsASecond)],
  ]),
  ...conversion('duration', duration, [
    [duration, 'duration', same],
    [string, 'string', spanOf],
    [int, 'int64', (ns: bigint) => new Duration(ns)],
  ]),
  globalFunction('dyn', 'to_dyn', [A], dyn, same),
  globalFunction('type', 'type', [A], typeType(A), (value: Value) => new TypeValue(typeOf(value))),
  ...sizes(string, 'string', (value: string) => [...value].length),
  ...sizes(bytes, 'bytes', (value: Uint8Array) => value.length),
  ...sizes(list(A), 'list', (value: readonly Value[]) => value.length),
  ...sizes(map(A, B), 'map', (value: MapValue) => value.entries.size),
];

/** Bytes of a text, as Go measures it. */
export const textBytes = utf8Length;
