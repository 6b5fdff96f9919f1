// DaemonSet: one Pod on each node that it may run on. The controller is beside it.
// Source: kubernetes pkg/apis/apps/v1/defaults.go, pkg/apis/apps/validation, pkg/registry/apps/daemonset.
import type { DaemonSet as DaemonSetType } from '#types';
import { dropDisabled } from '../../core/pod/disabled.ts';
import { checkWorkloadStatus } from '../check-status.ts';
import { equal } from '../../../std/draft.ts';
import type { Causes } from '../../../store/causes.ts';
import type { Stored } from '../../../store/object.ts';
import { ageColumn, nameColumn } from '../../age.ts';
import { fillTemplate } from '../../core/pod/defaults.ts';
import { kubernetesKind, statusSubresource } from '../../kubernetes-kind.ts';
import { checkLabelSelector } from '../../label-selector.ts';
import { checkAtMostAll, checkShare, isNone } from '../shares.ts';
import {
  checkNonNegative,
  checkTemplate,
  containerColumns,
  isEmptySelector,
  misses,
  newTemplateWarnings,
  noMatch,
  selectorColumn,
  selectorText,
} from '../template.ts';
import { goValue } from '../../../store/go-types.ts';

export type DaemonSet = Stored<DaemonSetType>;

/** How often the template changed: in apps/v1 an annotation, which API server and controller still count up. */
const generationAnnotation = 'deprecated.daemonset.template.generation';

export function templateGenerationOf({ metadata }: DaemonSet): string | undefined {
  return metadata.annotations?.[generationAnnotation];
}

function checkStrategy({ spec }: DaemonSet, causes: Causes): void {
  const field = 'spec.updateStrategy';
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  if (type === 'OnDelete') return;
  if (type !== 'RollingUpdate') {
    causes.notSupported(field, goValue('apps.DaemonSetUpdateStrategy', spec.updateStrategy), [
      'RollingUpdate',
      'OnDelete',
    ]);
    return;
  }
  const { maxSurge, maxUnavailable } = rollingUpdate ?? {};
  const [surgeField, unavailableField] = ['maxSurge', 'maxUnavailable'].map(
    (member) => `${field}.rollingUpdate.${member}`,
  ) as [string, string];
  checkShare(maxUnavailable, unavailableField, causes);
  checkShare(maxSurge, surgeField, causes);
  checkAtMostAll(maxUnavailable, unavailableField, causes);
  checkAtMostAll(maxSurge, surgeField, causes);
  if (!isNone(maxUnavailable) && !isNone(maxSurge))
    causes.invalid(
      surgeField,
      goValue('intstr.IntOrString', maxSurge),
      'may not be set when maxUnavailable is non-zero',
    );
  else if (isNone(maxUnavailable) && isNone(maxSurge))
    causes.required(unavailableField, 'cannot be 0 when maxSurge is 0');
}

function validate(next: DaemonSet, prev: DaemonSet | undefined, causes: Causes): void {
  const { selector, template, minReadySeconds, revisionHistoryLimit } = next.spec;
  if (selector !== undefined) checkLabelSelector(selector, 'spec.selector', causes);
  if (misses(selector, template))
    causes.invalid(
      'spec.template.metadata.labels',
      goValue('map[string]string', template?.metadata?.labels),
      noMatch,
    );
  if (selector !== undefined && isEmptySelector(selector))
    causes.invalid(
      'spec.selector',
      goValue('v1.LabelSelector', selector),
      'empty selector is invalid for daemonset',
    );
  checkTemplate(template, 'spec.template', 'DaemonSet', causes);
  checkNonNegative(minReadySeconds, 'spec.minReadySeconds', causes);
  checkStrategy(next, causes);
  checkNonNegative(revisionHistoryLimit, 'spec.revisionHistoryLimit', causes);
  if (prev !== undefined && !equal(prev.spec.selector, selector))
    causes.invalid('spec.selector', selector && goValue('v1.LabelSelector', selector), 'field is immutable');
}

export const daemonSets = kubernetesKind<DaemonSet>({
  group: 'apps',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  short: ['ds'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  subresources: [statusSubresource],
  defaults({ metadata, spec }) {
    // Go has it as a number of the spec, and so every version of it that it writes has the annotation.
    metadata.annotations = { [generationAnnotation]: '0', ...metadata.annotations };
    if (spec === undefined) return;
    const strategy = (spec.updateStrategy ??= {});
    strategy.type ||= 'RollingUpdate';
    if (strategy.type === 'RollingUpdate') {
      strategy.rollingUpdate ??= {};
      strategy.rollingUpdate.maxUnavailable ??= 1;
      strategy.rollingUpdate.maxSurge ??= 0;
    }
    spec.revisionHistoryLimit ??= 10;
    fillTemplate(spec);
  },
  prepare(next, prev) {
    dropDisabled(next.spec?.template?.spec);
    if (prev === undefined) {
      next.status = {
        currentNumberScheduled: 0,
        numberMisscheduled: 0,
        desiredNumberScheduled: 0,
        numberReady: 0,
      };
    }
    const before = prev === undefined ? 0 : Number(templateGenerationOf(prev) ?? 0);
    const changed = prev === undefined || !equal(prev.spec.template, next.spec?.template);
    const count = String(changed ? before + 1 : before);
    next.metadata.annotations = { ...next.metadata.annotations, [generationAnnotation]: count };
  },
  validate,
  validateStatus: (next, prev, causes) => checkWorkloadStatus('DaemonSet', next.status, prev.status, causes),
  warnings: newTemplateWarnings,
  columns: [
    nameColumn,
    { name: 'Desired', type: 'integer', cell: ({ status }) => status?.desiredNumberScheduled ?? 0 },
    { name: 'Current', type: 'integer', cell: ({ status }) => status?.currentNumberScheduled ?? 0 },
    { name: 'Ready', type: 'integer', cell: ({ status }) => status?.numberReady ?? 0 },
    { name: 'Up-to-date', type: 'integer', cell: ({ status }) => status?.updatedNumberScheduled ?? 0 },
    { name: 'Available', type: 'integer', cell: ({ status }) => status?.numberAvailable ?? 0 },
    {
      name: 'Node Selector',
      cell: ({ spec }) => selectorText({ matchLabels: spec.template.spec?.nodeSelector ?? {} }),
    },
    ageColumn,
    ...containerColumns,
    selectorColumn,
  ],
});
