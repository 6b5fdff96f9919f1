// What a bare word of YAML means to Kubernetes: the resolution of goyaml v2, which sigs.k8s.io/yaml carries, a mix of
// YAML 1.1 and 1.2 (`yes` and `y` are true, `0644` is octal, `1e3` a number). Reading and printing share it: a text
// that would come back as something else is a text to quote. Deliberately absent: base 60, which goyaml reads as text.
import { daysOfMonth } from './time.ts';

/** The meaning of a plain scalar. A timestamp is read as the text it is; only printing tells it apart. */
export type ScalarMeaning =
  | { readonly kind: 'string' | 'timestamp' | 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int' | 'float'; readonly value: number };

const STRING: ScalarMeaning = { kind: 'string' };
const TIMESTAMP: ScalarMeaning = { kind: 'timestamp' };
const NULL: ScalarMeaning = { kind: 'null' };
const TRUE: ScalarMeaning = { kind: 'bool', value: true };
const FALSE: ScalarMeaning = { kind: 'bool', value: false };

const WORDS: ReadonlyMap<string, ScalarMeaning> = new Map([
  ...spelled('y Y yes Yes YES true True TRUE on On ON', TRUE),
  ...spelled('n N no No NO false False FALSE off Off OFF', FALSE),
  ...spelled('~ null Null NULL', NULL),
  ...spelled('.nan .NaN .NAN', { kind: 'float', value: NaN }),
  ...spelled('.inf .Inf .INF +.inf +.Inf +.INF', { kind: 'float', value: Infinity }),
  ...spelled('-.inf -.Inf -.INF', { kind: 'float', value: -Infinity }),
]);

function spelled(words: string, meaning: ScalarMeaning): readonly (readonly [string, ScalarMeaning])[] {
  return words.split(' ').map((word) => [word, meaning]);
}

const MAYBE = /^[-+.\d~yYnNtTfFoO]/;
const INTEGER = /^([-+]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const INT64_MIN = -9_223_372_036_854_775_808n;
const UINT64_MAX = 18_446_744_073_709_551_615n;
const DIGITS_MAX = 400;

/** The meaning of a scalar written without quotes and without a tag. */
export function resolveScalar(text: string): ScalarMeaning {
  if (text === '') return NULL;
  if (!MAYBE.test(text)) return STRING;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (text.startsWith('.')) return floatOr(STRING, text);
  if (!/^[-+\d]/.test(text)) return STRING;
  if (isTimestamp(text)) return TIMESTAMP;
  const plain = text.replaceAll('_', '');
  const integer = integerOf(plain);
  return integer === undefined ? floatOr(STRING, plain) : { kind: 'int', value: integer };
}

/** Whether goyaml quotes a text that it could write bare: it would be read back as something else. */
export function needsQuotes(text: string): boolean {
  return resolveScalar(text).kind !== 'string' || isBase60(text);
}

function floatOr(otherwise: ScalarMeaning, text: string): ScalarMeaning {
  if (!FLOAT.test(text)) return otherwise;
  const value = Number(text);
  return Number.isFinite(value) ? { kind: 'float', value } : otherwise;
}

/** Go's ParseInt with base 0: prefixes 0x, 0o, 0b and 0; from -2^63 to 2^64 - 1. */
function integerOf(text: string): number | undefined {
  const match = text.length > DIGITS_MAX ? null : INTEGER.exec(text);
  if (match === null) return undefined;
  const [, sign = '', digits = ''] = match;
  const size = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = sign === '-' ? -size : size;
  // Only numbers without a sign may use the upper half of 64 bits.
  const isInRange =
    value >= INT64_MIN &&
    size <= UINT64_MAX &&
    (sign === '' || size <= -INT64_MIN - (sign === '+' ? 1n : 0n));
  return isInRange ? Number(value) : undefined;
}

function isBase60(text: string): boolean {
  return /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/.test(text);
}

const CLOCK = '(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:[.,]\\d+)?';
const STAMP = new RegExp(
  `^(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[Tt]${CLOCK}(?:Z|[-+](\\d\\d):(\\d\\d))| ${CLOCK})?$`,
);

/** The four forms of a timestamp that goyaml tries, as strict about ranges as Go's time.Parse. */
function isTimestamp(text: string): boolean {
  const match = STAMP.exec(text);
  if (match === null) return false;
  const part = (index: number) => Number(match[index] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return false;
  const [hour, minute, second] = [part(4) + part(9), part(5) + part(10), part(6) + part(11)];
  return hour < 24 && minute < 60 && second < 60 && part(7) <= 24 && part(8) < 60;
}
