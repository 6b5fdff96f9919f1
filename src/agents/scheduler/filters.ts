// Which nodes a Pod can run on, with kube-scheduler's own reasons. Source: kubernetes pkg/scheduler/framework/plugins.
// Deliberately absent still: topology spread constraints, Pod affinity, volumes, host ports.
import { matchesNodeSelection } from '../../kinds/core/node-affinity.ts';
import type { Node } from '../../kinds/core/node.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { requestsOf } from '../../kinds/core/pod/resources.ts';
import { tolerates, untoleratedTaint } from '../../kinds/core/pod/tolerations.ts';
import { canonicalJson } from '../../std/canonical-json.ts';
import type { NodeInfo, NodeLedger } from './nodes.ts';

/** The reason why no Pod of this shape can run on the node, or undefined. */
function staticReason(pod: Pod, node: Node): string | undefined {
  const { spec } = pod;
  if (node.spec.unschedulable === true) {
    const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
    if (!tolerates(spec.tolerations, taint)) return 'node(s) were unschedulable';
  }
  const taint = untoleratedTaint(spec.tolerations, node.spec.taints);
  if (taint !== undefined) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
  return matchesNodeSelection(spec, node) ? undefined : "node(s) didn't match Pod's node affinity/selector";
}

/** Reasons of one node: empty where the Pod can run there. */
export type Verdict = readonly string[];

const passes: Verdict = [];

function resourceReasons(info: NodeInfo, cpuMilli: number, memoryMiB: number): Verdict {
  const { load } = info;
  if (
    load.pods < info.podsMax &&
    load.cpuMilli + cpuMilli <= info.cpuMilli &&
    load.memoryMiB + memoryMiB <= info.memoryMiB
  ) {
    return passes;
  }
  const reasons: string[] = [];
  if (load.pods >= info.podsMax) reasons.push('Too many pods');
  if (cpuMilli > 0 && load.cpuMilli + cpuMilli > info.cpuMilli) reasons.push('Insufficient cpu');
  if (memoryMiB > 0 && load.memoryMiB + memoryMiB > info.memoryMiB) reasons.push('Insufficient memory');
  return reasons;
}

interface Shape {
  readonly version: number;
  readonly reasons: readonly (string | undefined)[];
}

const shapesKept = 256;

/** Filters nodes; what depends only on a Pod's shape is worked out once for all Pods of that shape. */
export class Filters {
  readonly #ledger: NodeLedger;
  readonly #shapes = new Map<string, Shape>();

  constructor(ledger: NodeLedger) {
    this.#ledger = ledger;
  }

  /** A verdict for each node, in the ledger's order. */
  verdicts(pod: Pod): readonly Verdict[] {
    const fixed = this.#shape(pod).reasons;
    const { cpuMilli, memoryMiB } = requestsOf(pod.spec);
    return this.#ledger.nodes.map((info, index) => {
      const reason = fixed[index];
      return reason === undefined ? resourceReasons(info, cpuMilli, memoryMiB) : [reason];
    });
  }

  #shape(pod: Pod): Shape {
    const { nodeSelector, tolerations, affinity } = pod.spec;
    const key = canonicalJson([nodeSelector ?? null, tolerations ?? null, affinity?.nodeAffinity ?? null]);
    const { version, nodes } = this.#ledger;
    const known = this.#shapes.get(key);
    if (known?.version === version) return known;
    const shape = { version, reasons: nodes.map(({ node }) => staticReason(pod, node)) };
    if (this.#shapes.size >= shapesKept) this.#shapes.clear();
    this.#shapes.set(key, shape);
    return shape;
  }
}
