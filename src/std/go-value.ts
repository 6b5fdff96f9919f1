// JSON values as Go prints them: with encoding/json, with %v and with %#v.
import type { Json, JsonObject } from './draft.ts';
import { formatGoFloat } from './go-float.ts';
import { escapedAsGo } from './go-json.ts';
import { quoteGo } from './go-quote.ts';

function compare([a]: readonly [string, Json], [b]: readonly [string, Json]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function members(value: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(value).sort(compare);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function jsonText(text: string): string {
  return escapedAsGo(JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd')));
}

/** As json.Marshal, or as json.MarshalIndent where an indent is given, prints a struct: members in the order in which they are declared. */
export function structJson(value: Json, indent = ''): string {
  return escapedAsGo(JSON.stringify(value, undefined, indent));
}

/** As json.Marshal, or as json.MarshalIndent where an indent is given: keys sorted, `<`, `>` and `&` escaped. */
export function goJson(value: Json, indent = ''): string {
  return written(value, indent, '\n');
}

function written(value: Json, indent: string, line: string): string {
  if (typeof value === 'string') return jsonText(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = line + indent;
  const [open, close, parts] = isList(value)
    ? (['[', ']', value.map((item) => written(item, indent, inner))] as const)
    : ([
        '{',
        '}',
        members(value).map(
          ([key, item]) => `${jsonText(key)}:${indent === '' ? '' : ' '}${written(item, indent, inner)}`,
        ),
      ] as const);
  if (parts.length === 0) return open + close;
  return indent === ''
    ? `${open}${parts.join(',')}${close}`
    : `${open}${inner}${parts.join(`,${inner}`)}${line}${close}`;
}

/** As fmt prints a value with %v: `map[a:b]`, `[x y]`, `<nil>`. */
export function goPrint(value: Json): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return goTypeName(value) === 'int64' ? String(value) : formatGoFloat(value);
  if (isList(value)) return `[${value.map(goPrint).join(' ')}]`;
  return `map[${members(value)
    .map(([key, item]) => `${key}:${goPrint(item)}`)
    .join(' ')}]`;
}

/** As fmt prints a value with %#v, which is Go's own syntax. */
export function goSyntax(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'string') return quoteGo(value);
  if (typeof value !== 'object') return goPrint(value);
  if (isList(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  return `map[string]interface {}{${members(value)
    .map(([key, item]) => `${quoteGo(key)}:${goSyntax(item)}`)
    .join(', ')}}`;
}

const int64 = 9_223_372_036_854_775_808;

/** What reflect calls the type of a value. */
export function goTypeName(value: Json): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= -int64 && value < int64 ? 'int64' : 'float64';
  return isList(value) ? '[]interface {}' : 'map[string]interface {}';
}
