// Get, and what every read shares: what is addressed, what only ticks, one object in the form that the client accepts.
import type { Endpoints } from '../../store/apply/endpoints.ts';
import { told } from '../../store/apply/ownership.ts';
import { kindId, storedKind, type Kind } from '../../store/kind.ts';
import { keyOf, type StoredObject } from '../../store/object.ts';
import { badRequest, notFound } from '../../store/refusal.ts';
import type { Scope } from '../../store/scope.ts';
import type { ReadView } from '../../store/view.ts';
import { serialized } from './answer.ts';
import { checkReached, revisionOf } from './list-options.ts';
import { checkForm, negotiate } from './negotiate.ts';
import type { Query } from './query.ts';
import { partialMetadata, tableOf, type IncludeObject } from './table.ts';
import type { WireResponse } from './wire.ts';

export interface Target {
  readonly scope: Scope;
  readonly kind: Kind;
  readonly view: ReadView;
  readonly endpoints: Endpoints;
  /** Empty for cluster-scoped kinds, and for lists over all namespaces. */
  readonly namespace: string;
  readonly name: string;
}

/** False for kinds of our own, which the API treats as it treats custom resources. */
export function isBuiltIn(kind: Kind): boolean {
  return kind.definition === undefined;
}

/** The key of what is addressed. */
export function keyOfTarget({ kind, namespace, name }: Pick<Target, 'kind' | 'name' | 'namespace'>): string {
  return keyOf(kind.namespaced ? namespace : undefined, name);
}

/** What a read needs of a target to show its objects. */
export type Showing = Pick<Target, 'endpoints' | 'kind' | 'view'>;

/** The object as it stands now: what only ticks is filled in. */
export function projected({ kind, view }: Showing, object: StoredObject): StoredObject {
  const { project } = storedKind(kind);
  const now = project === undefined ? object : project(object, view.now, view);
  return kind.converts === undefined ? now : kind.converts.fromStored(now);
}

/** The same with who owns which field: what everybody is shown, but in a table. */
export function shown(showing: Showing, object: StoredObject): StoredObject {
  return projected(showing, told(showing.endpoints, storedKind(showing.kind), object));
}

export function find(target: Target): StoredObject {
  const { scope, kind, name, namespace, view } = target;
  if (kind.computed !== undefined) return kind.computed.get(view, namespace, name);
  const object = scope.collection(kindId(kind)).get(keyOfTarget(target));
  if (object === undefined) throw notFound(storedKind(kind), name);
  return shown(target, object);
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

/** One object in the form that the client accepts. */
export function present(
  kind: Kind,
  object: StoredObject,
  accept: string | undefined,
  query: Query,
  now: number,
  status = 200,
  headers: WireResponse['headers'] = {},
): WireResponse {
  const accepted = negotiate(accept);
  checkForm(accepted, kind, false);
  const { form, metaVersion, yaml } = accepted;
  if (form === 'table') {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const table = tableOf(kind, [object], metadata, { metaVersion, include: includeOf(query), now });
    return serialized(yaml, status, table, headers);
  }
  return serialized(yaml, status, form === 'object' ? object : partialMetadata(object, metaVersion), headers);
}

export function get(target: Target, query: Query, accept: string | undefined): WireResponse {
  negotiate(accept);
  const rv = revisionOf(query.get('resourceVersion'), false);
  if (rv !== undefined) checkReached(rv, target.scope.revision);
  return present(target.kind, find(target), accept, query, target.view.now);
}
