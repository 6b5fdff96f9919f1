// Which objects of a list or watch a client asks for: label and field selectors of the query.
import { badRequest, Refusal } from '../../store/refusal.ts';
import type { Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import {
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
} from '../../store/selectors.ts';
import type { Query } from './route.ts';

export interface Selection {
  /** True where nothing is left out. */
  readonly all: boolean;
  readonly matches: (object: StoredObject) => boolean;
}

type FieldOf = (object: StoredObject) => string;

function fieldsOf(kind: Kind): ReadonlyMap<string, FieldOf> {
  return new Map<string, FieldOf>([
    ['metadata.name', (object) => object.metadata.name],
    ...(kind.namespaced
      ? ([['metadata.namespace', (object) => object.metadata.namespace ?? '']] as [string, FieldOf][])
      : []),
    ...Object.entries(kind.fields ?? {}),
  ]);
}

export function selectionOf(kind: Kind, query: Query, name?: string): Selection {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  if ('error' in labels) throw badRequest(labels.error);
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '');
  if ('error' in fields) throw badRequest(fields.error);
  const known = fieldsOf(kind);
  for (const term of fields.terms) {
    if (known.has(term.field)) continue;
    const names = [...known.keys()].map((field) => JSON.stringify(field)).join(', ');
    throw badRequest(
      kind.fields === undefined
        ? `${JSON.stringify(term.field)} is not a known field selector: only ${names}`
        : `field label not supported: ${term.field}`,
    );
  }
  const all = labels.requirements.length === 0 && fields.terms.length === 0 && name === undefined;
  return {
    all,
    matches: (object) =>
      (name === undefined || object.metadata.name === name) &&
      matchesLabels(labels.requirements, object.metadata.labels ?? {}) &&
      matchesFields(fields.terms, (field) => known.get(field)?.(object) ?? ''),
  };
}

/** A resourceVersion parameter as a number; undefined where the client leaves it open. */
export function revisionOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) {
    throw badRequest(
      `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text);
}

/** Refuses a revision that the scope has not reached. */
export function checkReached(asked: number, present: number): void {
  if (asked <= present) return;
  throw new Refusal(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${present}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
