// The table of nodes: a name, CPU, memory, perhaps GPUs and their model, a zone, maintenance, and any other column of whole numbers that
// the table of Pods has too.
import { DEVICES_MAX, DEVICE_WHOLE, type FleetHost } from '../../kernels/fleet.ts';
import { amountOf, countOf, cpu, memory, shown, type Unit } from './amounts.ts';
import { nameOf, type Mistakes, type Row, type Table } from './rows.ts';

export const nodeNames = ['name', 'sn', 'node', 'host'];
export const gpuColumns = ['gpu', 'gpus', 'num_gpu'];
const zoneColumns = ['zone', 'rack', 'domain'];
export const nodeColumns = [...nodeNames, ...gpuColumns, ...zoneColumns, 'model', 'maintenance'];

/** A resource: an amount, all GPUs together, or a column of whole numbers by its name. */
export type Resource = Unit | 'GPU' | { readonly column: string };

export interface Nodes {
  readonly names: readonly string[];
  readonly placeOf: ReadonlyMap<string, number>;
  readonly models: readonly string[];
  readonly resources: readonly Resource[];
  readonly hosts: readonly FleetHost[];
}

export function nodesOf({ rows }: Table, further: readonly string[], mistakes: Mistakes): Nodes {
  const placeOf = new Map<string, number>();
  const domainOf = new Map<string, number>();
  const names = rows.map((row) => nameOf(row, nodeNames, placeOf, mistakes));
  const counts = rows.map((row) => countOf(row, gpuColumns, mistakes));
  const gpus = counts.some((count) => count > 0) ? (['GPU'] as const) : [];
  const resources: Resource[] = [cpu, memory, ...gpus, ...further.map((column) => ({ column }))];
  const hosts = rows.map((row, place): FleetHost => {
    const count = counts[place] ?? 0;
    if (count > DEVICES_MAX) mistakes.add(row.where, `${count} GPUs, but a node has at most ${DEVICES_MAX}`);
    const devices = Array.from({ length: Math.min(count, DEVICES_MAX) }, () => DEVICE_WHOLE);
    const capacity = resources.map((resource) => {
      if (resource === 'GPU') return devices.length * DEVICE_WHOLE;
      if ('column' in resource) return countOf(row, [resource.column], mistakes);
      return amountOf(row, resource, mistakes, 'down');
    });
    const zone = row.cell(...zoneColumns);
    const domain = domainOf.get(zone) ?? domainOf.size;
    domainOf.set(zone, domain);
    return { capacity, free: capacity, devices, domain, inService: !isYes(row, 'maintenance', mistakes) };
  });
  return { names, placeOf, models: rows.map((row) => row.cell('model')), resources, hosts };
}

export function nameOfResource(resource: Resource): string {
  if (resource === 'GPU') return resource;
  return 'column' in resource ? resource.column : resource.name;
}

function isYes(row: Row, column: string, mistakes: Mistakes): boolean {
  const text = row.cell(column).toLowerCase();
  if (!['', 'true', 'false', 'yes', 'no', '1', '0'].includes(text))
    mistakes.add(row.where, `${column} is ${shown(text)}, which is neither true nor false`);
  return ['true', 'yes', '1'].includes(text);
}
