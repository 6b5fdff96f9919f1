// What the API server serves: resources with their names, from its aggregated discovery. Remembered for the session.
// Source: KEP-3352; client-go restmapper.
import type { Run } from '../../effect.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { Failure, isExpected } from '../failure.ts';
import { sendJson, type Client } from './client.ts';
import { encode } from './encode.ts';
import { tellUndiscovered } from './unreachable.ts';

export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
}

const accept =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

interface GroupDiscovery {
  readonly metadata?: { readonly name?: string };
  readonly versions?: readonly {
    readonly version: string;
    readonly resources?: readonly {
      readonly resource: string;
      readonly responseKind: { readonly kind: string };
      readonly scope: 'Cluster' | 'Namespaced';
      readonly singularResource?: string;
      readonly shortNames?: readonly string[];
      readonly categories?: readonly string[];
      readonly verbs: readonly string[];
      readonly subresources?: readonly { readonly subresource: string }[];
    }[];
  }[];
}

function resourcesOf(groups: readonly GroupDiscovery[]): readonly Resource[] {
  return groups.flatMap(({ metadata, versions = [] }) =>
    versions.flatMap(({ version, resources = [] }) =>
      resources.map((resource) => ({
        group: metadata?.name ?? '',
        version,
        plural: resource.resource,
        // A server that says no singular has the kind's name.
        singular: resource.singularResource || resource.responseKind.kind.toLowerCase(),
        kind: resource.responseKind.kind,
        namespaced: resource.scope === 'Namespaced',
        shortNames: resource.shortNames ?? [],
        categories: resource.categories ?? [],
        verbs: resource.verbs,
        subresources: (resource.subresources ?? []).map(({ subresource }) => subresource),
      })),
    ),
  );
}

export interface Discovering {
  /** What is remembered will not do. */
  readonly fresh?: boolean;
  /** How often kubectl asks, and logs it, where it is told nothing. */
  readonly tries?: number;
}

/** How long a server has to tell of itself. */
const query = { timeout: '32s' };

/** Every resource of the server, the core group's first. */
export function* discover(
  client: Client,
  { fresh = false, tries = 1 }: Discovering = {},
): Run<readonly Resource[]> {
  const { endpoint, prefix } = client.effective();
  const key = `discovery ${endpoint.server}${prefix}`;
  const known = client.session.memory.get(key);
  if (known !== undefined && !fresh) return known as readonly Resource[];
  const found: Resource[] = [];
  try {
    for (const path of ['/api', '/apis']) {
      const answer = yield* sendJson(client, { path, query, accept, isRaw: true });
      found.push(...resourcesOf((answer['items'] ?? []) as unknown as readonly GroupDiscovery[]));
    }
  } catch (failure) {
    if (isExpected(failure)) yield* tellUndiscovered(failure, tries);
    throw failure;
  }
  client.session.memory.set(key, found);
  return found;
}

export function apiVersionOf({
  group,
  version,
}: {
  readonly group: string;
  readonly version: string;
}): string {
  return group === '' ? version : `${group}/${version}`;
}

/** `pods`, `deployments.apps`. */
export function qualifiedName({
  group,
  plural,
}: {
  readonly group: string;
  readonly plural: string;
}): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** A part of a path; Go's client refuses what would make it two. */
function segment(what: string, text: string): string {
  const causes = text === '.' || text === '..' ? [`may not be '${text}'`] : [];
  for (const character of ['/', '%'])
    if (text.includes(character)) causes.push(`may not contain '${character}'`);
  if (causes.length > 0) throw new Failure(`invalid ${what} ${quoteGo(text)}: [${causes.join(' ')}]`);
  return encode(text);
}

/** The path of a collection. */
export function collectionPath(resource: Resource, namespace: string): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${apiVersionOf(resource)}`;
  const within =
    resource.namespaced && namespace !== '' ? `/namespaces/${segment('namespace', namespace)}` : '';
  return `${root}${within}/${resource.plural}`;
}

/** The path of an object or of its subresource. */
export function objectPath(resource: Resource, namespace: string, name: string, subresource = ''): string {
  if (name === '') throw new Failure('resource name may not be empty');
  const path = `${collectionPath(resource, namespace)}/${segment('resource name', name)}`;
  return subresource === '' ? path : `${path}/${subresource}`;
}
