// The ABI, exports only; src/kernels/exports.ts is the same list as TypeScript sees it.
export { arenaBase, ensure } from './memory/arena';
export {
  placementOpen,
  placementSetDemand,
  placementSetHosts,
  placementSetMaskWord,
} from './placement/table';
export { placementFree, placementSetRow } from './placement/rows';
export { placementChoose, placementDecisionAt } from './placement/choose';
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
export * from './routes/index';
