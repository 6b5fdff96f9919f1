// Delete: one object, or everything that a list would show. Source: apiserver pkg/endpoints/handlers/delete.go.
import type { JsonObject } from '../../std/draft.ts';
import { quoteGo } from '../../std/go-quote.ts';
import { kindId, storedKind } from '../../store/kind.ts';
import { keyOfObject, type StoredObject } from '../../store/object.ts';
import type { DeleteOptions } from '../../store/pipeline.ts';
import { expired, forbidden, Refusal } from '../../store/refusal.ts';
import { decode } from '../../store/schema/decode.ts';
import { success } from './answer.ts';
import { parseBody } from './body.ts';
import { listed, page, presentList } from './list.ts';
import { negotiate } from './negotiate.ts';
import { deleteOptionsIn, deleteParameters } from './options.ts';
import { keyOfTarget } from './read.ts';
import type { WireResponse } from './wire.ts';
import { answer, type WriteCall, type WriteTools } from './write.ts';

const optionsSchema = { $ref: 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions' };

/** Options that cannot be read are nobody's fault by the API server's code: it does not say that they are the client's. */
function unread(why: string): Refusal {
  return new Refusal(500, '', why);
}

/** Kinds that every group has, beside the options. */
const kindsOfMeta = ['APIGroup', 'APIGroupList', 'APIResourceList', 'APIVersions', 'Status', 'WatchEvent'];

/** Go's print of the API server's registry of these types: the line that makes it. */
const metaScheme = 'k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27';

function checkType({ apiVersion = '', kind = '' }: JsonObject): void {
  if (kind === '' || kind === 'DeleteOptions') return;
  if (kindsOfMeta.includes(kind as string))
    throw unread('decoded object cannot be converted to DeleteOptions');
  const version = quoteGo((apiVersion as string) || 'v1');
  throw unread(
    `no kind ${quoteGo(kind as string)} is registered for version ${version} in scheme ${quoteGo(metaScheme)}`,
  );
}

/** The options of a body if there is one, else of the query; never of both. */
function optionsOf(tools: WriteTools, call: WriteCall): DeleteOptions {
  const { request, query, actor } = call;
  let options = deleteOptionsIn(query);
  if (request.body) {
    const { value } = parseBody(request, 'DeleteOptions', unread);
    checkType(value);
    const decoded = decode(tools.definitions, optionsSchema, value);
    if (decoded.error !== undefined) throw unread(decoded.error);
    options = decoded.value as typeof options;
  }
  const warn = (text: string) => void call.said.push(text);
  const parameters = deleteParameters(options);
  const { orphans } = call.target.kind;
  if (parameters.propagation === undefined && orphans?.warning !== undefined) warn(orphans.warning);
  const { dryRun, ...others } = options as JsonObject;
  const asked = parameters.dryRun ? { ...others, dryRun: dryRun ?? [] } : others;
  return { by: actor.user, groups: actor.groups, why: 'delete', warn, asked, ...parameters };
}

export function remove(tools: WriteTools, call: WriteCall): WireResponse {
  const { target, request } = call;
  const { kind, scope } = target;
  negotiate(request.headers?.['accept'], kind);
  const options = optionsOf(tools, call);
  const isStored = scope.collection(kindId(kind)).get(keyOfTarget(target)) !== undefined;
  if (kind.computed !== undefined && !isStored) {
    // What nobody stores is there again at once, as another one.
    const { metadata } = kind.computed.get(target.view, target.namespace, target.name);
    if (kind.computed.fixed !== undefined) throw forbidden(kind, target.name, kind.computed.fixed);
    return success({ name: metadata.name, group: kind.group, kind: kind.plural });
  }
  const { object, gone } = tools.pipeline.delete(scope.name, storedKind(kind), keyOfTarget(target), options);
  if (!gone || kind.returnsDeleted === true) return answer(call, object, 200);
  return success({
    name: object.metadata.name,
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.plural,
    uid: object.metadata.uid,
  });
}

/** The answer lists the objects as they were; one that is gone already is no error. */
export function removeAll(tools: WriteTools, call: WriteCall): WireResponse {
  const { target, query, request } = call;
  const { scope } = target;
  const accept = request.headers?.['accept'];
  negotiate(accept, target.kind);
  const found = page(target, listed(target, query));
  if ('expired' in found) throw expired('The resourceVersion for the provided list is too old.');
  const options = optionsOf(tools, call);
  for (const object of found.items) removeOne(tools, scope.name, call, object, options);
  return presentList(target, found.items, { resourceVersion: String(found.rv) }, accept, query);
}

function removeOne(
  tools: WriteTools,
  scope: string,
  { target: { kind } }: WriteCall,
  object: StoredObject,
  options: DeleteOptions,
): void {
  try {
    tools.pipeline.delete(scope, storedKind(kind), keyOfObject(object), options);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status.code !== 404) throw error;
  }
}
