// Values as Go's %#v prints them: `map[string]string{"app":"web"}`, `v1.LabelSelector{MatchLabels:…}`. Kubernetes before 1.34
// shows what is no text, number or flag this way, in the server's own types. A pointer that is set shows an address, which
// no two servers share: here it is always the same one.
import type { Json, JsonObject } from '../std/draft.ts';
import { goSyntax } from '../std/go-value.ts';
import { getOwn } from '../std/own.ts';
import { quoteGo } from '../std/go-quote.ts';
import { parseQuantity } from '../std/quantity.ts';
import { membersOf, type GoMember } from './go-members.ts';

/** A value in Go's syntax, ready to be said. */
export class GoSyntax {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What came as JSON without a type. */
export function goUntyped(value: unknown): GoSyntax {
  return new GoSyntax(goSyntax(value as Json));
}

/** A time as it prints itself: `2023-01-01 00:00:00.5 +0000 UTC`. */
export function goTime(text: string): GoSyntax {
  return new GoSyntax(text.replace(/^(.*)T([\d:]+)(?:(\.\d*[1-9])0*|\.0+)?Z$/, '$1 $2$3 +0000 UTC'));
}

/** A value of unknown type: simple ones as they are. */
export function shownAsIs(value: unknown): GoSyntax | string | number | boolean {
  const isSimple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isSimple ? value : goUntyped(value ?? null);
}

/** A value of a Go type, named as %#v names it: `[]string`, `map[string]string`, `v1.LabelSelector`. */
export function goValue(type: string, value: unknown): GoSyntax {
  return new GoSyntax(printed(type, value));
}

const address = '0xc000000000';

function printed(type: string, value: unknown): string {
  if (type.startsWith('*')) return pointer(type, value);
  if (type.startsWith('[]')) {
    if (!Array.isArray(value)) return `${type}(nil)`;
    return `${type}{${value.map((item) => printed(type.slice(2), item)).join(', ')}}`;
  }
  if (type === 'core.ResourceList') return map(type, 'resource.Quantity', value);
  if (type.startsWith('map[string]')) return map(type, type.slice('map[string]'.length), value);
  if (type === 'intstr.IntOrString') return intOrString(value);
  if (type === 'resource.Quantity') return quantity(value);
  if (type === 'v1.Time') return 'time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)';
  const fields = membersOf(type);
  return fields === undefined ? scalar(type, value) : struct(type, fields, value);
}

function pointer(type: string, value: unknown): string {
  // A time prints itself, also where there is none.
  if (type === '*v1.Time' && value === undefined) return '<nil>';
  return `(${type})(${value === undefined || value === null ? 'nil' : address})`;
}

function map(type: string, valueType: string, value: unknown): string {
  if (typeof value !== 'object' || value === null) return `${type}(nil)`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${type}{${entries.map(([key, item]) => `${quoteGo(key)}:${printed(valueType, item)}`).join(', ')}}`;
}

function struct(type: string, fields: readonly GoMember[], value: unknown): string {
  const members = (typeof value === 'object' && value !== null ? value : {}) as JsonObject;
  const parts = fields.map(({ name, type: fieldType, member }) => {
    const said = member === undefined ? members : getOwn(members, member);
    return `${name}:${printed(fieldType, said)}`;
  });
  return `${type}{${parts.join(', ')}}`;
}

function scalar(type: string, value: unknown): string {
  if (typeof value === 'string') return quoteGo(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (type === 'bool') return 'false';
  return type.startsWith('int') ? '0' : '""';
}

function intOrString(value: unknown): string {
  const [kind, number, text] = typeof value === 'string' ? [1, 0, value] : [0, value ?? 0, ''];
  return `intstr.IntOrString{Type:${kind}, IntVal:${String(number)}, StrVal:${quoteGo(text)}}`;
}

const nanoDigits = 9;

function quantity(value: unknown): string {
  const text = String(value);
  const parsed = parseQuantity(text);
  let [amount, scale] = [parsed?.nano ?? 0n, -nanoDigits];
  while (scale < 0 && amount % 10n === 0n) {
    amount /= 10n;
    scale += 1;
    if (amount === 0n) scale = 0;
  }
  // Go keeps thousandths, millionths and so on, never tenths.
  while (scale % 3 !== 0) {
    amount *= 10n;
    scale -= 1;
  }
  return (
    `resource.Quantity{i:resource.int64Amount{value:${amount}, scale:${scale}}, ` +
    `d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:${quoteGo(text)}, Format:${quoteGo(parsed?.format ?? '')}}`
  );
}
