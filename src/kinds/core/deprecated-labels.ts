// Labels of nodes that were called otherwise once: who selects by them is told the name of today.
// Source: kubernetes pkg/api/node/util.go.
import type { NodeSelectorTerm } from '#types';
import { getOwn } from '../../std/own.ts';

const deprecated: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region':
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone':
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type':
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods':
    'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

/** A warning of the label that is used under `field`, where it is one of old; `said` names it once more. */
export function labelWarnings(label: string, field: string, said = ''): readonly string[] {
  const why = getOwn(deprecated, label);
  return why === undefined ? [] : [`${field}: ${said}${why}`];
}

export function termWarnings({ matchExpressions = [] }: NodeSelectorTerm, field: string): readonly string[] {
  return matchExpressions.flatMap(({ key }, index) =>
    labelWarnings(key, `${field}.matchExpressions[${index}].key`, `${key} is `),
  );
}
