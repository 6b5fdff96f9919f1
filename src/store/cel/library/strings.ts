// Text: cel-go's own functions, its strings extension (version 2), and Kubernetes' regular expressions, which are RE2.
// Positions count code points. Source: cel-go ext/strings.go, ext/formatting.go; apiserver pkg/cel/library/regex.go.
import { quoteGo } from '../../../std/go-quote.ts';
import { CelFault, globalFunction, memberFunction, type Overload } from '../overload.ts';
import { compiledPattern } from '../patterns.ts';
import { bool, dyn, int, list, string } from '../types.ts';
import type { Value } from '../values.ts';
import { formatted } from './format-string.ts';

const points = (text: string): readonly string[] => [...text];

function checked(text: readonly string[], at: bigint): number {
  if (at < 0n || at > BigInt(text.length)) throw new CelFault(`index out of range: ${at}`);
  return Number(at);
}

function indexOf(text: string, part: string, from = 0n): bigint {
  if (part === '') return from;
  const all = points(text);
  const start = checked(all, from);
  const wanted = points(part);
  for (let at = start; at + wanted.length <= all.length; at++) {
    if (wanted.every((point, place) => all[at + place] === point)) return BigInt(at);
  }
  return -1n;
}

function lastIndexOf(text: string, part: string, from?: bigint): bigint {
  const all = points(text);
  const wanted = points(part);
  const start = from === undefined ? all.length - wanted.length : checked(all, from);
  if (part === '') return BigInt(from ?? all.length);
  for (let at = Math.min(start, all.length - wanted.length); at >= 0; at--) {
    if (wanted.every((point, place) => all[at + place] === point)) return BigInt(at);
  }
  return -1n;
}

function charAt(text: string, at: bigint): string {
  const all = points(text);
  return all[checked(all, at)] ?? '';
}

function substring(text: string, from: bigint, to?: bigint): string {
  const all = points(text);
  const start = checked(all, from);
  const end = to === undefined ? all.length : checked(all, to);
  if (end < start) throw new CelFault(`invalid substring range. start: ${from}, end: ${to}`);
  return all.slice(start, end).join('');
}

function replace(text: string, from: string, to: string, times = -1n): string {
  if (times < 0n) return text.split(from).join(to);
  const parts = text.split(from);
  const count = Math.min(Number(times), parts.length - 1);
  return (
    parts.slice(0, count + 1).join(to) +
    parts
      .slice(count + 1)
      .map((part) => from + part)
      .join('')
  );
}

function split(text: string, separator: string, times = -1n): Value {
  if (times === 0n) return [];
  const parts = separator === '' ? points(text) : text.split(separator);
  if (times < 0n || BigInt(parts.length) <= times) return parts;
  const count = Number(times) - 1;
  return [...parts.slice(0, count), parts.slice(count).join(separator)];
}

const space = /^[\s\u0085\u200b]+|[\s\u0085\u200b]+$/g;
const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const upper = (text: string): string => text.replace(/[a-z]/g, (letter) => letter.toUpperCase());

function matches(text: string, pattern: string): boolean {
  return compiledPattern(pattern).test(text);
}

function found(text: string, pattern: string): readonly string[] {
  const matcher = compiledPattern(pattern).matcher(text);
  const result: string[] = [];
  while (matcher.find()) result.push(matcher.group() ?? '');
  return result;
}

export const strings: readonly Overload[] = [
  memberFunction('contains', 'contains_string', [string, string], bool, (text: string, part: string) =>
    text.includes(part),
  ),
  memberFunction('startsWith', 'starts_with_string', [string, string], bool, (text: string, part: string) =>
    text.startsWith(part),
  ),
  memberFunction('endsWith', 'ends_with_string', [string, string], bool, (text: string, part: string) =>
    text.endsWith(part),
  ),
  globalFunction('matches', 'matches', [string, string], bool, matches),
  memberFunction('matches', 'matches_string', [string, string], bool, matches),
  memberFunction('charAt', 'string_char_at_int', [string, int], string, charAt),
  memberFunction('indexOf', 'string_index_of_string', [string, string], int, indexOf),
  memberFunction('indexOf', 'string_index_of_string_int', [string, string, int], int, indexOf),
  memberFunction('lastIndexOf', 'string_last_index_of_string', [string, string], int, lastIndexOf),
  memberFunction('lastIndexOf', 'string_last_index_of_string_int', [string, string, int], int, lastIndexOf),
  memberFunction('lowerAscii', 'string_lower_ascii', [string], string, lower),
  memberFunction('upperAscii', 'string_upper_ascii', [string], string, upper),
  memberFunction('replace', 'string_replace_string_string', [string, string, string], string, replace),
  memberFunction(
    'replace',
    'string_replace_string_string_int',
    [string, string, string, int],
    string,
    replace,
  ),
  memberFunction('split', 'string_split_string', [string, string], list(string), split),
  memberFunction('split', 'string_split_string_int', [string, string, int], list(string), split),
  memberFunction('substring', 'string_substring_int', [string, int], string, substring),
  memberFunction('substring', 'string_substring_int_int', [string, int, int], string, substring),
  memberFunction('trim', 'string_trim', [string], string, (text: string) => text.replace(space, '')),
  memberFunction('join', 'list_join', [list(string)], string, (items: readonly string[]) => items.join('')),
  memberFunction(
    'join',
    'list_join_string',
    [list(string), string],
    string,
    (items: readonly string[], separator: string) => items.join(separator),
  ),
  globalFunction('strings.quote', 'strings_quote', [string], string, quoteGo),
  memberFunction('format', 'string_format', [string, list(dyn)], string, formatted),
  memberFunction('find', 'string_find_string', [string, string], string, (text: string, pattern: string) => {
    const matcher = compiledPattern(pattern).matcher(text);
    return matcher.find() ? (matcher.group() ?? '') : '';
  }),
  memberFunction('findAll', 'string_find_all_string', [string, string], list(string), found),
  memberFunction(
    'findAll',
    'string_find_all_string_int',
    [string, string, int],
    list(string),
    (text: string, pattern: string, most: bigint) => {
      const all = found(text, pattern);
      return most < 0n ? all : all.slice(0, Number(most));
    },
  ),
];
