// A table of hosts and items to choose hosts for, by seeded dice.
import type { Kernels } from '../../src/kernels/kernels.ts';
import type { HostTable, Item } from '../../src/kernels/placement.ts';
import { dice } from '../dice.ts';

export function choosing(table: HostTable, items: readonly Item[], chooses: number): () => number {
  return () => {
    let winners = 0;
    for (let i = 0; i < chooses; i++) {
      const item = items[i % items.length];
      if (item !== undefined) winners += table.choose(item).winner;
    }
    return winners;
  };
}

/** Hosts of 64 cores and 512 GiB, in millicores and MiB, at a random level. */
export function tableOf({ placement }: Kernels, hosts: number): HostTable {
  const roll = dice(7, hosts);
  const resources = ['cpu', 'memory'].map((name) => ({ name, hard: true, scored: true }));
  const table = placement.createTable({ resources, hostsMax: hosts, masks: 1 });
  const capacity = [64_000, 524_288];
  table.load(
    Array.from({ length: hosts }, () => ({ free: capacity.map((of) => roll.below(of + 1)), capacity })),
  );
  table.setMask(1, () => roll.chance(50));
  return table;
}

export function itemsOf(mask: number): Item[] {
  const roll = dice(8, mask);
  const cpu = (): number => roll.pick([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000]);
  const memory = (): number => roll.pick([512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536]);
  return Array.from({ length: 256 }, () => ({ demand: [cpu(), memory()], mask }));
}
