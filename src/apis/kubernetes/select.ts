// Which objects of a list or watch a client asks for: label and field selectors of the query.
import { badRequest, type Refusal } from '../../store/refusal.ts';
import { kindId, type Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import {
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
} from '../../store/selectors.ts';
import type { Query } from './query.ts';
import { isBuiltIn } from './showing.ts';
import type { Sight } from './sight.ts';

export interface Selection {
  /** True where nothing is left out. */
  readonly all: boolean;
  readonly matches: (object: StoredObject) => boolean;
}

type FieldOf = (object: StoredObject) => string;

const metaFields: readonly (readonly [string, FieldOf])[] = [
  ['metadata.name', (object) => object.metadata.name],
  ['metadata.namespace', (object) => object.metadata.namespace ?? ''],
];

/** What is left of a selection for somebody who does not see everything. */
export function inSight(selection: Selection, kind: Kind, sight: Sight | undefined): Selection {
  if (sight === undefined) return selection;
  const id = kindId(kind);
  return { all: false, matches: (object) => selection.matches(object) && sight.sees(id, object) };
}

/** Kinds that say nothing of their fields have the two of all objects, also where they have no namespace. */
function fieldsOf(kind: Kind): ReadonlyMap<string, FieldOf> {
  if (kind.fields === undefined) return new Map(metaFields);
  return new Map([...metaFields.slice(0, kind.namespaced ? 2 : 1), ...Object.entries(kind.fields)]);
}

function unknownField(kind: Kind, field: string): Refusal {
  if (kind.fields !== undefined || !isBuiltIn(kind)) {
    return badRequest(`field label not supported: ${field}`);
  }
  const names = metaFields.map(([name]) => JSON.stringify(name)).join(', ');
  return badRequest(`${JSON.stringify(field)} is not a known field selector: only ${names}`);
}

/** The selectors of a query as they are written: read before other options are judged, and these before what their fields are. */
export function selectorsOf(query: Query) {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  if ('error' in labels) throw badRequest(labels.error);
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '');
  if ('error' in fields) throw badRequest(fields.error);
  return { labels, fields };
}

export function selectionOf(kind: Kind, { labels, fields }: ReturnType<typeof selectorsOf>): Selection {
  const known = fieldsOf(kind);
  for (const { field } of fields.terms) if (!known.has(field)) throw unknownField(kind, field);
  const all = labels.requirements.length === 0 && fields.terms.length === 0;
  return {
    all,
    matches: (object) =>
      matchesLabels(labels.requirements, object.metadata.labels ?? {}) &&
      matchesFields(fields.terms, (field) => known.get(field)?.(object) ?? ''),
  };
}
