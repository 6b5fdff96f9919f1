// `pods/eviction`: a delete that keeps to the budgets of the Pod. Source: kubernetes pkg/registry/core/pod/storage/eviction.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { disrupted, isUnguarded, payingFor } from '../../../kinds/policy/eviction.ts';
import { podDisruptionBudgets } from '../../../kinds/policy/pod-disruption-budget.ts';
import type { Kind } from '../../../store/kind.ts';
import { isDeleting, keyOfObject } from '../../../store/object.ts';
import { badRequest, forbidden } from '../../../store/refusal.ts';
import { success } from '../answer.ts';
import { parseBody, type Parsed } from '../body.ts';
import { nodeOf } from '../nodes/identity.ts';
import { decodeObject } from '../object.ts';
import { deleteParameters } from '../options.ts';
import { find, keyOfTarget } from '../read.ts';
import { parametersOf, type WriteCall, type WriteTools } from '../write.ts';
import type { Actor } from '../wire.ts';
import type { ServeSubresource } from './index.ts';

const evictions: Kind = {
  group: 'policy',
  version: 'v1',
  kind: 'Eviction',
  plural: 'evictions',
  namespaced: true,
  planes: [],
  schema: 'io.k8s.api.policy.v1.Eviction',
  columns: [],
};

/** The options of the delete that the eviction is; dry run may be said in either place. */
function deleteOptions(options: JsonObject | undefined, isDryRun: boolean) {
  const dryRun: Json = isDryRun ? ['All'] : [];
  const said = options?.['dryRun'] as readonly string[] | undefined;
  return deleteParameters({ ...options, dryRun: said === undefined || said.length === 0 ? dryRun : said });
}

function spend(tools: WriteTools, { target, actor }: WriteCall, pod: Pod, dryRun: boolean): void {
  const { scope, view } = target;
  const next = payingFor(pod, view);
  if (next === undefined) return;
  const signature = { manager: 'kube-apiserver' };
  const options = { by: actor.user, why: 'eviction', subresource: '*', dryRun, signature };
  tools.pipeline.update(scope.name, podDisruptionBudgets, keyOfObject(next), () => next, options);
}

/** The older version, of which clients of old still speak, says the same. */
function inServedVersion(parsed: Parsed): Parsed {
  const { value } = parsed;
  return value['apiVersion'] === 'policy/v1beta1'
    ? { ...parsed, value: { ...value, apiVersion: 'policy/v1' } }
    : parsed;
}

/** Throws where a node would evict a Pod of another. Source: plugin/pkg/admission/noderestriction, admitPodEviction. */
function checkNode(actor: Actor, { metadata, spec }: Pod): void {
  const node = nodeOf(actor);
  if (node === undefined || spec.nodeName === node) return;
  const why = `node ${node} can only evict pods with spec.nodeName set to itself`;
  throw forbidden({ group: '', plural: 'pods' }, metadata.name, why);
}

export const eviction: ServeSubresource = (tools, call) => {
  const { target, request, actor } = call;
  const { scope, kind, name, view } = target;
  const parsed = inServedVersion(parseBody(request, evictions.kind));
  const parameters = parametersOf(call, 'CreateOptions');
  const { draft, warnings } = decodeObject(tools.definitions, evictions, parsed, parameters.fieldValidation);
  call.said.push(...warnings);
  if (draft.metadata.name !== name) throw badRequest('name in URL does not match name in Eviction object');
  const { deleteOptions: said } = draft as unknown as { readonly deleteOptions?: JsonObject };
  const options = deleteOptions(said, parameters.dryRun);
  const pod = find(target) as Pod;
  checkNode(actor, pod);
  const key = keyOfTarget(target);
  const write = { by: actor.user, why: 'eviction', dryRun: options.dryRun };
  // What would refuse the delete must do so before the budget pays for it.
  tools.pipeline.delete(scope.name, kind, key, { ...write, ...options, dryRun: true });
  if (!isUnguarded(pod)) spend(tools, call, pod, options.dryRun);
  if (!isDeleting(pod)) {
    const { preconditions: _checked, ...rest } = options;
    const change = () => disrupted(pod, view.now);
    tools.pipeline.update(scope.name, kind, key, change, { ...write, subresource: '*' });
    tools.pipeline.delete(scope.name, kind, key, { ...write, ...rest });
  } else tools.pipeline.delete(scope.name, kind, key, { ...write, ...options });
  return success(undefined, 201);
};
