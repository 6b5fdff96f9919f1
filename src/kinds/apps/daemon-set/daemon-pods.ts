// The Pods of a DaemonSet: what one for a node looks like, which node one is for, which nodes should have one.
// Source: kubernetes pkg/controller/daemon/util, NodeShouldRunDaemonPod.
import type { PodSpec, Toleration } from '#types';
import type { Create } from '../../../control/loop.ts';
import { namedNodes, matchesNodeSelection } from '../../core/node-affinity.ts';
import type { Node } from '../../core/node.ts';
import { tolerates, untoleratedTaint } from '../../core/pod/tolerations.ts';
import type { Pod } from '../../core/pod/pod.ts';
import { podOf } from '../pod-of.ts';
import { revisionHashLabel } from '../revisions.ts';
import { daemonSets, templateGenerationOf, type DaemonSet } from './daemon-set.ts';

const generationLabel = 'pod-template-generation';

/** What a daemon puts up with on its node, whatever its template says. */
function ownTolerations({ hostNetwork }: PodSpec): readonly Toleration[] {
  const exists = (name: string, effect: string): Toleration => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect,
  });
  return [
    exists('not-ready', 'NoExecute'),
    exists('unreachable', 'NoExecute'),
    exists('disk-pressure', 'NoSchedule'),
    exists('memory-pressure', 'NoSchedule'),
    exists('pid-pressure', 'NoSchedule'),
    exists('unschedulable', 'NoSchedule'),
    ...(hostNetwork === true ? [exists('network-unavailable', 'NoSchedule')] : []),
  ];
}

function sameTaint(a: Toleration, b: Toleration): boolean {
  const parts = ({ key, operator, value, effect }: Toleration) =>
    [key, operator, value ?? '', effect].join(' ');
  return parts(a) === parts(b);
}

function specOf({ spec }: DaemonSet): PodSpec {
  const { containers = [], ...rest } = spec.template.spec ?? {};
  const pod: PodSpec = { containers, ...rest };
  const tolerations = [...(pod.tolerations ?? [])];
  for (const own of ownTolerations(pod)) {
    const place = tolerations.findIndex((toleration) => sameTaint(own, toleration));
    tolerations[place < 0 ? tolerations.length : place] = own;
  }
  return { ...pod, tolerations };
}

/** The Pod's spec, bound to one node by its name. */
function boundTo(spec: PodSpec, node: string): PodSpec {
  const { affinity } = spec;
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  const required = { nodeSelectorTerms: [term] };
  const nodeAffinity = {
    ...affinity?.nodeAffinity,
    requiredDuringSchedulingIgnoredDuringExecution: required,
  };
  return { ...spec, affinity: { ...affinity, nodeAffinity } };
}

export function newDaemon(set: DaemonSet, name: string, node: string, hash: string): Create {
  const generation = templateGenerationOf(set);
  return podOf(daemonSets, set, {
    name,
    template: set.spec.template,
    labels: {
      ...(generation === undefined ? {} : { [generationLabel]: generation }),
      [revisionHashLabel]: hash,
    },
    spec: boundTo(specOf(set), node),
    why: `${node} has none`,
  });
}

/** The node that a Pod runs on or is meant for. */
export function nodeOf({ spec }: Pod): string {
  if (spec.nodeName) return spec.nodeName;
  const [name = ''] = namedNodes(spec) ?? [];
  return name;
}

export function isOfHash(pod: Pod, hash: string): boolean {
  return pod.metadata.labels?.[revisionHashLabel] === hash;
}

export interface Eligibility {
  /** A Pod should be made there. */
  readonly shouldRun: boolean;
  /** One that is there may stay. */
  readonly mayStay: boolean;
}

export function eligibilityOf(set: DaemonSet): (node: Node) => Eligibility {
  const spec = specOf(set);
  return (node) => {
    const isNamed = !spec.nodeName || spec.nodeName === node.metadata.name;
    if (!isNamed || !matchesNodeSelection(spec, node)) return { shouldRun: false, mayStay: false };
    const { taints } = node.spec;
    if (untoleratedTaint(spec.tolerations, taints) === undefined) return { shouldRun: true, mayStay: true };
    const isDrivenOut = taints?.some(
      (taint) => taint.effect === 'NoExecute' && !tolerates(spec.tolerations, taint),
    );
    return { shouldRun: false, mayStay: isDrivenOut !== true };
  };
}
