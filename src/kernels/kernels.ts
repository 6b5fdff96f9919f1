// The two kernels behind one door. The WebAssembly instance is handed in by runtime/, as a plain object. A world takes
// one instance, in which its tables live side by side; a second world (a fork, a look back) takes another, and dropping
// it drops its memory. Deliberately absent: fetching and compiling, which only runtime/ can do.
import { createArena } from './arena.ts';
import type { KernelExports } from './exports.ts';
import { createFleetKernel, type FleetKernel } from './fleet.ts';
import { createPlacementKernel, type PlacementKernel } from './placement.ts';
import { createRoutesKernel, type RoutesKernel } from './routes.ts';

export interface Kernels {
  readonly placement: PlacementKernel;
  readonly fleet: FleetKernel;
  readonly routes: RoutesKernel;
}

/** The kernels over a fresh instance, which is theirs from then on. */
export function createKernels(instance: KernelExports): Kernels {
  const arena = createArena(instance);
  return {
    placement: createPlacementKernel(instance, arena),
    fleet: createFleetKernel(instance, arena),
    routes: createRoutesKernel(instance, arena),
  };
}
