// A link's JSON text read as a shared world, or the first thing that is wrong with it. Checked by hand, field by field: nothing
// of a link is used before it is known to be what it should be. Nothing here builds a world.
import type { Json, JsonObject } from '../std/draft.ts';
import { scanJson } from '../std/json-scan.ts';
import { limits } from '../std/limits.ts';
import { getOwn } from '../std/own.ts';
import { migrate } from './migrate.ts';
import {
  bounds,
  faces,
  headerNames,
  methods,
  refusedKeys,
  type SharedHeaders,
  type SharedRecord,
  type SharedWorld,
} from './shape.ts';

export type SharedRead = { readonly shared: SharedWorld } | { readonly error: string };

/** Thrown within this file, caught at its door: where and what is wrong. */
class Wrong extends Error {}

function wrong(where: string, what: string): never {
  throw new Wrong(`The link cannot be opened: ${where} ${what}.`);
}

/** Reads the inflated text of a link of some version. */
export function readShared(text: string, version: number): SharedRead {
  const scanned = scanJson(text, limits.nestingMax);
  if ('error' in scanned)
    return { error: `The link cannot be opened: what it holds is no JSON: ${scanned.error.message}.` };
  try {
    const [twice] = scanned.duplicates;
    if (twice !== undefined) wrong(twice, 'is written twice');
    checkKeys(scanned.value, '');
    const migrated = migrate(scanned.value, version);
    return 'error' in migrated ? migrated : { shared: sharedOf(migrated.content) };
  } catch (error) {
    if (error instanceof Wrong) return { error: error.message };
    throw error;
  }
}

function checkKeys(value: Json, where: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries())
      if (typeof item === 'object') checkKeys(item, `${where}[${index}]`);
    return;
  }
  for (const [key, member] of Object.entries(value as JsonObject)) {
    const path = where === '' ? key : `${where}.${key}`;
    if (refusedKeys.includes(key)) wrong(path, 'is a key that no link may have');
    checkKeys(member, path);
  }
}

const fields = [
  'engine',
  'preset',
  'scenario',
  'seed',
  'clock',
  'hash',
  'title',
  'text',
  'view',
  'actors',
  'headers',
  'records',
];

