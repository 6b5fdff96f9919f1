/**
 * The kinds that the world serves, by scope, as its discovery tells: so a kind that is new to the page has a list, a search hit and a
 * form in YAML at once. Read when first asked for; read again with each world.
 */
import { mediaTypes } from '../../src/apis/kubernetes/wire.ts';
import { getJson } from './request.ts';

/** The first Supervisor is served at the root, any other scope under its prefix. */
export const supervisorScope = 'supervisor';
export const fabricScope = 'fabric';

export interface KindInfo {
  readonly scope: string;
  /** `''` of the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly short: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
}

interface DiscoveryList {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources: readonly {
        readonly resource: string;
        readonly responseKind: { readonly kind: string };
        readonly scope: 'Namespaced' | 'Cluster';
        readonly singularResource: string;
        readonly verbs: readonly string[];
        readonly shortNames?: readonly string[];
        readonly subresources?: readonly { readonly subresource: string }[];
      }[];
    }[];
  }[];
}

/** `pods`, `deployments.apps`. */
export const resourceOf = ({ plural, group }: Pick<KindInfo, 'plural' | 'group'>): string =>
  group === '' ? plural : `${plural}.${group}`;

export const apiVersionOf = ({ group, version }: Pick<KindInfo, 'group' | 'version'>): string =>
  group === '' ? version : `${group}/${version}`;

const prefixOf = (scope: string): string => (scope === supervisorScope ? '' : `/scopes/${scope}`);

/** The path of a kind's collection, or of one object; all namespaces where `namespace` is empty. */
export function pathOf(
  { scope, group, version, plural }: Pick<KindInfo, 'scope' | 'group' | 'version' | 'plural'>,
  namespace = '',
  name = '',
): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const within = namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${prefixOf(scope)}${root}${within}/${plural}${name === '' ? '' : `/${encodeURIComponent(name)}`}`;
}

const core = (plural: string) => ({ scope: supervisorScope, group: '', version: 'v1', plural }) as const;
const apps = (plural: string) => ({ scope: supervisorScope, group: 'apps', version: 'v1', plural }) as const;
const fabric = (group: string, plural: string) =>
  ({ scope: fabricScope, group, version: 'v1', plural }) as const;

/** The kinds that screens know by name. */
export const kinds = {
  pods: core('pods'),
  services: core('services'),
  endpoints: core('endpoints'),
  events: core('events'),
  nodes: core('nodes'),
  namespaces: core('namespaces'),
  configMaps: core('configmaps'),
  secrets: core('secrets'),
  deployments: apps('deployments'),
  replicaSets: apps('replicasets'),
  vcenters: fabric('vsphere.sandbox', 'vcenters'),
  datacenters: fabric('vsphere.sandbox', 'datacenters'),
  clusters: fabric('vsphere.sandbox', 'clusters'),
  hosts: fabric('vsphere.sandbox', 'hosts'),
  virtualMachines: fabric('vsphere.sandbox', 'virtualmachines'),
  supervisors: fabric('vsphere.sandbox', 'supervisors'),
  vsphereNamespaces: fabric('vsphere.sandbox', 'namespaces'),
  datastores: fabric('vsphere.sandbox', 'datastores'),
  tasks: fabric('vsphere.sandbox', 'tasks'),
  tier0s: fabric('nsx.sandbox', 'tier0s'),
  tier1s: fabric('nsx.sandbox', 'tier1s'),
  segments: fabric('nsx.sandbox', 'segments'),
  natRules: fabric('nsx.sandbox', 'natrules'),
  virtualServers: fabric('nsx.sandbox', 'virtualservers'),
  switches: fabric('leaf.sandbox', 'switches'),
  simulations: fabric('sandbox', 'simulations'),
} as const;

async function readScope(scope: string): Promise<readonly KindInfo[]> {
  const headers = { accept: mediaTypes.discovery };
  const lists = await Promise.all(
    ['api', 'apis'].map((root) => getJson<DiscoveryList>(`${prefixOf(scope)}/${root}`, headers)),
  );
  return lists.flatMap((list) =>
    !list.ok
      ? []
      : list.value.items.flatMap(({ metadata, versions }) =>
          versions.slice(0, 1).flatMap(({ version, resources }) =>
            resources.map((resource) => ({
              scope,
              group: metadata.name ?? '',
              version,
              kind: resource.responseKind.kind,
              plural: resource.resource,
              singular: resource.singularResource,
              short: resource.shortNames ?? [],
              namespaced: resource.scope === 'Namespaced',
              verbs: resource.verbs,
              subresources: (resource.subresources ?? []).map(({ subresource }) => subresource),
            })),
          ),
        ),
  );
}

class KnownKinds {
  #list = $state.raw<readonly KindInfo[]>();
  #asked = false;

  /** All kinds; undefined until they are read, which asking for them begins. */
  get list(): readonly KindInfo[] | undefined {
    if (!this.#asked) void this.read();
    return this.#list;
  }

  async read(): Promise<readonly KindInfo[]> {
    this.#asked = true;
    const scopes = await Promise.all([supervisorScope, fabricScope].map(readScope));
    return (this.#list = scopes.flat());
  }

  find(scope: string, resource: string): KindInfo | undefined {
    return this.list?.find((kind) => kind.scope === scope && resourceOf(kind) === resource);
  }

  /** By what an object says of itself. */
  named(scope: string, apiVersion: string, kind: string): KindInfo | undefined {
    return this.list?.find(
      (known) => known.scope === scope && known.kind === kind && apiVersionOf(known) === apiVersion,
    );
  }
}

export const knownKinds = new KnownKinds();
