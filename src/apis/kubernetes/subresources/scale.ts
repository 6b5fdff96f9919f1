// `/scale`: the replicas of a workload seen as an autoscaling/v1 Scale. Source: kubernetes pkg/registry/apps/*/storage;
// pkg/apis/autoscaling/validation, ValidateScale.
import { copy, type Draft } from '../../../std/draft.ts';
import { ageColumn, nameColumn } from '../../../kinds/age.ts';
import { hasReplicas, replicasPath, scaleParts, withReplicas } from '../../../kinds/scale.ts';
import { formatTime } from '../../../std/time.ts';
import { fieldElement } from '../../../store/apply/element.ts';
import { trackFields } from '../../../store/apply/field-manager.ts';
import { setEntries } from '../../../store/apply/ownership.ts';
import { entriesAfterScale, entriesOfScale } from '../../../store/apply/scale.ts';
import type { Members } from '../../../store/apply/value.ts';
import { Causes } from '../../../store/causes.ts';
import { kindId, type Kind } from '../../../store/kind.ts';
import type { StoredObject } from '../../../store/object.ts';
import { invalid, notFound } from '../../../store/refusal.ts';
import { parseBody } from '../body.ts';
import { negotiate } from '../negotiate.ts';
import { decodeObject, type Decoded } from '../object.ts';
import { isApply, patched, patchedOrApplied } from '../patch.ts';
import { find, keyOfTarget, present } from '../read.ts';
import { shown } from '../showing.ts';
import { checkName, parametersOf, settleNamespace, type WriteCall, type WriteTools } from '../write.ts';
import type { ServeSubresource } from './index.ts';

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
    { ...nameColumn, format: '' },
    { name: 'Desired', type: 'integer', cell: ({ spec }) => spec.replicas ?? 0 },
    { name: 'Available', type: 'integer', cell: ({ status }) => status.replicas },
    ageColumn,
  ],
};

function scaleOf(kind: Kind, object: StoredObject): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { replicas, observed, selector } = scaleParts(kind, object);
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
    spec: replicas ? { replicas } : {},
    status: { replicas: observed, ...(selector === '' ? {} : { selector }) },
  };
}

/** Where a kind keeps the count, as paths of owned fields spell it. */
function replicasFields(kind: Kind) {
  return replicasPath(kind).map(fieldElement);
}

/** The Scale with who owns the count, as it is written. */
function ownedScale(kind: Kind, object: StoredObject): Scale {
  const scale = scaleOf(kind, object);
  const managedFields = entriesOfScale(
    object.metadata.managedFields,
    object.apiVersion,
    replicasFields(kind),
  );
  return managedFields === undefined ? scale : { ...scale, metadata: { ...scale.metadata, managedFields } };
}

/** The object with a count: a custom one that has none may be scaled, though its scale cannot be read. */
function counted(kind: Kind, object: StoredObject): StoredObject {
  return hasReplicas(kind, object) ? object : withReplicas(kind, object, 0);
}

/** The Scale that the request makes of the present one, and who owns its count then. */
function wanted(tools: WriteTools, call: WriteCall, verb: string, live: Scale): Decoded {
  const { definitions } = tools;
  const { target, request } = call;
  const parameters = parametersOf(call, verb === 'patch' ? 'PatchOptions' : 'UpdateOptions');
  if (verb === 'patch' && isApply(request)) return patchedOrApplied(tools, call, scales, live, parameters);
  const made =
    verb === 'patch'
      ? patched(definitions, scales, copy(live), request, parameters.fieldValidation)
      : decodeObject(definitions, scales, parseBody(request, scales.kind), parameters.fieldValidation);
  const write = { manager: parameters.fieldManager, time: formatTime(target.view.now) };
  const endpoint = target.endpoints(scales, call.subresource);
  const [before, after] = [live as unknown as Members, made.draft as unknown as Members];
  setEntries(made.draft, trackFields(endpoint, before, after, write));
  return made;
}

function replicasOf({ custom }: Kind, draft: Draft<StoredObject>, name: string): number {
  const { replicas = 0 } = (draft as unknown as Scale).spec ?? {};
  // A custom object says itself how few it may have.
  if (custom !== undefined) return replicas;
  const causes = new Causes();
  if (replicas < 0) causes.invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
  if (causes.list.length > 0) throw invalid(scales, name, causes.list);
  return replicas;
}

export const scale: ServeSubresource = (tools, call, verb) => {
  const { target, query, request } = call;
  const { kind, scope, name, view } = target;
  const accept = request.headers?.['accept'];
  const show = (object: StoredObject) => present(scales, scaleOf(kind, object), accept, query, view.now, 200);
  const key = keyOfTarget(target);
  if (scope.collection(kindId(kind)).get(key) === undefined) throw notFound(kind, name);
  if (verb === 'get') return show(shown(target, find(target)));
  negotiate(accept, scales);
  const { dryRun, fieldManager } = parametersOf(call, verb === 'patch' ? 'PatchOptions' : 'UpdateOptions');
  const change = (prev: StoredObject): Draft<StoredObject> => {
    const made = wanted(tools, call, verb, ownedScale(kind, counted(kind, prev)));
    call.said.push(...made.warnings);
    if (verb === 'update') settleNamespace(made.draft, target);
    checkName(made.draft, target);
    const next = copy(withReplicas(kind, prev, replicasOf(kind, made.draft, name))) as Draft<StoredObject>;
    const { resourceVersion, uid, managedFields } = made.draft.metadata;
    if (resourceVersion) next.metadata.resourceVersion = resourceVersion;
    if (uid) next.metadata.uid = uid;
    const { apiVersion } = prev;
    setEntries(
      next,
      entriesAfterScale(prev.metadata.managedFields, managedFields, apiVersion, replicasFields(kind)),
    );
    return next;
  };
  const made = tools.pipeline.update(scope.name, kind, key, change, {
    by: call.actor.user,
    groups: call.actor.groups,
    why: 'scale',
    dryRun,
    signature: { manager: fieldManager, isStated: true },
    warn: (text) => void call.said.push(text),
  });
  return show(made);
};
