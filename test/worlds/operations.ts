// What a random journal does to a world: the things that people and other programs do, by seeded dice.
import type { World } from '../../src/world.ts';
import type { Dice } from '../dice.ts';
import { controlPlane, isServed, maintenance, tenant, fillTenant } from './administration.ts';
import { datastoreFault, hostFault } from './faults.ts';
import { asSomebody, overreach } from './people.ts';
import { deployment, get, mergePatch, pass, paths, send, service, setPower } from './setup.ts';
import { at, workloads } from './workloads.ts';

const spans = [1, 5, 20, 45, 120, 400, 4000] as const;

function power(world: World, roll: Dice): string {
  const name = `esxi-0${1 + roll.below(4)}.sandbox.lab`;
  const on = get(world, at(paths.hosts, name)).spec['power'] === 'On';
  return `power ${name} ${on ? 'off' : 'on'}: ${setPower(world, name, on ? 'Off' : 'On').status}`;
}

function cordon(world: World, roll: Dice): string {
  const name = `esxi-0${1 + roll.below(4)}.sandbox.lab`;
  const unschedulable = roll.chance(50) ? true : null;
  return `cordon ${name}: ${send(world, 'PATCH', at(paths.nodes, name), { spec: { unschedulable } }, mergePatch).status}`;
}

function namespace(world: World, roll: Dice): string {
  const name = `team-${roll.below(3)}`;
  if (roll.chance(40))
    return `delete namespace ${name}: ${send(world, 'DELETE', `/api/v1/namespaces/${name}`).status}`;
  const { status } = send(world, 'POST', '/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  });
  const base = `/apis/apps/v1/namespaces/${name}/deployments`;
  send(world, 'POST', base, deployment('web', 1 + roll.below(20), { image: 'nginx:1.25' }));
  send(world, 'POST', `/api/v1/namespaces/${name}/services`, service('web', 'web', 'LoadBalancer'));
  return `create namespace ${name}: ${status}`;
}

function summaries(world: World, roll: Dice): string {
  const mode = roll.pick(['None', 'Exact', 'Boundary'] as const);
  const summarization = { mode, boundaryBits: mode === 'Boundary' ? 20 + roll.below(13) : null };
  const { status } = send(world, 'PATCH', paths.tier0, { spec: { summarization } }, mergePatch);
  return `summaries ${mode}: ${status}`;
}

function wait(world: World, roll: Dice): string {
  const seconds = roll.pick(spans);
  pass(world, seconds);
  return `${seconds} s pass`;
}

type Operation = (world: World, roll: Dice) => string;

/** Weighted: time passes often, the common things are done more than the rare. */
const operations: readonly (readonly [weight: number, operation: Operation])[] = [
  ...workloads.map(([weight, workload]): [number, Operation] => [weight, asSomebody(workload)]),
  [2, overreach],
  [3, power],
  [4, hostFault],
  [3, datastoreFault],
  [2, cordon],
  [2, namespace],
  [2, maintenance],
  [5, tenant],
  [3, fillTenant],
  [2, controlPlane],
  [2, summaries],
  [20, wait],
];

const total = operations.reduce((sum, [weight]) => sum + weight, 0);

/** What can be done while nothing can be asked of the Supervisor. */
const outside: readonly [Operation, ...Operation[]] = [
  power,
  hostFault,
  datastoreFault,
  maintenance,
  controlPlane,
  wait,
];

/** Does one thing; the answer says what, for the log of a failing journal. */
export function operate(world: World, roll: Dice): string {
  if (!isServed(world)) return roll.pick(outside)(world, roll);
  let left = roll.below(total);
  for (const [weight, operation] of operations) {
    left -= weight;
    if (left < 0) return operation(world, roll);
  }
  return wait(world, roll);
}
