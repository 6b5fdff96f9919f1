// What is wrong with a Job, in Kubernetes' words. Source: kubernetes pkg/apis/batch/validation/validation.go.
// Deliberately absent: what a client may not write into the status.
import type { JobSpec, PodTemplateSpec } from '#types';
import { equal } from '../../../std/draft.ts';
import { isDns1123Label, isDns1123Subdomain, LABEL_BYTES_MAX } from '../../../std/names.ts';
import type { Causes, Shown } from '../../../store/causes.ts';
import { fromLabelSelector, matchesLabels } from '../../../store/selectors.ts';
import { checkNonNegative } from '../../apps/template.ts';
import { checkLabelSelector } from '../../label-selector.ts';
import { checkPodTemplate } from '../../core/pod/check-template.ts';
import { jobLabels, type Job } from './model.ts';
import { checkPolicies } from './validate-policies.ts';
import { goValue } from '../../../store/go-types.ts';

const indexedMax = 100_000;
const highCompletions = 100_000;
const highLimit = 10_000;

function checkIndexed(spec: JobSpec, field: string, causes: Causes): void {
  const { backoffLimitPerIndex, completions, maxFailedIndexes, parallelism = 0 } = spec;
  const atMost = (name: string, value: number | undefined, most: number, why: string): void => {
    if (value !== undefined && value > most)
      causes.invalid(`${field}.${name}`, value, `must be less than or equal to ${most}${why}`);
  };
  if (completions === undefined) causes.required(`${field}.completions`, 'when completion mode is Indexed');
  atMost('parallelism', parallelism, indexedMax, ' when completion mode is Indexed');
  if (completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions)
    causes.invalid(
      `${field}.maxFailedIndexes`,
      maxFailedIndexes,
      'must be less than or equal to completions',
    );
  atMost('maxFailedIndexes', maxFailedIndexes, indexedMax, '');
  if ((completions ?? 0) <= highCompletions || backoffLimitPerIndex === undefined) return;
  const why = ` when completions are above ${highCompletions} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined)
    causes.required(
      `${field}.maxFailedIndexes`,
      `must be specified when completions is above ${highCompletions}`,
    );
  atMost('parallelism', parallelism, highLimit, why);
  atMost('maxFailedIndexes', maxFailedIndexes, highLimit, why);
}

function checkTemplate(spec: JobSpec, field: string, causes: Causes): void {
  const at = `${field}.template`;
  checkPodTemplate(spec.template, at, causes);
  const pod = spec.template?.spec;
  if (pod === undefined) return;
  const { restartPolicy = '' } = pod;
  const policy = `${at}.spec.restartPolicy`;
  if (restartPolicy === 'Always' || restartPolicy === '')
    causes.required(policy, 'valid values: "OnFailure", "Never"');
  else if (restartPolicy !== 'OnFailure' && restartPolicy !== 'Never')
    causes.notSupported(policy, restartPolicy, ['OnFailure', 'Never']);
  else if (spec.podFailurePolicy !== undefined && restartPolicy !== 'Never')
    causes.invalid(policy, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified');
}

function checkReplacement(
  { podFailurePolicy, podReplacementPolicy }: JobSpec,
  field: string,
  causes: Causes,
) {
  if (podReplacementPolicy === undefined) return;
  const supported = podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
  if (!supported.includes(podReplacementPolicy))
    causes.notSupported(`${field}.podReplacementPolicy`, podReplacementPolicy, supported);
}

const pathPattern = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

/** Who looks after the Job: a DNS prefix, a slash, a path. */
function checkManager(managedBy: string | undefined, field: string, causes: Causes): void {
  if (managedBy === undefined) return;
  const slash = managedBy.indexOf('/');
  const domain = managedBy.slice(0, Math.max(0, slash));
  const path = managedBy.slice(slash + 1);
  if (managedBy === '') causes.required(field);
  else if (domain === '' || path === '')
    causes.invalid(field, managedBy, 'must be a domain-prefixed path (such as "acme.io/foo")');
  else {
    causes.invalidEach(field, domain, isDns1123Subdomain(domain));
    if (!pathPattern.test(path))
      causes.invalid(
        field,
        path,
        `Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')`,
      );
  }
  if (managedBy.length > LABEL_BYTES_MAX) causes.tooLong(field, LABEL_BYTES_MAX);
}

