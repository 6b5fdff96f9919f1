// What the placement kernel must answer, said plainly: one host after the other, ordinary numbers, no bit tricks.
import {
  SCORE_MAX,
  weightOf,
  type Choice,
  type HostRow,
  type HostTable,
  type HostVerdict,
  type Item,
  type PlacementKernel,
  type TableShape,
} from '../../src/kernels/placement.ts';

const FREE_MAX = 2 ** 31 - 1;

export const oraclePlacement: PlacementKernel = { createTable };

function createTable({ resources, hostsMax, masks = 0 }: TableShape): HostTable {
  const free = resources.map(() => new Int32Array(hostsMax));
  const weight = resources.map(() => new Int32Array(hostsMax));
  const hard = resources.flatMap((resource, r) => (resource.hard ? [r] : []));
  const scored = resources.flatMap((resource, r) => (resource.scored ? [r] : []));
  const eligible = Array.from({ length: masks + 1 }, () => new Uint8Array(hostsMax));
  let hosts = 0;

  function setHosts(count: number): void {
    if (count > hostsMax) throw new RangeError('too many hosts');
    hosts = count;
    eligible.forEach((hostsOfMask, mask) => {
      if (mask === 0) hostsOfMask.fill(1, 0, count);
      hostsOfMask.fill(0, count);
    });
  }

  function setRow(host: number, row: HostRow): void {
    if (host >= hosts) throw new RangeError('no such host');
    resources.forEach(({ scored }, r) => {
      const has = row.free[r]!;
      const worth = weightOf(row.capacity[r]!);
      if (!isFree(has, worth, scored)) throw new RangeError('out of range');
      free[r]![host] = has;
      weight[r]![host] = worth;
    });
  }

  function isFree(value: number, worth: number, scored: boolean): boolean {
    return Math.abs(value) <= FREE_MAX && (!scored || value * worth <= SCORE_MAX);
  }

  function scoreOf(host: number, demand: readonly number[]): number {
    let score = SCORE_MAX;
    for (const r of scored) {
      const left = Math.max(0, free[r]![host]! - demand[r]!);
      score = Math.min(score, left * weight[r]![host]!);
    }
    return score;
  }

  function choose(item: Item): Choice {
    const demand = item.demand.map((asked) => Math.min(asked, FREE_MAX));
    const inMask = eligible[item.mask ?? 0]!;
    const short = resources.map(() => 0);
    let winner = -1;
    let winnerScore = -1;
    let runnerUp = -1;
    let runnerUpScore = -1;
    let ineligible = 0;
    for (let host = 0; host < hosts; host++) {
      if (inMask[host] === 0) {
        ineligible++;
        continue;
      }
      let fits = true;
      for (const r of hard) {
        if (free[r]![host]! < demand[r]!) {
          fits = false;
          short[r]!++;
        }
      }
      if (!fits) continue;
      const score = scoreOf(host, demand);
      if (score > winnerScore) {
        runnerUp = winner;
        runnerUpScore = winnerScore;
        winner = host;
        winnerScore = score;
      } else if (score > runnerUpScore) {
        runnerUp = host;
        runnerUpScore = score;
      }
    }
    return { winner, winnerScore, runnerUp, runnerUpScore, ineligible, short };
  }

  function book(host: number, item: Item, sign: 1 | -1): void {
    if (host < 0 || host >= hosts) throw new RangeError('no such host');
    const booked = resources.map((_, r) => free[r]![host]! + sign * Math.min(item.demand[r]!, FREE_MAX));
    if (!resources.every(({ scored }, r) => isFree(booked[r]!, weight[r]![host]!, scored))) {
      throw new RangeError('out of range');
    }
    booked.forEach((value, r) => (free[r]![host] = value));
  }

  return {
    get hosts() {
      return hosts;
    },
    load(rows) {
      setHosts(rows.length);
      rows.forEach((row, host) => setRow(host, row));
    },
    setHost(host, row) {
      if (host === hosts) setHosts(hosts + 1);
      setRow(host, row);
    },
    freeOf: (host) => free.map((column) => column[host]!),
    setMask(mask, isEligible) {
      for (let host = 0; host < hosts; host++) eligible[mask]![host] = isEligible(host) ? 1 : 0;
    },
    choose,
    verdicts(item) {
      const demand = item.demand.map((asked) => Math.min(asked, FREE_MAX));
      return Array.from({ length: hosts }, (_, host): HostVerdict => {
        if (eligible[item.mask ?? 0]![host] === 0) return { eligible: false, short: [], score: -1 };
        const short = hard.filter((r) => free[r]![host]! < demand[r]!);
        return { eligible: true, short, score: short.length === 0 ? scoreOf(host, demand) : -1 };
      });
    },
    place: (host, item) => book(host, item, -1),
    release: (host, item) => book(host, item, 1),
    close() {},
  };
}
