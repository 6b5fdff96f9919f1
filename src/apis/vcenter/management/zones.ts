// vSphere Zones and their clusters. Source: vSphere Automation API, com.vmware.vcenter.consumption_domains.Zones and
// com.vmware.vcenter.consumption_domains.zones.cluster.Associations.
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import { zones, type Zone } from '../../../kinds/vsphere/zone.ts';
import type { Json } from '../../../std/draft.ts';
import { isDns1123Label } from '../../../std/names.ts';
import { string, strings } from '../../../store/schema/infer.ts';
import type { ReadView } from '../../../store/view.ts';
import { alreadyExists, invalidArgument, notAllowed, notFound } from '../failure.ts';
import { passes } from '../filter.ts';
import { list } from '../inventory/places.ts';
import { created, done, ok, since8, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { clusterOf } from '../inventory/clusters.ts';

const base = 'vcenter/consumption-domains/zones';
const associations = 'vcenter/consumption-domains/zones/cluster';
const read = { privilege: 'System.Read', in: since8 } as const;
const manage = { privilege: 'Zone.Manage', in: since8 } as const;

const createSchema = {
  type: 'object',
  required: ['zone'],
  properties: { zone: string, description: string },
} as const;

function zoneNamed(fabric: ReadView, name: string): Zone {
  const found = list<Zone>(fabric, 'zones').find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw notFound('Zone', name);
  return found;
}

/** One that no Supervisor stands on. */
function checkFree(fabric: ReadView, name: string): void {
  const on = list<Supervisor>(fabric, 'supervisors').some(({ spec }) =>
    spec.zones?.some((zone) => zone.name === name),
  );
  if (on) throw notAllowed(`Zone '${name}' is used by a Supervisor.`, [name]);
}

const clustersSchema = { type: 'object', properties: { clusters: strings } } as const;

/** The body is a list of ids; the older form names it. */
function clustersIn(body: Json | undefined): readonly string[] {
  return readBody(clustersSchema, Array.isArray(body) ? { clusters: body } : body).clusters ?? [];
}

const infoOf = ({ metadata, spec }: Zone) => ({
  zone: metadata.name,
  info: { ...(spec.description === undefined ? {} : { description: spec.description }) },
});

export const zoneOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: base,
    ...read,
    unseen: { items: [] },
    answer: ({ fabric }) => ok({ items: list<Zone>(fabric, 'zones').map(infoOf) }),
  },
  {
    method: 'POST',
    path: base,
    ...manage,
    answer: ({ fabric, body, write }) => {
      const { zone: name, description } = readBody(createSchema, body);
      const causes = isDns1123Label(name);
      if (causes.length > 0)
        throw invalidArgument(`Invalid name '${name}' of a zone: ${causes.join('; ')}.`, [name]);
      if (list<Zone>(fabric, 'zones').some(({ metadata }) => metadata.name === name))
        throw alreadyExists(`Zone '${name}' already exists.`, [name]);
      const spec = { clusters: [], ...(description === undefined ? {} : { description }) };
      write.create(zones, { metadata: { name }, spec }, 'Create vSphere Zone');
      return created(name);
    },
  },
  {
    method: 'GET',
    path: `${base}/{zone}`,
    ...read,
    answer: ({ fabric, params: { zone = '' } }) => ok(infoOf(zoneNamed(fabric, zone)).info),
  },
  {
    method: 'DELETE',
    path: `${base}/{zone}`,
    ...manage,
    answer: ({ fabric, params: { zone = '' }, write }) => {
      const found = zoneNamed(fabric, zone);
      checkFree(fabric, zone);
      write.remove(zones, found, 'Delete vSphere Zone');
      return done;
    },
  },
  {
    method: 'GET',
    path: 'vcenter/consumption-domains/zone-associations/cluster',
    filters: ['clusters', 'zones'],
    ...read,
    unseen: { associations: [] },
    answer: (call) => {
      const all = list<Zone>(call.fabric, 'zones').flatMap(({ metadata, spec }) =>
        spec.clusters.map((cluster) => ({ zone: metadata.name, cluster })),
      );
      return ok({
        associations: all.filter(({ zone, cluster }) => passes(call, { clusters: cluster, zones: zone })),
      });
    },
  },
  {
    method: 'GET',
    path: `${associations}/{zone}/associations`,
    ...read,
    answer: ({ fabric, params: { zone = '' } }) => ok(zoneNamed(fabric, zone).spec.clusters),
  },
  {
    method: 'POST',
    path: `${associations}/{zone}/associations`,
    action: 'add',
    ...manage,
    answer: ({ fabric, params: { zone = '' }, body, write }) => {
      const found = zoneNamed(fabric, zone);
      const [moid = '', ...more] = clustersIn(body);
      if (more.length > 0)
        throw invalidArgument('Clusters are added to a zone one at a time.', [moid, ...more]);
      clusterOf(fabric, moid);
      const other = list<Zone>(fabric, 'zones').find(({ spec }) => spec.clusters.includes(moid));
      if (other !== undefined)
        throw alreadyExists(`Cluster ${moid} is in zone '${other.metadata.name}' already.`, [moid]);
      checkFree(fabric, zone);
      const next: Zone = { ...found, spec: { ...found.spec, clusters: [...found.spec.clusters, moid] } };
      write.update(zones, next, 'Add cluster to vSphere Zone');
      return ok({ success: true, cluster_statuses: [] });
    },
  },
  {
    method: 'POST',
    path: `${associations}/{zone}/associations`,
    action: 'remove',
    ...manage,
    answer: ({ fabric, params: { zone = '' }, body, write }) => {
      const found = zoneNamed(fabric, zone);
      const given = clustersIn(body);
      checkFree(fabric, zone);
      const clusters = found.spec.clusters.filter((cluster) => !given.includes(cluster));
      const next: Zone = { ...found, spec: { ...found.spec, clusters } };
      write.update(zones, next, 'Remove cluster from vSphere Zone');
      return ok({ success: true, cluster_statuses: [] });
    },
  },
];
