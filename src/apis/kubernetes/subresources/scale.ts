// `/scale`: the replicas of a workload seen as an autoscaling/v1 Scale. Source: kubernetes pkg/registry/apps/*/storage;
// pkg/apis/autoscaling/validation, ValidateScale.
import type { LabelSelector } from '#types';
import { copy, type Draft } from '../../../std/draft.ts';
import { ageColumn, nameColumn } from '../../../kinds/age.ts';
import { Causes } from '../../../store/causes.ts';
import { kindId, type Kind } from '../../../store/kind.ts';
import type { StoredObject } from '../../../store/object.ts';
import { invalid, notFound } from '../../../store/refusal.ts';
import { formatRequirements, fromLabelSelector } from '../../../store/selectors.ts';
import { parseBody } from '../body.ts';
import { negotiate } from '../negotiate.ts';
import { decodeObject, type Decoded } from '../object.ts';
import { patched } from '../patch.ts';
import { find, keyOfTarget, present } from '../read.ts';
import { warningHeaders } from '../warnings.ts';
import { checkName, parametersOf, type WriteCall, type WriteTools } from '../write.ts';
import type { ServeSubresource } from './index.ts';

type Labels = Readonly<Record<string, string>>;

interface Scalable extends StoredObject {
  /** A ReplicationController has plain labels for a selector. */
  readonly spec: { readonly replicas?: number; readonly selector?: LabelSelector | Labels };
  readonly status?: { readonly replicas?: number };
}

interface Scale extends StoredObject {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
}

const scales: Kind<Scale> = {
  group: 'autoscaling',
  version: 'v1',
  kind: 'Scale',
  plural: 'scales',
  namespaced: true,
  planes: [],
  schema: 'io.k8s.api.autoscaling.v1.Scale',
  columns: [
    nameColumn,
    { name: 'Desired', type: 'integer', cell: ({ spec }) => spec.replicas ?? 0 },
    { name: 'Available', type: 'integer', cell: ({ status }) => status.replicas },
    ageColumn,
  ],
};

function selectorOf({ kind, spec }: Scalable): string {
  const { selector = {} } = spec;
  const isPlain = kind === 'ReplicationController';
  const parsed = fromLabelSelector(isPlain ? { matchLabels: selector as Labels } : selector);
  return 'error' in parsed ? '' : formatRequirements(parsed.requirements);
}

function scaleOf(object: Scalable): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = selectorOf(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      resourceVersion,
      creationTimestamp,
    },
    // Zero is not said, as Go leaves it out.
    spec: object.spec.replicas ? { replicas: object.spec.replicas } : {},
    status: { replicas: object.status?.replicas ?? 0, ...(selector === '' ? {} : { selector }) },
  };
}

/** The Scale that the request makes of the present one. */
function wanted(tools: WriteTools, call: WriteCall, verb: string, object: Scalable): Decoded {
  const { fieldValidation } = parametersOf(call, verb === 'patch' ? 'PatchOptions' : 'UpdateOptions');
  return verb === 'patch'
    ? patched(tools.definitions, scales, copy(scaleOf(object)), call.request, fieldValidation)
    : decodeObject(tools.definitions, scales, parseBody(call.request, scales.kind), fieldValidation);
}

function replicasOf(draft: Draft<StoredObject>, name: string): number {
  const { replicas = 0 } = (draft as unknown as Scale).spec ?? {};
  const causes = new Causes();
  if (replicas < 0) causes.invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
  if (causes.list.length > 0) throw invalid(scales, name, causes.list);
  return replicas;
}

export const scale: ServeSubresource = (tools, call, verb) => {
  const { target, query, request } = call;
  const { kind, scope, name, view } = target;
  const accept = request.headers?.['accept'];
  const show = (object: StoredObject, headers = {}) =>
    present(scales, scaleOf(object as Scalable), accept, query, view.now, 200, headers);
  if (verb === 'get') return show(find(target));
  negotiate(accept);
  const { dryRun } = parametersOf(call, verb === 'patch' ? 'PatchOptions' : 'UpdateOptions');
  const key = keyOfTarget(target);
  if (scope.collection(kindId(kind)).get(key) === undefined) {
    throw notFound({ group: kind.group, plural: `${kind.plural}/scale` }, name);
  }
  let warnings: readonly string[] = [];
  const change = (prev: StoredObject): Draft<StoredObject> => {
    const made = wanted(tools, call, verb, prev as Scalable);
    warnings = made.warnings;
    checkName(made.draft, target);
    const next = copy(prev) as unknown as {
      spec: { replicas: number };
      metadata: { resourceVersion: string };
    };
    next.spec.replicas = replicasOf(made.draft, name);
    const { resourceVersion } = made.draft.metadata;
    if (resourceVersion) next.metadata.resourceVersion = resourceVersion;
    return next as unknown as Draft<StoredObject>;
  };
  const made = tools.pipeline.update(scope.name, kind, key, change, {
    by: call.actor.user,
    groups: call.actor.groups,
    why: 'scale',
    dryRun,
  });
  return show(made, warningHeaders(warnings));
};
