// A value of the wire as the tree of Go values that it becomes, by its Go type, to be compared (std/go-diff).
import { goNil, type GoField, type GoValue } from '../std/go-diff/value.ts';
import type { JsonObject } from '../std/draft.ts';
import { quoteGo } from '../std/go-quote.ts';
import { getOwn } from '../std/own.ts';
import { parseQuantity, quantityValue } from '../std/quantity.ts';
import { membersOf } from './go-members.ts';

const number = (value: number): GoValue => ({ form: 'leaf', text: String(value) });
const text = (value: string): GoValue => ({ form: 'text', value });

/** `{i: resource.int64Amount{value: 1073741824}, s: "1Gi", Format: "BinarySI"}`; decimal amounts keep their exponent. */
function quantity(value: unknown): GoValue {
  const amount = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const parsed = amount === '' ? undefined : parseQuantity(amount);
  const [, digits = '', suffix = ''] = /^(\d+)([kMGTPE]|m)$/.exec(amount) ?? [];
  const scale = suffix === 'm' ? -3 : 'kMGTPE'.indexOf(suffix) * 3 + 3;
  const whole = parsed === undefined ? 0 : quantityValue(parsed);
  const fields: readonly GoField[] =
    digits === ''
      ? [['value', number(whole)]]
      : [
          ['value', number(Number(digits))],
          ['scale', number(scale)],
        ];
  return {
    form: 'opaque',
    type: 'resource.Quantity',
    fields: [
      ['i', { form: 'struct', type: 'resource.int64Amount', fields }],
      ['s', text(amount)],
      ['Format', text(parsed?.format ?? '')],
    ],
  };
}

function map(type: string, key: (name: string) => string, item: string, value: unknown): GoValue {
  if (typeof value !== 'object' || value === null) return goNil;
  const members = value as JsonObject;
  const names = Object.keys(members).sort();
  const entries = names.map((name): GoField => [key(name), goTree(item, getOwn(members, name))]);
  return { form: 'map', type, entries };
}

function portOrName(value: unknown): GoValue {
  const fields: readonly GoField[] =
    typeof value === 'string'
      ? [
          ['Type', number(1)],
          ['IntVal', number(0)],
          ['StrVal', text(value)],
        ]
      : [
          ['Type', number(0)],
          ['IntVal', number(Number(value ?? 0))],
          ['StrVal', text('')],
        ];
  return { form: 'struct', type: 'intstr.IntOrString', fields };
}

function scalar(type: string, value: unknown): GoValue {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' || typeof value === 'boolean') return { form: 'leaf', text: String(value) };
  if (type === 'bool') return { form: 'leaf', text: 'false' };
  return type.startsWith('int') ? number(0) : text('');
}

/** A struct whose fields are not told of: its members as they are, with a capital. */
function untold(type: string, value: object): GoValue {
  const fields = Object.entries(value).map(([name, member]): GoField => {
    const field = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return [field, Array.isArray(member) ? goTree('[]string', member) : goTree('string', member)];
  });
  return { form: 'struct', type, fields };
}

export function goTree(type: string, value: unknown): GoValue {
  if (type.startsWith('*')) {
    const isSet = value !== undefined && value !== null;
    return isSet ? { form: 'pointer', to: goTree(type.slice(1), value) } : goNil;
  }
  if (type.startsWith('[]')) {
    if (!Array.isArray(value)) return goNil;
    return { form: 'list', type, items: value.map((item) => goTree(type.slice(2), item)) };
  }
  if (type === 'core.ResourceList')
    return map(type, (name) => `s${quoteGo(name)}`, 'resource.Quantity', value);
  if (type.startsWith('map[string]')) return map(type, quoteGo, type.slice('map[string]'.length), value);
  if (type === 'intstr.IntOrString') return portOrName(value);
  if (type === 'resource.Quantity') return quantity(value);
  const members = membersOf(type);
  if (members === undefined)
    return typeof value === 'object' && value !== null ? untold(type, value) : scalar(type, value);
  const wire = (typeof value === 'object' && value !== null ? value : {}) as JsonObject;
  const fields = members.map(({ name, type: fieldType, member }): GoField => [
    name,
    goTree(fieldType, member === undefined ? wire : getOwn(wire, member)),
  ]);
  return { form: 'struct', type, fields };
}
