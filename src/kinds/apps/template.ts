// What workloads that make Pods have in common: the selector, the template, the containers' columns.
// Source: kubernetes pkg/apis/apps/validation, pkg/printers/internalversion.
import type { LabelSelector, PodSpec, PodTemplateSpec } from '#types';
import { equal } from '../../std/draft.ts';
import type { Causes } from '../../store/causes.ts';
import { formatLabelSelector, fromLabelSelector, matchesLabels } from '../../store/selectors.ts';
import { checkPodTemplate } from '../core/pod/check-template.ts';
import { nameWarnings, templateWarnings } from '../core/pod/warnings.ts';
import { checkLabelSelector } from '../label-selector.ts';
import { goValue } from '../../store/go-types.ts';

interface Workload {
  readonly spec: {
    readonly replicas?: number;
    readonly minReadySeconds?: number;
    readonly selector?: LabelSelector;
    readonly template?: PodTemplateSpec;
  };
}

export function checkNonNegative(value: number | undefined, field: string, causes: Causes): void {
  if (value !== undefined && value < 0) causes.invalid(field, value, 'must be greater than or equal to 0');
}

/** The template of Pods that are to run for ever; `owner` is the kind that says so. */
export function checkTemplate(
  template: PodTemplateSpec | undefined,
  field: string,
  owner: string,
  causes: Causes,
): void {
  checkPodTemplate(template, field, causes, { restartPolicies: ['Always'] });
  checkNoDeadline(template, field, owner, causes);
}

export function checkNoDeadline(
  template: PodTemplateSpec | undefined,
  field: string,
  owner: string,
  causes: Causes,
): void {
  if (template?.spec?.activeDeadlineSeconds === undefined) return;
  const said = `activeDeadlineSeconds in ${owner} is not Supported`;
  causes.forbidden(`${field}.spec.activeDeadlineSeconds`, said);
}

export const noMatch = '`selector` does not match template `labels`';

export function isEmptySelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length + matchExpressions.length === 0;
}

/** Whether the selector passes the template by: none selects nothing, an empty one everything. */
export function misses(selector: LabelSelector | undefined, template: PodTemplateSpec | undefined): boolean {
  if (selector === undefined) return true;
  const parsed = fromLabelSelector(selector);
  return 'requirements' in parsed && !matchesLabels(parsed.requirements, template?.metadata?.labels);
}

/** Whether the selector can select at all; where it cannot, that is said after what is wrong with its parts. */
export function isReadable(selector: LabelSelector | undefined): boolean {
  return selector === undefined || 'requirements' in fromLabelSelector(selector);
}

/** Checks the selector of a Deployment or a ReplicaSet, and the template that it has to fit. */
export function checkSelected({ spec: { selector, template } }: Workload, causes: Causes): void {
  if (selector === undefined) causes.required('spec.selector');
  else {
    checkLabelSelector(selector, 'spec.selector', causes);
    if (isEmptySelector(selector))
      causes.invalid(
        'spec.selector',
        goValue('v1.LabelSelector', selector),
        'empty selector is invalid for deployment',
      );
  }
  if (selector !== undefined && !isReadable(selector)) {
    causes.invalid('spec.selector', goValue('v1.LabelSelector', selector), 'invalid label selector');
    return;
  }
  if (misses(selector, template)) {
    causes.invalid(
      'spec.template.metadata.labels',
      goValue('map[string]string', template?.metadata?.labels),
      noMatch,
    );
  }
  // A Deployment's template is that of its ReplicaSets, which the words name.
  checkTemplate(template, 'spec.template', 'ReplicaSet', causes);
}

/** Checks that the selector is what it was. */
export function checkSameSelector(next: Workload, prev: Workload | undefined, causes: Causes): void {
  const { selector } = next.spec;
  if (prev !== undefined && !equal(prev.spec.selector, selector)) {
    causes.invalid('spec.selector', selector && goValue('v1.LabelSelector', selector), 'field is immutable');
  }
}

interface Written extends Workload {
  readonly metadata: { readonly name: string; readonly generation?: number };
}

/** A name that becomes that of Pods, and a template that is new. */
export function workloadWarnings(next: Written, prev: Written | undefined): readonly string[] {
  return [
    ...(prev === undefined ? nameWarnings(next.metadata.name) : []),
    ...newTemplateWarnings(next, prev),
  ];
}

export function newTemplateWarnings(next: Written, prev: Written | undefined): readonly string[] {
  return isSame(next, prev) ? [] : templateWarnings(next.spec.template, 'spec.template');
}

/** Whether the object asks for what it asked for before. */
export function isSame(
  { metadata }: Pick<Written, 'metadata'>,
  prev: Pick<Written, 'metadata'> | undefined,
): boolean {
  return prev !== undefined && prev.metadata.generation === metadata.generation;
}

function containersOf(object: Workload): PodSpec['containers'] {
  return object.spec.template?.spec?.containers ?? [];
}

/** The wide columns of every workload. */
export const containerColumns = [
  {
    name: 'Containers',
    wide: true,
    cell: (object: Workload) =>
      containersOf(object)
        .map(({ name }) => name)
        .join(','),
  },
  {
    name: 'Images',
    wide: true,
    cell: (object: Workload) =>
      containersOf(object)
        .map(({ image }) => image ?? '')
        .join(','),
  },
] as const;

export function selectorText(selector: LabelSelector | undefined): string {
  return selector === undefined ? '<none>' : formatLabelSelector(selector);
}

export const selectorColumn = {
  name: 'Selector',
  wide: true,
  cell: (object: Workload) => selectorText(object.spec.selector),
} as const;