function sharedOf(content: Json): SharedWorld {
  const link = objectAt(content, 'it');
  for (const key of Object.keys(link)) if (!fields.includes(key)) wrong(key.slice(0, 40), 'is not known');
  const differences = differencesAt(getOwn(link, 'scenario'));
  const actors = listAt(link['actors'], 'actors', bounds.actorsMax).map((actor, index) =>
    textAt(actor, `actors[${index}]`, bounds.nameCharactersMax),
  );
  const headers = listAt(link['headers'], 'headers', limits.linkRecordsMax).map(headersAt);
  const clockMs = numberAt(link['clock'], 'clock', limits.linkSpanMsMax);
  const hash = textAt(link['hash'], 'hash', 32);
  if (!/^[0-9a-f]{32}$/.test(hash)) wrong('hash', 'is not 32 hexadecimal digits');
  const engine = textAt(link['engine'], 'engine', bounds.engineCharactersMax);
  if (!/^\d+\.\d+\.\d+/.test(engine)) wrong('engine', 'is not a version such as 0.1.0');
  const view = textAt(link['view'], 'view', bounds.viewCharactersMax);
  if (!/^(#?\/[!-~]*)?$/.test(view)) wrong('view', 'is not a route of the page');
  const title = textAt(link['title'], 'title', limits.linkTitleCharactersMax);
  if (/\p{Cc}/u.test(title)) wrong('title', 'has control characters');
  return {
    engine,
    preset: textAt(link['preset'], 'preset', bounds.nameCharactersMax),
    ...(differences === undefined ? {} : { differences }),
    seed: numberAt(link['seed'], 'seed', 0xffff_ffff),
    records: recordsAt(link['records'], actors, headers, clockMs),
    clockMs,
    hash,
    title,
    text: textAt(link['text'], 'text', limits.linkTextCharactersMax),
    view,
  };
}

function recordsAt(
  value: Json | undefined,
  actors: readonly string[],
  headers: readonly SharedHeaders[],
  clockMs: number,
): readonly SharedRecord[] {
  let atMs = 0;
  return listAt(value, 'records', limits.linkRecordsMax).map((item, index) => {
    const where = `records[${index}]`;
    const [delay, actor, header, method, path, body, binary, ...rest] = listAt(item, where, 7);
    atMs += numberAt(delay, `${where}, its delay,`, limits.linkSpanMsMax);
    if (atMs > clockMs) wrong(where, 'comes after the clock of the link');
    if (rest.length > 0 || (binary !== undefined && binary !== 1)) wrong(where, 'has more than a record has');
    const asked = {
      atMs,
      actor: itemAt(actor, `${where}, its actor,`, actors),
      headers: itemAt(header, `${where}, its headers,`, headers),
      method: methodAt(method, where),
      path: pathAt(path, where),
    };
    if (body === undefined) return asked;
    if (binary === 1 && typeof body !== 'string') wrong(where, 'has a body that should be base64');
    if (typeof body === 'string') return { ...asked, body, ...(binary === 1 ? { binary: true } : {}) };
    if (typeof body !== 'object' || body === null) wrong(where, 'has a body that is neither text nor JSON');
    return { ...asked, body: JSON.stringify(body) };
  });
}

function methodAt(value: Json | undefined, where: string): string {
  const method = textAt(value, `${where}, its method,`, 10);
  if (!methods.includes(method)) wrong(`${where}, its method,`, `must be one of ${methods.join(', ')}`);
  return method;
}

function pathAt(value: Json | undefined, where: string): string {
  const path = textAt(value, `${where}, its path,`, bounds.pathCharactersMax);
  const isKnown = faces.some((face) => path.startsWith(face)) && /^[!-~]+$/.test(path);
  if (!isKnown) wrong(`${where}, its path,`, `must begin with one of ${faces.join(', ')}`);
  return path;
}

function headersAt(value: Json, index: number): SharedHeaders {
  const headers = objectAt(value, `headers[${index}]`);
  const entries = Object.entries(headers).map(([name, member]) => {
    const where = `headers[${index}].${name.slice(0, 40)}`;
    if (!headerNames.includes(name)) wrong(where, 'is not a header that a link may carry');
    const text = textAt(member, where, bounds.headerCharactersMax);
    if (/\p{Cc}/u.test(text)) wrong(where, 'has control characters');
    return [name, text] as const;
  });
  return Object.fromEntries(entries);
}

function differencesAt(value: Json | undefined): JsonObject | undefined {
  if (value === undefined) return undefined;
  const differences = objectAt(value, 'scenario');
  for (const key of ['preset', 'seed'])
    if (Object.hasOwn(differences, key)) wrong(`scenario.${key}`, 'has a place of its own in a link');
  checkLists(differences, 'scenario');
  return differences;
}

function checkLists(value: Json, where: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) listAt(value, where, bounds.scenarioItemsMax);
  for (const [key, member] of Object.entries(value) as [string, Json][])
    checkLists(member, `${where}.${key}`);
}

function objectAt(value: Json | undefined, where: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(where, 'is not an object');
  return value as JsonObject;
}

function listAt(value: Json | undefined, where: string, itemsMax: number): readonly Json[] {
  if (!Array.isArray(value)) wrong(where, 'is not a list');
  const list = value as readonly Json[];
  if (list.length > itemsMax) wrong(where, `has ${list.length} items, at most ${itemsMax} are allowed`);
  return list;
}

function textAt(value: Json | undefined, where: string, charactersMax: number): string {
  if (typeof value !== 'string') wrong(where, 'is not a text');
  if (value.length > charactersMax)
    wrong(where, `has ${value.length} characters, at most ${charactersMax} are allowed`);
  return value;
}

/** The item of a list that a number stands for. */
function itemAt<T>(value: Json | undefined, where: string, items: readonly T[]): T {
  const item = items[numberAt(value, where, Number.MAX_SAFE_INTEGER)];
  if (item === undefined) wrong(where, 'is not in the link');
  return item;
}

function numberAt(value: Json | undefined, where: string, most: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    wrong(where, 'is not a whole number from 0 on');
  if (value > most) wrong(where, `is ${value}, at most ${most} is allowed`);
  return value;
}
