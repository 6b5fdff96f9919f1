// What a call did cost, by the sizes of what it was given. Source: cel-go interpreter/runtimecost.go; apiserver
// pkg/cel/library/cost.go, CallCost.
import { utf8Length } from '../../../std/utf8.ts';
import { isList, isStruct, MapValue, Opaque, pairsOf, type Value } from '../values.ts';

export const selectCost = 1;
export const createListCost = 10;
export const createMapCost = 30;

/** What traversing a character and a character of a pattern costs. */
export const characterCost = 0.1;
export const patternCost = 0.25;

/** Two of them are what one expression has the budget for. */
const authorizationCost = 350_000;

function sizeOf(value: Value | undefined): number {
  if (typeof value === 'string') return [...value].length;
  if (value === undefined || value === null || typeof value !== 'object') return 1;
  if (isList(value) || value instanceof Uint8Array) return value.length;
  if (value instanceof MapValue) return value.entries.size;
  return value instanceof Opaque && value.type.name?.startsWith('net.') === true ? 16 : 1;
}

/** The whole of a value, walked through. */
function traversal(value: Value): number {
  if (typeof value === 'string') return Math.trunc(utf8Length(value) * characterCost);
  if (value === null || typeof value !== 'object') return 1;
  if (value instanceof Uint8Array) return Math.trunc(value.length * characterCost);
  if (isList(value)) return value.reduce((cost: number, item) => cost + traversal(item), 0);
  if (!(value instanceof MapValue) && !isStruct(value)) return 1;
  return pairsOf(value).reduce((cost, [key, member]) => cost + traversal(key) + traversal(member), 0);
}

const characters = (size: number, times = 1): number => Math.ceil(size * times * characterCost);

function matching(text: number, pattern: number): number {
  return characters(1 + text) * Math.ceil(pattern * patternCost);
}

export function callCost(name: string, id: string, args: readonly Value[], result: Value): number {
  const [first, second] = args;
  switch (name) {
    case 'isSorted':
    case 'sum':
    case 'max':
    case 'min':
    case 'indexOf':
    case 'lastIndexOf':
      return first === undefined ? 0 : traversal(first);
    case 'url':
    case 'lowerAscii':
    case 'upperAscii':
    case 'substring':
    case 'trim':
    case 'cidr':
    case 'isIP':
    case 'isCIDR':
    case 'quantity':
    case 'isQuantity':
      return characters(sizeOf(first));
    case 'ip':
      return id === 'cidr_ip' ? 1 : characters(sizeOf(first));
    case 'replace':
    case 'split':
    case 'ip.isCanonical':
      return characters(sizeOf(first), 2);
    case 'join':
      return characters(sizeOf(result), 2);
    case 'find':
    case 'findAll':
    case 'matches':
      return matching(sizeOf(first), sizeOf(second));
    case 'contains':
      return characters(sizeOf(first)) * characters(sizeOf(second));
    case 'startsWith':
    case 'endsWith':
      return characters(sizeOf(second));
    case 'containsIP':
      return (
        characters(sizeOf(first), 2) + (id === 'cidr_contains_ip_string' ? characters(sizeOf(second)) : 0)
      );
    case 'containsCIDR':
      return (
        characters(sizeOf(first), 2) +
        characters(sizeOf(first)) +
        1 +
        (id === 'cidr_contains_cidr_string' ? characters(sizeOf(second)) : 0)
      );
    case 'validate':
      return matching(sizeOf(second), 60);
    case '@in':
      return id === 'in_list' ? sizeOf(second) : 1;
    case '_==_':
    case '_!=_':
      return first instanceof Opaque ? 1 : characters(Math.min(sizeOf(first), sizeOf(second)));
    case '_+_':
      return id === 'add_string' || id === 'add_bytes' ? characters(sizeOf(first) + sizeOf(second)) : 1;
    case 'string':
    case 'bytes':
      return id === 'bytes_to_string' || id === 'string_to_bytes' ? characters(sizeOf(first)) : 1;
    case 'check':
      return authorizationCost;
    case 'fieldSelector':
    case 'labelSelector':
      return characters(sizeOf(second));
    case 'format':
    case 'strings.quote':
      return characters(sizeOf(first));
    default:
      return /_(string|bytes)$/.test(id) && /^_[<>]=?_$/.test(name)
        ? characters(Math.min(sizeOf(first), sizeOf(second)))
        : 1;
  }
}