/** Checks what a Job and the template of a CronJob have in common. */
export function checkJobSpec(spec: JobSpec, field: string, causes: Causes): void {
  checkNonNegative(spec.parallelism, `${field}.parallelism`, causes);
  checkNonNegative(spec.completions, `${field}.completions`, causes);
  checkNonNegative(spec.activeDeadlineSeconds, `${field}.activeDeadlineSeconds`, causes);
  checkNonNegative(spec.backoffLimit, `${field}.backoffLimit`, causes);
  checkNonNegative(spec.ttlSecondsAfterFinished, `${field}.ttlSecondsAfterFinished`, causes);
  checkNonNegative(spec.backoffLimitPerIndex, `${field}.backoffLimitPerIndex`, causes);
  checkNonNegative(spec.maxFailedIndexes, `${field}.maxFailedIndexes`, causes);
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined)
    causes.required(`${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified');
  checkManager(spec.managedBy, `${field}.managedBy`, causes);
  const { completionMode } = spec;
  if (completionMode !== undefined && completionMode !== 'Indexed' && completionMode !== 'NonIndexed')
    causes.notSupported(`${field}.completionMode`, completionMode, ['NonIndexed', 'Indexed']);
  if (completionMode === 'Indexed') checkIndexed(spec, field, causes);
  if (completionMode === undefined || completionMode === 'NonIndexed') {
    for (const name of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const)
      if (spec[name] !== undefined)
        causes.invalid(`${field}.${name}`, spec[name], 'requires indexed completion mode');
  }
  checkPolicies(spec, field, causes);
  checkReplacement(spec, field, causes);
  checkTemplate(spec, field, causes);
}

/** The labels and the selector that were generated must have stayed what they are. */
function checkGenerated({ metadata, spec }: Job, causes: Causes): void {
  if (spec.manualSelector === true || spec.selector === undefined) return;
  const labels = spec.template?.metadata?.labels ?? {};
  const expected: Record<string, string> = {
    [jobLabels.legacyControllerUid]: metadata.uid,
    [jobLabels.legacyName]: metadata.name,
    [jobLabels.controllerUid]: metadata.uid,
    [jobLabels.name]: metadata.name,
  };
  for (const [key, value] of Object.entries(expected)) {
    const field = 'spec.template.metadata.labels';
    if (labels[key] === undefined) causes.required(`${field}[${key}]`, `must be '${value}'`);
    else if (labels[key] !== value)
      causes.invalid(`${field}[${key}]`, goValue('map[string]string', labels), `must be '${value}'`);
  }
  const parsed = fromLabelSelector(spec.selector);
  if ('requirements' in parsed && !matchesLabels(parsed.requirements, expected))
    causes.invalid(
      'spec.selector',
      goValue('v1.LabelSelector', spec.selector),
      '`selector` not auto-generated',
    );
}

/** A suspended Job that has not begun may still be told where to run. */
function withDirectivesOf(template: PodTemplateSpec, next: PodTemplateSpec): PodTemplateSpec {
  const { nodeSelector, tolerations, schedulingGates, affinity } = next.spec ?? { containers: [] };
  const nodeAffinity = affinity?.nodeAffinity;
  const kept = {
    ...template.spec?.affinity,
    nodeAffinity,
  };
  if (nodeAffinity === undefined) delete (kept as { nodeAffinity?: unknown }).nodeAffinity;
  const bare = Object.entries({
    ...template.spec,
    affinity: Object.keys(kept).length === 0 ? affinity : kept,
    nodeSelector,
    tolerations,
    schedulingGates,
  }).filter(([, value]) => value !== undefined);
  return {
    ...template,
    metadata: { ...template.metadata, ...directives(next) },
    spec: Object.fromEntries(bare),
  } as unknown as PodTemplateSpec;
}

function directives({ metadata }: PodTemplateSpec): object {
  const { annotations, labels } = metadata ?? {};
  return {
    ...(annotations === undefined ? {} : { annotations }),
    ...(labels === undefined ? {} : { labels }),
  };
}

const structTypes: Readonly<Record<string, string>> = {
  podFailurePolicy: 'batch.PodFailurePolicy',
  selector: 'v1.LabelSelector',
  successPolicy: 'batch.SuccessPolicy',
  template: 'core.PodTemplateSpec',
};

function shown(name: keyof JobSpec, value: JobSpec[keyof JobSpec]): Shown {
  if (typeof value !== 'object') return value;
  return goValue(structTypes[name] ?? '', value);
}

function checkUpdate(next: Job, prev: Job, causes: Causes): void {
  const fixed = (name: keyof JobSpec, from: unknown): void => {
    if (!equal(next.spec[name] ?? null, from ?? null))
      causes.invalid(`spec.${name}`, shown(name, next.spec[name]), 'field is immutable');
  };
  const { completions, parallelism, completionMode } = next.spec;
  if (completionMode !== 'Indexed') fixed('completions', prev.spec.completions);
  else if (
    completions !== undefined &&
    completions !== prev.spec.completions &&
    completions !== parallelism
  ) {
    causes.invalid('spec.completions', completions, 'can only be modified in tandem with spec.parallelism');
  }
  fixed('selector', prev.spec.selector);
  const isOpen = prev.spec.suspend === true && prev.status?.startTime === undefined;
  fixed('template', isOpen ? withDirectivesOf(prev.spec.template, next.spec.template) : prev.spec.template);
  fixed('completionMode', prev.spec.completionMode);
  fixed('podFailurePolicy', prev.spec.podFailurePolicy);
  fixed('backoffLimitPerIndex', prev.spec.backoffLimitPerIndex);
  fixed('managedBy', prev.spec.managedBy);
  fixed('successPolicy', prev.spec.successPolicy);
}

export function checkJob(next: Job, prev: Job | undefined, causes: Causes): void {
  if (next.spec === undefined) {
    causes.required('spec.selector');
    return;
  }
  const { spec, metadata } = next;
  if (prev === undefined) checkGenerated(next, causes);
  checkJobSpec(spec, 'spec', causes);
  if (spec.selector === undefined) causes.required('spec.selector');
  else {
    checkLabelSelector(spec.selector, 'spec.selector', causes);
    const parsed = fromLabelSelector(spec.selector);
    const labels = spec.template?.metadata?.labels;
    if ('requirements' in parsed && !matchesLabels(parsed.requirements, labels))
      causes.invalid(
        'spec.template.metadata.labels',
        goValue('map[string]string', labels),
        '`selector` does not match template `labels`',
      );
  }
  if (prev !== undefined) checkUpdate(next, prev, causes);
  else if (spec.completionMode === 'Indexed' && (spec.completions ?? 0) > 0) {
    const hostname = `${metadata.name}-${(spec.completions ?? 0) - 1}`;
    if (isDns1123Label(hostname).length > 0)
      causes.invalid(
        'metadata.name',
        metadata.name,
        `will not able to create pod with invalid DNS label: ${hostname}`,
      );
  }
}
