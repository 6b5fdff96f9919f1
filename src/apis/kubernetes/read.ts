// Get and list: objects, tables or metadata, in pages of one revision.
import type { Json } from '../../std/draft.ts';
import { limits } from '../../std/limits.ts';
import { printYaml } from '../../std/yaml-print.ts';
import { Causes } from '../../store/causes.ts';
import { apiVersionOf, kindId, type Kind } from '../../store/kind.ts';
import { keyOf, keyOfObject, type StoredObject } from '../../store/object.ts';
import { objectsAt } from '../../store/past.ts';
import { badRequest, expired, invalid, notFound } from '../../store/refusal.ts';
import type { Scope } from '../../store/scope.ts';
import type { ReadView } from '../../store/view.ts';
import { json } from './answer.ts';
import { decodeContinue, encodeContinue } from './continue.ts';
import { negotiate, type Accepted } from './negotiate.ts';
import type { Query } from './route.ts';
import { checkReached, revisionOf, selectionOf } from './select.ts';
import { partialMetadata, tableOf, type IncludeObject } from './table.ts';
import { mediaTypes, type WireResponse } from './wire.ts';

export interface Target {
  readonly scope: Scope;
  readonly kind: Kind;
  readonly view: ReadView;
  /** Empty for cluster-scoped kinds, and for lists over all namespaces. */
  readonly namespace: string;
  readonly name: string;
}

/** The object as it stands now: what only ticks is filled in. */
export function projected(kind: Kind, object: StoredObject, view: ReadView): StoredObject {
  return kind.project === undefined ? object : kind.project(object, view.now, view);
}

export function find(target: Target): StoredObject {
  const { scope, kind, namespace, name, view } = target;
  const object = scope.collection(kindId(kind)).get(keyOf(kind.namespaced ? namespace : undefined, name));
  if (object === undefined) throw notFound(kind, name);
  return projected(kind, object, view);
}

export function includeOf(query: Query): IncludeObject {
  const include = query.get('includeObject') ?? '';
  if (include === '' || include === 'Metadata') return 'Metadata';
  if (include === 'None' || include === 'Object') return include;
  const causes = new Causes();
  causes.invalid('includeObject', include, "must be 'Metadata', 'Object', 'None', or empty");
  throw invalid({ group: 'meta.k8s.io', kind: 'TableOptions' }, '', causes.list);
}

/** One object in the form that the client accepts. */
export function present(
  kind: Kind,
  object: StoredObject,
  accepted: Accepted,
  query: Query,
  now: number,
  status = 200,
  headers: WireResponse['headers'] = {},
): WireResponse {
  if (accepted.form === 'table') {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const options = { metaVersion: accepted.metaVersion, include: includeOf(query), now };
    return json(status, tableOf(kind, [object], metadata, options), headers);
  }
  const body = accepted.form === 'metadata' ? partialMetadata(object, accepted.metaVersion) : object;
  if (!accepted.yaml) return json(status, body, headers);
  return {
    status,
    headers: { 'content-type': mediaTypes.yaml, ...headers },
    body: printYaml(body as unknown as Json),
  };
}

export function get(target: Target, query: Query, accept: string | undefined): WireResponse {
  const accepted = negotiate(accept);
  const rv = revisionOf(query.get('resourceVersion'));
  if (rv !== undefined) checkReached(rv, target.scope.revision);
  return present(target.kind, find(target), accepted, query, target.view.now);
}

