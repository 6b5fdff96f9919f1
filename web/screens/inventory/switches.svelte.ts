/** Distributed switches and standard networks as vCenter's inventory has them, below their datacenters; read anew when what they follow from changes. */
import { viJson } from '../../../src/apis/vcenter/wire.ts';
import type { Datacenter } from '../../live/fabric.ts';
import type { Thing } from '../../live/objects.ts';
import { kinds } from '../../live/kinds.ts';
import { type Answer, write } from '../../live/request.ts';
import { watching } from '../../live/watching.svelte.ts';
import { rootFolder } from '../administration/vim.ts';
import { answered } from '../common/answer.svelte.ts';
import { listOf } from '../common/one.svelte.ts';

interface Reference {
  readonly type: string;
  readonly value: string;
}

export interface PortGroup {
  readonly id: string;
  readonly name: string;
}

export interface DistributedSwitch {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly mtu: number;
  readonly uuid: string;
  readonly uplinks: number;
  /** Ids of the hosts on it. */
  readonly hosts: readonly string[];
  readonly portGroups: readonly PortGroup[];
  /** Id of its datacenter. */
  readonly datacenter: string;
}

export interface StandardNetwork extends PortGroup {
  readonly datacenter: string;
}

export interface Switching {
  readonly switches: readonly DistributedSwitch[];
  readonly networks: readonly StandardNetwork[];
}

interface ObjectContent {
  readonly obj: Reference;
  readonly propSet: readonly { readonly name: string; readonly val: unknown }[];
}

const reference = ({ type, value }: Reference) => ({ _typeName: 'ManagedObjectReference', type, value });
const switchType = 'VmwareDistributedVirtualSwitch';

const boxed = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && '_value' in value ? value._value : value;

function read({ objects }: { readonly objects?: readonly ObjectContent[] }): Switching {
  const all = (objects ?? []).map(({ obj, propSet }) => {
    const values = new Map(propSet.map(({ name, val }) => [name, boxed(val)]));
    return { obj, values, name: String(values.get('name')) };
  });
  /** Datacenters by the folders of their networks. */
  const owners = new Map(
    all.flatMap(({ obj, values }) => {
      const folder = values.get('networkFolder') as Reference | undefined;
      return folder === undefined ? [] : [[folder.value, obj.value] as const];
    }),
  );
  const ownerOf = ({ values }: (typeof all)[number]): string =>
    owners.get((values.get('parent') as Reference | undefined)?.value ?? '') ?? '';
  const names = new Map(all.map(({ obj, name }) => [obj.value, name]));
  return {
    switches: all
      .filter(({ obj }) => obj.type === switchType)
      .map((each) => {
        const { obj, values, name } = each;
        const config = values.get('config') as {
          readonly maxMtu: number;
          readonly uuid: string;
          readonly uplinkPortPolicy?: { readonly uplinkPortName?: readonly string[] };
          readonly productInfo: { readonly version: string };
          readonly host: readonly { readonly config: { readonly host: Reference } }[];
        };
        return {
          id: obj.value,
          name,
          datacenter: ownerOf(each),
          version: config.productInfo.version,
          mtu: config.maxMtu,
          uuid: config.uuid,
          uplinks: config.uplinkPortPolicy?.uplinkPortName?.length ?? 0,
          hosts: config.host.map((member) => member.config.host.value),
          portGroups: (values.get('portgroup') as readonly Reference[]).map(({ value: id }) => ({
            id,
            name: names.get(id) ?? id,
          })),
        };
      }),
    networks: all
      .filter(({ obj }) => obj.type === 'Network')
      .map((each) => ({ id: each.obj.value, name: each.name, datacenter: ownerOf(each) })),
  };
}

/** All of them by the property collector, which needs a view of the inventory. */
async function askSwitching(): Promise<Answer<Switching>> {
  const view = await write('POST', `${viJson}/ViewManager/ViewManager/CreateContainerView`, {
    container: reference(rootFolder),
    type: ['Datacenter', switchType, 'Network'],
    recursive: true,
  });
  if (!view.ok) return view;
  const selectSet = [{ _typeName: 'TraversalSpec', type: 'ContainerView', path: 'view', skip: false }];
  const answer = await write('POST', `${viJson}/PropertyCollector/PropertyCollector/RetrievePropertiesEx`, {
    specSet: [
      {
        objectSet: [{ obj: view.value, skip: true, selectSet }],
        propSet: [
          { type: 'Datacenter', pathSet: ['networkFolder'] },
          { type: switchType, pathSet: ['name', 'parent', 'portgroup', 'config'] },
          { type: 'Network', pathSet: ['name', 'parent'] },
        ],
      },
    ],
    options: {},
  });
  return answer.ok ? { ok: true, value: read(answer.value as Parameters<typeof read>[0]) } : answer;
}

/** For a component. */
export function switching() {
  const causes = [
    watching<Datacenter>(() => listOf(kinds.datacenters)),
    watching<Thing>(() => listOf(kinds.hosts)),
  ];
  const changed = [
    watching<Thing>(() => listOf(kinds.networks)),
    watching<Thing>(() => listOf(kinds.distributedSwitches)),
  ];
  return answered<Switching>({ switches: [], networks: [] }, askSwitching, () =>
    [
      ...causes.map(({ items }) => items.length),
      ...changed.flatMap(({ items }) => items.map(({ metadata }) => metadata.resourceVersion)),
    ].join(),
  );
}
