// Which nodes a Pod can run on, with kube-scheduler's own reasons. Its plugins are asked in its own order, and the first that
// refuses a node has the word. Source: kubernetes pkg/scheduler/framework/plugins and apis/config default_plugins.go.
import { matchesNodeSelection, namedNodes } from '../../kinds/core/node-affinity.ts';
import { unschedulableTaint, type Node } from '../../kinds/core/node.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { requestsOf, type PodResources } from '../../kinds/core/pod/resources.ts';
import { tolerates, untoleratedTaint } from '../../kinds/core/pod/tolerations.ts';
import { canonicalJson } from '../../std/canonical-json.ts';
import { Kept } from '../../std/kept.ts';
import type { ReasonCount } from '../drs/drs.ts';
import { Candidates } from './candidates.ts';
import { interPodFilter } from './inter-pod.ts';
import { priorityOf, type NodeInfo, type NodeLedger } from './nodes.ts';
import { collides, hostPortsOf, type HostPort } from './ports.ts';
import { spreadFilter } from './spread.ts';
import { countReasons } from './unschedulable.ts';
import { refusals, untolerated, type Refused, type Verdict } from './verdict.ts';

/** Why no Pod of this shape can run on the node, whatever else runs there. */
function fixedRefusal({ spec }: Pod, node: Node, named: ReadonlySet<string> | undefined): Verdict {
  if (named?.has(node.metadata.name) === false) return refusals.notNamed;
  if (
    node.spec.unschedulable === true &&
    !tolerates(spec.tolerations, { key: unschedulableTaint, effect: 'NoSchedule' })
  )
    return refusals.unschedulable;
  const taint = untoleratedTaint(spec.tolerations, node.spec.taints);
  if (taint !== undefined) return untolerated(taint.key, taint.value);
  return matchesNodeSelection(spec, node) ? undefined : refusals.affinity;
}

function resourceRefusal(info: NodeInfo, asked: PodResources): Verdict {
  const { load } = info;
  const { cpuMilli, memoryMiB, others } = asked;
  const reasons: string[] = [];
  if (load.pods.size >= info.podsMax) reasons.push('Too many pods');
  if (cpuMilli > 0 && load.cpuMilli + cpuMilli > info.cpuMilli) reasons.push('Insufficient cpu');
  if (memoryMiB > 0 && load.memoryMiB + memoryMiB > info.memoryMiB) reasons.push('Insufficient memory');
  for (const [name, value] of others)
    if (value > 0 && (load.others.get(name) ?? 0) + value > (info.others.get(name) ?? 0))
      reasons.push(`Insufficient ${name}`);
  return { reasons, isFinal: false };
}

function portsRefusal({ load }: NodeInfo, wanted: readonly HostPort[]): Verdict {
  for (const taken of load.ports.values()) if (collides(wanted, taken)) return refusals.ports;
  return undefined;
}

/** What the filters say of all nodes, in the ledger's order. */
export class Filtered {
  readonly verdicts: readonly Verdict[];
  readonly feasible: Candidates;
  #reasons: readonly ReasonCount[] | undefined;

  constructor(ledger: NodeLedger, verdicts: readonly Verdict[]) {
    this.verdicts = verdicts;
    this.feasible = Candidates.of(ledger, verdicts);
  }

  /** How often each reason was given. */
  get reasons(): readonly ReasonCount[] {
    this.#reasons ??= countReasons(this.verdicts);
    return this.#reasons;
  }
}

interface Shape {
  readonly version: number;
  /** What there is to say of a Pod of the shape whatever else runs. */
  readonly fixed: Filtered;
}

/** What else decides for one Pod. */
interface Rules {
  readonly asked: PodResources;
  readonly ports: readonly HostPort[];
  readonly spread: ((info: NodeInfo) => Verdict) | undefined;
  readonly interPod: ((info: NodeInfo) => Verdict) | undefined;
}

const shapesKept = 256;

