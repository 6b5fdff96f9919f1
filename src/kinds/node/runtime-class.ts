// RuntimeClass: which of a node's runtimes runs a Pod, and what it costs. Source of rules: kubernetes pkg/apis/node/validation.
import type { RuntimeClass as RuntimeClassType } from '#types';
import { isDns1123Label } from '../../std/names.ts';
import { checkLabels } from '../../store/meta.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { checkResources } from '../core/pod/check-resources.ts';
import { checkTolerations } from '../core/pod/check-scheduling.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { labelWarnings } from '../core/deprecated-labels.ts';

export type RuntimeClass = Stored<RuntimeClassType>;

export const runtimeClasses = kubernetesKind<RuntimeClass>({
  group: 'node.k8s.io',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
  namespaced: false,
  validate(next, prev, causes) {
    causes.invalidEach('handler', next.handler, isDns1123Label(next.handler ?? ''));
    // Checked as a container's limits, and told as such.
    if (next.overhead !== undefined)
      checkResources({ limits: next.overhead.podFixed ?? {} }, 'overhead', causes);
    checkLabels(next.scheduling?.nodeSelector, 'scheduling.nodeSelector', causes);
    checkTolerations(next.scheduling?.tolerations ?? [], 'scheduling.tolerations.tolerations', causes);
    if (prev !== undefined && next.handler !== prev.handler)
      causes.invalid('handler', next.handler, 'field is immutable');
  },
  warnings: ({ scheduling }) =>
    Object.keys(scheduling?.nodeSelector ?? {}).flatMap((label) =>
      labelWarnings(label, 'scheduling.nodeSelector'),
    ),
  columns: [
    nameColumn,
    {
      name: 'Handler',
      description:
        'handler specifies the underlying runtime and configuration that the CRI implementation will use to handle pods of this class.',
      cell: ({ handler }) => handler,
    },
    ageColumn,
  ],
});
