// Carries a plan out: gets objects, lists and manifests and hands each over; goes on after failures and gathers them.
// Source: cli-runtime pkg/resource/visitor.go, selector.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { matchesLabels, parseLabelSelector } from '../../../apis/kubernetes/wire-selectors.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { setOwn } from '../../../std/own.ts';
import type { Run } from '../../effect.ts';
import { sendJson, type Ask, type Client } from '../api/client.ts';
import { apiVersionOf, collectionPath, type Resource } from '../api/discovery.ts';
import { resourceOfKind } from '../api/mapper.ts';
import { Failure, Failures, isExpected, StatusFailure, throwAll } from '../failure.ts';
import { isList, isObject, listAt, textAt, textsAt } from '../json.ts';
import { getObject, type Info } from './info.ts';
import { checkKnownKind } from './known-kind.ts';
import { decodeDocument, eachDocument, validateShape } from './manifests.ts';
import { checkRegistered } from './scheme.ts';
import { noMatch, type Plan, type Selection, type Source } from './select.ts';

export interface Visit {
  readonly selection: Selection;
  /** Accept header and query of reads. */
  readonly ask?: Partial<Ask>;
  /** Objects a page of a list; 0 is all at once. */
  readonly limit?: number;
  /** Lists are handed over as they are, not item by item. */
  readonly whole?: boolean;
  /** Objects named by manifests are read from the server. */
  readonly latest?: boolean;
  /** Manifests are taken as they are: no server will see them. */
  readonly local?: boolean;
  /** Objects named on the command line are not read at all. */
  readonly unread?: boolean;
  /** Manifests are checked as with --validate. */
  readonly validates?: boolean;
  /** Objects are decoded by the types that kubectl is built with. */
  readonly typed?: boolean;
  readonly ignore?: (failure: Error) => boolean;
  /** The first failure is the end. */
  readonly failsFast?: boolean;
}

const pagesMax = 1_000;

/** Hands over each object of the plan. What fails is thrown at the end, once all has been tried. */
export function* visit(
  client: Client,
  { sources }: Plan,
  visiting: Visit,
  each: (info: Info) => Run<void>,
): Run<void> {
  const failures: Error[] = [];
  const sourceFailures: Error[] = [];
  const hand = function* (info: Info): Run<void> {
    yield* trying(visiting, failures, () => each(info));
  };
  for (const source of sources) {
    if (source.type === 'list')
      yield* trying(visiting, sourceFailures, () => visitList(client, source, visiting, hand));
    else if (source.type === 'object') {
      yield* trying(visiting, failures, function* () {
        const { resource, namespace, name } = source;
        const { subresource } = visiting.selection;
        const object =
          visiting.unread === true
            ? {}
            : yield* getObject(client, resource, namespace, name, visiting.ask, subresource);
        if (visiting.typed === true) checkRegistered(apiVersionOf(resource), resource.kind);
        yield* hand({ resource, namespace, name, source: '', object });
      });
    } else {
      yield* trying(visiting, sourceFailures, () =>
        visitFile(client, source, visiting, hand, failures, sourceFailures),
      );
    }
  }
  const ignored = visiting.ignore ?? (() => false);
  const all = failures.filter((failure) => !ignored(failure));
  const others = sourceFailures.filter((failure) => !ignored(failure));
  throwAll(
    others.length === 0 ? all : [...all, others.length === 1 ? (others[0] as Error) : new Failures(others)],
  );
}

/** Does something and keeps its failure, if it is one of what was asked. */
export function* attempt(failures: Error[], work: () => Run<void>): Run<void> {
  try {
    yield* work();
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    failures.push(failure);
  }
}

function* trying(visiting: Visit, failures: Error[], work: () => Run<void>): Run<void> {
  if (visiting.failsFast === true) yield* work();
  else yield* attempt(failures, work);
}

/** The objects of the plan and the failures on the way. */
export function* infosOf(
  client: Client,
  plan: Plan,
  visiting: Visit,
): Run<{ readonly infos: readonly Info[]; readonly failures: readonly Error[] }> {
  const infos: Info[] = [];
  const failures: Error[] = [];
  yield* attempt(failures, () =>
    visit(client, plan, visiting, function* (info) {
      yield* [];
      infos.push(info);
    }),
  );
  return { infos, failures };
}

function* visitList(
  client: Client,
  source: Source & { readonly type: 'list' },
  visiting: Visit,
  hand: (info: Info) => Run<void>,
): Run<void> {
  const { resource, namespace, selector, fieldSelector } = source;
  let next: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const query = {
      ...visiting.ask?.query,
      ...(fieldSelector === '' ? {} : { fieldSelector }),
      ...(selector === '' ? {} : { labelSelector: selector }),
      ...(visiting.limit === undefined || visiting.limit === 0 ? {} : { limit: String(visiting.limit) }),
      continue: next,
    };
    let list: JsonObject;
    try {
      const about = { group: resource.group, plural: resource.plural };
      list = yield* sendJson(
        client,
        { ...visiting.ask, path: collectionPath(resource, namespace), query },
        about,
      );
    } catch (failure) {
      throw enhanced(failure, source);
    }
    if (visiting.typed === true) checkRegistered(apiVersionOf(resource), `${resource.kind}List`);
    const at = { resource, namespace, name: '', source: '' };
    if (visiting.whole === true || !isList(list)) yield* hand({ ...at, object: list });
    else {
      const kind = textAt(list, 'kind').replace(/List$/, '');
      const apiVersion = textAt(list, 'apiVersion');
      for (const item of listAt(list, 'items')) {
        if (!isObject(item)) continue;
        const object = 'kind' in item ? item : { apiVersion, kind, ...item };
        yield* hand({
          ...at,
          namespace: textAt(item, 'metadata', 'namespace'),
          name: textAt(item, 'metadata', 'name'),
          object,
        });
      }
    }
    next = textAt(list, 'metadata', 'continue');
    if (next === '') return;
  }
}

