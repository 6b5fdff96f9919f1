// The fleet kernel's figures: GPUs allocated on the openb trace, and items a second for it and for batches of identical items.
import { policies, type Fleet, type FleetPlan, type Policy } from '../../src/kernels/fleet.ts';
import { balanceModels, type BalanceModel } from '../../src/kernels/moves.ts';
import { createKernels, type Kernels } from '../../src/kernels/kernels.ts';
import { compileKernels } from '../../src/runtime/node/kernels.ts';
import { dice } from '../dice.ts';
import type { Row } from './measure.ts';
import { processorMs } from './processor.ts';
import { median } from './stages.ts';
import { openb, openbAllocated, openbItems } from './openb.ts';
import { oracle } from './oracle.ts';

const SEEDS = [42, 43, 44, 45, 46, 47, 48, 49, 50, 51];
const REPEATS = 9;
const instantiate = compileKernels();

export function measureFleet(): Row[] {
  return [...openbRows(), ...[64, 1_000, 5_000].flatMap(batchRows), ...balanceModels.map(balanceRow)];
}

function openbRows(): Row[] {
  const workloads = SEEDS.map(openbItems);
  return policies.flatMap((policy): Row[] => {
    const { fleet } = createKernels(instantiate());
    const rates: number[] = [];
    const shares = workloads.map((items) => {
      let share = 0;
      const own = fleet.createFleet(openb);
      own.usePolicy(policy);
      const ms = processorMs(() => (share = openbAllocated(items, own.run(items).hosts)));
      own.close();
      rates.push((items.length / ms) * 1e3);
      return share;
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    return [
      { name: `openb, ${policy}`, value: mean, unit: '% of GPUs', note: 'mean of 10 seeds at 130 % asked' },
      { name: `openb, ${policy}, rate`, value: median(rates), unit: 'pods/s', note: 'median of 10 seeds' },
    ];
  });
}

const BATCH = 41;

/** 7 x 8 sizes on hosts of 64 cores and 512 GiB until they are 90 % full. */
function batchPlan(hosts: number): FleetPlan {
  const capacity = [64_000, 524_288];
  const cpus = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000];
  const memories = [512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536];
  return {
    resources: ['cpu', 'memory'].map((name) => ({ name, scored: true })),
    hosts: Array.from({ length: hosts }, () => ({ capacity, free: capacity })),
    shapes: cpus.flatMap((cpu) => memories.map((memory) => ({ demand: [cpu, memory], count: 1 }))),
  };
}

function batchesFor(plan: FleetPlan, size: number): number[] {
  const roll = dice(9, size);
  const items: number[] = [];
  let memory = 0;
  let cpu = 0;
  while (cpu < 0.9 * 64_000 * plan.hosts.length && memory < 0.9 * 524_288 * plan.hosts.length) {
    const shape = roll.below(plan.shapes.length);
    const [cpuOf = 0, memoryOf = 0] = plan.shapes[shape]?.demand ?? [];
    for (let same = size === 1 ? 1 : roll.between(1, 2 * size - 1); same > 0; same--) {
      items.push(shape);
      cpu += cpuOf;
      memory += memoryOf;
    }
  }
  return items;
}

function filling(kernels: Kernels, plan: FleetPlan, policy: Policy, items: readonly number[]): number {
  const fleet: Fleet = kernels.fleet.createFleet(plan);
  fleet.usePolicy(policy);
  const ms = processorMs(() => fleet.run(items));
  fleet.close();
  return ms;
}

function batchRows(hosts: number): Row[] {
  const plan = batchPlan(hosts);
  const kernels = createKernels(instantiate());
  return [1, BATCH].map((size) => {
    const items = batchesFor(plan, size);
    const times = Array.from({ length: REPEATS + 2 }, () => filling(kernels, plan, 'balance', items)).slice(
      2,
    );
    const few = items.slice(0, Math.ceil(2_000_000 / hosts / 10));
    const ratio = filling(oracle, plan, 'balance', few) / few.length / (median(times) / items.length);
    return {
      name: size === 1 ? `fleet, ${hosts} hosts, shapes mixed` : `fleet, ${hosts} hosts, batches of ${size}`,
      value: (items.length / median(times)) * 1e3,
      unit: 'pods/s',
      note: `${items.length} pods; ${ratio.toFixed(0)} times as fast as the plain oracle`,
    };
  });
}

/** 20,000 VMs of 64 sizes on 1,000 hosts that are half as many full as empty, until no move gains anything. */
function balanceRow(model: BalanceModel): Row {
  const roll = dice(11, 0);
  const capacity = [64_000];
  const plan: FleetPlan = {
    resources: [{ name: 'CPU', scored: true }],
    hosts: Array.from({ length: 1_000 }, () => ({ capacity, free: capacity })),
    shapes: Array.from({ length: 64 }, () => ({ demand: [roll.between(100, 3_000)], count: 1 })),
  };
  const items = Array.from({ length: 20_000 }, () => ({
    shape: roll.below(64),
    host: Math.floor(roll.below(1_000) ** 2 / 1_000),
  }));
  const { fleet: kernel } = createKernels(instantiate());
  let moves = 0;
  const times = Array.from({ length: REPEATS }, () => {
    const fleet = kernel.createFleet(plan);
    for (const { shape, host } of items) fleet.book(shape, host);
    const ms = processorMs(() => {
      moves = fleet.balance({ items, resource: 0, model, leastGain: 1, movesMax: 100_000 }).length;
    });
    fleet.close();
    return ms;
  });
  const us = (median(times) / moves) * 1e3;
  return {
    name: `balance by ${model}, 1,000 hosts, 20,000 VMs`,
    value: us,
    unit: 'us/move',
    note: `${moves} moves`,
  };
}
