// Discovery in both forms, compared with one table of what is served: every resource, verb, short name, category and
// subresource. The fabric under the Supervisor has its own, and shows nothing of it here.
import { describe, expect, it } from 'vitest';
import { mediaTypes } from '../../../../src/apis/kubernetes/wire.ts';
import { worldOf } from '../../../worlds/setup.ts';
import { ask, golden, refused } from './support.ts';

/** One line of the table. */
interface Served {
  readonly kind: string;
  readonly scope: string;
  readonly singular: string;
  readonly short?: readonly string[];
  readonly categories?: readonly string[];
  readonly verbs: string;
  /** Subresource to its verbs, with its type where that is not the resource's own. */
  readonly subresources?: Readonly<Record<string, string>>;
}

type Table = Readonly<Record<string, Served>>;

const world = worldOf();
const table: Table = { ...golden<Table>('discovery/supervisor'), ...golden<Table>('discovery/product') };

interface Type {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function typeText({ group, version, kind }: Type): string {
  return group === '' ? `${version} ${kind}` : `${group}/${version} ${kind}`;
}

interface AggregatedList {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly freshness: string;
      readonly resources: readonly {
        readonly resource: string;
        readonly responseKind: Type;
        readonly scope: string;
        readonly singularResource: string;
        readonly shortNames?: readonly string[];
        readonly categories?: readonly string[];
        readonly verbs: readonly string[];
        readonly subresources?: readonly {
          readonly subresource: string;
          readonly responseKind: Type;
          readonly verbs: readonly string[];
        }[];
      }[];
    }[];
  }[];
}

function aggregated(path: string, accept: string, scope = ''): Table {
  const answer = ask(world, 'GET', scope + path, { accept });
  const rows: Record<string, Served> = {};
  for (const { metadata, versions } of (answer.body as unknown as AggregatedList).items) {
    for (const { version, resources, freshness } of versions) {
      expect(freshness).toBe('Current');
      for (const { resource, responseKind, ...rest } of resources) {
        expect(responseKind).toMatchObject({ group: metadata.name ?? '', version });
        const subresources = rest.subresources?.map(({ subresource, responseKind: type, verbs }) => [
          subresource,
          verbs.join() + (typeText(type) === typeText(responseKind) ? '' : ` (${typeText(type)})`),
        ]);
        rows[`${metadata.name === undefined ? '' : `${metadata.name}/`}${version} ${resource}`] = {
          kind: responseKind.kind,
          scope: rest.scope,
          singular: rest.singularResource,
          ...(rest.shortNames === undefined ? {} : { short: rest.shortNames }),
          ...(rest.categories === undefined ? {} : { categories: rest.categories }),
          verbs: rest.verbs.join(),
          ...(subresources === undefined ? {} : { subresources: Object.fromEntries(subresources) as never }),
        };
      }
    }
  }
  return rows;
}

interface ResourceList {
  readonly kind: string;
  readonly groupVersion: string;
  readonly resources: readonly {
    readonly name: string;
    readonly singularName: string;
    readonly namespaced: boolean;
    readonly group?: string;
    readonly version?: string;
    readonly kind: string;
    readonly verbs: readonly string[];
    readonly shortNames?: readonly string[];
    readonly categories?: readonly string[];
    readonly storageVersionHash?: string;
  }[];
}

