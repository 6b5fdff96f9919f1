// What is wrong with a StatefulSet, in Kubernetes' words. Its template is not looked into, as in Kubernetes 1.33: a Pod that the
// template cannot make is refused when the controller makes it. Source: kubernetes pkg/apis/apps/validation/validation.go.
import type { StatefulSetSpec, StatefulSetUpdateStrategy } from '#types';
import { equal } from '../../../std/draft.ts';
import type { Causes } from '../../../store/causes.ts';
import { checkLabelSelector } from '../../label-selector.ts';
import {
  checkNoDeadline,
  checkNonNegative,
  isEmptySelector,
  isReadable,
  misses,
  noMatch,
} from '../template.ts';
import { checkTemplateMeta } from '../../core/pod/check-template.ts';
import type { StatefulSet } from './stateful-set.ts';
import { goValue } from '../../../store/go-types.ts';

function checkStrategy(strategy: StatefulSetUpdateStrategy, causes: Causes): void {
  const field = 'spec.updateStrategy';
  const { type, rollingUpdate } = strategy;
  if (!type) causes.required(field);
  else if (type === 'OnDelete') {
    if (rollingUpdate !== undefined)
      causes.invalid(
        `${field}.rollingUpdate`,
        goValue('apps.RollingUpdateStatefulSetStrategy', rollingUpdate),
        "only allowed for updateStrategy 'RollingUpdate'",
      );
  } else if (type === 'RollingUpdate')
    checkNonNegative(rollingUpdate?.partition, `${field}.rollingUpdate.partition`, causes);
  else
    causes.invalid(
      field,
      goValue('apps.StatefulSetUpdateStrategy', strategy),
      "must be 'RollingUpdate' or 'OnDelete'",
    );
}

const retentions = ['Retain', 'Delete'];

function checkRetention(
  { persistentVolumeClaimRetentionPolicy = {} }: StatefulSetSpec,
  causes: Causes,
): void {
  for (const when of ['whenDeleted', 'whenScaled'] as const) {
    const policy = persistentVolumeClaimRetentionPolicy[when];
    if (retentions.includes(policy ?? '')) continue;
    causes.notSupported(`spec.persistentVolumeClaimRetentionPolicy.${when}`, policy ?? '', retentions);
  }
}

function checkSpec(spec: StatefulSetSpec, causes: Causes): void {
  const { podManagementPolicy, selector, template } = spec;
  if (!podManagementPolicy) causes.required('spec.podManagementPolicy');
  else if (podManagementPolicy !== 'OrderedReady' && podManagementPolicy !== 'Parallel')
    causes.invalid('spec.podManagementPolicy', podManagementPolicy, "must be 'OrderedReady' or 'Parallel'");
  checkStrategy(spec.updateStrategy ?? {}, causes);
  checkRetention(spec, causes);
  checkNonNegative(spec.replicas, 'spec.replicas', causes);
  checkNonNegative(spec.minReadySeconds, 'spec.minReadySeconds', causes);
  checkNonNegative(spec.ordinals?.start, 'spec.ordinals.start', causes);
  if (selector === undefined) causes.required('spec.selector');
  else {
    checkLabelSelector(selector, 'spec.selector', causes);
    if (isEmptySelector(selector))
      causes.invalid(
        'spec.selector',
        goValue('v1.LabelSelector', selector),
        'empty selector is invalid for statefulset',
      );
  }
  if (selector !== undefined && !isReadable(selector))
    causes.invalid('spec.selector', goValue('v1.LabelSelector', selector), '');
  else if (misses(selector, template))
    causes.invalid(
      'spec.template.metadata.labels',
      goValue('map[string]string', template?.metadata?.labels),
      noMatch,
    );
  if (isReadable(selector)) checkTemplateMeta(template, 'spec.template', causes);
  const restartPolicy = template?.spec?.restartPolicy ?? '';
  if (restartPolicy !== 'Always')
    causes.notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']);
  checkNoDeadline(template, 'spec.template', 'StatefulSet', causes);
}

/** A spec without what may change. */
function fixed({
  replicas: _replicas,
  template: _template,
  updateStrategy: _updateStrategy,
  minReadySeconds: _minReadySeconds,
  ordinals: _ordinals,
  revisionHistoryLimit: _revisionHistoryLimit,
  persistentVolumeClaimRetentionPolicy: _retention,
  ...rest
}: StatefulSetSpec): object {
  return rest;
}

const mayChange =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
  "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

export function validateStatefulSet(next: StatefulSet, prev: StatefulSet | undefined, causes: Causes): void {
  checkSpec(next.spec, causes);
  if (prev !== undefined && !equal(fixed(next.spec), fixed(prev.spec))) causes.forbidden('spec', mayChange);
}
