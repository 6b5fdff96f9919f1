// The table of Pods: a name, CPU, memory, perhaps GPUs (whole, or so many milli of each), rules, the node that it runs on and its restart
// priority. Pods that ask for the same under the same rules are one shape.
import { DEVICES_MAX, DEVICE_WHOLE, type ItemShape } from '../../kernels/fleet.ts';
import { amountOf, countOf, shown } from './amounts.ts';
import { gpuColumns, nameOfResource, type Nodes } from './nodes.ts';
import { Rules, ruleColumns } from './rules.ts';
import { nameOf, type Mistakes, type Row, type Table } from './rows.ts';

export const podNames = ['name', 'pod', 'vm'];
const runsOn = ['node', 'host'];
export const podColumns = [...podNames, ...gpuColumns, ...ruleColumns, ...runsOn, 'gpu_milli', 'priority'];

export interface Pods {
  readonly names: readonly string[];
  readonly shapes: readonly ItemShape[];
  readonly rules: Rules;
  /** Of every Pod its shape, the place of the node that it runs on or -1, and its restart priority. */
  readonly shapeOf: readonly number[];
  readonly nodeOf: readonly number[];
  readonly priorityOf: readonly number[];
}

export function podsOf({ rows }: Table, nodes: Nodes, mistakes: Mistakes): Pods {
  const seen = new Map<string, number>();
  const rules = new Rules(nodes, mistakes);
  const known = new Map<string, { readonly index: number; shape: ItemShape }>();

  function shapeOf(row: Row): number {
    const shape = asked(row, nodes, mistakes);
    const key = JSON.stringify([shape, ruleColumns.map((column) => row.cell(column))]);
    const found = known.get(key);
    if (found !== undefined) {
      found.shape = { ...found.shape, count: found.shape.count + 1 };
      return found.index;
    }
    const ruled = { ...shape, mask: rules.maskOf(row), groups: rules.groupsOf(row) };
    check(row, ruled, nodes, rules, mistakes);
    known.set(key, { index: known.size, shape: ruled });
    return known.size - 1;
  }

  return {
    names: rows.map((row) => nameOf(row, podNames, seen, mistakes)),
    shapeOf: rows.map(shapeOf),
    nodeOf: rows.map((row) => placeOf(row, nodes, mistakes)),
    priorityOf: rows.map((row) => countOf(row, ['priority'], mistakes)),
    shapes: [...known.values()].map(({ shape }) => shape),
    rules,
  };
}

function asked(row: Row, { resources }: Nodes, mistakes: Mistakes): ItemShape {
  const devices = countOf(row, gpuColumns, mistakes);
  const milli = devices === 0 ? 0 : countOf(row, ['gpu_milli'], mistakes, DEVICE_WHOLE);
  if (devices > 0 && (milli === 0 || milli > DEVICE_WHOLE))
    mistakes.add(row.where, `gpu_milli is ${milli}; of a GPU 1 to ${DEVICE_WHOLE} can be asked for`);
  const demand = resources.map((resource) => {
    if (resource === 'GPU') return devices * milli;
    if ('column' in resource) return countOf(row, [resource.column], mistakes);
    return amountOf(row, resource, mistakes, 'up');
  });
  return { demand, devices, milli, count: 1 };
}

function placeOf(row: Row, { placeOf: places }: Nodes, mistakes: Mistakes): number {
  const name = row.cell(...runsOn);
  const place = places.get(name) ?? -1;
  if (name !== '' && place < 0) mistakes.add(row.where, `there is no node ${shown(name)}`);
  return place;
}

/** Whether any node, were it empty, could take the Pod: if not, no order of placing could help. */
function check(row: Row, shape: ItemShape, nodes: Nodes, rules: Rules, mistakes: Mistakes): void {
  const { devices = 0, mask = 0, demand } = shape;
  const hosts = nodes.hosts.filter((_, place) => rules.allows(mask, place));
  if (hosts.length === 0) {
    mistakes.add(row.where, nodes.hosts.length === 0 ? 'there are no nodes' : 'no node is allowed');
    return;
  }
  const fits = hosts.some(
    ({ capacity, devices: own = [] }) =>
      own.length >= devices && demand.every((amount, index) => amount <= (capacity[index] ?? 0)),
  );
  if (fits) return;
  const most = demand.map((_, index) => Math.max(...hosts.map(({ capacity }) => capacity[index] ?? 0)));
  const short = demand.findIndex((amount, index) => amount > (most[index] ?? 0));
  const resource = nodes.resources[short];
  const which = mask === 0 ? 'node' : 'node that is allowed';
  if (devices > DEVICES_MAX || resource === undefined)
    mistakes.add(row.where, `no ${which} has all that is asked for, not even an empty one`);
  else {
    const unit = typeof resource === 'object' && 'suffix' in resource ? resource.suffix : '';
    const asks = `asks for ${demand[short]}${unit} of ${nameOfResource(resource)}`;
    mistakes.add(row.where, `${asks}, but no ${which} has more than ${most[short]}${unit}`);
  }
}
