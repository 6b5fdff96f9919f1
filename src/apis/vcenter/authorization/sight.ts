// What somebody who signed in with vCenter sees of the fabric: what they may read, and what leads there. NSX and the switches are seen by whoever
// may read all of vCenter, people and groups by administrators, the simulation itself by everybody.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { DatastoreFile } from '../../../kinds/vsphere/datastore-file.ts';
import type { FirstClassDisk } from '../../../kinds/vsphere/first-class-disk.ts';
import { machinesKind } from '../../../kinds/vsphere/machine.ts';
import type { Permission } from '../../../kinds/vsphere/permission.ts';
import type { ClusterSupervisorService } from '../../../kinds/vsphere/supervisor-service.ts';
import type { Task } from '../../../kinds/vsphere/task.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Change } from '../../../store/log.ts';
import type { StoredObject } from '../../../store/object.ts';
import type { ReadView } from '../../../store/view.ts';
import type { Sight, Sights } from '../../kubernetes/sight.ts';
import type { Actor } from '../../kubernetes/wire.ts';
import { administrators, groupsKind, usersKind } from '../../sso/directory.ts';
import { list, rootFolder } from '../inventory/places.ts';
import { Authority } from './authority.ts';
import { ssoDomain } from './principal.ts';

const read = 'System.Read';

/** The privilege that an object is seen by, and where it is needed; undefined of what everybody sees. */
type Needed = { readonly privilege: string; readonly on: readonly string[] } | undefined;

const readable = (...on: readonly string[]): Needed => ({ privilege: read, on });

type NeededFor = (object: never, fabric: ReadView) => Needed;

const byMoid = ({ spec }: { readonly spec: { readonly moid: string } }): Needed => readable(spec.moid);
const byName = ({ metadata }: StoredObject): Needed => readable(metadata.name);

interface Told {
  readonly spec: { readonly target?: Task['spec']['target'] };
}

const byTarget = ({ spec: { target } }: Told): Needed => readable(target?.id ?? target?.name ?? rootFolder);

const neededFor: Readonly<Record<string, NeededFor>> = {
  'vsphere.sandbox/datacenters': byMoid,
  'vsphere.sandbox/clusters': byMoid,
  'vsphere.sandbox/hosts': byMoid,
  'vsphere.sandbox/datastores': byMoid,
  'vsphere.sandbox/folders': byName,
  'vsphere.sandbox/resourcepools': byName,
  'vsphere.sandbox/networks': byName,
  'vsphere.sandbox/distributedswitches': byName,
  'vsphere.sandbox/supervisors': byName,
  'vsphere.sandbox/clustersupervisorservices': ({ spec }: ClusterSupervisorService) =>
    readable(spec.supervisor),
  'vsphere.sandbox/namespaces': byName,
  // A Pod's VM lies in its vSphere Namespace, also when it is no more.
  'vsphere.sandbox/virtualmachines': ({ metadata, spec }: VirtualMachine) =>
    readable(spec.pod?.namespace ?? metadata.name),
  'vsphere.sandbox/firstclassdisks': ({ spec }: FirstClassDisk, fabric) => {
    const datastores = list<Datastore>(fabric, 'datastores');
    const lies = datastores.find(({ metadata }) => metadata.name === spec.datastore);
    const places = [spec.volume?.namespace, lies?.spec.moid].filter((place) => place !== undefined);
    return readable(...(places.length === 0 ? [rootFolder] : places));
  },
  'vsphere.sandbox/datastorefiles': ({ spec }: DatastoreFile, fabric) => {
    const lies = list<Datastore>(fabric, 'datastores').find(
      ({ metadata }) => metadata.name === spec.datastore,
    );
    return readable(lies?.spec.moid ?? rootFolder);
  },
  'vsphere.sandbox/tasks': byTarget,
  'vsphere.sandbox/events': byTarget,
  'vsphere.sandbox/alarms': byTarget,
  'vsphere.sandbox/permissions': ({ spec }: Permission) => readable(spec.entity),
  'sandbox/simulations': () => undefined,
};

/** People and groups, with all that is kept of them. */
const signOn: ReadonlySet<string> = new Set([usersKind, groupsKind]);

/** Where an object of the kind stands in the inventory as something that leads to others. */
const leads: ReadonlySet<string> = new Set(
  ['vcenters', 'datacenters', 'clusters', 'folders', 'resourcepools'].map(
    (plural) => `vsphere.sandbox/${plural}`,
  ),
);

/** Who brought it about sees it, whatever it was done to. */
function isOwn({ user }: Actor, kind: string, object: StoredObject): boolean {
  const { initiator, user: by } = (object as unknown as { spec: { initiator?: string; user?: string } }).spec;
  return (
    (kind === 'vsphere.sandbox/tasks' && initiator === user) ||
    (kind === 'vsphere.sandbox/events' && by === user)
  );
}

function sightOf(fabric: ReadView, actor: Actor): Sight {
  const authority = new Authority(fabric, actor);
  const needed = (kind: string, object: StoredObject): Needed => {
    const rule = neededFor[kind];
    return rule === undefined ? readable(rootFolder) : rule(object as never, fabric);
  };
  const above = new Set(authority.above(read));
  const isAdministrator = actor.groups.includes(`sso:${administrators}@${ssoDomain(fabric)}`);
  const leadsOn = (kind: string, object: StoredObject): boolean => {
    if (!leads.has(kind)) return false;
    if (kind === 'vsphere.sandbox/vcenters') return above.has(rootFolder);
    return needed(kind, object)?.on.some((id) => above.has(id)) === true;
  };
  return {
    sees(kind, object) {
      if (signOn.has(kind)) return isAdministrator;
      const need = needed(kind, object);
      if (need === undefined || need.on.some((id) => authority.holds(need.privilege, id))) return true;
      return leadsOn(kind, object) || isOwn(actor, kind, object);
    },
    missing(kind, object) {
      if (signOn.has(kind)) return `only members of the group ${administrators} may read it`;
      const need = needed(kind, object);
      return `the privilege ${need?.privilege ?? read} is required on '${need?.on[0] ?? rootFolder}'`;
    },
  };
}

const who: ReadonlySet<string> = new Set(
  ['permissions', 'roles', 'groups', 'users'].map((plural) => `vsphere.sandbox/${plural}`),
);

/** Kinds that hold others: what lies in what is read off their specs. */
const where: ReadonlySet<string> = new Set(
  [
    'datacenters',
    'clusters',
    'hosts',
    'datastores',
    'folders',
    'resourcepools',
    'supervisors',
    'namespaces',
  ].map((plural) => `vsphere.sandbox/${plural}`),
);

const specOf = (object: StoredObject | undefined): string =>
  object === undefined ? '' : JSON.stringify((object as unknown as { readonly spec?: unknown }).spec);

/** Whether a VM that is no Pod's lies elsewhere, or is gone: where it lay cannot be asked any more. */
function isMoved(prev: StoredObject | undefined, next: StoredObject | undefined): boolean {
  const before = (prev as VirtualMachine | undefined)?.spec;
  const after = (next as VirtualMachine | undefined)?.spec;
  if (before === undefined || before.pod !== undefined) return false;
  return after === undefined || before.folder !== after.folder || before.resourcePool !== after.resourcePool;
}

export const sights: Sights = {
  of: (fabric, actor) => (actor.user.startsWith('sso:') ? sightOf(fabric, actor) : undefined),
  turnOn: ({ kind, prev, next }: Change) =>
    who.has(kind) ||
    (where.has(kind) && specOf(prev) !== specOf(next)) ||
    (kind === machinesKind && isMoved(prev, next)),
};
