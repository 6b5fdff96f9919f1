// What is wrong with a template of Pods, whoever has it. Source: kubernetes pkg/apis/core/validation, ValidatePodTemplateSpec.
import type { PodTemplateSpec } from '#types';
import type { Causes } from '../../../store/causes.ts';
import { checkAnnotations, checkLabels } from '../../../store/meta.ts';
import { checkPodAnnotations } from './check-annotations.ts';
import { checkPodSpec, type PodSpecRules } from './validate.ts';

/** Labels and annotations, which are told of as if they stood in the template itself, as Kubernetes does. */
export function checkTemplateMeta(
  template: PodTemplateSpec | undefined,
  field: string,
  causes: Causes,
): void {
  const { labels, annotations } = template?.metadata ?? {};
  checkLabels(labels, `${field}.labels`, causes);
  checkAnnotations(annotations, `${field}.annotations`, causes);
  checkPodAnnotations(annotations, template?.spec, `${field}.annotations`, causes);
}

export function checkPodTemplate(
  template: PodTemplateSpec | undefined,
  field: string,
  causes: Causes,
  rules: PodSpecRules = {},
): void {
  checkTemplateMeta(template, field, causes);
  if (template?.spec === undefined) {
    causes.required(`${field}.spec.containers`);
    return;
  }
  checkPodSpec(template.spec, `${field}.spec`, causes, rules);
  if ((template.spec.ephemeralContainers ?? []).length > 0)
    causes.forbidden(`${field}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template');
}
