// Lists: the objects of one revision in key order, whole or in pages, as objects, a Table or metadata.
// Source: apiserver pkg/storage/etcd3/store.go, GetList; pkg/storage/etcd3/errors.go.
import { limits } from '../../std/limits.ts';
import { apiVersionOf, kindId, type Kind } from '../../store/kind.ts';
import { keyOfObject, type StoredObject } from '../../store/object.ts';
import { objectsAt } from '../../store/past.ts';
import { badRequest, expired } from '../../store/refusal.ts';
import { json, jsonText } from './answer.ts';
import { decodeContinue, encodeContinue, type Continue } from './continue.ts';
import { verbsOf } from './discovery.ts';
import { checkReached, listOptions, revisionOf, type ListOptions } from './list-options.ts';
import { checkForm, checkListed, negotiate } from './negotiate.ts';
import type { Query } from './query.ts';
import { includeOf, type Target } from './read.ts';
import { inSight, selectionOf, selectorsOf } from './select.ts';
import { projected, shown, type Showing } from './showing.ts';
import { partialMetadata, tableText } from './table.ts';
import { itemsText } from './text.ts';
import type { WireResponse } from './wire.ts';

interface Page {
  readonly items: readonly StoredObject[];
  readonly rv: number;
  readonly next?: string;
  readonly remaining?: number;
}

const walkExpired =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
  'deleted between the time the first chunk was returned and now may show up in the list.';

/** A walk whose revision fell out of the log's window, with a token to go on with what is there now. */
function expiredAnswer({ key }: Continue): WireResponse {
  const metadata = { continue: encodeContinue({ rv: undefined, key }) };
  return json(410, { ...expired(walkExpired).status, metadata });
}

/** Which revision a list shows; undefined for the present. */
function revisionFor(options: ListOptions, from: Continue | undefined, present: number): number | undefined {
  if (from !== undefined) {
    if (options.resourceVersion !== '' && options.resourceVersion !== '0') {
      throw badRequest('specifying resource version is not allowed when using continue');
    }
    if (from.rv !== undefined) checkReached(from.rv, present);
    return from.rv;
  }
  const asked = revisionOf(options.resourceVersion, true);
  if (asked === undefined || asked === 0) return undefined;
  checkReached(asked, present);
  // A page of a named revision is of exactly that one, unless the client says otherwise.
  return options.match === 'Exact' || (options.match === '' && options.limit > 0) ? asked : undefined;
}

/** How many objects a page has, zero for all: the server's cache, which answers where any revision will do, knows no pages. */
function limitOf({ limit, continue: token, resourceVersion }: ListOptions): number {
  return resourceVersion === '0' && token === '' ? 0 : Math.min(limit, limits.listPageMax);
}

/** What a list is asked for, by its query alone. */
export function listed({ kind, sight }: Target, query: Query) {
  const selectors = selectorsOf(query);
  const options = listOptions(query, false);
  return { options, selection: inSight(selectionOf(kind, selectors), kind, sight) };
}

/** The objects that a list shows, all of one revision and at most a page of them; or where an expired walk stood. */
export function page(
  target: Target,
  { options, selection }: ReturnType<typeof listed>,
): Page | { readonly expired: Continue } {
  const { scope, kind, namespace } = target;
  const from = options.continue === '' ? undefined : decodeContinue(options.continue);
  const rv = revisionFor(options, from, scope.revision) ?? scope.revision;
  const id = kindId(kind);
  let objects: readonly StoredObject[];
  if (kind.computed !== undefined) {
    objects = kind.computed.list(target.view, namespace);
  } else if (rv === scope.revision) {
    objects = scope.collection(id).list(namespace === '' ? undefined : { namespace });
  } else {
    const past = objectsAt(scope, id, rv);
    if (past === undefined) {
      if (from !== undefined) return { expired: from };
      throw expired('The resourceVersion for the provided list is too old.');
    }
    objects = namespace === '' ? past : past.filter((object) => object.metadata.namespace === namespace);
  }
  if (from !== undefined) objects = objects.filter((object) => keyOfObject(object) > from.key);
  const selected = selection.all ? objects : objects.filter(selection.matches);
  const limit = limitOf(options);
  const items = limit === 0 ? selected : selected.slice(0, limit);
  const last = items.at(-1);
  // Whether anything of the rest is selected too is not looked at before it is asked for.
  if (limit === 0 || items.length < limit || last === undefined || last === objects.at(-1))
    return { items, rv };
  return {
    items,
    rv,
    next: encodeContinue({ rv, key: keyOfObject(last) }),
    ...(selection.all ? { remaining: objects.length - limit } : {}),
  };
}

function listType(kind: Kind): object {
  return { kind: kind.custom?.listKind ?? `${kind.kind}List`, apiVersion: apiVersionOf(kind) };
}

/** The list as JSON, from the texts of its items. */
function listText(showing: Showing, items: readonly StoredObject[], metadata: object): string {
  // A list of custom objects says where to go on, also where it ends.
  const told = showing.kind.custom === undefined ? metadata : { continue: '', ...metadata };
  const head = JSON.stringify({ ...listType(showing.kind), metadata: told });
  return `${head.slice(0, -1)},"items":[${itemsText(showing, items)}]}`;
}

/** A list in the form that the client accepts. */
export function presentList(
  target: Target,
  items: readonly StoredObject[],
  metadata: object,
  accept: string | undefined,
  query: Query,
): WireResponse {
  const { kind, view } = target;
  const accepted = negotiate(accept, kind, 'list');
  checkForm(accepted, kind, true);
  const { metaVersion } = accepted;
  if (accepted.form === 'table') {
    const options = { metaVersion, include: includeOf(query), now: view.now };
    const show = options.include === 'Object' ? shown : projected;
    const rows = items.map((object) => show(target, object));
    return jsonText(200, tableText(kind, rows, metadata, options));
  }
  if (accepted.form === 'object') return jsonText(200, listText(target, items, metadata));
  const body = {
    kind: 'PartialObjectMetadataList',
    apiVersion: `meta.k8s.io/${metaVersion}`,
    metadata,
    // A list of Go that nothing was added to.
    items:
      items.length === 0 ? null : items.map((object) => partialMetadata(shown(target, object), metaVersion)),
  };
  return json(200, body);
}

export function list(target: Target, query: Query, accept: string | undefined): WireResponse {
  checkListed(accept, target.kind);
  const asked = listed(target, query);
  negotiate(accept, target.kind, 'list');
  const found = page(target, asked);
  if ('expired' in found) return expiredAnswer(found.expired);
  const metadata = {
    // What cannot be watched has no revision to watch from.
    ...(verbsOf(target.kind).includes('watch') ? { resourceVersion: String(found.rv) } : {}),
    ...(found.next === undefined ? {} : { continue: found.next }),
    ...(found.remaining === undefined ? {} : { remainingItemCount: found.remaining }),
  };
  return presentList(target, found.items, metadata, accept, query);
}
