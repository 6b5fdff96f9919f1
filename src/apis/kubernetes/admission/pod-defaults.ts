// What admission adds to every Pod: how long it tolerates a silent node, and its priority.
// Source: kubernetes plugin/pkg/admission/{defaulttolerationseconds,priority}.
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import type { Draft } from '../../../std/draft.ts';
import type { Admission } from '../../../store/pipeline.ts';

const tolerationSeconds = 300;
const taints = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** Values of the two priority classes that every cluster has. */
const systemPriorities: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

export const podDefaults: Admission = {
  name: 'PodDefaults',
  admit({ verb, kind, next }) {
    if (verb !== 'create' || kind.plural !== 'pods' || kind.group !== '' || next === undefined) return;
    const pod = next as unknown as Draft<Pod>;
    if (pod.spec === undefined) return;
    pod.spec.priority ??= systemPriorities[pod.spec.priorityClassName ?? ''] ?? 0;
    pod.spec.preemptionPolicy ??= 'PreemptLowerPriority';
    pod.spec.enableServiceLinks ??= true;
    const tolerations = pod.spec.tolerations ?? [];
    for (const key of taints) {
      const known = tolerations.some(
        (toleration) =>
          (toleration.key === key || !toleration.key) &&
          (!toleration.effect || toleration.effect === 'NoExecute'),
      );
      if (!known) tolerations.push({ effect: 'NoExecute', key, operator: 'Exists', tolerationSeconds });
    }
    pod.spec.tolerations = tolerations;
  },
};
