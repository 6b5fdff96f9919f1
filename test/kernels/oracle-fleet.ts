// What the fleet kernel must answer, said plainly: every item looks at every host, every host at every kind of item.
import {
  DEVICE_WHOLE,
  checkPlan,
  effectivePolicy,
  weightsOf,
  type Fleet,
  type FleetHost,
  type FleetKernel,
  type FleetPlan,
  type Group,
  type ItemShape,
  type Policy,
} from '../../src/kernels/fleet.ts';
import { WHOLE_LOAD, loadOf, type Move } from '../../src/kernels/moves.ts';
import { gradesOf, mixOf } from '../../src/kernels/mix.ts';
import { SCORE_MAX } from '../../src/kernels/placement.ts';

export const oracleFleet: FleetKernel = { createFleet };

const YIELD_STEP = 10;
const YIELD_BASE = 2 ** 24;

interface State {
  readonly host: FleetHost;
  readonly free: number[];
  readonly devices: number[];
  inService: boolean;
}

interface Standing {
  readonly group: number;
  readonly host: number;
}

function createFleet(plan: FleetPlan): Fleet {
  checkPlan(plan);
  const { hosts, shapes, masks = [], groups = [] } = plan;
  const states = hosts.map((host): State => ({
    host,
    free: [...host.free],
    devices: [...(host.devices ?? [])],
    inService: host.inService !== false,
  }));
  const mix = mixOf(shapes);
  const grades = gradesOf(mix.weight);
  const standing: Standing[] = [];
  let policy: Policy = 'balance';
  let weight = weightsOf(plan, policy);

  const shapeAt = (shape: number): ItemShape => {
    if (shapes[shape] === undefined) throw new RangeError('no such shape');
    return shapes[shape];
  };
  const stateAt = (host: number): State => {
    if (states[host] === undefined) throw new RangeError('no such host');
    return states[host];
  };
  const isIn = (mask: number, host: number): boolean => mask === 0 || masks[mask - 1]!(host);
  const devicesFit = ({ devices = 0, milli = 0 }: ItemShape, left: readonly number[]): boolean =>
    left.filter((each) => each >= milli).length >= devices;
  const placeOf = ({ byDomain }: Group, host: number): number =>
    byDomain ? (hosts[host]!.domain ?? 0) : host;

  function ruleAllows(index: number, host: number): boolean {
    const group = groups[index]!;
    const places = standing.filter((each) => each.group === index).map((each) => placeOf(group, each.host));
    const own = placeOf(group, host);
    if (group.limit === 'together') return places.every((place) => place === own);
    return places.filter((place) => place === own).length < group.limit;
  }

  /** What the mix can use of free devices: an amount for every kind, by its weight. */
  function usableBy(host: number, cpu: number, devices: readonly number[]): number {
    let sum = 0;
    for (const kind of mix.kinds) {
      if (kind.devices === 0 || !isIn(kind.mask, host) || kind.cpu > cpu) continue;
      const enough = devices.filter((left) => left >= kind.milli);
      if (enough.length < kind.devices) continue;
      sum += enough.reduce((total, left) => total + left, 0) * kind.weight;
    }
    return sum;
  }

  function ownYield(cpu: number, devices: readonly number[]): number {
    const free = devices.reduce((total, left) => total + left, 0);
    const dead = devices.filter((left) => left < mix.leastUse).reduce((total, left) => total + left, 0);
    const fed = Number((BigInt(cpu) * BigInt(mix.feeds)) >> 16n);
    return 2 * Math.min(fed, free) - 5 * dead;
  }

  /** The ways to take devices: one by one where the policy chooses, else the fullest that fit. */
  function waysToTake(shape: ItemShape, left: readonly number[]): number[][] {
    const { devices = 0, milli = 0 } = shape;
    const fit = left.flatMap((each, device) => (each >= milli && milli > 0 ? [device] : []));
    const chooses = policy === 'fgd' || policy === 'yield';
    if (chooses && devices === 1 && milli < DEVICE_WHOLE) return fit.map((device) => [device]);
    return [fit.toSorted((a, b) => left[a]! - left[b]! || a - b).slice(0, devices)];
  }

  function deviceScore(shape: ItemShape, host: number, taken: readonly number[]): number {
    const { free, devices } = states[host]!;
    const { milli = 0, demand } = shape;
    const after = devices.map((left, device) => (taken.includes(device) ? left - milli : left));
    const [cpu = 0] = free;
    const cpuAfter = cpu - (demand[0] ?? 0);
    const change = usableBy(host, cpuAfter, after) - usableBy(host, cpu, devices);
    const total = mix.weight;
    if (policy === 'fgd') {
      const saved = change + total * milli * taken.length;
      return grades.filter((grade) => saved >= grade).length;
    }
    const own = ownYield(cpuAfter, after) - ownYield(cpu, devices);
    const step = total * YIELD_STEP;
    return Math.floor((change + total * own) / step) + YIELD_BASE;
  }

  function lookAt(shape: ItemShape, host: number): { score: number; taken: number[] } | undefined {
    const { free, devices, inService } = states[host]!;
    if (!inService || !isIn(shape.mask ?? 0, host)) return undefined;
    if (shape.demand.some((asked, resource) => free[resource]! < asked)) return undefined;
    if (!devicesFit(shape, devices)) return undefined;
    if (!(shape.groups ?? []).every((group) => ruleAllows(group, host))) return undefined;
    const ways = waysToTake(shape, devices);
    if (policy === 'fgd' || policy === 'yield') {
      const looks = ways.map((taken) => ({ taken, score: deviceScore(shape, host, taken) }));
      return looks.reduce((best, look) => (look.score > best.score ? look : best));
    }
    const worth = shape.demand.map((asked, resource) => (free[resource]! - asked) * weight(resource, host));
    const scored = worth.filter((_, resource) => weight(resource, host) > 0);
    const score =
      policy === 'balance'
        ? Math.min(SCORE_MAX, ...scored)
        : scored.reduce((left, value) => left - value, SCORE_MAX);
    return { score, taken: ways[0]! };
  }

  function book(shape: ItemShape, host: number, taken: readonly number[], sign: 1 | -1): void {
    const { free, devices } = states[host]!;
    shape.demand.forEach((asked, resource) => (free[resource] = free[resource]! - sign * asked));
    for (const device of taken) devices[device] = devices[device]! - sign * (shape.milli ?? 0);
    for (const group of shape.groups ?? []) {
      if (sign === 1) standing.push({ group, host });
      else {
        standing.splice(
          standing.findIndex((each) => each.group === group && each.host === host),
          1,
        );
      }
    }
  }

  const bitsOf = (taken: readonly number[]): number =>
    taken.reduce((bits, device) => bits | (1 << device), 0);
  const devicesOf = (bits: number): number[] =>
    Array.from({ length: 16 }, (_, device) => device).filter((device) => ((bits >> device) & 1) === 1);

  return {
    usePolicy(next) {
      policy = effectivePolicy(plan, next);
      weight = weightsOf(plan, policy);
    },
    run(items) {
      const run = { hosts: new Int32Array(items.length), devices: new Uint32Array(items.length), placed: 0 };
      Array.from(items).forEach((index, item) => {
        const shape = shapeAt(index);
        let winner = -1;
        let best = { score: -1, taken: [] as number[] };
        for (let host = 0; host < states.length; host++) {
          const look = lookAt(shape, host);
          if (look === undefined || look.score <= best.score) continue;
          winner = host;
          best = look;
        }
        run.hosts[item] = winner;
        run.devices[item] = bitsOf(best.taken);
        if (winner < 0) return;
        book(shape, winner, best.taken, 1);
        run.placed++;
      });
      return run;
    },
    book: (shape, host, devices = 0) => {
      stateAt(host);
      book(shapeAt(shape), host, devicesOf(devices), 1);
    },
    release: (shape, host, devices = 0) => {
      stateAt(host);
      book(shapeAt(shape), host, devicesOf(devices), -1);
    },
    setInService(host, isInService) {
      stateAt(host).inService = isInService;
    },
    balance({ items, resource, model, leastGain, movesMax }) {
      const at = items.map(({ host }) => host);
      const costOf = (load: number): number =>
        (model === 'score' ? Math.max(load - WHOLE_LOAD / 2, 0) : load) ** 2;
      const loadAt = (host: number, change: number): number => {
        const capacity = hosts[host]!.capacity[resource]!;
        return loadOf(capacity - states[host]!.free[resource]! + change, capacity);
      };
      const standsAgainst = (shape: ItemShape, host: number): boolean =>
        !states[host]!.inService ||
        !isIn(shape.mask ?? 0, host) ||
        !(shape.groups ?? []).every((group) => ruleAllows(group, host));
      const moves: Move[] = [];
      while (moves.length < movesMax) {
        let best: Move | undefined;
        for (const [item, { shape: index, cost = 0 }] of items.entries()) {
          const from = at[item]!;
          if (moves.some((move) => move.item === item)) continue;
          const shape = shapeAt(index);
          const asked = shape.demand[resource]!;
          if ((shape.devices ?? 0) > 0) continue;
          book(shape, from, [], -1);
          const isMandatory = standsAgainst(shape, from);
          let host = -1;
          for (let other = 0; other < hosts.length; other++) {
            if (other === from || standsAgainst(shape, other)) continue;
            if (shape.demand.some((amount, r) => states[other]!.free[r]! < amount)) continue;
            if (host < 0 || loadAt(other, 0) < loadAt(host, 0)) host = other;
          }
          book(shape, from, [], 1);
          if (host < 0) continue;
          const gain =
            costOf(loadAt(from, 0)) -
            costOf(loadAt(from, -asked)) -
            (costOf(loadAt(host, asked)) - costOf(loadAt(host, 0))) -
            cost;
          if (!isMandatory && gain < leastGain) continue;
          const isBetter =
            best === undefined || (isMandatory === best.isMandatory ? gain > best.gain : isMandatory);
          if (isBetter) best = { item, host, gain, isMandatory };
        }
        if (best === undefined) break;
        const shape = shapeAt(items[best.item]!.shape);
        book(shape, at[best.item]!, [], -1);
        book(shape, best.host, [], 1);
        at[best.item] = best.host;
        moves.push(best);
      }
      return moves;
    },
    reasons(index) {
      const shape = shapeAt(index);
      const reasons = { fitting: 0, outside: 0, devices: 0, rules: 0, short: shape.demand.map(() => 0) };
      states.forEach(({ free, devices, inService }, host) => {
        if (!inService || !isIn(shape.mask ?? 0, host)) {
          reasons.outside++;
          return;
        }
        const lacksDevices = !devicesFit(shape, devices);
        const breaksRule = !(shape.groups ?? []).every((group) => ruleAllows(group, host));
        const short = shape.demand.map((asked, resource) => free[resource]! < asked);
        reasons.devices += Number(lacksDevices);
        reasons.rules += Number(breaksRule);
        short.forEach((isShort, resource) => (reasons.short[resource]! += Number(isShort)));
        reasons.fitting += Number(!lacksDevices && !breaksRule && !short.includes(true));
      });
      return reasons;
    },
    freeOf: (host) => [...stateAt(host).free],
    devicesOf: (host) => [...stateAt(host).devices],
    close() {},
  };
}
