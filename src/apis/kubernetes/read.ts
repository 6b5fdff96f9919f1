// Get, and what every read shares: what is addressed, what only ticks, one object in the form that the client accepts.
import { kindId, storedKind, type Kind } from '../../store/kind.ts';
import { keyOf, type StoredObject } from '../../store/object.ts';
import { badRequest, forbidden, notFound } from '../../store/refusal.ts';
import type { Scope } from '../../store/scope.ts';
import { json, jsonText } from './answer.ts';
import { withZeros } from './go-zeros.ts';
import { checkReached, revisionOf } from './list-options.ts';
import { checkForm, negotiate } from './negotiate.ts';
import type { Query } from './query.ts';
import { shown, type Showing } from './showing.ts';
import type { IncludeObject } from './row.ts';
import { partialMetadata, tableText } from './table.ts';
import { textOf } from './text.ts';
import type { Sight } from './sight.ts';
import type { WireResponse } from './wire.ts';

export interface Target extends Showing {
  readonly scope: Scope;
  /** Empty for cluster-scoped kinds, and for lists over all namespaces. */
  readonly namespace: string;
  readonly name: string;
  /** What the caller sees of the scope; absent where whoever may read sees all. */
  readonly sight?: Sight | undefined;
}

/** The key of what is addressed. */
export function keyOfTarget({ kind, namespace, name }: Pick<Target, 'kind' | 'name' | 'namespace'>): string {
  return keyOf(kind.namespaced ? namespace : undefined, name);
}

/** What is addressed, as it is stored. Throws NotFound. */
export function find(target: Target): StoredObject {
  const { scope, kind, name, namespace, view } = target;
  if (kind.computed !== undefined) return kind.computed.get(view, namespace, name);
  const object = scope.collection(kindId(kind)).get(keyOfTarget(target));
  if (object === undefined) throw notFound(storedKind(kind), name);
  if (target.sight?.sees(kindId(kind), object) === false)
    throw forbidden(storedKind(kind), name, target.sight.missing(kindId(kind), object));
  return object;
}

export function includeOf(query: Query): IncludeObject {
  const include = query.get('includeObject') ?? '';
  if (include === '' || include === 'Metadata') return 'Metadata';
  if (include === 'None' || include === 'Object') return include;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(include)}: ` +
      "must be 'Metadata', 'Object', 'None', or empty",
  );
}

/** An object that is made for the answer, in the form that the client accepts. */
export function present(
  kind: Kind,
  object: StoredObject,
  accept: string | undefined,
  query: Query,
  now: number,
  status = 200,
): WireResponse {
  const accepted = negotiate(accept, kind);
  checkForm(accepted, kind, false);
  const { form, metaVersion } = accepted;
  if (form === 'table') {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const table = tableText(kind, [object], metadata, { metaVersion, include: includeOf(query), now });
    return jsonText(status, table);
  }
  const body = form === 'object' ? withZeros(kind, object) : partialMetadata(object, metaVersion);
  return json(status, body);
}

/** A stored object in the form that the client accepts. */
export function presentStored(
  showing: Showing,
  object: StoredObject,
  accept: string | undefined,
  query: Query,
  status = 200,
): WireResponse {
  const { kind, view } = showing;
  const { form } = negotiate(accept, kind);
  return form === 'object'
    ? jsonText(status, textOf(showing, object))
    : present(kind, shown(showing, object), accept, query, view.now, status);
}

export function get(target: Target, query: Query, accept: string | undefined): WireResponse {
  negotiate(accept, target.kind);
  const rv = revisionOf(query.get('resourceVersion'), false);
  if (rv !== undefined) checkReached(rv, target.scope.revision);
  return presentStored(target, find(target), accept, query);
}
