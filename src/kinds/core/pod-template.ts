// PodTemplate: a Pod's template that nothing makes Pods of. Source: kubernetes pkg/apis/core/validation, ValidatePodTemplate.
import type { PodTemplate as PodTemplateType } from '#types';
import { dropDisabled } from './pod/disabled.ts';
import type { Stored } from '../../store/object.ts';
import { nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { fillTemplate } from './pod/defaults.ts';
import { checkPodTemplate } from './pod/check-template.ts';
import { templateWarnings } from './pod/warnings.ts';

export type PodTemplate = Stored<PodTemplateType>;

function containersOf({ template }: PodTemplate) {
  return template?.spec?.containers ?? [];
}

export const podTemplates = kubernetesKind<PodTemplate>({
  group: '',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  namespaced: true,
  generation: true,
  returnsDeleted: true,
  defaults: fillTemplate,
  prepare: ({ template }) => dropDisabled(template?.spec),
  validate({ template }, _prev, causes) {
    checkPodTemplate(template, 'template', causes);
  },
  warnings: ({ template }, prev) => (prev === undefined ? templateWarnings(template, 'template') : []),
  columns: [
    nameColumn,
    {
      name: 'Containers',
      cell: (object) =>
        containersOf(object)
          .map(({ name }) => name)
          .join(','),
    },
    {
      name: 'Images',
      cell: (object) =>
        containersOf(object)
          .map(({ image = '' }) => image)
          .join(','),
    },
    {
      name: 'Pod Labels',
      cell: ({ template }) => {
        const labels = Object.entries(template?.metadata?.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
        return labels.length === 0 ? '<none>' : labels.map(([key, value]) => `${key}=${value}`).join(',');
      },
    },
  ],
});
