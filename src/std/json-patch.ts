// JSON Patch (RFC 6902) as kube-apiserver applies it, which is Go's evanphx/json-patch v4 with its own ways: a null
// member counts as missing, `replace` sets a missing member, indices may be negative. Holds: the document given is not
// changed. Errors are that library's words. Deliberately absent: HTTP; the caller turns `stage` into a status.
import type { Json, MutableJson } from './draft.ts';
import { copyJson, equal } from './draft.ts';
import { limits } from './limits.ts';
import { getOwn, setOwn } from './own.ts';

/** `decode` is a malformed patch (400), `limit` one too large (413), `apply` one that does not fit (422). */
export type JsonPatchResult =
  | { readonly value: Json }
  | { readonly error: string; readonly stage: 'decode' | 'limit' | 'apply' };

type Operation = { readonly [member: string]: Json };
type Node = MutableJson;
type Container = Node[] | { [key: string]: Node };

/** What an operation throws inside this file; nothing else leaves by exception. */
class Refusal extends Error {}

/** Applies the operations in order, all or none. */
export function applyJsonPatch(document: Json, patch: Json): JsonPatchResult {
  if (patch === null) return { value: document };
  if (!Array.isArray(patch)) {
    const error = `json: cannot unmarshal ${kindOf(patch)} into Go value of type jsonpatch.Patch`;
    return { error, stage: 'decode' };
  }
  const stranger = patch.find((operation: Json) => operation !== null && !isObject(operation));
  if (stranger !== undefined) {
    const error = `json: cannot unmarshal ${kindOf(stranger)} into Go value of type jsonpatch.Operation`;
    return { error, stage: 'decode' };
  }
  if (patch.length > limits.jsonPatchOperationsMax) {
    const error = `The allowed maximum operations in a JSON patch is ${limits.jsonPatchOperationsMax}, got ${patch.length}`;
    return { error, stage: 'limit' };
  }
  const patched = new Patched(copyJson(document));
  try {
    for (const operation of patch as readonly (Operation | null)[]) patched.apply(operation ?? {});
  } catch (refusal) {
    if (refusal instanceof Refusal) return { error: refusal.message, stage: 'apply' };
    throw refusal;
  }
  return { value: patched.root };
}

class Patched {
  root: Node;
  #copiedChars = 0;

  constructor(root: Node) {
    this.root = root;
  }

  apply(operation: Operation): void {
    const kind = getOwn(operation, 'op');
    switch (kind) {
      case 'add':
        return this.#add(operation);
      case 'remove':
        return this.#remove(operation);
      case 'replace':
        return this.#replace(operation);
      case 'move':
        return this.#move(operation);
      case 'copy':
        return this.#copy(operation);
      case 'test':
        return this.#test(operation);
      default:
        throw new Refusal(`Unexpected kind: ${typeof kind === 'string' ? kind : 'unknown'}`);
    }
  }

  #add(operation: Operation): void {
    const path = pathOf(operation) ?? refuse('add operation failed to decode path: missing value');
    const [container, key] =
      this.#find(path) ??
      refuse(`add operation does not apply: doc is missing path: "${path}": missing value`);
    within(`error in add for path: '${path}'`, () => add(container, key, valueOf(operation)));
  }

  #remove(operation: Operation): void {
    const path = pathOf(operation) ?? refuse('remove operation failed to decode path: missing value');
    const [container, key] =
      this.#find(path) ??
      refuse(`remove operation does not apply: doc is missing path: "${path}": missing value`);
    within(`error in remove for path: '${path}'`, () => remove(container, key));
  }

  #replace(operation: Operation): void {
    const path = member(
      operation,
      'path',
      'replace operation failed to decode path: operation missing path field',
    );
    if (path === '') {
      const value = valueOf(operation);
      // The library lets any other value pass and keeps the document.
      if (typeof value === 'object' && value !== null) this.root = value;
      return;
    }
    const [container, key] =
      this.#find(path) ??
      refuse(`replace operation does not apply: doc is missing path: ${path}: missing value`);
    if (!Array.isArray(container)) {
      setOwn(container, key, valueOf(operation));
      return;
    }
    const index = indexOf(container, key);
    if (typeof index === 'string') {
      refuse(`replace operation does not apply: doc is missing key: ${path}: missing value`);
    } else {
      container[index] = valueOf(operation);
    }
  }

  #move(operation: Operation): void {
    const from = member(
      operation,
      'from',
      'move operation failed to decode from: operation, missing from field',
    );
    const [source, sourceKey] =
      this.#find(from) ??
      refuse(`move operation does not apply: doc is missing from path: ${from}: missing value`);
    const value = within(`error in move for path: '${sourceKey}'`, () => {
      const found = get(source, sourceKey);
      remove(source, sourceKey);
      return found;
    });
    const path = member(
      operation,
      'path',
      'move operation failed to decode path: operation missing path field',
    );
    const [target, key] =
      this.#find(path) ??
      refuse(`move operation does not apply: doc is missing destination path: ${path}: missing value`);
    within(`error in move for path: '${path}'`, () => add(target, key, value));
  }

  #copy(operation: Operation): void {
    const from = member(
      operation,
      'from',
      'copy operation failed to decode from: operation, missing from field',
    );
    const [source, sourceKey] =
      this.#find(from) ??
      refuse(`copy operation does not apply: doc is missing from path: ${from}: missing value`);
    const value = copyJson(within(`error in copy for from: '${from}'`, () => get(source, sourceKey)));
    const path = pathOf(operation) ?? refuse('copy operation failed to decode path: missing value');
    const [target, key] =
      this.#find(path) ??
      refuse(`copy operation does not apply: doc is missing destination path: ${path}: missing value`);
    this.#copiedChars += JSON.stringify(value).length;
    if (this.#copiedChars > limits.requestBytesMax) {
      refuse(
        `Unable to complete the copy, the accumulated size increase of copy is ${this.#copiedChars}, exceeding the limit ${limits.requestBytesMax}`,
      );
    }
    within('error while adding value during copy', () => add(target, key, value));
  }

  #test(operation: Operation): void {
    const path = member(
      operation,
      'path',
      'test operation failed to decode path: operation missing path field',
    );
    const failed = `testing value ${path} failed: test failed`;
    const wanted = getOwn(operation, 'value');
    if (path === '') {
      if (!equal(this.root, wanted)) refuse(failed);
      return;
    }
    const [container, key] =
      this.#find(path) ?? refuse(`test operation does not apply: is missing path: ${path}: missing value`);
    const found = within(`error in test for path: '${path}'`, () => get(container, key));
    if (!equal(found, wanted ?? null)) refuse(failed);
  }

  /** The container that a JSON pointer (RFC 6901) ends in, with the last key; undefined when the way is missing. */
  #find(path: string): readonly [Container, string] | undefined {
    // The library does not look at what precedes the first slash.
    const steps = path.split('/').slice(1).map(unescape);
    const last = steps.pop();
    if (last === undefined || typeof this.root !== 'object' || this.root === null) return undefined;
    let container: Container = this.root;
    for (const step of steps) {
      const next: Node = Array.isArray(container)
        ? itemAt(container, step)
        : (getOwn(container, step) ?? null);
      if (typeof next !== 'object' || next === null) return undefined;
      container = next;
    }
    return [container, last];
  }
}

