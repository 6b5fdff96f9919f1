// `namespaces/finalize`: writes a namespace's own finalizers, which keep it until they are gone.
// Source: kubernetes pkg/registry/core/namespace.
import type { Namespace } from '#types';
import type { StoredObject } from '../../../store/object.ts';
import { conflict, modified } from '../../../store/refusal.ts';
import { parseBody } from '../body.ts';
import { negotiate } from '../negotiate.ts';
import { decodeObject } from '../object.ts';
import { keyOfTarget } from '../read.ts';
import { answer, checkName, parametersOf } from '../write.ts';
import type { ServeSubresource } from './index.ts';

export const finalize: ServeSubresource = (tools, call) => {
  const { target } = call;
  const { kind, scope, name } = target;
  negotiate(call.request.headers?.['accept'], kind);
  const { dryRun, fieldValidation } = parametersOf(call, 'UpdateOptions');
  const parsed = parseBody(call.request, kind.kind);
  const { draft, warnings } = decodeObject(tools.definitions, kind, parsed, fieldValidation);
  call.said.push(...warnings);
  checkName(draft, target);
  const { resourceVersion } = draft.metadata;
  const finalizers = (draft as Namespace).spec?.finalizers ?? [];
  const change = (prev: StoredObject): StoredObject => {
    if (resourceVersion && resourceVersion !== prev.metadata.resourceVersion) {
      throw conflict(kind, name, modified);
    }
    return { ...prev, spec: { finalizers } } as StoredObject;
  };
  const options = { by: call.actor.user, why: 'finalize', subresource: '*', dryRun };
  return answer(call, tools.pipeline.update(scope.name, kind, keyOfTarget(target), change, options), 200);
};