function legacy(path: string): Table {
  const { kind, groupVersion, resources } = ask(world, 'GET', path).body as unknown as ResourceList;
  expect(kind).toBe('APIResourceList');
  expect(path).toBe(groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`);
  const rows: Record<string, Served & { subresources?: Record<string, string> }> = {};
  for (const resource of resources) {
    const [name = '', subresource] = resource.name.split('/');
    const key = `${groupVersion} ${name}`;
    const scope = resource.namespaced ? 'Namespaced' : 'Cluster';
    if (subresource === undefined) {
      const isStored = resource.verbs.includes('watch');
      if (isStored) expect(resource.storageVersionHash).toMatch(/^[\w+/]{11}=$/);
      else expect(resource.storageVersionHash).toBeUndefined();
      rows[key] = {
        kind: resource.kind,
        scope,
        singular: resource.singularName,
        ...(resource.shortNames === undefined ? {} : { short: resource.shortNames }),
        ...(resource.categories === undefined ? {} : { categories: resource.categories }),
        verbs: resource.verbs.join(),
      };
      continue;
    }
    const row = rows[key];
    if (row === undefined) throw new Error(`${resource.name} comes before ${name}`);
    expect([resource.singularName, scope]).toEqual(['', row.scope]);
    const { group, version } = resource;
    // A type of the same group and version is told by its kind alone.
    const [ownVersion = '', ownGroup = ''] = groupVersion.split('/').reverse();
    const type = { group: group ?? ownGroup, version: version ?? ownVersion, kind: resource.kind };
    const isOwn = version === undefined && resource.kind === row.kind;
    row.subresources = {
      ...row.subresources,
      [subresource]: resource.verbs.join() + (isOwn ? '' : ` (${typeText(type)})`),
    };
  }
  return rows;
}

const groupVersions = [...new Set(Object.keys(table).map((row) => row.split(' ')[0] ?? ''))];
const pathOf = (groupVersion: string) =>
  groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`;

describe('aggregated', () => {
  it.each([
    ['v2', mediaTypes.discovery],
    ['v2beta1', mediaTypes.discoveryBeta],
  ])('%s says everything in two requests', (version, accept) => {
    const served = { ...aggregated('/api', accept), ...aggregated('/apis', accept) };
    expect(served).toEqual(table);
    expect(Object.keys(served)).toEqual(Object.keys(table));
    const { headers, body } = ask(world, 'GET', '/apis', { accept });
    expect(headers['content-type']).toBe(accept);
    expect(body).toMatchObject({
      kind: 'APIGroupDiscoveryList',
      apiVersion: `apidiscovery.k8s.io/${version}`,
    });
  });

  it('comes in the newest form that the client takes', () => {
    const accept = `${mediaTypes.discovery},${mediaTypes.discoveryBeta},application/json`;
    expect(ask(world, 'GET', '/api', { accept }).headers['content-type']).toBe(mediaTypes.discovery);
  });
});

describe('legacy', () => {
  it('says the same', () => {
    expect(Object.assign({}, ...groupVersions.map((groupVersion) => legacy(pathOf(groupVersion))))).toEqual(
      table,
    );
  });

  it('names the versions of the core group and the other groups, whatever a client takes', () => {
    for (const accept of [undefined, 'application/json', '*/*']) {
      const asked = accept === undefined ? {} : { accept };
      expect(ask(world, 'GET', '/api', asked).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
      const { body } = ask(world, 'GET', '/apis', asked);
      const { groups } = body as unknown as { groups: { name: string; preferredVersion: object }[] };
      const named = groupVersions.filter((each) => each.includes('/')).map((each) => each.split('/')[0]);
      expect(groups.map(({ name }) => name)).toEqual([...new Set(named)]);
    }
  });

  // As real API servers say them.
  it.each([
    ['/api/v1', 'pods', 'xPOwRZ+Yhw8='],
    ['/api/v1', 'events', 'r2yiGXH7wu8='],
    ['/apis/apps/v1', 'deployments', '8aSe+NMegvE='],
    ['/apis/events.k8s.io/v1', 'events', 'r2yiGXH7wu8='],
  ])('of %s tells as which version %s are stored', (path, name, hash) => {
    const { resources } = ask(world, 'GET', path).body as unknown as ResourceList;
    expect(resources.find((resource) => resource.name === name)?.storageVersionHash).toBe(hash);
  });

  it('describes one group', () => {
    const version = { groupVersion: 'apps/v1', version: 'v1' };
    expect(ask(world, 'GET', '/apis/apps').body).toEqual({
      kind: 'APIGroup',
      apiVersion: 'v1',
      name: 'apps',
      versions: [version],
      preferredVersion: version,
    });
  });
});

describe('what is not there', () => {
  it.each([
    '/api/v2',
    '/api/v2/pods',
    '/api/v1/bogus',
    '/apis/apps/v9',
    '/apis/apps/v9/deployments',
    '/apis/apps/v1/bogus',
  ])('%s of a served group is a Status', (path) => {
    expect(refused(world, 'GET', path)).toMatchObject({
      message: 'the server could not find the requested resource',
      reason: 'NotFound',
      code: 404,
    });
  });

  it.each([
    '/apis/nope.example.com',
    '/apis/nope.example.com/v1',
    '/apis/nope.example.com/v1/things',
    '/bogus',
    '/swagger.json',
  ])('%s is plain text', (path) => {
    const { status, headers, text } = ask(world, 'GET', path);
    expect([status, headers['content-type'], text]).toEqual([
      404,
      'text/plain; charset=utf-8',
      '404 page not found\n',
    ]);
  });

  it.each(['POST', 'PUT', 'DELETE'])('%s is no method of discovery', (method) => {
    expect(refused(world, method, '/api/v1').reason).toBe('MethodNotAllowed');
  });
});

describe('scopes', () => {
  const fabric = '/scopes/fabric';
  const both = (scope: string) => ({
    ...aggregated('/api', mediaTypes.discovery, scope),
    ...aggregated('/apis', mediaTypes.discovery, scope),
  });

  it('serves kinds of its own in the fabric, none of them at the root', () => {
    const beneath = Object.keys(both(fabric));
    expect(beneath).toContain('vsphere.sandbox/v1 hosts');
    expect(beneath).toContain('nsx.sandbox/v1 segments');
    expect(beneath.filter((row) => Object.hasOwn(table, row))).toEqual([]);
    for (const row of beneath) {
      const [groupVersion = '', resource = ''] = row.split(' ');
      expect(ask(world, 'GET', `${pathOf(groupVersion)}/${resource}`).status).toBe(404);
      expect(ask(world, 'GET', `${fabric}${pathOf(groupVersion)}/${resource}`).status).toBe(200);
    }
  });

  it('knows only the scopes of the world', () => {
    expect(ask(world, 'GET', '/scopes/nowhere/api').status).toBe(404);
    expect(ask(world, 'GET', '/scopes/constructor/api/v1/pods').status).toBe(404);
    expect(ask(world, 'GET', '/scopes/supervisor/api/v1/namespaces/demo').body).toEqual(
      ask(world, 'GET', '/api/v1/namespaces/demo').body,
    );
  });
});
