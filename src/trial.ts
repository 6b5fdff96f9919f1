// A change tried in a fork: another world that goes on from this moment, with the change made, for as long as it takes to see what
// comes of it: whether a Pod becomes Ready, whether a VM is powered on. Nothing of this world is touched.
import type { Edit } from './agents/scheduler/edits.ts';
import type { PowerOnEdit } from './apis/sandbox/power-on.ts';
import { isResponse, type Actor, type WireRequest } from './apis/kubernetes/wire.ts';
import { isReady, type Pod } from './kinds/core/pod/pod.ts';
import { machinesKind } from './kinds/vsphere/machine.ts';
import { fabricScope, scopePrefix } from './kinds/vsphere/supervisor.ts';
import type { VirtualMachine } from './kinds/vsphere/virtual-machine.ts';
import { limits } from './std/limits.ts';
import { keyOfObject } from './store/object.ts';
import type { World } from './world.ts';

export interface Trial {
  readonly edit: Edit | PowerOnEdit;
  /** `Ready`, or the Pod's phase at the end; `Powered on`; or `Refused`. */
  readonly outcome: string;
  readonly node?: string;
  /** Simulated seconds until it was ready, or all that was tried. */
  readonly seconds: number;
  /** Why the change was refused. */
  readonly message?: string;
}

const stepMs = 1_000;

function requestsOf(
  scope: string,
  pod: Pod,
  { spec, patch, requests }: Edit,
): readonly Omit<WireRequest, 'headers'>[] {
  const prefix = scopePrefix(scope);
  if (requests !== undefined)
    return requests.map(({ method, path, body }) => ({
      method,
      path,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }));
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

/** What Kubernetes, vCenter and vim25 say in a refusal. */
interface Refusal {
  readonly message?: string;
  readonly messages?: readonly { readonly default_message?: string }[];
  readonly faultMessage?: readonly { readonly message?: string }[];
}

/** Why a request is refused; undefined where it is not. */
function refused(
  fork: World,
  actor: Actor,
  request: Omit<WireRequest, 'headers'>,
  type = 'application/json',
): string | undefined {
  const answer = fork.request({ ...request, headers: { 'content-type': type } }, actor);
  if (!isResponse(answer) || answer.status < 400) return undefined;
  const { message, messages, faultMessage } = JSON.parse(answer.body) as Refusal;
  return message ?? messages?.[0]?.default_message ?? faultMessage?.[0]?.message ?? '';
}

/** What comes of the change, made by `actor`; `fork` is used up. */
export function tryEdit(fork: World, actor: Actor, scope: string, pod: Pod, edit: Edit): Trial {
  const started = fork.now;
  for (const request of requestsOf(scope, pod, edit)) {
    const type = request.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const message = refused(fork, actor, request, type);
    if (message !== undefined) return { edit, outcome: 'Refused', seconds: 0, message };
  }
  for (let step = 1; step <= limits.trialSeconds; step++) {
    fork.runTo(started + step * stepMs);
    const now = podIn(fork, scope, pod);
    if (now !== undefined && isReady(now)) return { edit, outcome: 'Ready', ...nodeOf(now), seconds: step };
  }
  const last = podIn(fork, scope, pod);
  return { edit, outcome: last?.status?.phase ?? 'Gone', ...nodeOf(last), seconds: limits.trialSeconds };
}

/** The same of a VM's power on, which is asked for again until it is done: what was changed may take its time. */
export function tryPowerOn(fork: World, actor: Actor, vm: string, edit: PowerOnEdit): Trial {
  const started = fork.now;
  for (const { body, ...request } of edit.requests) {
    const wire = body === undefined ? request : { ...request, body: JSON.stringify(body) };
    const message = refused(fork, actor, wire);
    if (message !== undefined) return { edit, outcome: 'Refused', seconds: 0, message };
  }
  const start = { method: 'POST', path: `/api/vcenter/vm/${vm}/power?action=start` };
  for (let seconds = 0; ; seconds++) {
    fork.runTo(started + seconds * stepMs);
    const message = refused(fork, actor, start);
    if (message === undefined) {
      const host = fork.view(fabricScope).get<VirtualMachine>(machinesKind, vm)?.status?.host;
      return { edit, outcome: 'Powered on', ...(host === undefined ? {} : { node: host }), seconds };
    }
    if (seconds >= limits.trialSeconds) return { edit, outcome: 'Refused', seconds, message };
  }
}
