// How long a Pod that does not say it tolerates a silent node. Source: kubernetes plugin/pkg/admission/defaulttolerationseconds.
import type { Admission } from '../../../store/admission.ts';
import { writtenPod } from './request.ts';

const tolerationSeconds = 300;
const taints = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

export const defaultTolerationSeconds: Admission = {
  name: 'DefaultTolerationSeconds',
  kinds: ['core/pods'],
  admit(request) {
    const pod = writtenPod(request);
    if (pod === undefined) return;
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
