// `pods/eviction`: a delete that keeps to the budgets of the Pod. Source: kubernetes pkg/registry/core/pod/storage/eviction.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { formatTime } from '../../../std/time.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { isReady, isTerminal } from '../../../kinds/core/pod/pod.ts';
import { budgetsOf, judged } from '../../../kinds/policy/disruption.ts';
import {
  podDisruptionBudgets,
  type PodDisruptionBudget,
} from '../../../kinds/policy/pod-disruption-budget.ts';
import type { Kind } from '../../../store/kind.ts';
import { isDeleting, keyOfObject } from '../../../store/object.ts';
import { badRequest, forbidden, Refusal } from '../../../store/refusal.ts';
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

function tooMany(message: string, retryAfterSeconds?: number): Refusal {
  return new Refusal(
    429,
    'TooManyRequests',
    "Cannot evict pod as it would violate the pod's disruption budget.",
    {
      causes: [{ reason: 'DisruptionBudget', message }],
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    },
  );
}

/** A Pod that does no work is not guarded. */
function isUnguarded(pod: Pod): boolean {
  return isTerminal(pod) || pod.status?.phase === 'Pending' || isDeleting(pod);
}

/** An unready Pod may go where its budget is met without it, or says that such Pods always may. */
function isLetGoUnready({ spec, status }: PodDisruptionBudget): boolean {
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return (
    spec.unhealthyPodEvictionPolicy === 'AlwaysAllow' ||
    (currentHealthy >= desiredHealthy && desiredHealthy > 0)
  );
}

/** The budget with one Pod less to let go, which it remembers until the Pod is on its way. */
function spent(budget: PodDisruptionBudget, podName: string, now: number): PodDisruptionBudget {
  const { metadata, status = {} } = budget;
  const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0 } = status;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0))
    throw tooMany(`The disruption budget ${metadata.name} is still being processed by the server.`, 10);
  if (disruptionsAllowed <= 0) {
    throw tooMany(
      `The disruption budget ${metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
    );
  }
  const disruptedPods = { ...status.disruptedPods, [podName]: formatTime(now) };
  const left = { ...status, disruptedPods, disruptionsAllowed: disruptionsAllowed - 1 };
  return { ...budget, status: disruptionsAllowed === 1 ? judged(left, now) : left };
}

function spend(tools: WriteTools, { target, actor }: WriteCall, pod: Pod, dryRun: boolean): void {
  const { scope, view } = target;
  const [budget, another] = budgetsOf(pod, view);
  if (another !== undefined) {
    const more =
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    throw new Refusal(500, '', more);
  }
  if (budget === undefined || (!isReady(pod) && isLetGoUnready(budget))) return;
  const next = spent(budget, pod.metadata.name, view.now);
  const options = { by: actor.user, why: 'eviction', subresource: '*', dryRun };
  tools.pipeline.update(scope.name, podDisruptionBudgets, keyOfObject(budget), () => next, options);
}

/** The Pod with the reason for its end. */
function disrupted(pod: Pod, now: number): Pod {
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastTransitionTime: formatTime(now),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
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
  const { draft } = decodeObject(tools.definitions, evictions, parsed, parameters.fieldValidation);
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
