// Services of vAPI and their operations: which request of the Automation API each is, and the type of what it answers. A table's lines: a service's
// name below com.vmware and the path of what it is of, with the names of parameters; then, with spaces before them, its operations:
// `list` by its method as every service has it, `clone@` on all and not on one, `set.` on one, `add:POST?action` by another method,
// `get=.info` with what it answers (`types`). What stands behind a path's question mark goes into the query.
import * as appliance from './tables/appliance.ts';
import * as clusters from './tables/clusters.ts';
import * as content from './tables/content.ts';
import * as esx from './tables/esx.ts';
import * as inventory from './tables/inventory.ts';
import * as machines from './tables/machines.ts';
import * as namespaces from './tables/namespaces.ts';
import * as supervisors from './tables/supervisors.ts';
import * as tagging from './tables/tagging.ts';
import { readStructures, readType, vendor, type Structure, type Type } from './types.ts';

export interface Operation {
  readonly method: string;
  /** Below `/api/`, with `{parameter}` in place of its value. */
  readonly path: string;
  readonly action: string | undefined;
  /** Parameters that go into the query of a request that has a body. */
  readonly query: readonly string[];
  readonly output: Type;
}

const tables = [
  tagging,
  inventory,
  machines,
  content,
  clusters,
  supervisors,
  namespaces,
  esx,
  appliance,
] as const;

/** By the names that all services use alike; every other operation is an action. */
const methods: Readonly<Record<string, string>> = {
  list: 'GET',
  get: 'GET',
  create: 'POST',
  update: 'PATCH',
  set: 'PUT',
  delete: 'DELETE',
};

const ofAll: readonly string[] = ['list', 'create'];

function readOperation(word: string, service: string, place: string): [string, Operation] {
  const [, name = '', where, method, action, output = ''] =
    /^(\w+)([@.])?(?::([A-Z]+)(?:\?([\w-]+))?)?(?:=(.*))?$/.exec(word) ?? [];
  const [path = '', query = ''] = place.split('?');
  const isOfAll = where === undefined ? ofAll.includes(name) : where === '@';
  const usual = Object.hasOwn(methods, name) ? methods[name] : undefined;
  const operation = {
    method: method ?? usual ?? 'POST',
    path: isOfAll ? path.replace(/\/\{\w+\}$/, '') : path,
    action: method === undefined && usual === undefined ? name.replaceAll('_', '-') : action,
    query: query === '' ? [] : query.split('&'),
    output: readType(output, service),
  };
  return [`${vendor}${service}.${name}`, operation];
}

/** By the names of service and operation on the wire, with a dot between them. */
function readServices(table: string): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  let [service, path] = ['', ''];
  for (const line of table.split('\n')) {
    if (line === '') continue;
    if (!line.startsWith(' ')) [service = '', path = ''] = line.split(' ');
    else for (const word of line.trim().split(' ')) operations.set(...readOperation(word, service, path));
  }
  return operations;
}

export const operations: ReadonlyMap<string, Operation> = new Map(
  tables.flatMap(({ services }) => [...readServices(services)]),
);

/** By their names without the vendor. */
export const structures: ReadonlyMap<string, Structure> = new Map(
  tables.flatMap((table) => [...readStructures(table.structures)]),
);

/** Names of all services, as they are on the wire. */
export const serviceNames: ReadonlySet<string> = new Set(
  [...operations.keys()].map((name) => name.slice(0, name.lastIndexOf('.'))),
);
