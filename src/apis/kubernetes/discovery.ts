// What the API serves, told in both forms that clients know: aggregated (two requests for everything) and legacy.
// Source: apiserver pkg/endpoints/discovery; KEP-3352.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToBase64 } from '../../std/base64.ts';
import { hash128 } from '../../std/hash.ts';
import { byVersionPriority } from '../../std/version-order.ts';
import { allVerbs, apiVersionOf, storedKind, type Kind, type Subresource } from '../../store/kind.ts';
import { json, pageNotFound, tagged } from './answer.ts';
import { notServed } from './generic.ts';
import { mediaTypes, type Headers, type WireResponse } from './wire.ts';

interface GroupVersion {
  readonly group: string;
  readonly version: string;
  readonly kinds: readonly Kind[];
}

/**
 * Group-versions: the core group first, then the groups in the order in which the kinds are listed, those of custom kinds
 * by name; the versions of a group as clients should prefer them.
 */
export function groupVersions(kinds: readonly Kind[]): readonly GroupVersion[] {
  const groups = new Map<string, { group: string; version: string; kinds: Kind[] }>();
  for (const kind of kinds) {
    const id = apiVersionOf(kind);
    const known = groups.get(id);
    if (known === undefined) groups.set(id, { group: kind.group, version: kind.version, kinds: [kind] });
    else known.kinds.push(kind);
  }
  const order = [...new Set([...groups.values()].map(({ group }) => group))];
  const place = ({ group, kinds: members }: GroupVersion): number => {
    if (group === '') return -1;
    return members.every(({ custom }) => custom !== undefined) ? order.length : order.indexOf(group);
  };
  return [...groups.values()].sort((a, b) => {
    if (a.group === b.group) return byVersionPriority(a.version, b.version);
    return place(a) - place(b) || (a.group < b.group ? -1 : 1);
  });
}

/** The versions of each group, the groups in order. */
function groupsOf(kinds: readonly Kind[]): readonly (readonly GroupVersion[])[] {
  const groups = new Map<string, GroupVersion[]>();
  for (const served of groupVersions(kinds)) {
    const known = groups.get(served.group);
    if (known === undefined) groups.set(served.group, [served]);
    else known.push(served);
  }
  return [...groups.values()];
}

export function verbsOf(kind: Kind): readonly string[] {
  return kind.verbs ?? allVerbs;
}

export function singularOf(kind: Kind): string {
  return kind.singular ?? kind.kind.toLowerCase();
}

function sorted(verbs: readonly string[]): readonly string[] {
  return [...verbs].sort();
}

/** The verbs of custom resources are told in an order of their own. Source: apiextensions-apiserver, customresource_discovery_controller.go. */
const customVerbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

function toldVerbs(kind: Kind): readonly string[] {
  const verbs: readonly string[] = verbsOf(kind);
  return kind.custom === undefined ? sorted(verbs) : customVerbs.filter((verb) => verbs.includes(verb));
}

function typeOf(kind: Kind, subresource: Subresource) {
  return subresource.type ?? { group: kind.group, version: kind.version, kind: kind.kind };
}

function aggregatedResource(kind: Kind) {
  const { group, version } = kind;
  return {
    resource: kind.plural,
    responseKind: { group, version, kind: kind.kind },
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singularOf(kind),
    verbs: toldVerbs(kind),
    ...(kind.short === undefined ? {} : { shortNames: kind.short }),
    ...(kind.categories === undefined ? {} : { categories: kind.categories }),
    ...(kind.subresources === undefined
      ? {}
      : {
          subresources: kind.subresources.map((subresource) => ({
            subresource: subresource.name,
            responseKind: typeOf(kind, subresource),
            verbs: sorted(subresource.verbs),
          })),
        }),
  };
}

/** A version of which nobody tells what is in it. */
interface Stale {
  readonly group: string;
  readonly version: string;
}

