// What commands that write have in common: dry runs, validation, how results are told.
import type { JsonObject } from '../../../std/draft.ts';
import { err, type Run } from '../../effect.ts';
import { sendJson, type Client } from '../api/client.ts';
import { collectionPath, objectPath, type Resource } from '../api/discovery.ts';
import { logHead } from '../api/unreachable.ts';
import type { Call } from '../command.ts';
import { Failure } from '../failure.ts';
import { printerFor, structPrinterFor, type Printer } from '../print/printer.ts';

export type DryRun = 'none' | 'client' | 'server';

/** What --dry-run says. */
export function* dryRunOf({ flags }: Call): Run<DryRun> {
  const value = flags.text('dry-run');
  if (value === 'none' || value === 'client' || value === 'server') return value;
  if (value === 'unchanged') {
    yield* err(
      `${yield* logHead('W', 'helpers.go:703')}--dry-run is deprecated and can be replaced with --dry-run=client.\n`,
    );
    return 'client';
  }
  if (/^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value)) {
    const strategy = /^[1tT]/.test(value) ? 'client' : 'none';
    yield* err(
      `${yield* logHead('W', 'helpers.go:712')}--dry-run=${/^[1tT]/.test(value)} is deprecated (boolean value) and can be replaced with --dry-run=${strategy}.\n`,
    );
    return strategy;
  }
  throw new Failure(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

export function withDryRun(operation: string, dryRun: DryRun): string {
  if (dryRun === 'client') return `${operation} (dry run)`;
  return dryRun === 'server' ? `${operation} (server dry run)` : operation;
}

/** What the server is asked to do about unknown fields. */
export function validationOf({ flags }: Call): string {
  const value = flags.text('validate');
  if (/^(?:1|t|T|TRUE|true|True|strict)$/.test(value)) return 'Strict';
  if (/^(?:0|f|F|FALSE|false|False|ignore)$/.test(value)) return 'Ignore';
  if (value === 'warn') return 'Warn';
  throw new Failure(
    `invalid - validate option "${value}"; must be one of: strict (or true), warn, ignore (or false)`,
  );
}

/** The printer of a command that says what it did, where it did not just try. */
export function resultPrinter(call: Call, operation: string, dryRun: DryRun): Printer {
  return printerFor(call.flags, call.session, withDryRun(operation, dryRun));
}

/** The same of an object that the command holds as a struct, not as the map that files and answers are to others. */
export function structPrinter(call: Call, operation: string, dryRun: DryRun): Printer {
  return structPrinterFor(call.flags, call.session, withDryRun(operation, dryRun));
}

export interface Write {
  readonly fieldManager: string;
  readonly dryRun: DryRun;
  readonly validation?: string;
}

export function queryOf({
  fieldManager,
  dryRun,
  validation,
}: Write): Readonly<Record<string, string | undefined>> {
  return {
    dryRun: dryRun === 'server' ? 'All' : undefined,
    fieldManager: fieldManager === '' ? undefined : fieldManager,
    fieldValidation: validation,
  };
}

export function* createObject(
  client: Client,
  resource: Resource,
  namespace: string,
  object: JsonObject,
  write: Write,
): Run<JsonObject> {
  const about = { group: resource.group, plural: resource.plural };
  const path = collectionPath(resource, namespace);
  return yield* sendJson(client, { method: 'POST', path, query: queryOf(write), body: object }, about);
}

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

const patchMedia: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

export interface Patch {
  readonly type: PatchType;
  /** A text goes out as it is. */
  readonly body: JsonObject | readonly JsonObject[] | string;
  readonly subresource?: string;
  readonly force?: boolean;
}

export function* patchObject(
  client: Client,
  resource: Resource,
  namespace: string,
  name: string,
  { type, body, subresource = '', force }: Patch,
  write: Write,
): Run<JsonObject> {
  const query = { ...queryOf(write), ...(force === undefined ? {} : { force: String(force) }) };
  const path = objectPath(resource, namespace, name, subresource);
  const about = { group: resource.group, plural: resource.plural, name };
  return yield* sendJson(
    client,
    { method: 'PATCH', path, query, body, contentType: patchMedia[type] },
    about,
  );
}
