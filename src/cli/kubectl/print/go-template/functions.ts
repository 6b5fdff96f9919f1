// The functions of Go templates that kubectl knows. Source: Go's text/template/funcs.go; cli-runtime pkg/printers/template.go.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { base64ToBytes } from '../../../../std/base64.ts';
import { getOwn } from '../../../../std/own.ts';
import { utf8Length } from '../../../../std/utf8.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { goPrint, goSyntax, goTypeName } from '../../../../std/go-value.ts';
import { compareGo } from '../../../../std/json-path/compare.ts';

type TemplateFunction = (args: readonly Json[]) => Json;

/** Whether Go takes a value for true: anything that is not empty. */
export function isTrue(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function lengthOf(value: Json | undefined): number {
  if (typeof value === 'string') return utf8Length(value);
  if (Array.isArray(value)) return value.length;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length;
  throw new Error(`len of type ${goTypeName(value ?? null)}`);
}

function index([value = null, ...keys]: readonly Json[]): Json {
  let current: Json = value;
  for (const key of keys) {
    if (Array.isArray(current)) {
      if (typeof key !== 'number') throw new Error(`cannot index slice/array with type ${goTypeName(key)}`);
      if (key < 0 || key >= current.length) throw new Error(`index out of range: ${key}`);
      current = (current as readonly Json[])[key] ?? null;
    } else if (typeof current === 'object' && current !== null) {
      current = getOwn(current as JsonObject, String(key)) ?? null;
    } else
      throw new Error(
        current === null ? 'index of untyped nil' : `can't index item of type ${goTypeName(current)}`,
      );
  }
  return current;
}

function exists(args: readonly Json[]): Json {
  try {
    return index(args) !== null;
  } catch {
    return false;
  }
}

/** Values apart by spaces unless either side is a text, as fmt.Sprint has it. */
function sprint(args: readonly Json[]): string {
  return args
    .map((value, at) => {
      const apart = at > 0 && typeof value !== 'string' && typeof args[at - 1] !== 'string';
      return `${apart ? ' ' : ''}${goPrint(value)}`;
    })
    .join('');
}

const widthMax = 1_000;

function printf([format = '', ...values]: readonly Json[]): string {
  let used = 0;
  const text = String(format).replace(
    /%([-0]*)(\d*)([a-zA-Z%])/g,
    (_, flags: string, width: string, verb: string) => {
      if (verb === '%') return '%';
      const value = values[used];
      used += 1;
      if (value === undefined) return `%!${verb}(MISSING)`;
      const shown = formatted(verb, value);
      const size = Math.min(Number(width || '0'), widthMax);
      return flags.includes('-') ? shown.padEnd(size) : shown.padStart(size, flags.includes('0') ? '0' : ' ');
    },
  );
  const extra = values.slice(used).map((value) => `${goTypeName(value)}=${goPrint(value)}`);
  return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.join(', ')})`;
}

function formatted(verb: string, value: Json): string {
  if (verb === 'v' || (verb === 's' && typeof value !== 'number' && typeof value !== 'boolean'))
    return goPrint(value);
  if (verb === 'q' && typeof value === 'string') return quoteGo(value);
  if (verb === 'd' && typeof value === 'number' && Number.isInteger(value)) return String(value);
  if (verb === 't' && typeof value === 'boolean') return String(value);
  if (verb === 'T') return goTypeName(value);
  return `%!${verb}(${goTypeName(value)}=${verb === 'q' ? goSyntax(value) : goPrint(value)})`;
}

function decoded(value: Json | undefined): string {
  const text = String(value ?? '').replace(/[\r\n]/g, '');
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

function htmlText(args: readonly Json[]): string {
  return sprint(args).replace(/["'&<>\0]/g, (character) => htmlEscapes[character] ?? character);
}

function urlQuery(args: readonly Json[]): string {
  const text = encodeURIComponent(sprint(args).replace(/\p{Surrogate}/gu, '\ufffd'));
  const strict = text.replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return strict.replaceAll('%20', '+');
}

function slice([value = null, start = 0, end]: readonly Json[]): Json {
  if (typeof value !== 'string' && !Array.isArray(value)) {
    throw new Error(
      value === null ? 'slice of untyped nil' : `can't slice item of type ${goTypeName(value)}`,
    );
  }
  const last = end ?? value.length;
  if (typeof start !== 'number' || typeof last !== 'number') {
    throw new Error(
      `cannot index slice/array with type ${goTypeName(typeof start === 'number' ? last : start)}`,
    );
  }
  const wrong = [start, last].find((at) => at < 0 || at > value.length);
  if (wrong !== undefined) throw new Error(`index out of range: ${wrong}`);
  if (start > last) throw new Error(`invalid slice index: ${start} > ${last}`);
  return value.slice(start, last) as Json;
}

function comparison(operator: string): TemplateFunction {
  return ([left = null, ...others]) =>
    operator === '=='
      ? others.some((other) => compareGo(left, operator, other))
      : compareGo(left, operator, others[0] ?? null);
}

export const functions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['and', (args) => args.find((value) => !isTrue(value)) ?? args.at(-1) ?? null],
  ['or', (args) => args.find(isTrue) ?? args.at(-1) ?? null],
  ['not', ([value]) => !isTrue(value)],
  ['len', ([value]) => lengthOf(value)],
  ['html', htmlText],
  ['index', index],
  ['exists', exists],
  ['print', sprint],
  ['println', (args) => `${args.map(goPrint).join(' ')}\n`],
  ['printf', printf],
  ['eq', comparison('==')],
  ['ne', comparison('!=')],
  ['lt', comparison('<')],
  ['le', comparison('<=')],
  ['gt', comparison('>')],
  ['ge', comparison('>=')],
  ['slice', slice],
  ['urlquery', urlQuery],
  ['base64decode', ([value]) => decoded(value)],
]);
