// Gives every Pod the priority of its class, and lets only one class be everybody's. Source: kubernetes plugin/pkg/admission/priority.
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import type { PriorityClass } from '../../../kinds/scheduling/priority-class.ts';
import type { Draft } from '../../../std/draft.ts';
import { nameAsked } from '../../../std/names.ts';
import { kindId } from '../../../store/kind.ts';
import type { Admission, AdmissionRequest } from '../../../store/admission.ts';
import { forbidden } from '../../../store/refusal.ts';
import type { ReadView } from '../../../store/view.ts';
import { isMain, newPod } from './request.ts';

const classes = 'scheduling.k8s.io/priorityclasses';

/** The class of Pods that name none; of several, the least. */
function everybodys(view: ReadView): PriorityClass | undefined {
  const all = view.list<PriorityClass>(classes).filter(({ globalDefault }) => globalDefault === true);
  return all.toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))[0];
}

function classOf(pod: Draft<Pod>, { kind, context: { view } }: AdmissionRequest): PriorityClass | undefined {
  const wanted = pod.spec.priorityClassName;
  if (!wanted) return everybodys(view);
  const found = view.get<PriorityClass>(classes, wanted);
  if (found !== undefined) return found;
  throw forbidden(kind, nameAsked(pod.metadata), `no PriorityClass with name ${wanted} was found`);
}

const fromClass = (computed: number | string) =>
  `must not be provided in pod spec; priority admission controller computed ${computed} from the given PriorityClass name`;

function givePriority(pod: Draft<Pod>, request: AdmissionRequest): void {
  const { spec, metadata } = pod;
  const found = classOf(pod, request);
  if (found !== undefined) spec.priorityClassName = found.metadata.name;
  const priority = found?.value ?? 0;
  const policy = found === undefined ? 'PreemptLowerPriority' : found.preemptionPolicy;
  if (spec.priority !== undefined && spec.priority !== priority) {
    const why = `the integer value of priority (${spec.priority}) ${fromClass(priority)}`;
    throw forbidden(request.kind, nameAsked(metadata), why);
  }
  spec.priority = priority;
  if (policy === undefined) return;
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    const why = `the string value of PreemptionPolicy (${spec.preemptionPolicy}) ${fromClass(policy)}`;
    throw forbidden(request.kind, nameAsked(metadata), why);
  }
  spec.preemptionPolicy = policy;
}

export const priority: Admission = {
  name: 'Priority',
  kinds: ['core/pods', classes],
  admit(request) {
    const pod = newPod(request);
    if (pod !== undefined) {
      givePriority(pod, request);
      return;
    }
    const { verb, kind, next, prev, context } = request;
    if (verb !== 'update' || kindId(kind) !== 'core/pods' || !isMain(context)) return;
    const [spec, before] = [(next as Draft<Pod>).spec, (prev as Pod).spec];
    if (spec === undefined) return;
    // Clients that know nothing of priorities keep them.
    if (before.priority !== undefined) spec.priority ??= before.priority;
    if (before.preemptionPolicy !== undefined) spec.preemptionPolicy ??= before.preemptionPolicy;
  },
  validate({ verb, kind, next, context }) {
    if (verb === 'delete' || kindId(kind) !== classes) return;
    const { globalDefault, metadata } = next as Draft<PriorityClass>;
    if (globalDefault !== true) return;
    const present = everybodys(context.view);
    if (present === undefined || (verb === 'update' && present.metadata.name === metadata.name)) return;
    const why = `PriorityClass ${present.metadata.name} is already marked as default. Only one default can exist`;
    throw forbidden(kind, metadata.name, why);
  },
};
