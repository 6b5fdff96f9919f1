// The nodes that come into question for a Pod, by their places in the ledger's order. What is the same for every Pod that has these
// before it is worked out once.
import type { NodeInfo, NodeLedger } from './nodes.ts';
import type { Verdict } from './verdict.ts';

export class Candidates {
  readonly places: readonly number[];
  readonly #nodes: readonly NodeInfo[];
  #infos: readonly NodeInfo[] | undefined;
  #hosts: readonly string[] | undefined;
  #isTainted: boolean | undefined;

  constructor(nodes: readonly NodeInfo[], places: readonly number[]) {
    this.#nodes = nodes;
    this.places = places;
  }

  /** All that no verdict keeps the Pod from. */
  static of({ nodes }: NodeLedger, verdicts: readonly Verdict[]): Candidates {
    const places: number[] = [];
    for (let place = 0; place < nodes.length; place++) if (verdicts[place] === undefined) places.push(place);
    return new Candidates(nodes, places);
  }

  get size(): number {
    return this.places.length;
  }

  get infos(): readonly NodeInfo[] {
    this.#infos ??= this.places.map((place) => this.#nodes[place] as NodeInfo);
    return this.#infos;
  }

  /** Names of those that are ESXi hosts; the same list each time. */
  get hosts(): readonly string[] {
    this.#hosts ??= this.infos.flatMap(({ isHost, node }) => (isHost ? [node.metadata.name] : []));
    return this.#hosts;
  }

  get isTainted(): boolean {
    this.#isTainted ??= this.infos.some(({ node }) => node.spec.taints !== undefined);
    return this.#isTainted;
  }

  /** Only those of a name. */
  named(name: string): Candidates {
    return this.where((info) => info.node.metadata.name === name);
  }

  where(isMeant: (info: NodeInfo, index: number) => boolean): Candidates {
    const { infos } = this;
    const places = this.places.filter((_, index) => isMeant(infos[index] as NodeInfo, index));
    return new Candidates(this.#nodes, places);
  }
}
