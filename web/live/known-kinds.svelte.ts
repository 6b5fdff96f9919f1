/**
 * The kinds that the world serves, by scope, as its discovery tells: so a kind that is new to the page has a list, a search hit and a
 * form in YAML at once. Read when first asked for.
 */
import { mediaTypes } from '../../src/apis/kubernetes/wire.ts';
import { type KindInfo, apiVersionOf, fabricScope, prefixOf, resourceOf, supervisorScope } from './kinds.ts';
import { getJson } from './request.ts';

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
