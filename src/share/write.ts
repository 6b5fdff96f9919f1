// A shared world as the JSON text of its link: times as differences, repeated names and headers by number, bodies that are JSON
// laid in as JSON, so that little is left for the packer to miss.
import { equal, type Json, type JsonObject, type MutableJson } from '../std/draft.ts';
import { scanJson } from '../std/json-scan.ts';
import { bounds, refusedKeys, type SharedRecord, type SharedWorld } from './shape.ts';

/** What of `value` differs from `base`, member by member; lists are whole. Undefined where nothing does. */
export function differencesOf(base: JsonObject, value: JsonObject): JsonObject | undefined {
  const result: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const [before, after] = [base[key], value[key]];
    if (after === undefined || equal(before, after)) continue;
    const inner = isObject(before) && isObject(after) ? differencesOf(before, after) : (after satisfies Json);
    if (inner !== undefined) result[key] = inner;
  }
  return Object.keys(result).length === 0 ? undefined : result;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of version 1; `readShared` gives the same world back. */
export function writeShared(shared: SharedWorld): string {
  const actors = new Numbered();
  const headers = new Numbered();
  let before = 0;
  const records = shared.records.map((record) => {
    const delayMs = record.atMs - before;
    before = record.atMs;
    const place = [actors.of(record.actor), headers.of(headersOf(record))];
    return [delayMs, ...place, record.method, record.path, ...bodyOf(record)];
  });
  const { engine, preset, differences, seed, clockMs, hash, title, text, view } = shared;
  return JSON.stringify({
    engine,
    preset,
    ...(differences === undefined ? {} : { scenario: differences }),
    seed,
    clock: clockMs,
    hash,
    title,
    text,
    view,
    actors: actors.values,
    headers: headers.values.map((value) => JSON.parse(value) as unknown),
    records,
  });
}

/** Values by the number in which they came. */
class Numbered {
  readonly #numbers = new Map<string, number>();

  get values(): readonly string[] {
    return [...this.#numbers.keys()];
  }

  of(value: string): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    this.#numbers.set(value, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

function headersOf({ headers }: SharedRecord): string {
  return JSON.stringify(Object.fromEntries(Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** Nothing, the body as JSON where that gives the same text back, or as text; then 1 where it is base64. */
function bodyOf({ body, binary }: SharedRecord): readonly unknown[] {
  if (body === undefined) return [];
  if (binary === true) return [body, 1];
  if (!body.startsWith('{') && !body.startsWith('[')) return [body];
  const scanned = scanJson(body, bounds.bodyNestingMax);
  const laid = 'error' in scanned ? undefined : scanned.value;
  return laid !== undefined && JSON.stringify(laid) === body && !hasRefusedKey(laid) ? [laid] : [body];
}

function hasRefusedKey(value: Json | MutableJson): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item: Json) => hasRefusedKey(item));
  return Object.entries(value).some(([key, member]) => refusedKeys.includes(key) || hasRefusedKey(member));
}
