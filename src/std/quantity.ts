// Amounts as Kubernetes writes them (k8s.io/apimachinery/pkg/api/resource): `500m`, `1.5Gi`, `12e6`. Holds: exact, in
// units of 10^-9 as a BigInt, finer parts rounded away from zero; printing finds the largest suffix that loses nothing.
// Deliberately absent: floating point. One difference: sums past 1000E keep the E, where Kubernetes drops the suffix.

import { Kept } from './kept.ts';
import { limits } from './limits.ts';

export type QuantityFormat = 'BinarySI' | 'DecimalSI' | 'DecimalExponent';

/** An amount: `nano` is the value times 10^9; `text` is the writing to keep where Kubernetes keeps the user's own. */
export interface Quantity {
  readonly nano: bigint;
  readonly format: QuantityFormat;
  readonly text?: string;
}

const FORMAT_WRONG = `quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`;
const NUMERIC_WRONG = 'unable to parse numeric part of quantity';
const SUFFIX_WRONG = `unable to parse quantity's suffix`;

const NANO_DIGITS = 9;
const ONE = 1_000_000_000n;
const MILLI = 1_000_000n;
const INT64_MAX = 9_223_372_036_854_775_807n;
/** Kubernetes knows no such bound; past it the numbers mean nothing and only cost time. */
const EXPONENT_MAX = 300;
const QUANTITY_CHARS_MAX = 400;
/** Digits within which Kubernetes computes in int64, and then keeps a canonical writing as it was typed. */
const FAST_DIGITS_MAX = 18;
const FAST_BINARY_DIGITS_MAX = 14;

const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

interface Scale {
  readonly format: QuantityFormat;
  /** Power of ten, or of two for BinarySI. */
  readonly exponent: number;
}

function scaleOf(suffix: string): Scale | undefined {
  const decimal = DECIMAL_SUFFIXES.findIndex((candidate) => candidate === suffix);
  if (decimal >= 0) return { format: 'DecimalSI', exponent: decimal * 3 - NANO_DIGITS };
  const binary = BINARY_SUFFIXES.findIndex((candidate) => candidate === suffix);
  if (binary > 0) return { format: 'BinarySI', exponent: binary * 10 };
  return /^[eE][+-]?\d+$/.test(suffix)
    ? { format: 'DecimalExponent', exponent: Number(suffix.slice(1)) }
    : undefined;
}

function powerOfTen(exponent: number): bigint {
  return BigInt(`1${'0'.repeat(exponent)}`);
}

/** The quotient rounded away from zero; the divisor is positive. */
function divideAwayFromZero(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  if (quotient * divisor === value) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

const known = new Kept<Quantity | string>(limits.quantitiesKeptMax);

/** The amount, or the sentence that Kubernetes refuses it with; read once a text, as many as limits.quantitiesKeptMax. */
function scan(input: string | number): Quantity | string {
  const text = String(input).trim();
  return known.get(text) ?? known.set(text, scanText(text));
}

function scanText(text: string): Quantity | string {
  if (text.length > QUANTITY_CHARS_MAX) return NUMERIC_WRONG;
  if (text === '0') return { nano: 0n, format: 'DecimalSI', text };
  const match = /^([+-]?)(0*)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text);
  if (text === '' || match === null) return FORMAT_WRONG;
  const [, sign = '', zeros = '', significant = '', fraction = '', suffix = ''] = match;
  const whole = significant === '' ? '0' : significant;
  const scale = scaleOf(suffix);
  if (scale === undefined) return SUFFIX_WRONG;
  if (Math.abs(scale.exponent) > EXPONENT_MAX) return NUMERIC_WRONG;
  const isFast = isFastPath(whole, fraction, scale);
  // A number without a digit is zero to Kubernetes where it computes in int64, and an error where it does not.
  if (!isFast && zeros + significant + fraction === '') return NUMERIC_WRONG;
  const digits = BigInt(whole + fraction);
  const size = toNano(digits, fraction.length, scale);
  // Less than one byte is no whole number of anything binary.
  const format = scale.format === 'BinarySI' && size > 0n && size < ONE ? 'DecimalSI' : scale.format;
  const quantity: Quantity = { nano: sign === '-' ? -size : size, format };
  return isFast && isKeptAsTyped(whole + fraction, digits, scale.exponent - fraction.length, scale.format)
    ? { ...quantity, text }
    : quantity;
}

