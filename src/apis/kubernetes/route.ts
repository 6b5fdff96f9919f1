// From a request line to what it asks of the API: which scope, group, version, resource, name, subresource.
// Source: apiserver pkg/endpoints/request/requestinfo.go.

export interface ResourceRoute {
  readonly form: 'resource';
  readonly scope: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
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

/** The query of a request: every value of every parameter, in order. */
export class Query {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(text: string) {
    const values = new Map<string, string[]>();
    for (const pair of text.split('&')) {
      if (pair === '') continue;
      const at = pair.indexOf('=');
      const name = decode(at < 0 ? pair : pair.slice(0, at));
      const value = at < 0 ? '' : decode(pair.slice(at + 1));
      const list = values.get(name);
      if (list === undefined) values.set(name, [value]);
      else list.push(value);
    }
    this.#values = values;
  }

  get(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** Go's reading of a boolean parameter: present and neither "0" nor "false". */
  flag(name: string): boolean {
    const value = this.get(name);
    return value !== undefined && value !== '0' && value !== 'false';
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

export function parseRoute(path: string): Route {
  const mark = path.indexOf('?');
  const query = new Query(mark < 0 ? '' : path.slice(mark + 1));
  const segments = (mark < 0 ? path : path.slice(0, mark)).split('/').filter((segment) => segment !== '');
  const decoded = segments.map(decode);
  const scoped = decoded[0] === scopePrefix && decoded[1] !== undefined;
  const scope = scoped ? (decoded[1] as string) : firstSupervisor;
  return { target: targetOf(scope, scoped ? decoded.slice(2) : decoded), query };
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
  const common = { form: 'resource', scope, group, version } as const;
  if (rest[0] === 'namespaces' && rest.length >= 2) {
    const [, namespace = '', resource, name = '', ...sub] = rest;
    if (resource === undefined)
      return { ...common, resource: 'namespaces', namespace: '', name: namespace, subresource: '' };
    if (resource === 'status' || resource === 'finalize') {
      return { ...common, resource: 'namespaces', namespace: '', name: namespace, subresource: resource };
    }
    return { ...common, resource, namespace, name, subresource: sub.join('/') };
  }
  const [resource = '', name = '', ...sub] = rest;
  return { ...common, resource, namespace: '', name, subresource: sub.join('/') };
}
