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
  placementDecisionAt(table: number): number;
  placementPlace(table: number, host: number): number;
  placementRelease(table: number, host: number): number;
  placementVerdicts(table: number, mask: number): number;
  placementVerdictsAt(table: number): number;
  placementScoresAt(table: number): number;

  packingOpen(
    fleet: number,
    hosts: number,
    resources: number,
    devices: number,
    shapes: number,
    masks: number,
    groups: number,
    domains: number,
    mixBytes: number,
  ): number;
  packingAreaAt(fleet: number, area: number): number;
  packingRoom(fleet: number): number;
  packingSetPlace(fleet: number, host: number, domain: number, hostClass: number): number;
  packingSetShape(fleet: number, shape: number, mask: number, devices: number, milli: number): number;
  packingSetDemand(fleet: number, shape: number, resource: number, demand: number): number;
  packingSetGroup(fleet: number, group: number, limit: number, byDomain: boolean): number;
  packingJoinGroup(fleet: number, shape: number, group: number): number;
  packingSetInService(fleet: number, host: number, isInService: boolean): number;
  packingCheckMix(fleet: number): number;
  packingUsePolicy(fleet: number, policy: number): number;
  packingRun(fleet: number, items: number): number;
  packingBook(fleet: number, shape: number, host: number, devices: number): number;
  packingRelease(fleet: number, shape: number, host: number, devices: number): number;
  packingReasons(fleet: number, shape: number): number;

  movesOpen(moves: number, fleet: number, items: number): number;
  movesAreaAt(moves: number, area: number): number;
  movesBegin(moves: number, column: number, model: number): number;
  movesRun(moves: number, count: number, least: number): number;

  routesOpen(workspace: number, options: number): number;
  routesSetIpv4Count(workspace: number, table: number, count: number): number;
  routesIpv4At(workspace: number, table: number): number;
  routesIpv4Count(workspace: number, table: number): number;
  routesIpv6Count(workspace: number, table: number): number;
  routesInputAt(workspace: number): number;
  routesInputRoom(workspace: number): number;
  routesRead(workspace: number, table: number, bytes: number, isLast: boolean): number;
  routesMistake(workspace: number): number;
  routesBadLine(workspace: number): number;
  routesBadColumn(workspace: number): number;
  routesBadLineAt(workspace: number): number;
  routesBadLineBytes(workspace: number): number;
  routesExact(workspace: number, table: number): number;
  routesBoundary(workspace: number, ipv4Bits: number, ipv6Bits: number): number;
  routesCover(workspace: number, table: number): number;
  routesDifference(workspace: number): number;
  routesCopy(workspace: number): number;
  routesNameNull(workspace: number, bytes: number): number;
  routesOrtc(workspace: number, usesNull: boolean): number;
  routesBudget(workspace: number, ipv4Routes: number, ipv6Routes: number): number;
  routesLeastRoutes(workspace: number): number;
  routesSumsAt(workspace: number): number;
  routesPrintFrom(workspace: number, table: number): number;
  routesPrint(workspace: number): number;
  routesOutputAt(workspace: number): number;
}
