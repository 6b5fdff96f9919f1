// `serviceaccounts/token`: a token of the account for a while, to whom and bound to what the request says. Nothing is stored.
// Source: kubernetes pkg/registry/core/serviceaccount/storage/token.go, pkg/apis/authentication/validation.
import type { BoundObjectReference, TokenRequestSpec } from '#types';
import type { Draft, JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { formatTime } from '../../../std/time.ts';
import { boundToken, issuer, type BoundTo } from '../../../kinds/authentication/account-token.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import type { ServiceAccount } from '../../../kinds/core/service-account.ts';
import { Causes } from '../../../store/causes.ts';
import type { Kind } from '../../../store/kind.ts';
import type { StoredObject } from '../../../store/object.ts';
import { badRequest, conflict, invalid, notFound } from '../../../store/refusal.ts';
import type { ReadView } from '../../../store/view.ts';
import { parseBody } from '../body.ts';
import { decodeObject } from '../object.ts';
import { checkNodeToken } from '../nodes/token.ts';
import { find, present } from '../read.ts';
import { parametersOf } from '../write.ts';
import type { ServeSubresource } from './index.ts';

const requests: Kind = {
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'TokenRequest',
  plural: 'tokenrequests',
  namespaced: true,
  planes: [],
  schema: 'io.k8s.api.authentication.v1.TokenRequest',
  columns: [],
};

const defaultSeconds = 3600;
const secondsMin = 600;
const secondsMax = 4_294_967_296;

function checkSeconds(seconds: number): void {
  const causes = new Causes();
  const field = 'spec.expirationSeconds';
  if (seconds < secondsMin) causes.invalid(field, seconds, 'may not specify a duration less than 10 minutes');
  if (seconds > secondsMax)
    causes.invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds');
  if (causes.list.length > 0) throw invalid(requests, '', causes.list);
}

/** The request's own metadata must agree with its address. */
function checkAddress({ metadata }: Draft<StoredObject>, name: string, namespace: string): void {
  if (metadata.namespace && metadata.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (!metadata.name || metadata.name === name) return;
  const causes = new Causes();
  causes.invalid('metadata.name', metadata.name, 'must match the service account name if specified');
  throw invalid(requests, name, causes.list);
}

/** The objects that can hold a token, by their kind. */
const holders: Readonly<Record<string, string>> = { Node: 'nodes', Pod: 'pods', Secret: 'secrets' };

/** The one object that the token ends with. Throws where there is none such or it cannot hold a token of the account. */
function holderOf(view: ReadView, account: ServiceAccount, wanted: BoundObjectReference): BoundTo {
  const { apiVersion = '', kind = '', name = '', uid } = wanted;
  const plural = apiVersion.includes('/') ? undefined : holders[kind];
  if (plural === undefined) {
    const [version = '', group = ''] = apiVersion.split('/').reverse();
    throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  }
  const namespace = kind === 'Node' ? undefined : account.metadata.namespace;
  const object = view.get(`core/${plural}`, name, namespace);
  if (object === undefined) throw notFound({ group: '', plural }, name);
  if (kind === 'Pod' && (object as Pod).spec.serviceAccountName !== account.metadata.name) {
    throw badRequest(
      `cannot bind token for serviceaccount ${quoteGo(account.metadata.name)} to pod running with different serviceaccount name.`,
    );
  }
  if (uid && uid !== object.metadata.uid) {
    const why =
      `the UID in the bound object reference (${uid}) does not match the UID in record. ` +
      'The object might have been deleted and then recreated';
    throw conflict({ group: '', plural: kind }, name, why);
  }
  const reference = { name, uid: object.metadata.uid };
  if (kind === 'Node') return { node: reference };
  if (kind === 'Secret') return { secret: reference };
  const { nodeName } = (object as Pod).spec;
  const node = nodeName ? view.get('core/nodes', nodeName) : undefined;
  return {
    pod: reference,
    ...(nodeName
      ? { node: { name: nodeName, ...(node === undefined ? {} : { uid: node.metadata.uid }) } }
      : {}),
  };
}

export const token: ServeSubresource = (tools, call) => {
  const { target, request, query, actor } = call;
  const { name, namespace, view } = target;
  const { fieldValidation } = parametersOf(call, 'CreateOptions');
  const parsed = parseBody(request, requests.kind);
  const { draft, warnings } = decodeObject(tools.definitions, requests, parsed, fieldValidation);
  call.said.push(...warnings);
  checkAddress(draft, name, namespace);
  const account = find(target) as ServiceAccount;
  const { spec } = draft as unknown as { readonly spec: TokenRequestSpec };
  const audiences = (spec.audiences ?? []).length === 0 ? [issuer] : (spec.audiences ?? []);
  const expirationSeconds = spec.expirationSeconds ?? defaultSeconds;
  checkSeconds(expirationSeconds);
  checkNodeToken(view, actor, account, spec);
  const { boundObjectRef } = spec;
  const bound = boundObjectRef === undefined ? {} : holderOf(view, account, boundObjectRef);
  const wish = { account, audiences, expirationSeconds, bound, now: view.now };
  const made: JsonObject = {
    kind: requests.kind,
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, creationTimestamp: formatTime(view.now) },
    spec: {
      audiences: [...audiences],
      expirationSeconds,
      boundObjectRef: (boundObjectRef ?? null) as JsonObject | null,
    },
    status: {
      token: boundToken(tools.tokenKey, wish),
      expirationTimestamp: formatTime(view.now + expirationSeconds * 1000),
    },
  };
  const accept = request.headers?.['accept'];
  return present(requests, made as unknown as StoredObject, accept, query, view.now, 201);
};
