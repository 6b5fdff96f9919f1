// Which Pods an object's logs are read from, the best first. Source: kubectl pkg/util/podutils, ByLogging.
import type { JsonObject } from '../../../std/draft.ts';
import { selectorText } from '../describe/metadata.ts';
import { at, listAt, numberAt, textAt, textsAt } from '../json.ts';

/** The selector of an object's Pods, or undefined where the kind has none. */
export function podSelector(owner: JsonObject, kind: string): string | undefined {
  if (kind === 'Service') {
    return textsAt(owner, 'spec', 'selector')
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
  }
  const owners = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'];
  return owners.includes(kind) ? selectorText(at(owner, 'spec', 'selector')) : undefined;
}

const phaseOrder = ['Running', 'Unknown', 'Pending'];

function readySince(pod: JsonObject): string | undefined {
  const ready = listAt(pod, 'status', 'conditions').find(
    (condition) => textAt(condition, 'type') === 'Ready',
  );
  return textAt(ready, 'status') === 'True' ? textAt(ready, 'lastTransitionTime') : undefined;
}

function restarts(pod: JsonObject): number {
  return Math.max(
    0,
    ...listAt(pod, 'status', 'containerStatuses').map((status) => numberAt(status, 'restartCount')),
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Assigned, running, ready, ready for longer, restarted more often, older: first. */
export function byLogging(pods: readonly JsonObject[]): readonly JsonObject[] {
  const assigned = (pod: JsonObject) => (textAt(pod, 'spec', 'nodeName') === '' ? 1 : 0);
  const phase = (pod: JsonObject) => Math.max(0, phaseOrder.indexOf(textAt(pod, 'status', 'phase')));
  return pods.toSorted((a, b) => {
    const [readyA, readyB] = [readySince(a), readySince(b)];
    return (
      assigned(a) - assigned(b) ||
      phase(a) - phase(b) ||
      Number(readyA === undefined) - Number(readyB === undefined) ||
      compareTexts(readyA ?? '', readyB ?? '') ||
      restarts(b) - restarts(a) ||
      compareTexts(textAt(a, 'metadata', 'creationTimestamp'), textAt(b, 'metadata', 'creationTimestamp'))
    );
  });
}