function checkMatch(query: Query): void {
  const match = query.get('resourceVersionMatch') ?? '';
  if (match === '') return;
  const causes = new Causes();
  const rv = query.get('resourceVersion') ?? '';
  if (rv === '')
    causes.forbidden(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  if (query.get('continue'))
    causes.forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided');
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    causes.notSupported('resourceVersionMatch', match, ['Exact', 'NotOlderThan', '']);
  } else if (match === 'Exact' && rv === '0') {
    causes.forbidden(
      'resourceVersionMatch',
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    );
  }
  if (causes.list.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', causes.list);
}

interface Page {
  readonly items: readonly StoredObject[];
  readonly rv: number;
  readonly next?: string;
  readonly remaining?: number;
}

const tooOld = (asked: number, oldest: number) => expired(`too old resource version: ${asked} (${oldest})`);

const staleToken =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';

/** The objects that a list shows: all of one revision, at most a page of them. */
export function page(target: Target, query: Query): Page {
  checkMatch(query);
  const { scope, kind, namespace } = target;
  const id = kindId(kind);
  const selection = selectionOf(kind, query, target.name === '' ? undefined : target.name);
  const asked = revisionOf(query.get('resourceVersion'));
  if (asked !== undefined) checkReached(asked, scope.revision);
  const token = query.get('continue');
  const from = token ? decodeContinue(token) : undefined;
  const exact = query.get('resourceVersionMatch') === 'Exact' ? asked : undefined;
  const rv = from?.rv ?? exact ?? scope.revision;
  const within = namespace === '' ? undefined : namespace;
  let objects: readonly StoredObject[];
  if (rv === scope.revision) {
    objects = scope.collection(id).list(within === undefined ? undefined : { namespace: within });
  } else {
    const past = objectsAt(scope, id, rv);
    if (past === undefined) throw from === undefined ? tooOld(rv, scope.log.compacted) : expired(staleToken);
    objects = within === undefined ? past : past.filter((object) => object.metadata.namespace === within);
  }
  if (from !== undefined) objects = objects.filter((object) => keyOfObject(object) > from.key);
  if (!selection.all) objects = objects.filter(selection.matches);
  const limit = limitOf(query);
  if (limit === 0 || objects.length <= limit) return { items: objects, rv };
  const items = objects.slice(0, limit);
  const last = items.at(-1) as StoredObject;
  return {
    items,
    rv,
    next: encodeContinue({ rv, key: keyOfObject(last) }),
    ...(selection.all ? { remaining: objects.length - limit } : {}),
  };
}

function limitOf(query: Query): number {
  const text = query.get('limit');
  if (text === undefined || text === '') return 0;
  if (!/^\d+$/.test(text))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Math.min(Number(text), limits.listPageMax);
}

/** Built-in kinds list their items without apiVersion and kind, custom ones with. */
export function isBuiltIn(kind: Kind): boolean {
  return kind.schema.startsWith('io.k8s.');
}

function item(kind: Kind, object: StoredObject): object {
  if (!isBuiltIn(kind)) return object;
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  return rest;
}

export function list(target: Target, query: Query, accept: string | undefined): WireResponse {
  const accepted = negotiate(accept);
  const { kind, view } = target;
  const { items, rv, next, remaining } = page(target, query);
  const shown = kind.project === undefined ? items : items.map((object) => projected(kind, object, view));
  const metadata = {
    resourceVersion: String(rv),
    ...(next === undefined ? {} : { continue: next }),
    ...(remaining === undefined ? {} : { remainingItemCount: remaining }),
  };
  if (accepted.form === 'table') {
    const options = { metaVersion: accepted.metaVersion, include: includeOf(query), now: view.now };
    return json(200, tableOf(kind, shown, metadata, options));
  }
  const body =
    accepted.form === 'metadata'
      ? {
          kind: 'PartialObjectMetadataList',
          apiVersion: `meta.k8s.io/${accepted.metaVersion}`,
          metadata,
          items: shown.map((object) => partialMetadata(object, accepted.metaVersion)),
        }
      : {
          kind: `${kind.kind}List`,
          apiVersion: apiVersionOf(kind),
          metadata,
          items: shown.map((object) => item(kind, object)),
        };
  if (!accepted.yaml) return json(200, body);
  return {
    status: 200,
    headers: { 'content-type': mediaTypes.yaml },
    body: printYaml(body as unknown as Json),
  };
}