/** Refusals of lists say what was looked for. */
function enhanced(
  failure: unknown,
  { resource, selector, fieldSelector }: Source & { readonly type: 'list' },
): unknown {
  if (!(failure instanceof StatusFailure)) return failure;
  const { status } = failure;
  if (status.reason !== 'BadRequest' && status.reason !== 'NotFound') return failure;
  const subject = quoteGo(`${resource.group}/${resource.version}, Resource=${resource.plural}`);
  const message =
    selector === '' && fieldSelector === ''
      ? `Unable to list ${subject}: ${status.message}`
      : `Unable to find ${subject} that match label selector ${quoteGo(selector)}, field selector ${quoteGo(fieldSelector)}: ${status.message}`;
  return new StatusFailure({ ...status, message });
}

function* visitFile(
  client: Client,
  { file }: Source & { readonly type: 'file' },
  visiting: Visit,
  hand: (info: Info) => Run<void>,
  failures: Error[],
  sourceFailures: Error[],
): Run<void> {
  yield* eachDocument(file, client.session, function* (value) {
    if (visiting.validates === true) {
      validateShape(value, file.source);
      yield* checkKnownKind(client, value, file.source);
    }
    const listed = isObject(value) && isList(value) && textAt(value, 'kind').endsWith('List');
    if (listed) {
      const inner: Error[] = [];
      for (const item of listAt(value, 'items')) {
        yield* trying(visiting, inner, () =>
          handDocument(client, item, file.source, true, visiting, hand, failures),
        );
      }
      throwAll(inner);
      return;
    }
    yield* trying(visiting, sourceFailures, () =>
      handDocument(client, value, file.source, false, visiting, hand, failures),
    );
  });
}

function* recognized(
  client: Client,
  apiVersion: string,
  kind: string,
  source: string,
): Run<Resource | undefined> {
  try {
    return yield* resourceOfKind(client, apiVersion, kind);
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    throw new Failure(`unable to recognize ${quoteGo(source)}: ${failure.message}`);
  }
}

/** Objects of files are chosen here by their labels there. */
function isSelected(object: JsonObject, selector: string): boolean {
  if (selector.trim() === '') return true;
  const parsed = parseLabelSelector(selector);
  if ('error' in parsed) {
    throw new Failure(`the provided selector ${quoteGo(selector)} is not valid: ${parsed.error}`);
  }
  return matchesLabels(parsed.requirements, Object.fromEntries(textsAt(object, 'metadata', 'labels')));
}

function* handDocument(
  client: Client,
  value: Json,
  source: string,
  listed: boolean,
  visiting: Visit,
  hand: (info: Info) => Run<void>,
  failures: Error[],
): Run<void> {
  const decoded = decodeDocument(value, source);
  if (!isSelected(decoded, visiting.selection.selector ?? '')) return;
  const name = textAt(decoded, 'metadata', 'name');
  const own = textAt(decoded, 'metadata', 'namespace');
  const apiVersion = textAt(decoded, 'apiVersion');
  const kind = textAt(decoded, 'kind');
  if (visiting.typed === true) checkRegistered(apiVersion, kind, `unable to decode ${quoteGo(source)}: `);
  const resource = yield* recognized(client, apiVersion, kind, source);
  if (resource === undefined) {
    const why = noMatch(apiVersion, kind);
    throw new Failure(
      listed
        ? `unable to recognize ${why}`
        : `resource mapping not found for name: ${quoteGo(name)} namespace: ${quoteGo(own)} from ${quoteGo(source)}: ${why}\nensure CRDs are installed first`,
    );
  }
  const { namespace: given, explicitNamespace } = visiting.selection;
  yield* trying(visiting, failures, function* () {
    const namespace = resource.namespaced ? own || given : '';
    if (resource.namespaced && explicitNamespace === true && own !== '' && own !== given) {
      throw new Failure(
        `the namespace from the provided object ${quoteGo(own)} does not match the namespace ${quoteGo(given)}. You must pass '--namespace=${own}' to perform this operation.`,
      );
    }
    const object =
      visiting.latest === true && name !== ''
        ? yield* getObject(client, resource, namespace, name, visiting.ask, visiting.selection.subresource)
        : visiting.local === true
          ? decoded
          : withNamespace(decoded, namespace);
    yield* hand({ resource, namespace, name, source, object });
  });
}

/** The object with a namespace in its metadata, or without one where it belongs to the cluster. */
export function withNamespace(object: JsonObject, namespace: string): JsonObject {
  const metadata: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(isObject(object['metadata']) ? object['metadata'] : {})) {
    if (key !== 'namespace') setOwn(metadata, key, value);
  }
  if (namespace !== '') metadata['namespace'] = namespace;
  return { ...object, metadata };
}
