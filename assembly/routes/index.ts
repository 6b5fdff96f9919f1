// The ABI of the route kernels, exports only. A module of these alone needs no SIMD: build.mjs --scalar.
export { routesOpen } from './workspace';
export { routesInputAt, routesInputRoom, routesRead } from './read';
export {
  routesBadColumn,
  routesBadLine,
  routesBadLineAt,
  routesBadLineBytes,
  routesMistake,
} from './mistake';
export { routesBoundary, routesCover } from './boundary';
export { routesBudget, routesLeastRoutes } from './budget';
export { routesDifference } from './difference';
export { routesExact } from './exact';
export { routesNameNull } from './hops';
export { routesOrtc } from './ortc';
export { routesSumsAt } from './sums';
export { routesCopy, routesIpv4At, routesIpv4Count, routesIpv6Count, routesSetIpv4Count } from './table';
export { routesOutputAt, routesPrint, routesPrintFrom } from './print';
