// The Kubernetes face: one request in, one answer out. Finds what is addressed, checks that the caller may, hands over to the
// verb, and turns every refusal into a Status at this one exit. Nothing waits; a watch is an answer that can be opened.
import { assert } from '../../std/assert.ts';
import type { Kind } from '../../store/kind.ts';
import type { Pipeline } from '../../store/pipeline.ts';
import { Refusal } from '../../store/refusal.ts';
import type { Definitions } from '../../store/schema/schema.ts';
import type { Scope } from '../../store/scope.ts';
import type { Store } from '../../store/store.ts';
import type { ReadView } from '../../store/view.ts';
import { failure, json, pageNotFound, text } from './answer.ts';
import { authorize, authorizePath } from './authorize.ts';
import { discovery, verbsOf } from './discovery.ts';
import { OpenApi, type Descriptions } from './openapi.ts';
import { get, list } from './read.ts';
import { parseRoute, type Query, type ResourceRoute } from './route.ts';
import { subresources } from './subresources/index.ts';
import { watch } from './watch.ts';
import type { Actor, WireAnswer, WireRequest, WireResponse } from './wire.ts';
import { create, patch, remove, removeAll, update, type WriteCall, type WriteTools } from './write.ts';

export interface KubernetesOptions {
  readonly store: Store;
  readonly pipeline: Pipeline;
  readonly definitions: Definitions;
  readonly descriptions: () => Descriptions;
  /** What `/version` says, by scope. */
  readonly version: (scope: string) => Readonly<Record<string, string>>;
  readonly now: () => number;
}

const verbByMethod: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

export class KubernetesServer {
  readonly #options: KubernetesOptions;
  readonly #tools: WriteTools;
  readonly #openApi: OpenApi;
  #watches = 0;

  constructor(options: KubernetesOptions) {
    this.#options = options;
    this.#tools = { pipeline: options.pipeline, definitions: options.definitions };
    this.#openApi = new OpenApi(options.definitions, options.descriptions);
  }

  handle(request: WireRequest, actor: Actor): WireAnswer {
    try {
      return this.#route(request, actor);
    } catch (error) {
      if (error instanceof Refusal) return failure(error);
      throw error;
    }
  }

  #route(request: WireRequest, caller: Actor): WireAnswer {
    const { target, query } = parseRoute(request.path);
    if (!this.#options.store.has(target.scope)) return pageNotFound();
    const scope = this.#options.store.scope(target.scope);
    const actor = this.#impersonated(scope, request, caller);
    if (target.form === 'path') return this.#path(scope, target.segments, request, actor);
    const kind = findKind(scope, target);
    if (kind === undefined) return notServed();
    return this.#resource(scope, kind, target, query, request, actor);
  }

