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
export { ipv4Addresses, ipv4Bits, ipv4Open } from './routes/workspace';
export { ipv4Boundary } from './routes/boundary';
export { ipv4Exact } from './routes/exact';
export { ipv4OverAdvertised } from './routes/over-advertised';
