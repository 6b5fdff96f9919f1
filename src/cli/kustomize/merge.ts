// A strategic merge patch as kustomize merges it: lists of Kubernetes' own kinds by their keys, the patch's items first; other
// lists are replaced. Source: kyaml yaml/merge2, yaml/walk; the merge keys of Kubernetes' types.
import type { Json, JsonObject } from '../../std/draft.ts';
import { isObject, textAt } from '../kubectl/json.ts';
import { identityOf, isBuiltIn } from './resource.ts';

/** Keys by which items of a list are told apart; none where the items are texts. */
type Keys = readonly string[];

const keysByField: Readonly<Record<string, Keys>> = {
  conditions: ['type'],
  containers: ['name'],
  env: ['name'],
  ephemeralContainers: ['name'],
  finalizers: [],
  hostAliases: ['ip'],
  imagePullSecrets: ['name'],
  initContainers: ['name'],
  matchConditions: ['name'],
  ownerReferences: ['uid'],
  resourceClaims: ['name'],
  schedulingGates: ['name'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  volumeDevices: ['devicePath'],
  volumeMounts: ['mountPath'],
  volumes: ['name'],
  webhooks: ['name'],
};

/** How the list at a path is merged; undefined where it is replaced. */
function keysAt(kind: string, path: readonly string[]): Keys | undefined {
  const field = path.at(-1) ?? '';
  const parent = path.at(-2) ?? '';
  if (field === 'ports') {
    if (kind === 'Service' && parent === 'spec') return ['port', 'protocol'];
    return ['containers', 'initContainers', 'ephemeralContainers'].includes(parent)
      ? ['containerPort', 'protocol']
      : undefined;
  }
  if (kind === 'ServiceAccount') return field === 'secrets' ? ['name'] : undefined;
  return Object.hasOwn(keysByField, field) ? keysByField[field] : undefined;
}

type Members = { [key: string]: Json };

const directiveKey = '$patch';

interface Where {
  readonly kind: string;
  readonly builtIn: boolean;
  readonly path: readonly string[];
}

/** What the patch makes of the object; undefined where it takes it away. */
export function mergePatch(object: JsonObject, patch: JsonObject): JsonObject | undefined {
  const { kind, group } = identityOf(object);
  const merged = mergeValue(object, patch, { kind, builtIn: isBuiltIn(group), path: [] });
  return isObject(merged) ? merged : undefined;
}

/** The merged value; undefined where there is none any more. */
function mergeValue(value: Json | undefined, patch: Json, where: Where): Json | undefined {
  if (patch === null) return undefined;
  if (isObject(patch)) return mergeObject(isObject(value) ? value : undefined, patch, where);
  if (!Array.isArray(patch)) return patch;
  const list = Array.isArray(value) ? (value as readonly Json[]) : undefined;
  return mergeList(list, patch as readonly Json[], where);
}

function mergeObject(value: JsonObject | undefined, patch: JsonObject, where: Where): Json | undefined {
  const { [directiveKey]: directive, ...members } = patch;
  if (directive === 'delete') return undefined;
  const result: Members = directive === 'replace' ? {} : { ...value };
  for (const [key, each] of Object.entries(members)) {
    const before = Object.hasOwn(result, key) ? result[key] : undefined;
    const merged = mergeValue(before, each, { ...where, path: [...where.path, key] });
    if (merged === undefined) delete result[key];
    else result[key] = merged;
  }
  return result;
}

function mergeList(
  list: readonly Json[] | undefined,
  patch: readonly Json[],
  where: Where,
): Json | undefined {
  const keys = where.builtIn ? keysAt(where.kind, where.path) : undefined;
  const directive = patch.map((item) => textAt(item, directiveKey)).find((each) => each !== '');
  const isLone = (item: Json) => isObject(item) && Object.keys(item).length === 1 && directiveKey in item;
  const items = patch.filter((item) => !isLone(item));
  if (keys === undefined) return items.map((item) => clean(item, where)) as Json;
  if (patch.some(isLone)) {
    if (directive === 'delete') return undefined;
    if (directive === 'replace') return items as Json;
  }
  if (keys.length === 0) return [...new Set([...items, ...(list ?? [])])] as Json;
  return mergeItems(list ?? [], items, keys, where) as Json;
}

/** A value of the patch where there was none: what it takes away it does not say either. */
function clean(value: Json, where: Where): Json {
  return isObject(value) ? (mergeObject(undefined, value, where) ?? {}) : value;
}

/** Whether two items are one: they agree in what both say of the keys, and that is something. */
function isSameItem(a: Json, b: Json, keys: Keys): boolean {
  if (!isObject(a) || !isObject(b)) return false;
  let agrees = false;
  for (const key of keys) {
    const [left, right] = [a[key], b[key]];
    if (left !== undefined && right !== undefined && left !== right) return false;
    agrees ||= left !== undefined && left === right;
  }
  return agrees;
}

function mergeItems(
  list: readonly Json[],
  patch: readonly Json[],
  keys: Keys,
  where: Where,
): readonly Json[] {
  const merged = new Map<Json, Json | undefined>();
  const added: Json[] = [];
  const order: Json[] = [];
  for (const item of patch) {
    const found = list.find((each) => isSameItem(each, item, keys));
    const result = mergeValue(found === undefined ? undefined : (merged.get(found) ?? found), item, where);
    if (found !== undefined) {
      merged.set(found, result);
      order.push(found);
    } else if (result !== undefined) {
      added.push(result);
      order.push(result);
    }
  }
  const current = (item: Json): Json | undefined => (merged.has(item) ? merged.get(item) : item);
  const usesAll = [...list, ...patch].some((item) => keys.every((key) => isObject(item) && key in item));
  // Items told apart by several keys keep their places; else the patch's come first.
  const result = keys.length > 1 && usesAll ? [...added, ...list] : [...new Set([...order, ...list])];
  return result.map(current).filter((item): item is Json => item !== undefined);
}
