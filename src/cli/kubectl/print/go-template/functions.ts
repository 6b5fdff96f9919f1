// The functions of Go templates that kubectl knows. Source: Go's text/template/funcs.go; cli-runtime pkg/printers/template.go.
import { base64ToBytes } from '../../../../std/base64.ts';
import { getOwn } from '../../../../std/own.ts';
import { compareValues, equalsAny } from './compare.ts';
import { sprintf } from './printf.ts';
import { isList, isObject, isTrue, printed, typeName, wholeOf, type Value } from './value.ts';

export interface TemplateFunction {
  /** How many arguments it has to have. */
  readonly fixed: number;
  readonly isVariadic: boolean;
  /** How many of them, from the first on, are texts and nothing else. */
  readonly texts: number;
  /** Of `and` and `or`: arguments are looked at one by one until one is so. */
  readonly until?: boolean;
  /** `words` is how the arguments are written. Throws what is wrong with them. */
  readonly run: (args: readonly Value[], words: readonly string[]) => Value;
}

const utf8 = new TextEncoder();

/** What Go says where it asks what is not there for its type. */
const zeroValue = 'reflect: call of reflect.Value.Type on zero Value';

function lengthOf(value: Value): Value {
  if (typeof value === 'string') return BigInt(utf8.encode(value).length);
  if (isList(value)) return BigInt(value.length);
  if (isObject(value)) return BigInt(Object.keys(value).length);
  if (value === undefined) throw new Error(zeroValue);
  throw new Error(value === null ? 'len of nil pointer' : `len of type ${typeName(value)}`);
}

function placeIn(length: number, index: Value): number {
  if (index === undefined || index === null) throw new Error('cannot index slice/array with nil');
  const place = wholeOf(index);
  if (place === undefined) throw new Error(`cannot index slice/array with type ${typeName(index)}`);
  if (place < 0 || place >= length) throw new Error(`index out of range: ${place}`);
  return place;
}

/** As Go's template package has it: the place right behind the last one is only refused by the value itself. */
function within(what: 'slice' | 'string', length: number, index: Value): number {
  const place = placeIn(length + 1, index);
  if (place === length) throw new Error(`reflect: ${what} index out of range`);
  return place;
}

function index([value, ...keys]: readonly Value[]): Value {
  if (value === undefined || value === null) throw new Error('index of untyped nil');
  let current: Value = value;
  for (const key of keys) {
    if (isList(current)) current = current[within('slice', current.length, key)];
    else if (typeof current === 'string') {
      const bytes = utf8.encode(current);
      current = BigInt(bytes[within('string', bytes.length, key)] ?? 0);
    } else if (isObject(current)) {
      if (key === undefined || key === null) throw new Error('value is nil; should be of type string');
      if (typeof key !== 'string') throw new Error(`value has type ${typeName(key)}; should be string`);
      current = getOwn(current, key) ?? null;
    } else
      throw new Error(
        current === null ? 'index of nil pointer' : `can't index item of type ${typeName(current)}`,
      );
  }
  return current;
}

function exists([value, ...keys]: readonly Value[]): boolean {
  let current: Value = value;
  for (const key of keys) {
    const place = wholeOf(key) ?? -1;
    if (isList(current)) current = current[place] ?? null;
    else if (typeof current === 'string') current = utf8.encode(current)[place] ?? null;
    else if (isObject(current)) current = typeof key === 'string' ? (getOwn(current, key) ?? null) : null;
    else return false;
    if (current === null) return false;
  }
  return current !== null;
}

/** Values apart by spaces unless either side is a text, as fmt.Sprint has it. */
function sprint(args: readonly Value[]): string {
  return args
    .map((value, at) => {
      const apart = at > 0 && typeof value !== 'string' && typeof args[at - 1] !== 'string';
      return `${apart ? ' ' : ''}${printed(value)}`;
    })
    .join('');
}

/** What is to be escaped: what is not there is printed as the template would. */
const toEscape = (args: readonly Value[]): string => sprint(args.map((value) => value ?? '<no value>'));

