// `namespaces/finalize`: writes a namespace's own finalizers, which keep it until they are gone.
import { keyOf, type StoredObject } from '../../../store/object.ts';
import { json } from '../answer.ts';
import { decodeObject, parseBody } from '../body.ts';
import type { ServeSubresource } from './index.ts';

interface Finalized extends StoredObject {
  readonly spec?: { readonly finalizers?: readonly string[] };
}

export const finalize: ServeSubresource = (tools, call) => {
  const { kind, scope, name } = call.target;
  const { draft } = decodeObject(tools.definitions, kind, parseBody(call.request, kind.kind), 'Ignore');
  const finalizers = (draft as Finalized).spec?.finalizers ?? [];
  const change = (prev: StoredObject): StoredObject => ({ ...prev, spec: { finalizers } }) as StoredObject;
  const options = { by: call.actor.user, why: 'finalize', subresource: '*' };
  return json(200, tools.pipeline.update(scope.name, kind, keyOf(undefined, name), change, options));
};
