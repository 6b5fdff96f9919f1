// Datastores and storage policies. Source: vSphere Automation API, com.vmware.vcenter.Datastore, com.vmware.vcenter.storage.Policies.
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { StoragePolicy } from '../../../kinds/vsphere/storage-policy.ts';
import type { ReadView } from '../../../store/view.ts';
import { strings } from '../../../store/schema/infer.ts';
import { notFound } from '../failure.ts';
import { atMost, checkChoices, passes } from '../filter.ts';
import { ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { foldersOf, list, titleOf } from './places.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';

const datastoresMost = 2_500;
const policiesMost = 1_024;
/** Of the policy that vCenter comes with. */
export const defaultDescription = 'Storage policy used as default for vSAN datastores';

const read = { privilege: 'System.Read' } as const;

/** The API's words for the kinds of file systems. */
const types = { vsan: 'VSAN', VMFS: 'VMFS', NFS: 'NFS' } as const;

function policyOf({ fabric, params: { policy: id = '' } }: Call): StoragePolicy {
  const found = list<StoragePolicy>(fabric, 'storagepolicies').find(({ spec }) => spec.id === id);
  if (found === undefined) throw notFound('Storage policy', id);
  return found;
}

function datastoreNamed(fabric: ReadView, id: string): Datastore {
  const found = list<Datastore>(fabric, 'datastores').find(({ spec }) => spec.moid === id);
  if (found === undefined) throw notFound('Datastore', id);
  return found;
}

export const storage: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/datastore',
    filters: ['datastores', 'names', 'types', 'folders', 'datacenters'],
    ...read,
    each: 'datastore',
    answer: (call) => {
      checkChoices(call, { types: ['VMFS', 'NFS', 'NFS41', 'CIFS', 'VSAN', 'VFFS', 'VVOL'] });
      const datacenters = new Map(
        list<Datacenter>(call.fabric, 'datacenters').map((datacenter) => [
          datacenter.metadata.name,
          datacenter,
        ]),
      );
      const found = list<Datastore>(call.fabric, 'datastores').filter((datastore) => {
        const { spec } = datastore;
        const around = datacenters.get(spec.datacenter);
        return passes(call, {
          datastores: spec.moid,
          names: titleOf(datastore),
          types: types[spec.type],
          datacenters: around?.spec.moid ?? '',
          folders: around === undefined ? '' : foldersOf(around).datastore,
        });
      });
      return ok(
        atMost(found, datastoresMost, 'datastores').map((datastore) => ({
          datastore: datastore.spec.moid,
          name: titleOf(datastore),
          type: types[datastore.spec.type],
          free_space: (datastore.status?.freeMiB ?? 0) * bytesPerMiB,
          capacity: datastore.spec.capacityMiB * bytesPerMiB,
        })),
      );
    },
  },
  {
    method: 'GET',
    path: 'vcenter/datastore/{datastore}',
    ...read,
    answer: ({ fabric, params: { datastore: id = '' } }) => {
      const found = datastoreNamed(fabric, id);
      return ok({
        name: titleOf(found),
        type: types[found.spec.type],
        accessible: true,
        free_space: (found.status?.freeMiB ?? 0) * bytesPerMiB,
        multiple_host_access: found.spec.host === undefined,
        thin_provisioning_supported: true,
      });
    },
  },
  {
    method: 'GET',
    path: 'vcenter/datastore/{datastore}/default-policy',
    privilege: 'StorageProfile.View',
    answer: ({ fabric, params: { datastore: id = '' } }) => {
      const { spec } = datastoreNamed(fabric, id);
      const policies = list<StoragePolicy>(fabric, 'storagepolicies');
      // vCenter's own is that of vSAN; other datastores have none.
      const own =
        spec.type === 'vsan' ? policies.find((policy) => policy.spec.rules === undefined) : undefined;
      return ok(own === undefined ? null : own.spec.id);
    },
  },
  {
    method: 'GET',
    path: 'vcenter/storage/policies',
    filters: ['policies'],
    ...read,
    unseen: [],
    answer: (call) => {
      const found = list<StoragePolicy>(call.fabric, 'storagepolicies').filter(({ spec }) =>
        passes(call, { policies: spec.id }),
      );
      return ok(
        atMost(found, policiesMost, 'storage policies').map(({ spec }) => ({
          policy: spec.id,
          name: spec.displayName,
          description: spec.description ?? defaultDescription,
        })),
      );
    },
  },
  {
    method: 'POST',
    path: 'vcenter/storage/policies/{policy}',
    action: 'check-compatibility',
    ...read,
    answer: (call) => {
      const policy = policyOf(call);
      const schema = {
        type: 'object',
        required: ['datastores'],
        properties: { datastores: strings },
      } as const;
      const { datastores: asked } = readBody(schema, call.body);
      const known = list<Datastore>(call.fabric, 'datastores');
      const compatible = asked.filter((id) => {
        const datastore = known.find(({ spec }) => spec.moid === id);
        if (datastore === undefined) throw notFound('Datastore', id);
        return policy.spec.datastores.includes(datastore.metadata.name);
      });
      return ok({ compatible_datastores: compatible.map((datastore) => ({ datastore })) });
    },
  },
];