function aggregated(
  kinds: readonly Kind[],
  core: boolean,
  version: 'v2' | 'v2beta1',
  stale: readonly Stale[],
  headers: Headers,
): WireResponse {
  const items = groupsOf(kinds)
    .filter(([first]) => (first?.group === '') === core)
    .map((versions) => ({
      metadata: core ? { creationTimestamp: null } : { name: versions[0]?.group, creationTimestamp: null },
      versions: versions.map((served) => ({
        version: served.version,
        resources: served.kinds.map(aggregatedResource),
        freshness: 'Current',
      })),
    }));
  const silent = (core ? [] : stale).map((each) => ({
    metadata: { name: each.group, creationTimestamp: null },
    versions: [{ version: each.version, freshness: 'Stale' }],
  }));
  const body = {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: [...items, ...silent],
  };
  const told = json(200, body, {
    'content-type': version === 'v2' ? mediaTypes.discovery : mediaTypes.discoveryBeta,
    vary: 'Accept',
    'cache-control': 'public',
  });
  return tagged(told, hash128(told.body).toUpperCase(), headers);
}

function apiGroup(served: readonly Stale[]) {
  const versions = served.map(({ group, version }) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: served[0]?.group, versions, preferredVersion: versions[0] };
}

function legacyRoot(kinds: readonly Kind[], core: boolean, stale: readonly Stale[]): WireResponse {
  if (core) {
    return json(200, {
      kind: 'APIVersions',
      versions: [...new Set(kinds.flatMap(({ group, version }) => (group === '' ? [version] : [])))],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }],
    });
  }
  const groups = groupsOf(kinds).filter(([first]) => first?.group !== '');
  const all = [...groups, ...stale.map((each) => [each])];
  return json(200, { kind: 'APIGroupList', apiVersion: 'v1', groups: all.map(apiGroup) });
}

/** By which clients see that another version is stored. Source: apiserver pkg/endpoints/discovery/storageversionhash.go. */
function storageVersionHash(kind: Kind): string {
  const { group, version, storedAs } = storedKind(kind);
  const text = `${storedAs ?? `${group}/${version}`}/${kind.kind}`;
  return bytesToBase64(sha256(new TextEncoder().encode(text)).subarray(0, 8));
}

function legacyResources(served: GroupVersion): WireResponse {
  const resources = served.kinds.flatMap((kind) => [
    {
      name: kind.plural,
      singularName: singularOf(kind),
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: toldVerbs(kind),
      ...(kind.short === undefined ? {} : { shortNames: kind.short }),
      ...(kind.categories === undefined ? {} : { categories: kind.categories }),
      ...(verbsOf(kind).includes('watch') ? { storageVersionHash: storageVersionHash(kind) } : {}),
    },
    ...(kind.subresources ?? []).map((subresource) => {
      const type = typeOf(kind, subresource);
      return {
        name: `${kind.plural}/${subresource.name}`,
        singularName: '',
        namespaced: kind.namespaced,
        ...(type.group === kind.group && type.version === kind.version
          ? {}
          : { group: type.group, version: type.version }),
        kind: type.kind,
        verbs: sorted(subresource.verbs),
      };
    }),
  ]);
  const groupVersion = served.group === '' ? served.version : `${served.group}/${served.version}`;
  return json(200, { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources });
}

/** Answers `/api`, `/apis`, `/api/v1`, `/apis/G`, `/apis/G/V`. Throws where a served group has no such version. */
export function discovery(
  kinds: readonly Kind[],
  segments: readonly string[],
  headers: Headers = {},
  stale: readonly Stale[] = [],
): WireResponse {
  const [root, first, second] = segments;
  const core = root === 'api';
  if (first === undefined) {
    const wants = headers['accept'] ?? '';
    if (wants.includes('as=APIGroupDiscoveryList')) {
      if (/v=v2(;|,|$)/.test(wants)) return aggregated(kinds, core, 'v2', stale, headers);
      if (wants.includes('v=v2beta1')) return aggregated(kinds, core, 'v2beta1', stale, headers);
    }
    return legacyRoot(kinds, core, stale);
  }
  const named = groupVersions(kinds).filter(({ group }) => group === (core ? '' : first));
  const silent = stale.filter((each) => each.group === first);
  if (named.length === 0 && silent.length > 0 && second === undefined)
    return json(200, { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(silent) });
  if (named.length === 0) return pageNotFound();
  const version = core ? first : second;
  if (version === undefined) {
    return json(200, { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(named) });
  }
  const found = named.find((served) => served.version === version);
  if (found === undefined) throw notServed();
  return legacyResources(found);
}
