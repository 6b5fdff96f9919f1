// Which storage policies a Supervisor on these zones could use. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.storage.Profiles.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { isSharedIn, type Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import type { StoragePolicy } from '../../../kinds/vsphere/storage-policy.ts';
import type { Zone } from '../../../kinds/vsphere/zone.ts';
import { isObject } from '../../../std/draft.ts';
import { strings } from '../../../store/schema/infer.ts';
import { notFound } from '../failure.ts';
import { list } from '../inventory/places.ts';
import { ok, since8, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { localizable } from './conditions.ts';

const schema = { type: 'object', properties: { zones: strings } } as const;

/** A policy is compatible that leads to a datastore in each of the zones. */
function check(call: Call) {
  const { fabric, body } = call;
  const asked = isObject(body) && isObject(body['filter']) ? body['filter'] : body;
  const zones = (readBody(schema, asked).zones ?? []).map((name) => {
    const zone = list<Zone>(fabric, 'zones').find(({ metadata }) => metadata.name === name);
    if (zone === undefined) throw notFound('Zone', name);
    return zone;
  });
  const clusters = new Map(
    list<Cluster>(fabric, 'clusters').map(({ metadata, spec }) => [spec.moid, metadata.name]),
  );
  const hosts = list<Host>(fabric, 'hosts');
  const datastores = list<Datastore>(fabric, 'datastores');
  return ok(
    list<StoragePolicy>(fabric, 'storagepolicies').map(({ spec }) => {
      const items = zones.map((zone) => {
        const found = datastores.filter(
          (datastore) =>
            spec.datastores.includes(datastore.metadata.name) &&
            zone.spec.clusters.some((moid) => isSharedIn(datastore, clusters.get(moid) ?? '', hosts)),
        );
        return { zone: zone.metadata.name, datastores: found.map((datastore) => datastore.spec.moid) };
      });
      const without = items.filter(({ datastores: found }) => found.length === 0).map(({ zone }) => zone);
      return {
        profile: spec.id,
        profile_name: spec.displayName,
        compatible: without.length === 0,
        items,
        incompatibility_reasons: without.map((zone) =>
          localizable(
            'vcenter.wcp.storage.profile.incompatible',
            `Storage policy '${spec.displayName}' has no datastore in zone '${zone}'.`,
            [spec.id, zone],
          ),
        ),
      };
    }),
  );
}

export const profileOperations: readonly Operation[] = [
  {
    method: 'POST',
    path: 'vcenter/namespace-management/storage/profiles',
    action: 'check_compatibility',
    privilege: 'System.Read',
    in: since8,
    answer: check,
  },
];