/** Filters nodes; what depends only on a Pod's shape is worked out once for all Pods of that shape. */
export class Filters {
  readonly #ledger: NodeLedger;
  readonly #shapes = new Kept<Shape>(shapesKept);

  constructor(ledger: NodeLedger) {
    this.#ledger = ledger;
  }

  /** Room that preemption makes for a Pod that matters as much counts as taken. */
  filter(pod: Pod): Filtered {
    const nominated = this.nominatedBeside(pod);
    if (nominated.length === 0) return this.#alone(pod);
    const crowded = this.#ledger.supposing(nominated, 1, () => this.#alone(pod).verdicts);
    // A Pod that is only nominated may never come: nobody can count on its company.
    const verdicts = this.#alone(pod).verdicts.map((verdict, place) => verdict ?? crowded[place]);
    return new Filtered(this.#ledger, verdicts);
  }

  #alone(pod: Pod): Filtered {
    const { fixed } = this.#shape(pod);
    const rules = this.#rules(pod);
    if (this.#isWelcome(fixed.feasible, rules)) return fixed;
    const verdicts = this.#ledger.nodes.map((_, place) => this.#verdict(fixed.verdicts, rules, place));
    return new Filtered(this.#ledger, verdicts);
  }

  /** The Pods that wait for a node by name and matter at least as much, as if they were there. */
  nominatedBeside(pod: Pod): readonly Pod[] {
    const { nominated } = this.#ledger;
    if (nominated.size === 0) return [];
    return [...nominated.values()]
      .filter((other) => other.metadata.uid !== pod.metadata.uid && priorityOf(other) >= priorityOf(pod))
      .map((other) => ({
        ...other,
        spec: { ...other.spec, nodeName: other.status?.nominatedNodeName ?? '' },
      }));
  }

  /** The verdict on the node at a place of the ledger, for as long as the ledger stays as it is. */
  of(pod: Pod): (place: number) => Verdict {
    const { verdicts } = this.#shape(pod).fixed;
    const rules = this.#rules(pod);
    return (place) => this.#verdict(verdicts, rules, place);
  }

  #rules(pod: Pod): Rules {
    return {
      asked: requestsOf(pod.spec),
      ports: hostPortsOf(pod),
      spread: spreadFilter(pod, this.#ledger),
      interPod: interPodFilter(pod, this.#ledger),
    };
  }

  /** Whether nothing but its shape keeps the Pod from any node: mostly so, and then nothing is made anew. */
  #isWelcome({ places }: Candidates, { asked, ports, spread, interPod }: Rules): boolean {
    if (spread !== undefined || interPod !== undefined || ports.length > 0 || asked.others.size > 0)
      return false;
    const { rooms } = this.#ledger;
    for (const place of places) if (!rooms.hasRoom(place, asked)) return false;
    return true;
  }

  #verdict(fixed: readonly Verdict[], { asked, ports, spread, interPod }: Rules, place: number): Verdict {
    const refusal = fixed[place];
    if (refusal !== undefined) return refusal;
    const info = this.#ledger.nodes[place] as NodeInfo;
    if (ports.length > 0) {
      const taken = portsRefusal(info, ports);
      if (taken !== undefined) return taken;
    }
    if (asked.others.size > 0 || !this.#ledger.rooms.hasRoom(place, asked)) {
      const short = resourceRefusal(info, asked) as Refused;
      if (short.reasons.length > 0) return short;
    }
    return spread?.(info) ?? interPod?.(info);
  }

  #shape(pod: Pod): Shape {
    const { nodeSelector, tolerations, affinity } = pod.spec;
    const key = canonicalJson([nodeSelector ?? null, tolerations ?? null, affinity?.nodeAffinity ?? null]);
    const { version, nodes } = this.#ledger;
    const known = this.#shapes.get(key);
    if (known?.version === version) return known;
    const named = namedNodes(pod.spec);
    const verdicts = nodes.map(({ node }) => fixedRefusal(pod, node, named));
    return this.#shapes.set(key, { version, fixed: new Filtered(this.#ledger, verdicts) });
  }
}
