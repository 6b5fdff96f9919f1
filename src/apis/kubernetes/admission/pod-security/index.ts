// PodSecurity: Pods against the standards that their namespace asks for; workloads are only warned of; a namespace that asks for
// more is told which of its Pods would not pass. Source: k8s.io/pod-security-admission admission/admission.go.
import type { PodSpec, PodTemplateSpec } from '#types';
import type { Namespace } from '../../../../kinds/core/namespace.ts';
import type { Pod } from '../../../../kinds/core/pod/pod.ts';
import { limits } from '../../../../std/limits.ts';
import { Causes } from '../../../../store/causes.ts';
import { kindId } from '../../../../store/kind.ts';
import { controllerOf, type StoredObject } from '../../../../store/object.ts';
import type { Admission, AdmissionRequest } from '../../../../store/admission.ts';
import { forbidden, invalid } from '../../../../store/refusal.ts';
import { equal } from '../../../../std/draft.ts';
import { isMain } from '../request.ts';
import { containersOf, type Annotated } from './check.ts';
import { detailsText, violations } from './evaluate.ts';
import {
  everything,
  isSame,
  policyOf,
  standardText,
  strictness,
  type Policy,
  type Standard,
} from './policy.ts';

/** Kinds that make Pods, and where their template is. */
const templates: Readonly<Record<string, (object: never) => PodTemplateSpec | undefined>> = {
  'core/podtemplates': ({ template }: { template?: PodTemplateSpec }) => template,
  'core/replicationcontrollers': templateOf,
  'apps/daemonsets': templateOf,
  'apps/deployments': templateOf,
  'apps/replicasets': templateOf,
  'apps/statefulsets': templateOf,
  'batch/jobs': templateOf,
  'batch/cronjobs': ({ spec }: { spec?: { jobTemplate?: { spec?: { template?: PodTemplateSpec } } } }) =>
    spec?.jobTemplate?.spec?.template,
};

function templateOf({ spec }: { spec?: { template?: PodTemplateSpec } }): PodTemplateSpec | undefined {
  return spec?.template;
}

function policyHere({ next, context }: AdmissionRequest): Policy {
  const namespace = context.view.get<Namespace>('core/namespaces', next?.metadata.namespace ?? '');
  return policyOf(namespace?.metadata.labels, new Causes());
}

function warnOf(standard: Standard, spec: PodSpec, metadata: Annotated, { warn }: AdmissionRequest): void {
  const found = violations(standard, spec, metadata);
  if (found.length > 0) warn(`would violate PodSecurity "${standardText(standard)}": ${detailsText(found)}`);
}

/** Only another image may make another judgement of a Pod that is there. */
function changesImages(next: Pod, prev: Pod): boolean {
  const imagesOf = ({ spec }: Pod) => containersOf(spec).map(({ name, image }) => [name, image]);
  return !equal(imagesOf(next), imagesOf(prev));
}

function judgePod(request: AdmissionRequest): void {
  const pod = request.next as StoredObject as Pod;
  if (request.prev !== undefined && !changesImages(pod, request.prev as Pod)) return;
  const { enforce, warn } = policyHere(request);
  const found = violations(enforce, pod.spec, pod.metadata);
  if (found.length > 0) {
    const why = `violates PodSecurity "${standardText(enforce)}": ${detailsText(found)}`;
    throw forbidden(request.kind, pod.metadata.name, why);
  }
  warnOf(warn, pod.spec, pod.metadata, request);
}

/** The Pods that are looked at first: one of each controller, and those without. */
function chosen(pods: readonly Pod[]): readonly Pod[] {
  const seen = new Set<string>();
  const isFirst = (pod: Pod): boolean => {
    const owner = controllerOf(pod)?.uid;
    if (owner === undefined) return true;
    if (seen.has(owner)) return false;
    seen.add(owner);
    return true;
  };
  const first = new Set(pods.filter(isFirst));
  return [...first, ...pods.filter((pod) => !first.has(pod))];
}

/** Warns of Pods that would not pass what is now enforced, each kind of violation once. */
function warnOfPods(name: string, standard: Standard, { context, warn }: AdmissionRequest): void {
  const pods = chosen(context.view.list<Pod>('core/pods', { namespace: name }));
  const checked = pods.slice(0, limits.podSecurityPodsMax);
  const found = new Map<string, string[]>();
  for (const pod of checked) {
    const reasons = violations(standard, pod.spec, pod.metadata).map(({ reason }) => reason);
    if (reasons.length === 0) continue;
    const text = reasons.join(', ');
    found.set(text, [...(found.get(text) ?? []), pod.metadata.name]);
  }
  if (checked.length < pods.length) {
    warn(
      `new PodSecurity enforce level only checked against the first ${checked.length} of ${pods.length} existing pods`,
    );
  }
  if (found.size === 0) return;
  warn(
    `existing pods in namespace ${JSON.stringify(name)} violate the new PodSecurity enforce level ${JSON.stringify(standardText(standard))}`,
  );
  const lines = [...found].map(([text, names]) => {
    const others =
      names.length === 1 ? '' : ` (and ${names.length - 1} other pod${names.length === 2 ? '' : 's'})`;
    return `${names.toSorted()[0]}${others}: ${text}`;
  });
  for (const line of lines.sort()) warn(line);
}

function judgeNamespace(request: AdmissionRequest): void {
  const { next, prev, kind } = request;
  const { name, labels } = (next as StoredObject).metadata;
  const [causes, before] = [new Causes(), new Causes()];
  const policy = policyOf(labels, causes);
  const old = prev === undefined ? undefined : policyOf(prev.metadata.labels, before);
  const isNew = old === undefined || before.list.length === 0 || !equal(causes.list, before.list);
  if (causes.list.length > 0 && isNew) throw invalid(kind, name, causes.list);
  const enforced = old?.enforce ?? everything;
  if (old === undefined || isSame(policy.enforce, enforced) || policy.enforce.level === 'privileged') return;
  const isRelaxed = strictness(policy.enforce.level) <= strictness(enforced.level);
  if (policy.enforce.version === enforced.version && isRelaxed) return;
  warnOfPods(name, policy.enforce, request);
}

export const podSecurity: Admission = {
  name: 'PodSecurity',
  kinds: ['core/namespaces', 'core/pods', ...Object.keys(templates)],
  validate(request) {
    const { kind, next, context } = request;
    if (next === undefined || !isMain(context)) return;
    const id = kindId(kind);
    if (id === 'core/namespaces') judgeNamespace(request);
    else if (id === 'core/pods') judgePod(request);
    else {
      const template = templates[id]?.(next as never);
      if (template?.spec === undefined) return;
      warnOf(policyHere(request).warn, template.spec, template.metadata ?? {}, request);
    }
  },
};
