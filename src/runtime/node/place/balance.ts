// `place balance`: which migrations even out what runs already.
import { deviationOf, drsScore } from '../../../kernels/drs-score.ts';
import type { Fleet } from '../../../kernels/fleet.ts';
import {
  balanceModels,
  leastGainOf,
  loadOf,
  migrationCostOf,
  priorityOf,
  type BalanceModel,
} from '../../../kernels/moves.ts';
import { UsageError } from '../args.ts';
import { instantiateKernels } from '../kernels.ts';
import { counted, csvCell, tableText, wholeFlag, type Given, type PlaceCommand } from './commands.ts';
import { fleetOf, type Inventory } from '../../tables/inventory.ts';

const MEMORY = 1;
const MOVES_MAX = 100_000;

function modelOf(given: Given): BalanceModel {
  const asked = given['model'] ?? 'score';
  const model = balanceModels.find((each) => each === asked);
  if (model === undefined)
    throw new UsageError(`there is no model ${asked}; models are ${balanceModels.join(', ')}`);
  return model;
}

/** What stands of each host: its loads by resource, if it is in service. */
function loadsOf({ plan }: Inventory, fleet: Fleet): number[][] {
  const inService = plan.hosts.flatMap((host, place) => (host.inService === false ? [] : [{ host, place }]));
  return plan.resources.map((_, resource) =>
    inService.map(({ host: { capacity }, place }) => {
      const of = capacity[resource] ?? 0;
      return of === 0 ? 0 : loadOf(of - (fleet.freeOf(place)[resource] ?? 0), of);
    }),
  );
}

/** The mean of the Pods' scores: each as bad as the scarcest resource of its node. */
function clusterScore({ plan }: Inventory, fleet: Fleet, hosts: readonly number[]): number {
  const scores = hosts.map((host) => {
    const free = fleet.freeOf(host);
    const loads = (plan.hosts[host]?.capacity ?? []).map((of, resource) =>
      of === 0 ? 0 : loadOf(of - (free[resource] ?? 0), of),
    );
    return drsScore(Math.max(...loads));
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

export const balance: PlaceCommand = {
  line: 'supervisor-sandbox place balance --nodes FILE --pods FILE [flags]',
  summary: 'which migrations even out the nodes',
  text:
    'Recommends migrations of Pods, or VMs, from the node that their table names, as DRS does: each the one that gains most when its turn\n' +
    'comes, its cost taken off, rules honoured. What a rule or maintenance demands comes first, with priority 1. Answers with lines of\n' +
    'vm,from,to,priority,reason in the order in which the migrations are to be made.\n\n' +
    'score      the VM DRS score of vSphere 7: a node that is less than half used costs nobody anything\n' +
    `deviation  the standard deviation of the nodes' loads, as before\n\n${tableText}\n\n` +
    'Example: supervisor-sandbox place balance --nodes hosts.csv --pods vms.csv --threshold 4',
  flags: {
    threshold: { value: 'N', text: '1, only what must be, to 5, the slightest improvement; 3 unless said' },
    model: { value: 'NAME', text: 'score or deviation; score unless said' },
    resource: { value: 'NAME', text: 'the resource that is evened out; the most uneven unless said' },
  },
  check(given) {
    modelOf(given);
    wholeFlag(given, 'threshold', 3, 1, 5);
  },
  run(inventory, given) {
    const { plan, pods, nodes } = inventory;
    const model = modelOf(given);
    const threshold = wholeFlag(given, 'threshold', 3, 1, 5);
    const { fleet } = fleetOf(instantiateKernels().fleet, inventory);
    const running = pods.nodeOf.flatMap((host, pod) =>
      host < 0 ? [] : [{ pod, host, shape: pods.shapeOf[pod] ?? 0 }],
    );
    const before = loadsOf(inventory, fleet);
    const resource = resourceOf(inventory, given, before);
    const scoreBefore = clusterScore(
      inventory,
      fleet,
      running.map(({ host }) => host),
    );
    const made = fleet.balance({
      items: running.map(({ shape, host }) => {
        const memory = plan.shapes[shape]?.demand[MEMORY] ?? 0;
        const of = plan.hosts[host]?.capacity[MEMORY] ?? 0;
        return { shape, host, cost: of === 0 ? 0 : migrationCostOf(Math.min(1, memory / of)) };
      }),
      resource,
      model,
      leastGain: leastGainOf(threshold),
      movesMax: MOVES_MAX,
    });
    const at = running.map(({ host }) => host);
    const moves = made.map((move) => {
      const from = nodes.names[at[move.item] ?? -1] ?? '';
      at[move.item] = move.host;
      const vm = pods.names[running[move.item]?.pod ?? -1] ?? '';
      const reason = move.isMandatory ? 'rule or maintenance' : `load of ${plan.resources[resource]?.name}`;
      return { vm, from, to: nodes.names[move.host] ?? '', priority: priorityOf(move), reason };
    });
    const after = loadsOf(inventory, fleet);
    const scoreAfter = clusterScore(inventory, fleet, at);
    const resources = plan.resources.map(({ name }, index) => ({
      name,
      deviationBefore: rounded(deviationOf(before[index] ?? []), 4),
      deviationAfter: rounded(deviationOf(after[index] ?? []), 4),
    }));
    const score = { before: rounded(scoreBefore, 1), after: rounded(scoreAfter, 1) };
    const deviations = resources.map(
      (each) => `${each.name} ${each.deviationBefore} to ${each.deviationAfter}`,
    );
    return {
      lines: [
        'vm,from,to,priority,reason',
        ...moves.map((move) =>
          Object.values(move)
            .map((cell) => csvCell(String(cell)))
            .join(),
        ),
      ],
      fields: {
        model,
        threshold,
        resource: plan.resources[resource]?.name,
        running: running.length,
        score,
        resources,
      },
      key: 'moves',
      items: moves,
      report: `${counted(moves.length, 'migration')} of ${counted(running.length, 'VM')}; DRS score ${score.before} to ${score.after}; standard deviation: ${deviations.join(', ')}`,
      exitCode: 0,
    };
  },
};

function resourceOf({ plan }: Inventory, given: Given, loads: readonly (readonly number[])[]): number {
  const asked = given['resource']?.toLowerCase();
  const names = plan.resources.map(({ name }) => name);
  if (asked === undefined) {
    const deviations = loads.map((of) => deviationOf(of));
    return deviations.indexOf(Math.max(...deviations));
  }
  const found = names.findIndex((name) => name.toLowerCase() === asked);
  if (found < 0)
    throw new UsageError(`there is no resource ${given['resource']}; resources are ${names.join(', ')}`);
  return found;
}

function rounded(value: number, digits: number): number {
  return Number.isNaN(value) ? 100 : Number(value.toFixed(digits));
}
