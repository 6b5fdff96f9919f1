// From a request line to what it asks of the API: which scope, group, version, resource, name, subresource; and what a
// caller must be allowed for it. Source: apiserver pkg/endpoints/request/requestinfo.go.
import { parseFieldSelector } from '../../store/selectors.ts';
import type { Attributes } from './authorize.ts';
import { decodePart, Query } from './query.ts';
import type { WireRequest } from './wire.ts';

export interface ResourceRoute {
  readonly form: 'resource';
  readonly scope: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  /** Path segments after the subresource, which only a proxy has. */
  readonly beyond: readonly string[];
  /** True of the deprecated paths below `watch/`, whatever the query says. */
  readonly isWatch?: boolean;
}

export interface PathRoute {
  readonly form: 'path';
  readonly scope: string;
  /** Segments after the scope's prefix. */
  readonly segments: readonly string[];
}

export interface Route {
  readonly target: ResourceRoute | PathRoute;
  readonly query: Query;
}

/** Scopes other than the first Supervisor are served under this prefix; kubectl honours a path in `server:`. */
export const scopePrefix = 'scopes';

export const firstSupervisor = 'supervisor';

export function parseRoute(path: string): Route {
  const mark = path.indexOf('?');
  const search = mark < 0 ? '' : path.slice(mark + 1);
  const segments = (mark < 0 ? path : path.slice(0, mark)).split('/').filter((segment) => segment !== '');
  const decoded = segments.map(decodePart);
  const scoped = decoded[0] === scopePrefix && decoded[1] !== undefined;
  const scope = scoped ? (decoded[1] as string) : firstSupervisor;
  const target = targetOf(scope, scoped ? decoded.slice(2) : decoded);
  if (target.form === 'path' || target.resource !== specialWatch) return { target, query: new Query(search) };
  const { group, version } = target;
  const prefix = group === '' ? ['api', version] : ['apis', group, version];
  const rest = decoded.slice((scoped ? 2 : 0) + prefix.length + 1);
  return watchRoute(targetOf(scope, [...prefix, ...rest]), search);
}

/** Paths below it are watches, of one object where they name one. */
const specialWatch = 'watch';

function watchRoute(target: ResourceRoute | PathRoute, search: string): Route {
  if (target.form === 'path') return { target, query: new Query(search) };
  const named =
    target.name === '' ? '' : `&fieldSelector=${encodeURIComponent(`metadata.name=${target.name}`)}`;
  return { target: { ...target, name: '', isWatch: true }, query: new Query(`watch=true${named}&${search}`) };
}

function targetOf(scope: string, segments: readonly string[]): ResourceRoute | PathRoute {
  const [root, first = '', second = ''] = segments;
  const path: PathRoute = { form: 'path', scope, segments };
  const core = root === 'api';
  if (!core && root !== 'apis') return path;
  const group = core ? '' : first;
  const version = core ? first : second;
  const rest = segments.slice(core ? 2 : 3);
  if (version === '' || rest.length === 0) return path;
  const address = (
    resource: string,
    namespace: string,
    name: string,
    [subresource = '', ...beyond]: readonly string[],
  ): ResourceRoute => ({
    form: 'resource',
    scope,
    group,
    version,
    resource,
    namespace,
    name,
    subresource,
    beyond,
  });
  const [resource = '', name = ''] = rest;
  if (resource !== 'namespaces' || rest.length === 1) return address(resource, '', name, rest.slice(2));
  const part = rest[2];
  if (part === undefined) return address('namespaces', '', name, []);
  if (part === 'status' || part === 'finalize') return address('namespaces', '', name, [part]);
  return address(part, name, rest[3] ?? '', rest.slice(4));
}

const verbs: ReadonlyMap<string, string> = new Map([
  ['GET', 'get'],
  ['HEAD', 'get'],
  ['POST', 'create'],
  ['PUT', 'update'],
  ['PATCH', 'patch'],
  ['DELETE', 'delete'],
]);

/** The API's verb for a request; empty where the method has none. A watch is asked of a collection only. */
export function verbOf(route: ResourceRoute, method: string, query: Query): string {
  if (route.isWatch === true) return 'watch';
  const verb = verbs.get(method) ?? '';
  if (route.name !== '') return verb;
  if (verb === 'delete') return 'deletecollection';
  if (verb !== 'get') return verb;
  return query.flag('watch') ? 'watch' : 'list';
}

/** The one name that a list or watch is narrowed to by its field selector. */
function selectedName(query: Query): string {
  const parsed = parseFieldSelector(query.get('fieldSelector') ?? '');
  if ('error' in parsed) return '';
  const term = parsed.terms.find(({ field, operator }) => field === 'metadata.name' && operator === '=');
  return term === undefined || /^\.{1,2}$|[/%]/.test(term.value) ? '' : term.value;
}

/** What the caller must be allowed. A namespace lies in itself, so that a Role in it may speak of it. */
export function attributesOf(route: ResourceRoute, verb: string, query: Query): Attributes {
  const { group, resource, subresource, namespace, name } = route;
  const isNamespace = group === '' && resource === 'namespaces';
  const isMany = verb === 'list' || verb === 'watch';
  const narrowed = isMany ? selectedName(query) : '';
  const fieldSelector = isMany ? query.get('fieldSelector') : undefined;
  return {
    verb,
    group,
    resource,
    subresource,
    namespace: isNamespace ? name : namespace,
    name: name === '' ? narrowed : name,
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  };
}

/** What follows `/proxy` in a request's path, its query included; empty where not even a slash does. */
export function pathAfter({ path }: WireRequest): string {
  return /^[^?]*?\/(?:nodes|pods|services)\/[^/?]+\/proxy(.*)$/s.exec(path)?.[1] ?? '';
}
