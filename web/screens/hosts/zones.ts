/** vSphere Zones: what there is of them, and what an administrator does with them. */
import type { Cluster, Supervisor, Zone } from '../../live/fabric.ts';
import { write } from '../../live/request.ts';
import { rights } from '../../live/rights.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import type { Action } from '../actions.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { rootFolder } from '../administration/vim.ts';

const base = '/api/vcenter/consumption-domains/zones';
const associationsOf = (zone: string): string => `${base}/cluster/${encodeURIComponent(zone)}/associations`;
const none = { none: 'not a Kubernetes object' } as const;

export const lacksZones = (): string | undefined => rights.lacks('Zone.Manage', rootFolder);

/** The Supervisor that stands on a zone. */
export const supervisorIn = (zone: Zone, supervisors: readonly Supervisor[]): Supervisor | undefined =>
  supervisors.find(({ spec }) => spec.zones?.some(({ name }) => name === zone.metadata.name));

/** A new zone, and the cluster in it: the API has one call for each. */
function add(zone: string, cluster: Cluster): Action {
  const { moid } = cluster.spec;
  const associate = `${associationsOf(zone)}?action=add`;
  return {
    did: {
      what: `Added vSphere Zone ${zone}`,
      cli: { none: 'govc has no command for it' },
      rest: { text: `POST ${base} ${JSON.stringify({ zone })}\nPOST ${associate} ${JSON.stringify([moid])}` },
      yaml: none,
    },
    send: async () => {
      const made = await write('POST', base, { zone });
      return made.ok ? write('POST', associate, [moid]) : made;
    },
  };
}

function remove(zone: string): Action {
  const path = `${base}/${encodeURIComponent(zone)}`;
  return {
    did: {
      what: `Deleted vSphere Zone ${zone}`,
      cli: { none: 'govc has no command for it' },
      rest: { text: `DELETE ${path}` },
      yaml: none,
    },
    send: () => write('DELETE', path),
  };
}

/** Clusters that are in no zone and have no Supervisor of their own. */
export const freeClusters = (
  clusters: readonly Cluster[],
  zones: readonly Zone[],
  supervisors: readonly Supervisor[],
): readonly Cluster[] =>
  clusters.filter(
    ({ metadata, spec }) =>
      !zones.some((zone) => zone.spec.clusters.includes(spec.moid)) &&
      !supervisors.some((each) => each.spec.cluster === metadata.name),
  );

export function askAddZone(free: readonly Cluster[]): void {
  const [first] = free;
  dialogs.show({
    kind: 'form',
    form: {
      title: 'Add New vSphere Zone',
      verb: 'Finish',
      fields: [
        {
          id: 'zone',
          label: 'Name',
          type: 'text',
          value: '',
          required: true,
          check: (value) =>
            /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value)
              ? undefined
              : 'Lower-case letters, digits and hyphens, at most 63',
        },
        {
          id: 'cluster',
          label: 'Cluster',
          type: 'select',
          value: first?.spec.moid ?? '',
          required: true,
          options: free.map(({ metadata, spec }) => ({ value: spec.moid, label: metadata.name })),
        },
      ],
      action: ({ zone = '', cluster }) =>
        add(zone, free.find(({ spec }) => spec.moid === cluster) ?? (first as Cluster)),
    },
  });
}

/** @param supervisor the one that stands on it: a zone in use stays. */
export const zoneActions = ({ metadata }: Zone, supervisor: Supervisor | undefined): readonly MenuItem[] => {
  const reason = lacksZones() ?? (supervisor && `Supervisor ${supervisor.metadata.name} stands on it`);
  return [
    {
      label: 'Delete…',
      icon: 'remove',
      ...(reason === undefined ? {} : { reason }),
      onselect: () =>
        dialogs.show({
          kind: 'confirm',
          title: `Delete vSphere Zone ${metadata.name}?`,
          verb: 'Delete',
          text: 'Its cluster stays, and may be in another zone.',
          points: [],
          danger: true,
          action: remove(metadata.name),
        }),
    },
  ];
};
