// Nodes and Pods of two tables as a plan for the fleet kernel. Everything is checked before anything is placed.
import {
  effectivePolicy,
  type Fleet,
  type FleetKernel,
  type FleetPlan,
  type ItemShape,
  type Policy,
} from '../../kernels/fleet.ts';
import { UsageError } from '../usage-error.ts';
import { cpu, memory, shown } from './amounts.ts';
import { nameOfResource, nodeColumns, nodeNames, nodesOf, type Nodes } from './nodes.ts';
import { podColumns, podNames, podsOf, type Pods } from './pods.ts';
import type { Mistakes, Table } from './rows.ts';

export interface Inventory {
  readonly plan: FleetPlan;
  readonly nodes: Nodes;
  readonly pods: Pods;
}

/** Of a header that lacks a column, more than these are not told. */
const COLUMNS_TOLD_MAX = 20;
const amounts = [cpu, memory].map(({ plain, amount }) => [plain, amount]);

/**
 * Both tables as one; throws a UsageError that names every row that is wrong, those told before among them. Pods are compared
 * with nodes only where all nodes are right.
 */
export function inventoryOf(nodeTable: Table, podTable: Table, mistakes: Mistakes): Inventory {
  for (const columns of [nodeNames, ...amounts]) needs(nodeTable, columns);
  for (const columns of [podNames, ...amounts]) needs(podTable, columns);
  const own = new Set([...nodeColumns, ...podColumns, ...amounts.flat()]);
  const further = [...nodeTable.columns].filter((column) => podTable.columns.has(column) && !own.has(column));
  const nodes = nodesOf(nodeTable, further, mistakes);
  // What is wrong with a node would be told again for every Pod that could only run there.
  if (mistakes.isIn(nodeTable.file)) mistakes.tell();
  const pods = podsOf(podTable, nodes, mistakes);
  mistakes.tell();
  return { nodes, pods, plan: planOf(nodes, pods) };
}

function needs({ file, columns, rows }: Table, names: readonly string[]): void {
  if ((columns.size === 0 && rows.length === 0) || names.some((name) => columns.has(name))) return;
  const has = [...columns].slice(0, COLUMNS_TOLD_MAX).map(shown).join(', ');
  throw new UsageError(`${file}:1: a column ${names.join(' or ')} is missing; there are ${has}`);
}

function planOf({ resources, hosts }: Nodes, { shapes, rules }: Pods): FleetPlan {
  const hasGpus = resources.includes('GPU');
  return {
    // With GPUs a score looks at them and at the CPU that feeds them, as the policies made for them do.
    resources: resources.map((resource) => ({
      name: nameOfResource(resource),
      scored: resource === cpu || resource === 'GPU' || (resource === memory && !hasGpus),
    })),
    hosts,
    shapes,
    masks: rules.masks,
    groups: rules.groups,
  };
}

export interface Booked {
  readonly fleet: Fleet;
  /** Of every Pod that runs already the GPUs that it has, a bit each. */
  readonly gpus: Uint32Array;
}

/** The fleet with what runs already where it runs. GPUs are taken as they are when a Pod starts: the fullest that fit. */
export function fleetOf(kernel: FleetKernel, { plan, nodes, pods }: Inventory): Booked {
  const fleet = kernel.createFleet(plan);
  const gpus = Uint32Array.from(pods.nodeOf, (place, pod) => {
    if (place < 0) return 0;
    const shape = pods.shapeOf[pod] ?? 0;
    const taken = tightestOf(fleet.devicesOf(place), plan.shapes[shape]);
    if (taken === undefined)
      throw new UsageError(`${pods.names[pod]} runs on ${nodes.names[place]}, but has no room on its GPUs`);
    fleet.book(shape, place, taken);
    return taken;
  });
  return { fleet, gpus };
}

/** The fullest devices that fit, a bit each; undefined where there are not so many. */
function tightestOf(
  left: readonly number[],
  { devices = 0, milli = 0 }: Partial<ItemShape> = {},
): number | undefined {
  const fit = left.flatMap((each, device) => (each >= milli && devices > 0 ? [device] : []));
  const taken = fit.sort((a, b) => (left[a] ?? 0) - (left[b] ?? 0) || a - b).slice(0, devices);
  return taken.length < devices ? undefined : taken.reduce((bits, device) => bits | (1 << device), 0);
}

/** What a policy is for this plan, in words where it is not what was asked for. */
export function policyWords(plan: FleetPlan, policy: Policy): string {
  const own = effectivePolicy(plan, policy);
  return own === policy ? policy : `${own} (${policy} is for GPUs)`;
}
