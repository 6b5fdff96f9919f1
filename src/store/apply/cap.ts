// A bound on the managers that update: past ten, the oldest of a version become one, "ancient-changes".
// Source: apimachinery, pkg/util/managedfields/internal/capmanagers.go.
import { union } from './field-set.ts';
import { compareTimes, identity, withFields, type Manager, type Managers } from './managers.ts';
import { compareText } from './text-order.ts';

const updateManagersMax = 10;
const ancient = 'ancient-changes';

export function capped(managers: Managers): Managers {
  const updaters = [...managers].filter(([, manager]) => manager.operation === 'Update');
  if (updaters.length <= updateManagersMax) return managers;
  updaters.sort(([a, left], [b, right]) => compareTimes(left, right) || compareText(a, b));
  const result = new Map(managers);
  /** The oldest of each version waits for a second one: alone it keeps its name. */
  const first = new Map<string, string>();
  let count = updaters.length;
  for (const [id, manager] of updaters) {
    if (count <= updateManagersMax) break;
    const { apiVersion } = manager;
    const oldest = first.get(apiVersion);
    if (oldest === undefined) {
      first.set(apiVersion, id);
      continue;
    }
    const bucket = { manager: ancient, operation: 'Update', apiVersion, subresource: '' } as const;
    const bucketId = identity(bucket);
    let older = result.get(bucketId);
    if (older === undefined) {
      older = result.get(oldest) as Manager;
      result.delete(oldest);
    }
    result.delete(id);
    result.set(bucketId, withFields({ ...manager, ...bucket }, union(manager.set, older.set)));
    count--;
  }
  return result;
}