function refuse(message: string): never {
  throw new Refusal(message);
}

/** Runs a step and puts what it was for in front of its refusal. */
function within<T>(context: string, step: () => T): T {
  try {
    return step();
  } catch (refusal) {
    if (refusal instanceof Refusal) throw new Refusal(`${context}: ${refusal.message}`);
    throw refusal;
  }
}

function unescape(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function pathOf(operation: Operation): string | undefined {
  const path = getOwn(operation, 'path');
  return typeof path === 'string' ? path : undefined;
}

/** A member that must be text, or the library's words for one that is missing or something else. */
function member(operation: Operation, name: 'path' | 'from', missing: string): string {
  const value = getOwn(operation, name) ?? null;
  if (typeof value === 'string') return value;
  if (value === null) refuse(`${missing}: missing value`);
  const context = missing.slice(0, missing.indexOf(': '));
  return refuse(`${context}: json: cannot unmarshal ${kindOf(value)} into Go value of type string`);
}

function valueOf(operation: Operation): Node {
  return copyJson(getOwn(operation, 'value') ?? null);
}

/** Reads an index as Go's strconv.Atoi does; text says why not. */
function parseIndex(key: string): number | string {
  if (!/^[+-]?\d+$/.test(key)) return `strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`;
  const index = Number(key);
  return Number.isSafeInteger(index)
    ? index
    : `strconv.Atoi: parsing ${JSON.stringify(key)}: value out of range`;
}

/** The place of an existing item, negative keys counting from the end; text says why there is none. */
function indexOf(items: readonly Node[], key: string): number | string {
  const index = parseIndex(key);
  if (typeof index === 'string') return index;
  if (index >= items.length || index < -items.length)
    return `Unable to access invalid index: ${index}: invalid index referenced`;
  return index < 0 ? index + items.length : index;
}

function itemAt(items: readonly Node[], key: string): Node {
  const index = indexOf(items, key);
  return typeof index === 'string' ? null : (items[index] ?? null);
}

function get(container: Container, key: string): Node {
  if (!Array.isArray(container)) return getOwn(container, key) ?? null;
  const index = indexOf(container, key);
  return typeof index === 'string' ? refuse(index) : (container[index] ?? null);
}

function add(container: Container, key: string, value: Node): void {
  if (!Array.isArray(container)) {
    setOwn(container, key, value);
    return;
  }
  if (key === '-') {
    container.push(value);
    return;
  }
  const index = parseIndex(key);
  if (typeof index === 'string') refuse(`value was not a proper array index: '${key}': ${index}`);
  const places = container.length + 1;
  if (index >= places || index < -places)
    refuse(`Unable to access invalid index: ${index}: invalid index referenced`);
  container.splice(index < 0 ? index + places : index, 0, value);
}

function remove(container: Container, key: string): void {
  if (!Array.isArray(container)) {
    if (!Object.hasOwn(container, key)) refuse(`Unable to remove nonexistent key: ${key}: missing value`);
    delete container[key];
    return;
  }
  const index = indexOf(container, key);
  if (typeof index === 'string') refuse(index);
  container.splice(index, 1);
}

function isObject(value: Json): value is Operation {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The kind of a value as Go's encoding/json names it. */
function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
