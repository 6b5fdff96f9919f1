// From the JSON of VI/JSON to XML: structures say their type, lists are elements one after the other, a value of any type says which it is.
import { isObject, type Json } from '../std/draft.ts';
import { getOwn } from '../std/own.ts';
import { escapeXml } from '../std/xml.ts';

const simple: ReadonlySet<string> = new Set([
  'boolean',
  'byte',
  'short',
  'int',
  'long',
  'float',
  'double',
  'string',
  'dateTime',
  'base64Binary',
]);

const element = (name: string, attributes: string, inner: string): string =>
  inner === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inner}</${name}>`;

const typed = (type: string): string => ` xsi:type="${simple.has(type) ? 'xsd:' : ''}${escapeXml(type)}"`;

const textOf = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? escapeXml(String(value))
    : '';

/** `string`, `int` and the like are elements of that name in their lists, all other types too, with the capital that they have. */
function encodeList(name: string, type: string, values: Json | undefined): string {
  const item = type.slice('ArrayOf'.length);
  const small = `${item.charAt(0).toLowerCase()}${item.slice(1)}`;
  const inner = Array.isArray(values)
    ? (values as readonly Json[]).map((each) => encodeValue(simple.has(small) ? small : item, each)).join('')
    : '';
  return element(name, typed(type), inner);
}

/** An element, or one for each item of a list; nothing of null. */
export function encodeValue(name: string, value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => encodeValue(name, each)).join('');
  if (!isObject(value)) return `<${name}>${textOf(value)}</${name}>`;
  const type = getOwn(value, '_typeName');
  if (typeof type !== 'string') return element(name, '', encodeMembers(value));
  if (type === 'ManagedObjectReference')
    return `<${name}${typed(type)} type="${textOf(getOwn(value, 'type'))}">${textOf(getOwn(value, 'value'))}</${name}>`;
  const boxed = getOwn(value, '_value');
  if (boxed === undefined) return element(name, typed(type), encodeMembers(value));
  return type.startsWith('ArrayOf')
    ? encodeList(name, type, boxed)
    : `<${name}${typed(type)}>${textOf(boxed)}</${name}>`;
}

/** What stands in a structure, in the order in which it has it. */
export function encodeMembers(value: { readonly [name: string]: Json }): string {
  return Object.entries(value)
    .filter(([name]) => name !== '_typeName')
    .map(([name, member]) => encodeValue(name, member))
    .join('');
}
