// The ABI as TypeScript sees it: what assembly/index.ts exports, by name. Structural on purpose, so that the world
// compiles without WebAssembly's types and runtime/ hands in an instance. Addresses are byte offsets into `memory`,
// counts and codes are i32 (code.ts); every function is documented where it is written, under assembly/.

export interface KernelExports {
  /** Grows inside `...Open` and `ensure`; its buffer is a new one afterwards, so views are made when used. */
  readonly memory: { readonly buffer: ArrayBuffer };
  arenaBase(): number;
  ensure(bytes: number): number;

  placementOpen(
    table: number,
    hostsMax: number,
    hardOnly: number,
    both: number,
    scoredOnly: number,
    masks: number,
  ): number;
  placementSetHosts(table: number, hosts: number): number;
  placementSetMaskWord(table: number, mask: number, word: number, bits: number): number;
  placementSetRow(table: number, host: number, column: number, free: number, weight: number): number;
  placementFree(table: number, host: number, column: number): number;
  placementSetDemand(table: number, column: number, demand: number): number;
  placementChoose(table: number, mask: number): number;
  placementRunnerUp(table: number): number;
  placementWinnerScore(table: number): number;
  placementRunnerUpScore(table: number): number;
  placementIneligible(table: number): number;
  placementShort(table: number, column: number): number;
  placementPlace(table: number, host: number): number;
  placementRelease(table: number, host: number): number;
  placementVerdicts(table: number, mask: number): number;
  placementVerdictsAt(table: number): number;
  placementScoresAt(table: number): number;

  ipv4Open(workspace: number, countMax: number): number;
  ipv4Addresses(workspace: number): number;
  ipv4Bits(workspace: number): number;
  ipv4Exact(workspace: number, count: number): number;
  ipv4Boundary(workspace: number, count: number, boundary: number): number;
  ipv4OverAdvertised(workspace: number, summaryCount: number, count: number): number;
}
