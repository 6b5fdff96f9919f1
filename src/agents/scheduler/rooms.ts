// The room on all nodes, as columns of numbers in the ledger's order, with what it is worth to a Pod. A thousand nodes are looked at
// for every Pod: each look at a node's own objects would be several misses of the cache.
// Source: kubernetes pkg/scheduler/framework/plugins/noderesources, least_allocated.go and balanced_allocation.go.
import type { NodeInfo } from './nodes.ts';

const full = 100;
/** Shares of a node are counted in millionths. */
const whole = 1_000_000;

/** What is asked for of the processor and of memory; whole numbers. */
export interface Asked {
  readonly cpuMilli: number;
  readonly memoryMiB: number;
}

/** Default weights of the plugins. */
export const roomWeights = { least: 1, balanced: 1 } as const;

/** 0 to 100 each. */
export interface RoomScore {
  readonly least: number;
  readonly balanced: number;
}

function leastAllocated(asked: number, capacity: number): number {
  return capacity === 0 || asked > capacity ? 0 : Math.floor(((capacity - asked) * full) / capacity);
}

function shareOf(asked: number, capacity: number): number {
  return capacity === 0 ? whole : Math.min(whole, Math.floor((asked * whole) / capacity));
}

export class Rooms {
  readonly #cpuMax: Float64Array;
  readonly #memoryMax: Float64Array;
  readonly #cpuFree: Float64Array;
  readonly #memoryFree: Float64Array;
  readonly #podsFree: Float64Array;
  /** What is taken as scores count it. */
  readonly #cpuScored: Float64Array;
  readonly #memoryScored: Float64Array;
  /** What was last worked out, and the amounts that it is of: Pods come in crowds that ask for the same. */
  readonly #cpuOfScore: Float64Array;
  readonly #memoryOfScore: Float64Array;
  readonly #least: Uint8Array;
  readonly #balanced: Uint8Array;
  /** `scoreOf` of every node for the amounts last asked for, but for the nodes that changed since. */
  readonly #column: Uint16Array;
  #columnOf: Asked | undefined;
  #changed: number[] = [];

  constructor(nodes: readonly NodeInfo[]) {
    const { length } = nodes;
    this.#cpuMax = Float64Array.from(nodes, ({ cpuMilli }) => cpuMilli);
    this.#memoryMax = Float64Array.from(nodes, ({ memoryMiB }) => memoryMiB);
    this.#cpuFree = new Float64Array(length);
    this.#memoryFree = new Float64Array(length);
    this.#podsFree = new Float64Array(length);
    this.#cpuScored = new Float64Array(length);
    this.#memoryScored = new Float64Array(length);
    this.#cpuOfScore = new Float64Array(length).fill(-1);
    this.#memoryOfScore = new Float64Array(length).fill(-1);
    this.#least = new Uint8Array(length);
    this.#balanced = new Uint8Array(length);
    this.#column = new Uint16Array(length);
    for (const [place, node] of nodes.entries()) this.update(place, node);
  }

  /** Must be called whenever the node's load changes. */
  update(place: number, { cpuMilli, memoryMiB, podsMax, load }: NodeInfo): void {
    this.#cpuFree[place] = cpuMilli - load.cpuMilli;
    this.#memoryFree[place] = memoryMiB - load.memoryMiB;
    this.#podsFree[place] = podsMax - load.pods.size;
    this.#cpuScored[place] = load.scoredCpuMilli;
    this.#memoryScored[place] = load.scoredMemoryMiB;
    if (this.#changed.push(place) <= this.#column.length) return;
    this.#changed = [];
    this.#columnOf = undefined;
  }

  /** Whether a Pod that asks for nothing else has room. */
  hasRoom(place: number, { cpuMilli, memoryMiB }: Asked): boolean {
    return (
      (this.#podsFree[place] as number) >= 1 &&
      (cpuMilli === 0 || cpuMilli <= (this.#cpuFree[place] as number)) &&
      (memoryMiB === 0 || memoryMiB <= (this.#memoryFree[place] as number))
    );
  }

  /** `least` and `balanced` together by their weights, of what the Pods on the node and this one ask for. */
  scoreOf(place: number, asked: Asked): number {
    const cpu = (this.#cpuScored[place] as number) + asked.cpuMilli;
    const memory = (this.#memoryScored[place] as number) + asked.memoryMiB;
    if (this.#cpuOfScore[place] !== cpu || this.#memoryOfScore[place] !== memory)
      this.#work(place, cpu, memory);
    const { least, balanced } = roomWeights;
    return least * (this.#least[place] as number) + balanced * (this.#balanced[place] as number);
  }

  /** `scoreOf` of every node, by its place; good until the next call. A crowd that asks for the same changes a node at a time. */
  column(asked: Asked): Uint16Array {
    const known = this.#columnOf;
    const column = this.#column;
    if (known?.cpuMilli === asked.cpuMilli && known.memoryMiB === asked.memoryMiB) {
      for (const place of this.#changed) column[place] = this.scoreOf(place, asked);
    } else {
      for (let place = 0; place < column.length; place++) column[place] = this.scoreOf(place, asked);
    }
    this.#columnOf = asked;
    this.#changed = [];
    return column;
  }

  /** The two of a node, one by one. */
  scoresOf(place: number, asked: Asked): RoomScore {
    this.scoreOf(place, asked);
    return { least: this.#least[place] as number, balanced: this.#balanced[place] as number };
  }

  #work(place: number, cpu: number, memory: number): void {
    const cpuMax = this.#cpuMax[place] as number;
    const memoryMax = this.#memoryMax[place] as number;
    this.#cpuOfScore[place] = cpu;
    this.#memoryOfScore[place] = memory;
    this.#least[place] = Math.floor((leastAllocated(cpu, cpuMax) + leastAllocated(memory, memoryMax)) / 2);
    // Of two shares the standard deviation is half their distance.
    const distance = Math.abs(shareOf(cpu, cpuMax) - shareOf(memory, memoryMax));
    this.#balanced[place] = Math.floor(((whole - Math.floor(distance / 2)) * full) / whole);
  }
}
