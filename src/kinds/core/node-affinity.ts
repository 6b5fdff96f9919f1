// Which nodes a Pod's node selector and node affinity mean. Source: kubernetes staging component-helpers
// scheduling/corev1/nodeaffinity. A term that says nothing, or nonsense, means no node.
import type { NodeSelectorTerm, PodSpec } from '#types';
import { getOwn } from '../../std/own.ts';
import { matchesLabels, type LabelOperator } from '../../store/selectors.ts';
import type { Node } from './node.ts';

type Requirement = NonNullable<NodeSelectorTerm['matchExpressions']>[number];

/** What of a node is asked: a node that is not there yet, as a DaemonSet's controller thinks of, has it too. */
export type NodeLike = Pick<Node, 'metadata'>;

const operators: ReadonlyMap<string, LabelOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
  ['Gt', 'gt'],
  ['Lt', 'lt'],
]);

function meets(requirements: readonly Requirement[], labels: Readonly<Record<string, string>> | undefined) {
  return requirements.every(({ key, operator, values = [] }) => {
    const known = operators.get(operator);
    return known !== undefined && matchesLabels([{ key, operator: known, values }], labels);
  });
}

export function matchesTerm(term: NodeSelectorTerm, node: NodeLike): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    meets(matchExpressions, node.metadata.labels) &&
    meets(matchFields, { 'metadata.name': node.metadata.name })
  );
}

/** Whether the node is one that the Pod's selector and required node affinity allow. */
export function matchesNodeSelection(spec: PodSpec, node: NodeLike): boolean {
  const { nodeSelector = {}, affinity } = spec;
  for (const key of Object.keys(nodeSelector))
    if (getOwn(node.metadata.labels, key) !== nodeSelector[key]) return false;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || required.nodeSelectorTerms.some((term) => matchesTerm(term, node));
}

/**
 * The nodes that required affinity names one by one, as a DaemonSet's Pod does; undefined where any node may do.
 * Source: kubernetes pkg/scheduler/framework/plugins/nodeaffinity, PreFilter.
 */
export function namedNodes(spec: PodSpec): ReadonlySet<string> | undefined {
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const lists = matchFields
      .filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
      .map(({ values = [] }) => values);
    const [first, ...others] = lists;
    if (first === undefined) return undefined;
    for (const name of first) if (others.every((values) => values.includes(name))) names.add(name);
  }
  return terms.length === 0 ? undefined : names;
}
