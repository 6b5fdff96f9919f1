/** vCenter's networks as the Automation API lists them; read anew when what they follow from has changed. */
import type { Datacenter } from '../../live/fabric.ts';
import type { Segment } from '../../live/nsx.ts';
import type { Thing } from '../../live/objects.ts';
import { kinds } from '../../live/kinds.ts';
import { getJson } from '../../live/request.ts';
import { watching } from '../../live/watching.svelte.ts';
import { listOf } from '../common/one.svelte.ts';

export interface NetworkSummary {
  readonly network: string;
  readonly name: string;
  readonly type: 'STANDARD_PORTGROUP' | 'DISTRIBUTED_PORTGROUP' | 'OPAQUE_NETWORK';
}

export const networkWord: Readonly<Record<NetworkSummary['type'], string>> = {
  STANDARD_PORTGROUP: 'Standard port group',
  DISTRIBUTED_PORTGROUP: 'Distributed port group',
  OPAQUE_NETWORK: 'NSX segment',
};

/** The type of managed object that each is. */
export const networkEntity: Readonly<Record<NetworkSummary['type'], string>> = {
  STANDARD_PORTGROUP: 'Network',
  DISTRIBUTED_PORTGROUP: 'DistributedVirtualPortgroup',
  OPAQUE_NETWORK: 'OpaqueNetwork',
};

/** For a component: the networks, by datacenter where one is asked for. */
export function networks(datacenter: () => string | undefined = () => undefined): {
  readonly items: readonly NetworkSummary[];
  readonly loading: boolean;
} {
  const causes = [
    watching<Datacenter>(() => listOf(kinds.datacenters)),
    watching<Segment>(() => listOf(kinds.segments)),
    watching<Thing>(() => listOf(kinds.networks)),
    watching<Thing>(() => listOf(kinds.hosts)),
  ];
  let items = $state.raw<readonly NetworkSummary[]>([]);
  let loading = $state(true);
  const counted = $derived(causes.map((cause) => cause.items.length).join());
  $effect(() => {
    void counted;
    const moid = datacenter();
    const query = moid === undefined ? '' : `?datacenters=${encodeURIComponent(moid)}`;
    void getJson<readonly NetworkSummary[]>(`/api/vcenter/network${query}`).then((answer) => {
      if (answer.ok) items = answer.value;
      loading = false;
    });
  });
  return {
    get items() {
      return items;
    },
    get loading() {
      return loading;
    },
  };
}
