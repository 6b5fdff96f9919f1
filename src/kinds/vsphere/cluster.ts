// A vSphere cluster: the hosts that DRS places on and HA restarts on.
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';
import { drsConfig, drsStatus, haConfig } from './cluster-config.ts';

export const clusters = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['moid', 'datacenter', 'drs', 'ha'],
      properties: {
        /** Managed object id, `domain-c8`. */
        moid: string,
        datacenter: string,
        /** What people call it, where its name here cannot be that. */
        displayName: string,
        /** The folder that it is in; absent means its datacenter's own. */
        folder: string,
        /** The ESXi that its hosts should have, `8.0.1, 22088125`. */
        image: string,
        /** Images that somebody is about to give it; absent in one: as it has. */
        imageDrafts: {
          type: 'array',
          items: {
            type: 'object',
            required: ['id', 'owner', 'createdAt'],
            properties: { id: string, owner: string, createdAt: integer, image: string },
          },
        },
        /** The image that they are being brought to, one after another. */
        remediation: string,
        /** Whether its hosts' disks are one vSAN datastore. */
        vsan: boolean,
        drs: drsConfig,
        ha: haConfig,
        /** VMs that are spread over its hosts as far as they can be. */
        modules: {
          type: 'array',
          items: { type: 'object', required: ['id', 'vms'], properties: { id: string, vms: strings } },
        },
        /** Settings that somebody has made and that nothing acts on, by vim25's names. */
        idle: {
          type: 'object',
          properties: {
            words: { type: 'object', additionalProperties: string },
            numbers: { type: 'object', additionalProperties: integer },
          },
        },
      },
    },
    status: { type: 'object', properties: { drs: drsStatus } },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Cluster',
    plural: 'clusters',
    columns: [
      nameColumn,
      { name: 'MoID', cell: (cluster) => cluster.spec.moid },
      {
        name: 'DRS',
        cell: (cluster) => (cluster.spec.drs.enabled ? cluster.spec.drs.automation : 'disabled'),
      },
      { name: 'HA', cell: (cluster) => (cluster.spec.ha.enabled ? 'enabled' : 'disabled') },
      { name: 'Display-Name', wide: true, cell: ({ metadata, spec }) => spec.displayName ?? metadata.name },
      ageColumn,
    ],
  },
);

export type Cluster = ObjectOf<typeof clusters>;
export type DrsRule = NonNullable<Cluster['spec']['drs']['rules']>[number];
export type DrsStatus = NonNullable<NonNullable<Cluster['status']>['drs']>;
export type HaAdmission = NonNullable<Cluster['spec']['ha']['admission']>;
export const clustersKind = 'vsphere.sandbox/clusters';
