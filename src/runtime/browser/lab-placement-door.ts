// The placement lab's part of the lab's door.

/** What was asked for, or why it cannot be, in words for the person. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: string };

/** Policies of the fleet kernel, by its names. */
export type PlacementPolicy = 'balance' | 'best-fit' | 'fgd' | 'yield';

export interface TablesSummary {
  readonly nodes: readonly string[];
  readonly pods: number;
  /** Pods that ask for the same under the same rules are one shape. */
  readonly shapes: number;
  /** How many have a node in their table. */
  readonly running: number;
  /** Names, CPU and memory first. */
  readonly resources: readonly string[];
}

/** Amounts are thousandths of a core, MiB, thousandths of a GPU. */
export interface PlacementResult {
  readonly policy: PlacementPolicy;
  /** What the policy is for these tables. */
  readonly words: string;
  readonly pods: number;
  readonly placed: number;
  readonly occupied: number;
  readonly uses: readonly { readonly name: string; readonly capacity: number; readonly used: number }[];
  /** Of what is free what a Pod of the table, drawn by chance, could not use. */
  readonly fragments: { readonly name: string; readonly free: number; readonly unusable: number };
  /** Milliseconds that placing took. */
  readonly ms: number;
  /** By shape, most Pods first; not all where there are very many. */
  readonly unplaced: readonly { readonly first: string; readonly pods: number; readonly words: string }[];
  readonly unplacedShapes: number;
  readonly podsOn: Int32Array;
  /** By resource, of every node the part that is used; -1 where there is none of it. */
  readonly loads: readonly Float32Array[];
}

export interface RoomQuestion {
  /** As Kubernetes writes them: `4`, `16Gi`. */
  readonly cpu: string;
  readonly memory: string;
  readonly gpus: number;
  readonly gpuMilli: number;
  readonly lost: number;
}

export interface RoomAnswer {
  readonly now: number;
  /** A room of this is one that nobody counts to its end. */
  readonly most: number;
  /** After the worst loss that was tried, what ran there placed elsewhere first; undefined where none is lost. */
  readonly after:
    | { readonly lost: readonly string[]; readonly room: number; readonly ran: number; readonly left: number }
    | undefined;
  readonly tried: number;
  /** Whether every loss of so many nodes was tried; otherwise only that of the largest. */
  readonly isAll: boolean;
}

export interface PlacementDoor {
  /** Two tables, CSV or JSON. `again` places what has a node once more. */
  readInventory(nodes: Uint8Array, pods: Uint8Array, again: boolean): Promise<Outcome<TablesSummary>>;
  placePods(policy: PlacementPolicy): Promise<Outcome<PlacementResult>>;
  countRoom(policy: PlacementPolicy, question: RoomQuestion): Promise<Outcome<RoomAnswer>>;
}
