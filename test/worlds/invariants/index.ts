// What must hold in every world. `always` after each thing that is done, `atRest` once nothing is due any more. Written against
// what the published faces show, not against the engine's insides. Numbers in brackets: the project's list of invariants.
import { deepStrictEqual } from 'node:assert/strict';
import type { World } from '../../../src/world.ts';
import { get, type Body } from '../setup.ts';
import { checkCompute, checkPowered } from './compute.ts';
import { checkLeftovers } from './leftovers.ts';
import { check, fabric, Look } from './look.ts';
import { checkNetwork } from './network.ts';
import { checkQuotas } from './quotas.ts';
import { Reflector } from './reflector.ts';
import { checkRequests } from './requests.ts';
import { checkDaemonSets, checkOrdinals, checkStatefulSets } from './sets.ts';
import { checkStorage } from './storage.ts';
import { checkSettled, checkSupervisors, serves } from './supervisors.ts';
import { checkTenants } from './tenants.ts';
import { checkSets, checkSlices } from './workloads.ts';

const watched = [
  '/api/v1/pods',
  '/api/v1/services',
  '/api/v1/configmaps',
  '/api/v1/resourcequotas',
  '/apis/apps/v1/deployments',
  '/apis/apps/v1/replicasets',
  '/apis/apps/v1/statefulsets',
  '/apis/apps/v1/daemonsets',
  '/apis/apps/v1/controllerrevisions',
  '/apis/policy/v1/poddisruptionbudgets',
  '/apis/discovery.k8s.io/v1/endpointslices',
  '/scopes/fabric/apis/vsphere.sandbox/v1/virtualmachines',
] as const;

export class Invariants {
  readonly #world: World;
  readonly #reflectors: readonly Reflector[];
  /** Addresses of virtual servers by uid, for as long as they have been seen. */
  readonly #vips = new Map<string, string>();
  #now: number;

  constructor(world: World) {
    this.#world = world;
    this.#now = world.now;
    const uids = new Map<string, string>();
    const generations = new Map<string, Body>();
    this.#reflectors = watched.map((path) => new Reflector(world, path, uids, generations));
  }

  always(): Look {
    const world = this.#world;
    check(world.now >= this.#now, () => 'time goes back (59)');
    this.#now = world.now;
    const look = new Look(world);
    checkSupervisors(look);
    checkCompute(look);
    if (serves(look)) {
      for (const reflector of this.#reflectors) reflector.compare(look);
      checkNetwork(look, this.#vips);
      checkOrdinals(look);
    }
    // A ledger is what a recount gives (26).
    const { kept, recounted } = world.ledgers();
    deepStrictEqual(kept, recounted);
    check(
      get(world, `${fabric('sandbox', 'simulations')}/world`).status?.['conditions'] === undefined,
      () => 'the simulation is stalled (56)',
    );
    return look;
  }

  /** Once nothing is due: what was wished is so, nothing is left over (20, 22, 37, 46, 54). */
  atRest(): void {
    this.#settle();
    const look = this.always();
    checkPowered(look);
    checkSettled(look);
    if (!serves(look)) return;
    this.#eventually(look, 2_000, checkSlices);
    checkSets(look);
    checkStatefulSets(look);
    checkDaemonSets(look);
    checkLeftovers(look);
    checkStorage(look);
    checkTenants(look);
    checkQuotas(look);
    checkRequests(look);
  }

  /** A control plane that is renewed VM by VM takes its time. */
  #settle(): void {
    for (let hour = 0; hour < 3; hour++) {
      const [supervisor] = new Look(this.#world).list(fabric('vsphere.sandbox', 'supervisors'));
      if (supervisor?.status?.['configStatus'] === 'RUNNING') return;
      this.#world.runTo(this.#world.now + 3_600_000);
    }
  }

  /** What may lag behind for a moment, since crashing containers never rest: it must hold at one of some moments. */
  #eventually(first: Look, spanMs: number, holds: (look: Look) => void): void {
    const end = this.#world.now + spanMs;
    for (let look = first; ; look = new Look(this.#world)) {
      try {
        holds(look);
        return;
      } catch (cause) {
        if (this.#world.now >= end) throw cause;
      }
      this.#world.runTo(this.#world.now + 250);
    }
  }
}
