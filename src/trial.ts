// A change tried in a fork: another world that goes on from this moment, with the change made, for as long as it takes to see what
// comes of it. Nothing of this world is touched.
import type { Edit } from './agents/scheduler/edits.ts';
import { isResponse, type Actor, type WireRequest } from './apis/kubernetes/wire.ts';
import { isReady, type Pod } from './kinds/core/pod/pod.ts';
import { limits } from './std/limits.ts';
import { keyOfObject } from './store/object.ts';
import type { World } from './world.ts';

export interface Trial {
  readonly edit: Edit;
  /** `Ready`, or the Pod's phase at the end, or `Refused`. */
  readonly outcome: string;
  readonly node?: string;
  /** Simulated seconds until it was ready, or all that was tried. */
  readonly seconds: number;
  /** Why the change was refused. */
  readonly message?: string;
}

const stepMs = 1_000;

function requestsOf(scope: string, pod: Pod, { spec, patch }: Edit): readonly Omit<WireRequest, 'headers'>[] {
  const prefix = scope === 'supervisor' ? '' : `/scopes/${scope}`;
  if (patch !== undefined)
    return [
      { method: 'PATCH', path: `${prefix}/api/v1/nodes/${patch.node}`, body: JSON.stringify(patch.body) },
    ];
  const { namespace = '', name, labels, annotations } = pod.metadata;
  const pods = `${prefix}/api/v1/namespaces/${namespace}/pods`;
  const metadata = { name, namespace, labels, annotations };
  const next = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
  return [
    { method: 'DELETE', path: `${pods}/${name}?gracePeriodSeconds=0` },
    { method: 'POST', path: pods, body: JSON.stringify(next) },
  ];
}

function podIn(fork: World, scope: string, pod: Pod): Pod | undefined {
  return fork.view(scope).at<Pod>('core/pods', keyOfObject(pod));
}

const nodeOf = (pod: Pod | undefined) =>
  pod?.spec.nodeName === undefined ? {} : { node: pod.spec.nodeName };

/** What comes of the change, made by `actor`; `fork` is used up. */
export function tryEdit(fork: World, actor: Actor, scope: string, pod: Pod, edit: Edit): Trial {
  const started = fork.now;
  for (const request of requestsOf(scope, pod, edit)) {
    const type = request.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const answer = fork.request({ ...request, headers: { 'content-type': type } }, actor);
    if (isResponse(answer) && answer.status >= 400) {
      const { message = '' } = JSON.parse(answer.body) as { message?: string };
      return { edit, outcome: 'Refused', seconds: 0, message };
    }
  }
  for (let step = 1; step <= limits.trialSeconds; step++) {
    fork.runTo(started + step * stepMs);
    const now = podIn(fork, scope, pod);
    if (now !== undefined && isReady(now)) return { edit, outcome: 'Ready', ...nodeOf(now), seconds: step };
  }
  const last = podIn(fork, scope, pod);
  return { edit, outcome: last?.status?.phase ?? 'Gone', ...nodeOf(last), seconds: limits.trialSeconds };
}
