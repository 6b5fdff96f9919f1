// The plain oracle behind the kernels' own door: what runs on the kernels runs on it.
import type { Kernels } from '../../src/kernels/kernels.ts';
import { oracleFleet } from './oracle-fleet.ts';
import { oraclePlacement } from './oracle-placement.ts';
import { oracleRoutes } from './oracle-routes.ts';

export const oracle: Kernels = { placement: oraclePlacement, fleet: oracleFleet, routes: oracleRoutes };
