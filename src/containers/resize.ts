// A Pod whose containers are to have other resources than they run with: the kubelet looks whether its node has them, gives them,
// and starts a container again that asks for that. Source: kubernetes pkg/kubelet/allocation, pkg/kubelet/status.
import type { Container, ContainerStatus, PodCondition } from '#types';
import { latency } from '../control/latency.ts';
import type { Note } from '../control/loop.ts';
import type { View } from '../control/view.ts';
import type { Node } from '../kinds/core/node.ts';
import { isTerminal, withCondition, type Pod } from '../kinds/core/pod/pod.ts';
import { ended, stoppedCode, withStatus } from '../kinds/core/pod/container-status.ts';
import { resizableOf } from '../kinds/core/pod/resize.ts';
import { requestsOf } from '../kinds/core/pod/resources.ts';
import { equal } from '../std/draft.ts';
import { bytesPerMiB } from '../std/mebibyte.ts';
import { formatTime, parseTime } from '../std/time.ts';
import { said } from './said.ts';

const pending = 'PodResizePending';
const inProgress = 'PodResizeInProgress';

interface Resized {
  readonly pod: Pod;
  readonly notes: readonly Note[];
  readonly nextAt?: number;
}

interface Differing {
  readonly container: Container;
  readonly status: ContainerStatus;
}

/** Containers that run with other resources than they are to have. */
function differing({ spec, status }: Pod): readonly Differing[] {
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return statuses.flatMap((each) => {
    if (each.resources === undefined || each.state?.running === undefined) return [];
    const container = [...spec.containers, ...(spec.initContainers ?? [])].find(
      ({ name }) => name === each.name,
    );
    if (container === undefined) return [];
    const isSame = equal(resizableOf(each.resources), resizableOf(container.resources));
    return isSame ? [] : [{ container, status: each }];
  });
}

function without(pod: Pod, type: string): Pod {
  const conditions = (pod.status?.conditions ?? []).filter((condition) => condition.type !== type);
  return { ...pod, status: { ...pod.status, conditions } };
}

/** Why the node cannot give it, now or ever; undefined where it can. */
function lackOf(pod: Pod, view: View): Pick<PodCondition, 'message' | 'reason'> | undefined {
  const nodeName = pod.spec.nodeName ?? '';
  const { allocatable = {} } = view.get<Node>('core/nodes', nodeName)?.status ?? {};
  const room = requestsOf({ containers: [{ resources: { requests: allocatable } }] });
  const asked = requestsOf(pod.spec);
  const others = view
    .list<Pod>('core/pods', { index: ['node', nodeName] })
    .filter((other) => other.metadata.uid !== pod.metadata.uid && !isTerminal(other))
    .map(({ spec }) => requestsOf(spec));
  for (const [name, member, unit] of [
    ['cpu', 'cpuMilli', 1],
    ['memory', 'memoryMiB', bytesPerMiB],
  ] as const) {
    const [requested, capacity] = [asked[member] * unit, room[member] * unit];
    const used = others.reduce((sum, each) => sum + each[member] * unit, 0);
    if (requested > capacity) {
      const message = `Node didn't have enough capacity: ${name}, requested: ${requested}, capacity: ${capacity}`;
      return { reason: 'Infeasible', message };
    }
    if (requested + used > capacity) {
      const message = `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${used}, capacity: ${capacity}`;
      return { reason: 'Deferred', message };
    }
  }
  return undefined;
}

function restarts({ container, status }: Differing): boolean {
  const after = resizableOf(container.resources) as Readonly<
    Record<string, Readonly<Record<string, string>>>
  >;
  const before = resizableOf(status.resources) as typeof after;
  return (container.resizePolicy ?? []).some(
    ({ resourceName, restartPolicy }) =>
      restartPolicy === 'RestartContainer' &&
      ['limits', 'requests'].some((list) => after[list]?.[resourceName] !== before[list]?.[resourceName]),
  );
}

/** The Pod one step further on the way to what its containers are to have. */
export function resize(pod: Pod, view: View): Resized {
  const condition = pod.status?.conditions?.find(({ type }) => type === pending || type === inProgress);
  const waiting = differing(pod);
  if (waiting.length === 0)
    return { pod: condition === undefined ? pod : without(without(pod, pending), inProgress), notes: [] };
  const stated = (type: string, more: Partial<PodCondition> = {}): Pod =>
    withCondition(pod, { type, status: 'True', lastTransitionTime: formatTime(view.now), ...more });
  const began = condition?.type === inProgress ? parseTime(condition.lastTransitionTime ?? '') : undefined;
  if (began === undefined) {
    const lack = lackOf(pod, view);
    if (lack !== undefined) {
      const isSaid = condition?.reason === lack.reason && condition?.message === lack.message;
      const again = lack.reason === 'Deferred' ? { nextAt: view.now + latency.failedSyncRetryMs } : {};
      return { pod: isSaid ? pod : stated(pending, lack), notes: [], ...again };
    }
    const allocated = waiting.reduce(
      (made, { container, status }) => {
        const allocatedResources = container.resources?.requests ?? {};
        return withStatus(made, { ...status, allocatedResources });
      },
      without(stated(inProgress), pending),
    );
    return { pod: allocated, notes: [], nextAt: view.now + latency.resizedMs };
  }
  if (began + latency.resizedMs > view.now) return { pod, notes: [], nextAt: began + latency.resizedMs };
  const notes: Note[] = [];
  let next = without(pod, inProgress);
  for (const each of waiting) {
    const { container, status } = each;
    const given = { ...status, resources: container.resources ?? {} };
    if (restarts(each)) {
      notes.push(
        said(pod, container, 'Normal', 'Killing', `Container ${container.name} resize requires restart`),
      );
      next = withStatus(next, ended(given, view.now, stoppedCode(container)));
    } else next = withStatus(next, given);
  }
  return { pod: next, notes, nextAt: view.now };
}
