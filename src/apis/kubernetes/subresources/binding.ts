// `pods/binding`, and `bindings` as it was before: a scheduler's word on which node a Pod runs. Source: kubernetes pkg/registry/core/pod/storage;
// pkg/apis/core/validation, ValidatePodBinding.
import type { Binding, Pod } from '#types';
import { formatTime } from '../../../std/time.ts';
import { aggregate, Causes } from '../../../store/causes.ts';
import { bindings } from '../../../kinds/core/binding.ts';
import { pods } from '../../../kinds/core/pod/pod.ts';
import { failedPrecondition } from '../../../store/meta.ts';
import { kindId } from '../../../store/kind.ts';
import { type Stored, type StoredObject } from '../../../store/object.ts';
import { badRequest, conflict, Refusal } from '../../../store/refusal.ts';
import { success } from '../answer.ts';
import { parseBody } from '../body.ts';
import { decodeObject } from '../object.ts';
import { keyOfTarget } from '../read.ts';
import type { WireAnswer } from '../wire.ts';
import { parametersOf, type WriteCall, type WriteTools } from '../write.ts';
import type { ServeSubresource } from './index.ts';

/** The API server answers with the bare causes here: there is no object to call invalid. */
function check({ target }: Binding): void {
  const causes = new Causes();
  if (target.kind && target.kind !== 'Node') {
    causes.notSupported('target.kind', target.kind, ['Node', '<empty>']);
  }
  if (!target.name) causes.required('target.name');
  if (causes.list.length > 0) throw new Refusal(500, '', aggregate(causes.list));
}

/** The Pod is the one that is meant, in the version that is meant, where the Binding says so. */
function checkPreconditions({ metadata }: Binding, pod: Stored<Pod>): void {
  const { uid, resourceVersion } = metadata ?? {};
  if (uid && uid !== pod.metadata.uid) throw failedPrecondition(pods, pod, 'UID', uid);
  if (resourceVersion && resourceVersion !== pod.metadata.resourceVersion)
    throw failedPrecondition(pods, pod, 'ResourceVersion', resourceVersion);
}

function bound(pod: Stored<Pod>, node: string, notes: object, now: number): StoredObject {
  const { name } = pod.metadata;
  const refuse = (why: string) => conflict({ group: '', plural: 'pods/binding' }, name, why);
  if (pod.metadata.deletionTimestamp !== undefined) {
    throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  }
  if (pod.spec.nodeName) {
    throw refuse(`pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`);
  }
  if ((pod.spec.schedulingGates ?? []).length > 0) {
    throw refuse(`pod ${name} has non-empty .spec.schedulingGates`);
  }
  const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: formatTime(now) };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  const spec = { ...pod.spec, nodeName: node };
  const status = { ...pod.status, conditions: [...others, scheduled] };
  const annotations = { ...pod.metadata.annotations, ...notes };
  const metadata = Object.keys(notes).length === 0 ? pod.metadata : { ...pod.metadata, annotations };
  return { ...pod, metadata, spec, status } as StoredObject;
}

export const binding: ServeSubresource = (tools, call) => {
  const { kind, scope, name, view } = call.target;
  const parsed = parseBody(call.request, bindings.kind);
  const { dryRun, fieldValidation } = parametersOf(call, 'CreateOptions');
  const { draft } = decodeObject(tools.definitions, bindings, parsed, fieldValidation);
  const wanted = { target: {}, ...draft } as Binding;
  check(wanted);
  if (draft.metadata.name !== name) {
    throw badRequest('name in URL does not match name in Binding object');
  }
  const change = (prev: StoredObject) => {
    checkPreconditions(wanted, prev as Stored<Pod>);
    return bound(prev as Stored<Pod>, wanted.target.name ?? '', wanted.metadata?.annotations ?? {}, view.now);
  };
  const options = { by: call.actor.user, why: 'binding', subresource: '*', dryRun };
  tools.pipeline.update(scope.name, kind, keyOfTarget(call.target), change, options);
  return success(undefined, 201);
};

/** The old way, where the Binding's own name says whose it is; undefined where the request is none of that. */
export function bindByName(tools: WriteTools, call: WriteCall): WireAnswer | undefined {
  const { target, request } = call;
  if (kindId(target.kind) !== kindId(bindings)) return undefined;
  const { draft } = decodeObject(tools.definitions, bindings, parseBody(request, bindings.kind), 'Ignore');
  const { name = '' } = draft.metadata;
  return binding(tools, { ...call, target: { ...target, kind: pods, name } }, 'create');
}
