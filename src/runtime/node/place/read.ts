// The two tables, from files.
import { inventoryOf, type Inventory } from '../../tables/inventory.ts';
import { Mistakes, TableReader, type Table } from '../../tables/rows.ts';
import { nameOfFile, readPieces } from '../pieces.ts';

/** Reads both tables; throws a UsageError that names every row that is wrong. */
export async function readInventory(nodesFile: string, podsFile: string): Promise<Inventory> {
  const mistakes = new Mistakes();
  const nodes = await readTable(nodesFile, 'nodes', mistakes);
  const pods = await readTable(podsFile, 'pods', mistakes);
  return inventoryOf(nodes, pods, mistakes);
}

async function readTable(file: string, member: string, mistakes: Mistakes): Promise<Table> {
  const reader = new TableReader(nameOfFile(file), member, mistakes);
  await readPieces(file, (piece) => reader.take(piece));
  return reader.end();
}
