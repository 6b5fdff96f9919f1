// What breaks in a random journal, and is mended again: hosts lose power, kernel or network, a datastore fills.
import type { World } from '../../src/world.ts';
import type { Dice } from '../dice.ts';
import { get, list, paths, send } from './setup.ts';

/** Storage that is not a host's own. */
const shared = 'vsanDatastore';
const hostFaults = ['PowerLost', 'PurpleScreen', 'Partitioned', 'Isolated'] as const;

export function hostFault(world: World, roll: Dice): string {
  const name = `esxi-0${1 + roll.below(4)}.sandbox.lab`;
  const isBroken = get(world, `${paths.hosts}/${name}`).spec['fault'] !== undefined;
  const word = isBroken ? 'Recovered' : roll.pick(hostFaults);
  return `${word} ${name}: ${send(world, 'POST', `/sandbox/hosts/${name}/${word}`).status}`;
}

export function datastoreFault(world: World, roll: Dice): string {
  const { spec } = get(world, `${paths.datastores}/${shared}`);
  const isFull = spec['foreignMiB'] !== undefined;
  const word = isFull && roll.chance(70) ? 'Recovered' : 'Filled';
  return `${word} ${shared}: ${send(world, 'POST', `/sandbox/datastores/${shared}/${word}`).status}`;
}

/** Ends every fault and lets the service work, so that a world can come to rest. */
export function mend(world: World): void {
  for (const [plural, path] of [
    ['hosts', paths.hosts],
    ['datastores', paths.datastores],
  ] as const)
    for (const { metadata } of list(world, path))
      send(world, 'POST', `/sandbox/${plural}/${metadata.name}/Recovered`);
}
