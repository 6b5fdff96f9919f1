// The ABI, exports only; src/kernels/exports.ts is the same list as TypeScript sees it.
export { arenaBase, ensure } from './memory/arena';
export {
  placementFree,
  placementOpen,
  placementSetDemand,
  placementSetHosts,
  placementSetMaskWord,
  placementSetRow,
} from './placement/table';
export {
  placementChoose,
  placementIneligible,
  placementRunnerUp,
  placementRunnerUpScore,
  placementShort,
  placementWinnerScore,
} from './placement/choose';
export { placementPlace, placementRelease } from './placement/place';
export { placementScoresAt, placementVerdicts, placementVerdictsAt } from './placement/verdicts';
export {
  packingAreaAt,
  packingOpen,
  packingRoom,
  packingSetDemand,
  packingSetPlace,
  packingSetShape,
} from './packing/fleet';
export { packingCheckMix } from './packing/mix';
export { packingReasons } from './packing/reasons';
export { packingJoinGroup, packingSetGroup } from './packing/rules';
export {
  packingBook,
  packingRelease,
  packingRun,
  packingSetInService,
  packingUsePolicy,
} from './packing/run';
export { movesAreaAt, movesOpen } from './balance/block';
export { movesBegin, movesRun } from './balance/moves';
export { routesOpen } from './routes/workspace';
export { routesInputAt, routesInputRoom, routesRead } from './routes/read';
export {
  routesBadColumn,
  routesBadLine,
  routesBadLineAt,
  routesBadLineBytes,
  routesMistake,
} from './routes/mistake';
export { routesBoundary, routesCover } from './routes/boundary';
export { routesBudget, routesLeastRoutes } from './routes/budget';
export { routesDifference } from './routes/difference';
export { routesExact } from './routes/exact';
export { routesNameNull } from './routes/hops';
export { routesOrtc } from './routes/ortc';
export { routesSumsAt } from './routes/sums';
export {
  routesCopy,
  routesIpv4At,
  routesIpv4Count,
  routesIpv6Count,
  routesSetIpv4Count,
} from './routes/table';
export { routesOutputAt, routesPrint, routesPrintFrom } from './routes/print';