function decoded(value: Value): string {
  const text = String(value).replace(/[\r\n]/g, '');
  const result = base64ToBytes(text);
  // Without its padding it ends within its last four.
  const badAt = 'badAt' in result ? result.badAt : text.length % 4 === 0 ? undefined : text.length & ~3;
  if ('badAt' in result || badAt !== undefined)
    throw new Error(`base64 decode failed: illegal base64 data at input byte ${badAt}`);
  return new TextDecoder().decode(result.bytes);
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '\0': '\uFFFD',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

function htmlText(args: readonly Value[]): string {
  return toEscape(args).replace(/["'&<>\0]/g, (character) => htmlEscapes[character] ?? character);
}

function scriptText(args: readonly Value[]): string {
  return toEscape(args).replace(/[\\'"<>&=]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (character) => {
    if ('\\\'"'.includes(character)) return `\\${character}`;
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

function urlQuery(args: readonly Value[]): string {
  const text = encodeURIComponent(toEscape(args).replace(/\p{Surrogate}/gu, '\ufffd'));
  const strict = text.replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return strict.replaceAll('%20', '+');
}

function slice([value, ...places]: readonly Value[]): Value {
  if (value === undefined || value === null) throw new Error('slice of untyped nil');
  if (places.length > 3) throw new Error(`too many slice indexes: ${places.length}`);
  const isText = typeof value === 'string';
  if (isText && places.length === 3) throw new Error('cannot 3-index slice a string');
  if (!isText && !isList(value)) throw new Error(`can't slice item of type ${typeName(value)}`);
  const whole = isText ? utf8.encode(value) : value;
  const [start = 0, end = whole.length, most] = places.map((place) => placeIn(whole.length + 1, place));
  if (start > end) throw new Error(`invalid slice index: ${start} > ${end}`);
  if (most !== undefined && end > most) throw new Error(`invalid slice index: ${end} > ${most}`);
  return whole instanceof Uint8Array
    ? new TextDecoder().decode(whole.subarray(start, end))
    : whole.slice(start, end);
}

/** Nothing in an object is a function. */
function call([value]: readonly Value[], [word = '']: readonly string[]): never {
  if (value === undefined || value === null) throw new Error('call of nil');
  throw new Error(`non-function ${word} of type ${typeName(value)}`);
}

type Run = TemplateFunction['run'];

const exactly = (fixed: number, run: Run, texts = 0): TemplateFunction => ({
  fixed,
  isVariadic: false,
  texts,
  run,
});
const atLeast = (fixed: number, run: Run, texts = 0): TemplateFunction => ({
  fixed,
  isVariadic: true,
  texts,
  run,
});
const until = (end: boolean): TemplateFunction => ({ ...atLeast(1, ([value]) => value), until: end });

export const functions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['and', until(false)],
  ['or', until(true)],
  ['not', exactly(1, ([value]) => !isTrue(value))],
  ['len', exactly(1, ([value]) => lengthOf(value))],
  ['call', atLeast(1, call)],
  ['html', atLeast(0, htmlText)],
  ['js', atLeast(0, scriptText)],
  ['index', atLeast(1, index)],
  ['exists', atLeast(1, exists)],
  ['print', atLeast(0, sprint)],
  ['println', atLeast(0, (args) => `${args.map(printed).join(' ')}\n`)],
  ['printf', atLeast(1, ([format, ...args]) => sprintf(String(format), args), 1)],
  ['eq', atLeast(1, ([first, ...others]) => equalsAny(first, others))],
  ['ne', exactly(2, ([left, right]) => !equalsAny(left, [right]))],
  ['lt', exactly(2, ([left, right]) => compareValues(left, right) < 0)],
  ['le', exactly(2, ([left, right]) => compareValues(left, right) <= 0)],
  ['gt', exactly(2, ([left, right]) => compareValues(left, right) > 0)],
  ['ge', exactly(2, ([left, right]) => compareValues(left, right) >= 0)],
  ['slice', atLeast(1, slice)],
  ['urlquery', atLeast(0, urlQuery)],
  ['base64decode', exactly(1, ([value]) => decoded(value), 1)],
]);
