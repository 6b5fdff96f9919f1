// Job: runs Pods until so many of them succeeded. Source: kubernetes pkg/apis/batch/v1/defaults.go,
// pkg/registry/batch/job/strategy.go, pkg/printers/internalversion. The controller is in controller.ts beside it.
import type { JobSpec } from '#types';
import { dropDisabled } from '../../core/pod/disabled.ts';
import type { Draft } from '../../../std/draft.ts';
import { humanDuration, parseTime } from '../../../std/time.ts';
import { ageColumn, nameColumn } from '../../age.ts';
import { containerColumns, isSame, selectorColumn } from '../../apps/template.ts';
import { fillTemplate } from '../../core/pod/defaults.ts';
import { kubernetesKind, statusSubresource } from '../../kubernetes-kind.ts';
import { conditionOf, jobLabels, type Job } from './model.ts';
import { checkJobStatus } from './validate-status.ts';
import { checkJob } from './validate.ts';
import { nameWarnings } from '../../core/pod/warnings.ts';
import { jobWarnings } from './warnings.ts';

/** What a Job's spec says when it is silent; the same for the template of a CronJob. */
export function fillJobSpec(spec: Draft<JobSpec>): void {
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : 2147483647;
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed';
  spec.manualSelector ??= false;
  for (const rule of spec.podFailurePolicy?.rules ?? [])
    for (const pattern of rule.onPodConditions ?? []) pattern.status ||= 'True';
  fillTemplate(spec);
}

/** Labels and selector that no other Job can have, unless the Job brings its own. */
function generateSelector(job: Draft<Job>): void {
  const { spec, metadata } = job;
  if (spec.manualSelector === true) return;
  const template = (spec.template ??= {});
  template.metadata ??= {};
  const own = {
    [jobLabels.legacyName]: metadata.name,
    [jobLabels.name]: metadata.name,
    [jobLabels.legacyControllerUid]: metadata.uid,
    [jobLabels.controllerUid]: metadata.uid,
  };
  template.metadata.labels = { ...own, ...template.metadata.labels };
  spec.selector ??= {};
  spec.selector.matchLabels = { [jobLabels.controllerUid]: metadata.uid, ...spec.selector.matchLabels };
}

function statusText(job: Job): string {
  if (conditionOf(job, 'Complete') !== undefined) return 'Complete';
  if (conditionOf(job, 'Failed') !== undefined) return 'Failed';
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  const open = ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'];
  return open.find((type) => conditionOf(job, type) !== undefined) ?? 'Running';
}

function completionsText({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const { parallelism = 0 } = spec;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationText({ status }: Job, now: number): string {
  const start = parseTime(status?.startTime ?? '');
  return start === undefined ? '' : humanDuration((parseTime(status?.completionTime ?? '') ?? now) - start);
}

export const jobs = kubernetesKind<Job>({
  group: 'batch',
  kind: 'Job',
  plural: 'jobs',
  categories: ['all'],
  namespaced: true,
  generation: true,
  orphans: {
    warning:
      'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or ' +
      'set propagationPolicy=Orphan to suppress this warning',
  },
  subresources: [statusSubresource],
  defaults(job) {
    if (job.spec === undefined) return;
    fillJobSpec(job.spec);
    const labels = job.spec.template?.metadata?.labels;
    if (labels !== undefined && Object.keys(job.metadata.labels ?? {}).length === 0)
      // The same ones in the API server's memory too: what is added to the template's is added to them.
      job.metadata.labels = labels;
  },
  prepare(next, prev) {
    dropDisabled(next.spec?.template?.spec);
    if (prev !== undefined) return;
    next.status = {};
    if (next.spec === undefined) return;
    const { labels } = next.metadata;
    const hasTemplates = labels === next.spec.template?.metadata?.labels;
    generateSelector(next);
    // What comes back from the store has been through the defaults once more.
    if (hasTemplates || Object.keys(labels ?? {}).length === 0)
      next.metadata.labels = { ...next.spec.template?.metadata?.labels };
  },
  validate: checkJob,
  validateStatus: checkJobStatus,
  warnings: ({ metadata, spec }, prev) => [
    ...(prev === undefined ? nameWarnings(metadata.name) : []),
    ...(isSame({ metadata }, prev) ? [] : jobWarnings(spec, 'spec')),
  ],
  fields: { 'status.successful': ({ status }) => String(status?.succeeded ?? 0) },
  columns: [
    nameColumn,
    { name: 'Status', cell: statusText },
    { name: 'Completions', cell: completionsText },
    { name: 'Duration', cell: durationText },
    ageColumn,
    ...containerColumns,
    selectorColumn,
  ],
});
