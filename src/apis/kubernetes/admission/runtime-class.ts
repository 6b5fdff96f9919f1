// What a Pod's RuntimeClass adds to it: overhead, and where it may run. Source: kubernetes plugin/pkg/admission/runtimeclass.
import { listOf, amountsOf } from '../../../kinds/core/amounts.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import type { RuntimeClass } from '../../../kinds/node/runtime-class.ts';
import { equal, type Draft } from '../../../std/draft.ts';
import { nameAsked } from '../../../std/names.ts';
import type { Admission, AdmissionRequest } from '../../../store/admission.ts';
import { forbidden } from '../../../store/refusal.ts';
import { newPod } from './request.ts';

function schedule(pod: Draft<Pod>, { scheduling }: RuntimeClass, refuse: (why: string) => never): void {
  const { nodeSelector = {}, tolerations = [] } = scheduling ?? {};
  const wanted = pod.spec.nodeSelector ?? {};
  if (Object.entries(nodeSelector).some(([key, value]) => (wanted[key] ?? value) !== value)) {
    const [theirs, own] = [selectorText(nodeSelector), selectorText(wanted)];
    refuse(`conflict: runtimeClass.scheduling.nodeSelector = [${theirs}]; pod.spec.nodeSelector = [${own}]`);
  }
  if (Object.keys(nodeSelector).length > 0) pod.spec.nodeSelector = { ...wanted, ...nodeSelector };
  const present = pod.spec.tolerations ?? [];
  const missing = tolerations.filter((toleration) => !present.some((other) => equal(other, toleration)));
  if (missing.length > 0) pod.spec.tolerations = [...present, ...missing.map((each) => ({ ...each }))];
}

function selectorText(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function overhead(pod: Draft<Pod>, found: RuntimeClass | undefined, refuse: (why: string) => never): void {
  const { overhead: said } = pod.spec;
  const fixed = found?.overhead?.podFixed;
  if (fixed === undefined) {
    if (said === undefined) return;
    refuse('pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
  }
  const wanted = listOf(amountsOf(fixed));
  if (said !== undefined && !equal(listOf(amountsOf(said)), wanted)) {
    refuse("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  }
  pod.spec.overhead = { ...wanted };
}

function classOf(pod: Draft<Pod>, { context }: AdmissionRequest, refuse: (why: string) => never) {
  const { runtimeClassName } = pod.spec;
  if (!runtimeClassName) return undefined;
  const found = context.view.get<RuntimeClass>('node.k8s.io/runtimeclasses', runtimeClassName);
  return found ?? refuse(`pod rejected: RuntimeClass ${JSON.stringify(runtimeClassName)} not found`);
}

export const runtimeClass: Admission = {
  name: 'RuntimeClass',
  kinds: ['core/pods'],
  admit(request) {
    const pod = newPod(request);
    if (pod === undefined) return;
    const refuse = (why: string): never => {
      throw forbidden(request.kind, nameAsked(pod.metadata), why);
    };
    const found = classOf(pod, request, refuse);
    overhead(pod, found, refuse);
    if (found !== undefined) schedule(pod, found, refuse);
  },
};