  #path(scope: Scope, segments: readonly string[], request: WireRequest, actor: Actor): WireResponse {
    const path = `/${segments.join('/')}`;
    if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed();
    authorizePath(this.#view(scope), actor, 'get', path);
    const [root] = segments;
    if (root === 'api' || root === 'apis')
      return discovery(scope.kinds, segments, request.headers?.['accept']);
    if (root === 'openapi') return this.#openApi.answer(scope.kinds, segments);
    if (path === '/version') return json(200, this.#options.version(scope.name));
    if (['healthz', 'livez', 'readyz'].includes(root ?? '')) return text(200, 'ok');
    return pageNotFound();
  }

  #resource(
    scope: Scope,
    kind: Kind,
    route: ResourceRoute,
    query: Query,
    request: WireRequest,
    actor: Actor,
  ): WireAnswer {
    const { name, namespace, subresource } = route;
    if (kind.namespaced ? name !== '' && namespace === '' : namespace !== '') return notServed();
    const method = verbByMethod[request.method];
    if (method === undefined) return methodNotAllowed();
    const watching = method === 'get' && subresource === '' && query.flag('watch');
    const verb =
      method === 'get' && watching
        ? 'watch'
        : method === 'get' && name === ''
          ? 'list'
          : method === 'delete' && name === ''
            ? 'deletecollection'
            : method;
    const view = this.#view(scope);
    authorize(view, actor, { verb, group: kind.group, resource: kind.plural, subresource, namespace, name });
    const target = { scope, kind, view, namespace, name };
    const call: WriteCall = { target, subresource, request, query, actor };
    if (subresource !== '') return this.#subresource(call, verb);
    if (!verbsOf(kind).includes(verb as never)) return methodNotAllowed();
    const accept = request.headers?.['accept'];
    switch (verb) {
      case 'get':
        return get(target, query, accept);
      case 'list':
        return list(target, query, accept);
      case 'watch':
        return this.#watch(scope, call, accept);
      case 'create':
        if (name !== '' || (kind.namespaced && namespace === '')) return methodNotAllowed();
        return create(this.#tools, call);
      case 'update':
        return name === '' ? methodNotAllowed() : update(this.#tools, call);
      case 'patch':
        return name === '' ? methodNotAllowed() : patch(this.#tools, call);
      case 'delete':
        return remove(this.#tools, call);
      default:
        return kind.namespaced && namespace === '' ? methodNotAllowed() : removeAll(this.#tools, call);
    }
  }

  #subresource(call: WriteCall, verb: string): WireAnswer {
    const { kind } = call.target;
    const declared = kind.subresources?.find((candidate) => candidate.name === call.subresource);
    if (declared === undefined || call.target.name === '') return notServed();
    if (!declared.verbs.includes(verb as never)) return methodNotAllowed();
    const serve = subresources[call.subresource];
    assert(serve !== undefined, `nothing serves the subresource ${call.subresource} of ${kind.plural}`);
    return serve(this.#tools, call, verb);
  }

  #watch(scope: Scope, call: WriteCall, accept: string | undefined): WireAnswer {
    const { view: _view, ...target } = call.target;
    const stream = watch({ ...target, view: () => this.#view(scope) }, call.query, accept, this.#watches);
    return {
      ...stream,
      open: (sink) => {
        this.#watches += 1;
        const stop = stream.open(sink);
        let open = true;
        return () => {
          if (open) this.#watches -= 1;
          open = false;
          stop();
        };
      },
    };
  }

  #view(scope: Scope): ReadView {
    return this.#options.store.view(scope.name, this.#options.now());
  }

  /** The caller, or whom the caller says it is and may be. */
  #impersonated(scope: Scope, request: WireRequest, caller: Actor): Actor {
    const user = request.headers?.['impersonate-user'];
    const groups = request.headers?.['impersonate-group'];
    if (user === undefined && groups === undefined) return caller;
    if (user === undefined || user === '') {
      throw new Refusal(
        500,
        'InternalError',
        'Internal error occurred: requested [{Group  } ] without impersonating a user',
      );
    }
    const view = this.#view(scope);
    const attributes = { verb: 'impersonate', group: '', subresource: '', namespace: '' };
    authorize(view, caller, { ...attributes, resource: 'users', name: user });
    const named = groups === undefined ? [] : groups.split(',').map((group) => group.trim());
    for (const group of named) authorize(view, caller, { ...attributes, resource: 'groups', name: group });
    return { user, groups: [...named, 'system:authenticated'] };
  }
}

function findKind(scope: Scope, { group, version, resource }: ResourceRoute): Kind | undefined {
  return scope.kinds.find(
    (kind) => kind.group === group && kind.version === version && kind.plural === resource,
  );
}

/** What the API server says of a resource it does not have. */
function notServed(): WireResponse {
  return pageNotFound();
}

function methodNotAllowed(): WireResponse {
  return failure(
    new Refusal(
      405,
      'MethodNotAllowed',
      'the server does not allow this method on the requested resource',
      {},
    ),
  );
}
