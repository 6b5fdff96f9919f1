// From XML to the JSON that VI/JSON has for the same: a structure with its type as `_typeName`, a reference to a managed object, lists.
import type { Json } from '../std/draft.ts';
import { setOwn } from '../std/own.ts';
import { isStructure, memberType } from './types.ts';
import type { XmlElement } from '../std/xml.ts';

/** A parameter that is not what its type is. */
export class ParameterError extends Error {
  readonly parameter: string;

  constructor(parameter: string, message: string) {
    super(message);
    this.parameter = parameter;
  }
}

const integers: ReadonlySet<string> = new Set(['byte', 'short', 'int', 'long', 'integer', 'unsignedInt']);
const others: ReadonlySet<string> = new Set(['string', 'dateTime', 'base64Binary', 'anyURI']);

const localName = (qualified: string): string => qualified.slice(qualified.indexOf(':') + 1);

/** The value of a simple type; undefined where the type is none. */
function simple(element: XmlElement, type: string): Json | undefined {
  const text = element.text.trim();
  const wrong = (): ParameterError => new ParameterError(element.name, `'${text}' is no ${type}.`);
  if (type === 'boolean') {
    if (!/^(true|false|1|0)$/.test(text)) throw wrong();
    return text === 'true' || text === '1';
  }
  if (integers.has(type)) {
    const value = Number(text);
    if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(value)) throw wrong();
    return value;
  }
  if (type === 'float' || type === 'double') {
    const value = Number(text);
    if (text === '' || !Number.isFinite(value)) throw wrong();
    return value;
  }
  return others.has(type) ? element.text : undefined;
}

const isNil = ({ attributes }: XmlElement): boolean => /^(true|1)$/.test(attributes['xsi:nil'] ?? '');

/** A value; `declared` is what its place says of its type, which the value may make more precise. */
export function decodeValue(element: XmlElement, declared = ''): Json {
  const { attributes, children, text } = element;
  const type = localName(attributes['xsi:type'] ?? declared);
  const value = simple(element, type);
  if (value !== undefined) return value;
  if (type.startsWith('ArrayOf'))
    return children.map((child) => decodeValue(child, localName(child.attributes['xsi:type'] ?? child.name)));
  if (children.length > 0)
    return { ...(type === '' ? {} : { _typeName: type }), ...decodeMembers(element, type) };
  const named = attributes['type'];
  if (named !== undefined)
    return { _typeName: 'ManagedObjectReference', type: localName(named), value: text.trim() };
  // A structure without members, such as a backing that says all by its type.
  return attributes['xsi:type'] !== undefined || isStructure(type) ? { _typeName: type } : text;
}

/** The members of a structure of a type, or the parameters of a method, which has them under its name. */
export function decodeMembers({ children }: XmlElement, owner: string): Record<string, Json> {
  const given = new Map<string, XmlElement[]>();
  for (const child of children) {
    if (isNil(child)) continue;
    const same = given.get(child.name);
    if (same === undefined) given.set(child.name, [child]);
    else same.push(child);
  }
  const members: Record<string, Json> = {};
  for (const [name, elements] of given) {
    const known = memberType(owner, name);
    const values = elements.map((element) => decodeValue(element, known?.type));
    const [first] = values;
    if (known?.isList === true || values.length > 1) setOwn(members, name, values);
    else if (first !== undefined) setOwn(members, name, first);
  }
  return members;
}
