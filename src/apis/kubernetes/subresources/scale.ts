// `/scale`: the replicas of a workload seen as an autoscaling/v1 Scale. Source: kubernetes pkg/registry/apps/*/storage.
import { copy, type Draft, type Json } from '../../../std/draft.ts';
import { Causes } from '../../../store/causes.ts';
import { keyOf, type StoredObject } from '../../../store/object.ts';
import { invalid } from '../../../store/refusal.ts';
import { formatLabelSelector } from '../../../store/selectors.ts';
import type { LabelSelector } from '#types';
import { json } from '../answer.ts';
import { decodeObject, parseBody } from '../body.ts';
import { writeParameters } from '../options.ts';
import { find } from '../read.ts';
import { patched } from '../write.ts';
import type { ServeSubresource } from './index.ts';

interface Scalable extends StoredObject {
  readonly spec: { readonly replicas?: number; readonly selector?: LabelSelector };
  readonly status?: { readonly replicas?: number };
}

interface Scale {
  readonly metadata: { readonly resourceVersion?: string };
  readonly spec?: { readonly replicas?: number };
}

const scaleKind = {
  group: 'autoscaling',
  version: 'v1',
  kind: 'Scale',
  plural: 'scales',
  namespaced: true,
  planes: [],
  schema: 'io.k8s.api.autoscaling.v1.Scale',
  columns: [],
} as const;

function scaleOf(object: Scalable) {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = object.spec.selector === undefined ? '' : formatLabelSelector(object.spec.selector);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: object.spec.replicas === undefined ? {} : { replicas: object.spec.replicas },
    status: { replicas: object.status?.replicas ?? 0, ...(selector === '' ? {} : { selector }) },
  };
}

export const scale: ServeSubresource = (tools, call, verb) => {
  const { kind, scope, namespace, name } = call.target;
  const present = find(call.target) as Scalable;
  if (verb === 'get') return json(200, scaleOf(present));
  const optionsKind = verb === 'patch' ? 'PatchOptions' : 'UpdateOptions';
  const parameters = writeParameters(call.query, optionsKind, call.request.headers?.['user-agent']);
  const value =
    verb === 'patch'
      ? {
          value: patched(tools.definitions, scaleKind, copy(scaleOf(present)) as Json, call.request) as never,
          duplicates: [],
          floats: [],
        }
      : parseBody(call.request, 'Scale');
  const { draft } = decodeObject(tools.definitions, scaleKind, value, parameters.fieldValidation);
  const wanted = draft as unknown as Scale;
  const replicas = wanted.spec?.replicas ?? 0;
  const causes = new Causes();
  if (replicas < 0) causes.invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
  if (causes.list.length > 0) throw invalid(scaleKind, name, causes.list);
  const change = (prev: StoredObject): Draft<StoredObject> => {
    const next = copy(prev) as unknown as {
      spec: { replicas: number };
      metadata: { resourceVersion: string };
    };
    next.spec.replicas = replicas;
    if (wanted.metadata.resourceVersion) next.metadata.resourceVersion = wanted.metadata.resourceVersion;
    return next as unknown as Draft<StoredObject>;
  };
  const options = { by: call.actor.user, why: 'scale', dryRun: parameters.dryRun };
  const made = tools.pipeline.update(scope.name, kind, keyOf(namespace, name), change, options);
  return json(200, scaleOf(made as Scalable));
};
