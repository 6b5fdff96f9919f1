// JSON as Go's encoding/json writes it: members by name, and what HTML minds escaped. Field keys and the annotation of
// client-side apply are such texts, so they must be the same to the byte.
import { compareText } from './text-order.ts';

const SAFE = /^[ !#-%'-;=?-[\]-~]*$/;
const HTML = /[<>&\u2028\u2029]/g;

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A text in quotes with `<`, `>`, `&` and the line separators escaped. */
export function goJsonText(text: string): string {
  return SAFE.test(text) ? `"${text}"` : JSON.stringify(text).replace(HTML, escapeCharacter);
}

/** The value without white space, members in the order of their UTF-8 bytes; undefined members are absent. */
export function goJson(value: unknown): string {
  if (typeof value === 'string') return goJsonText(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => compareText(a, b));
  return `{${members.map(([name, member]) => `${goJsonText(name)}:${goJson(member)}`).join(',')}}`;
}
