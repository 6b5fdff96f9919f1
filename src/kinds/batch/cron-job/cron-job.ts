// CronJob: makes a Job at each time of a schedule. Source: kubernetes pkg/apis/batch/v1/defaults.go,
// pkg/apis/batch/validation/validation.go, pkg/printers/internalversion. The controller is in controller.ts beside it.
import type { PodSpec } from '#types';
import { dropDisabled } from '../../core/pod/disabled.ts';
import { parseSchedule } from '../../../std/cron.ts';
import { timeZoneNamed } from '../../../std/time-zone.ts';
import type { Causes } from '../../../store/causes.ts';
import { ageColumn, nameColumn, since } from '../../age.ts';
import { checkNonNegative, selectorText } from '../../apps/template.ts';
import { fillTemplate } from '../../core/pod/defaults.ts';
import { kubernetesKind, statusSubresource } from '../../kubernetes-kind.ts';
import { checkJobSpec } from '../job/validate.ts';
import type { CronJob } from './model.ts';
import { goValue } from '../../../store/go-types.ts';
import { nameWarnings } from '../../core/pod/warnings.ts';
import { jobWarnings } from '../job/warnings.ts';
import { isSame } from '../../apps/template.ts';

/** A Job's name has eleven characters more. */
const nameMax = 52;

const policies = ['Allow', 'Forbid', 'Replace'];

function checkSchedule(next: CronJob, prev: CronJob | undefined, causes: Causes): void {
  const { schedule, timeZone } = next.spec;
  const field = 'spec.schedule';
  if (!schedule) {
    causes.required(field);
    return;
  }
  const parsed = parseSchedule(schedule.replace(/^(?:CRON_)?TZ=\S+\s+/, ''));
  if ('error' in parsed) causes.invalid(field, schedule, parsed.error);
  if (!schedule.includes('TZ')) return;
  const isOld = prev?.spec.schedule.includes('TZ') === true;
  if (!isOld)
    causes.invalid(field, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
  else if (timeZone !== undefined)
    causes.invalid(field, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule');
}

const partPattern = /^[A-Za-z.\-_0-9+]{1,14}$/;

function checkTimeZone(timeZone: string | undefined, causes: Causes): void {
  const field = 'spec.timeZone';
  if (timeZone === undefined) return;
  if (timeZone === '') {
    causes.invalid(field, timeZone, 'timeZone must be nil or non-empty string');
    return;
  }
  const unknown = `unknown time zone ${timeZone}`;
  const isOdd = timeZone
    .split('/')
    .some((part) => part === '.' || part === '..' || part.startsWith('-') || !partPattern.test(part));
  if (isOdd) {
    causes.invalid(field, timeZone, unknown);
    return;
  }
  if (timeZone.toLowerCase() === 'local')
    causes.invalid(
      field,
      timeZone,
      'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
    );
  if (timeZone !== 'Local' && timeZoneNamed(timeZone) === undefined) causes.invalid(field, timeZone, unknown);
}

function checkCronJob(next: CronJob, prev: CronJob | undefined, causes: Causes): void {
  const { spec, metadata } = next;
  if (spec === undefined) {
    causes.required('spec.schedule');
    return;
  }
  checkSchedule(next, prev, causes);
  checkNonNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds', causes);
  if (prev === undefined || prev.spec.timeZone !== spec.timeZone) checkTimeZone(spec.timeZone, causes);
  if (!spec.concurrencyPolicy) causes.required('spec.concurrencyPolicy');
  else if (!policies.includes(spec.concurrencyPolicy))
    causes.notSupported('spec.concurrencyPolicy', spec.concurrencyPolicy, policies);
  const job = spec.jobTemplate?.spec ?? { template: {} };
  checkJobSpec(job, 'spec.jobTemplate.spec', causes);
  if (job.selector !== undefined)
    causes.invalid(
      'spec.jobTemplate.spec.selector',
      goValue('v1.LabelSelector', job.selector),
      '`selector` will be auto-generated',
    );
  if (job.manualSelector === true)
    causes.notSupported('spec.jobTemplate.spec.manualSelector', true, ['nil', 'false']);
  checkNonNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit', causes);
  checkNonNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit', causes);
  if (prev === undefined && metadata.name.length > nameMax)
    causes.invalid('metadata.name', metadata.name, `must be no more than ${nameMax} characters`);
}

function containersOf({ spec }: CronJob): PodSpec['containers'] {
  return spec.jobTemplate?.spec?.template?.spec?.containers ?? [];
}

/** How Kubernetes prints a flag that may be unset. */
const flagText = (flag: boolean | undefined) => (flag === undefined ? '<unset>' : flag ? 'True' : 'False');

const zoneInSchedule =
  'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see ' +
  'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details';

export const cronJobs = kubernetesKind<CronJob>({
  group: 'batch',
  kind: 'CronJob',
  plural: 'cronjobs',
  short: ['cj'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  subresources: [statusSubresource],
  defaults({ spec }) {
    if (spec === undefined) return;
    spec.concurrencyPolicy ||= 'Allow';
    spec.suspend ??= false;
    spec.successfulJobsHistoryLimit ??= 3;
    spec.failedJobsHistoryLimit ??= 1;
    spec.jobTemplate ??= {};
    // A Go server's JSON says the time that no template has.
    const none = null as unknown as string;
    spec.jobTemplate.metadata = { ...spec.jobTemplate.metadata, creationTimestamp: none };
    spec.jobTemplate.spec ??= { template: {} };
    fillTemplate(spec.jobTemplate.spec);
  },
  prepare(next, prev) {
    dropDisabled(next.spec?.jobTemplate?.spec?.template?.spec);
    if (prev === undefined) next.status = {};
  },
  validate: checkCronJob,
  warnings: ({ metadata, spec }, prev) => [
    ...(prev === undefined ? nameWarnings(metadata.name) : []),
    ...(isSame({ metadata }, prev) ? [] : jobWarnings(spec.jobTemplate?.spec, 'spec.jobTemplate.spec')),
    ...(prev !== undefined && spec.schedule.includes('TZ') ? [zoneInSchedule] : []),
  ],
  columns: [
    nameColumn,
    { name: 'Schedule', cell: ({ spec }) => spec.schedule },
    { name: 'Timezone', cell: ({ spec }) => spec.timeZone ?? '<none>' },
    { name: 'Suspend', cell: ({ spec }) => flagText(spec.suspend) },
    { name: 'Active', type: 'integer', cell: ({ status }) => status?.active?.length ?? 0 },
    {
      name: 'Last Schedule',
      cell: ({ status }, now) =>
        status?.lastScheduleTime === undefined ? '<none>' : since(status.lastScheduleTime, now),
    },
    ageColumn,
    {
      name: 'Containers',
      wide: true,
      cell: (cronJob) =>
        containersOf(cronJob)
          .map(({ name }) => name)
          .join(','),
    },
    {
      name: 'Images',
      wide: true,
      cell: (cronJob) =>
        containersOf(cronJob)
          .map(({ image }) => image ?? '')
          .join(','),
    },
    {
      name: 'Selector',
      wide: true,
      cell: ({ spec }) => selectorText(spec.jobTemplate?.spec?.selector),
    },
  ],
});