function toNano(digits: bigint, fractionDigits: number, { format, exponent }: Scale): bigint {
  if (format === 'BinarySI') {
    const nano = divideAwayFromZero((digits << BigInt(exponent)) * ONE, powerOfTen(fractionDigits));
    return nano > INT64_MAX * ONE ? INT64_MAX * ONE : nano;
  }
  const shift = exponent - fractionDigits + NANO_DIGITS;
  return shift >= 0 ? digits * powerOfTen(shift) : divideAwayFromZero(digits, powerOfTen(-shift));
}

/** Whether Kubernetes computes in int64, by its own estimate of the digits it will need. */
function isFastPath(whole: string, fraction: string, { format, exponent }: Scale): boolean {
  if (format === 'BinarySI') {
    return fraction === '' && whole.length + Math.floor((exponent * 3) / 10) <= FAST_BINARY_DIGITS_MAX;
  }
  return whole.length + fraction.length <= FAST_DIGITS_MAX && exponent - fraction.length >= -NANO_DIGITS;
}

/** Whether Kubernetes takes a writing on its fast path for canonical and prints it back as it is: `1.500`, `+5`. */
function isKeptAsTyped(shifted: string, digits: bigint, scale: number, format: QuantityFormat): boolean {
  if (format === 'BinarySI') return digits << BigInt(scale) <= INT64_MAX && (digits & 7n) !== 0n;
  return scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
}

/** Reads an amount; undefined where Kubernetes refuses it (quantityCause says why). */
export function parseQuantity(input: string | number): Quantity | undefined {
  const result = scan(input);
  return typeof result === 'string' ? undefined : result;
}

/** Kubernetes' sentence for a text that is no amount; undefined when it is one. */
export function quantityCause(input: string | number): string | undefined {
  const result = scan(input);
  return typeof result === 'string' ? result : undefined;
}

/** An amount of whole units. */
export function quantityOf(value: number | bigint, format: QuantityFormat): Quantity {
  return { nano: BigInt(value) * ONE, format };
}

/** An amount of thousandths: `milliQuantity(1500)` prints `1500m`. */
export function milliQuantity(value: number | bigint, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nano: BigInt(value) * MILLI, format };
}

/** The canonical text: no fraction, the largest suffix of the amount's family that loses nothing. */
export function formatQuantity(quantity: Quantity): string {
  const { nano, format, text } = quantity;
  if (text !== undefined) return text;
  if (nano === 0n) return '0';
  const isSmall = nano > -1024n * ONE && nano < 1024n * ONE;
  if (format === 'BinarySI' && !isSmall && nano % ONE === 0n) {
    const [digits, times] = withoutFactors(nano / ONE, 1024n, BINARY_SUFFIXES.length - 1);
    return `${digits}${BINARY_SUFFIXES[times] ?? ''}`;
  }
  if (format === 'DecimalExponent') {
    const [digits, times] = withoutFactors(nano, 1000n, EXPONENT_MAX);
    const exponent = times * 3 - NANO_DIGITS;
    return exponent === 0 ? String(digits) : `${digits}e${exponent}`;
  }
  const [digits, times] = withoutFactors(nano, 1000n, DECIMAL_SUFFIXES.length - 1);
  return `${digits}${DECIMAL_SUFFIXES[times] ?? ''}`;
}

function withoutFactors(value: bigint, factor: bigint, timesMax: number): readonly [bigint, number] {
  let rest = value;
  let times = 0;
  while (times < timesMax && rest % factor === 0n) {
    rest /= factor;
    times++;
  }
  return [rest, times];
}

/** The sum, in the format of the first unless that is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** The difference, in the format of the first unless that is zero. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano - b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** Negative, zero or positive as the first amount is less than, equal to or greater than the second. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  if (a.nano === b.nano) return 0;
  return a.nano < b.nano ? -1 : 1;
}

/** Whole units, rounded away from zero; exact up to 2^53. */
export function quantityValue(quantity: Quantity): number {
  return Number(divideAwayFromZero(quantity.nano, ONE));
}

/** Thousandths, rounded away from zero; exact up to 2^53. */
export function quantityMilliValue(quantity: Quantity): number {
  return Number(divideAwayFromZero(quantity.nano, MILLI));
}
