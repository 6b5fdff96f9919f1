// The Kubernetes face: one request in, one answer out. Finds what is addressed, checks that the caller may, hands over to the
// verb, and turns every refusal into a Status at this one exit. Nothing waits; a watch is an answer that can be opened.
import { assert } from '../../std/assert.ts';
import { endpointsOf, type Endpoints } from '../../store/apply/endpoints.ts';
import type { Kind } from '../../store/kind.ts';
import type { Pipeline } from '../../store/pipeline.ts';
import { notFound, Refusal } from '../../store/refusal.ts';
import type { Definitions } from '../../store/schema/schema.ts';
import type { Scope } from '../../store/scope.ts';
import type { Store } from '../../store/store.ts';
import type { ReadView } from '../../store/view.ts';
import { failure, json, pageNotFound } from './answer.ts';
import { warningHeaders } from './warnings.ts';
import { authorize, authorizePath, isMaster, pathForbidden } from './authorize.ts';
import { remove, removeAll } from './delete.ts';
import { discovery, verbsOf } from './discovery.ts';
import { checkConversion } from './conversion.ts';
import { CpuTotals } from './kubelet/cpu-totals.ts';
import { admitConnection, connects } from './connect.ts';
import { RequestCounts, serviceLevels } from './metrics.ts';
import { Flows } from './flow.ts';
import { methodNotAllowed, notServed } from './generic.ts';
import { health, isHealth } from './health.ts';
import { index } from './path-index.ts';
import { impersonated } from './impersonate.ts';
import { list } from './list.ts';
import { isOpenId, openId } from './openid.ts';
import { OpenApi, type Descriptions } from './openapi.ts';
import { outgoing } from './outgoing.ts';
import { patch } from './patch.ts';
import type { Query } from './query.ts';
import { get } from './read.ts';
import { review } from './reviews/index.ts';
import {
  firstSupervisor,
  attributesOf,
  parseRoute,
  verbOf,
  type PathRoute,
  type ResourceRoute,
} from './route.ts';
import { bindByName } from './subresources/binding.ts';
import type { Sight, Sights } from './sight.ts';
import { subresources } from './subresources/index.ts';
import { serviceUnavailable, unanswered, type GroupAndVersion } from './unanswered.ts';
import { watch } from './watch.ts';
import { isResponse, type Actor, type WireAnswer, type WireRequest, type WireResponse } from './wire.ts';
import { create, update, type WriteCall, type WriteTools } from './write.ts';

export interface KubernetesOptions {
  readonly store: Store;
  readonly pipeline: Pipeline;
  readonly definitions: Definitions;
  readonly descriptions: () => Descriptions;
  /** Why the API of a scope does not answer; undefined where it does. */
  readonly outage: (scope: string) => Refusal | undefined;
  /** What `/version` says, by scope. */
  readonly version: (scope: string) => Readonly<Record<string, string>>;
  readonly now: () => number;
  /** Marks the tokens of this world. */
  readonly tokenKey: string;
  /** What people see of the fabric, which has no roles of its own. */
  readonly sights: Sights;
}

/** What answers where a Supervisor would: it may come yet. */
const noSupervisor = (): Refusal =>
  new Refusal(
    503,
    'ServiceUnavailable',
    'there is no Supervisor: Workload Management is not enabled on any cluster',
  );

export class KubernetesServer {
  readonly #options: KubernetesOptions;
  readonly #tools: WriteTools;
  readonly #openApi: OpenApi;
  readonly #endpoints: Endpoints;
  readonly #counts = new RequestCounts();
  readonly #flows = new Flows();
  #watches = 0;

  constructor(options: KubernetesOptions) {
    this.#options = options;
    const { pipeline, definitions, tokenKey, version } = options;
    const present = (scope: string) => options.store.view(scope, options.now());
    const cpuTotals = new CpuTotals();
    this.#tools = { pipeline, definitions, tokenKey, version, cpuTotals, present };
    this.#endpoints = endpointsOf(definitions);
    this.#openApi = new OpenApi(definitions, options.descriptions);
  }

  handle(request: WireRequest, actor: Actor): WireAnswer {
    const { target, query } = parseRoute(request.path);
    const answer = this.#answer(target, query, request, actor);
    this.#counts.answered(target, request, query, answer.status);
    return isResponse(answer) ? outgoing(answer, request, query, target.form === 'resource') : answer;
  }

  #answer(target: ResourceRoute | PathRoute, query: Query, request: WireRequest, caller: Actor): WireAnswer {
    if (!this.#options.store.has(target.scope))
      return target.scope === firstSupervisor ? failure(noSupervisor()) : pageNotFound();
    const outage = this.#options.outage(target.scope);
    if (outage !== undefined) return failure(outage);
    const scope = this.#options.store.scope(target.scope);
    let flow: WireResponse['headers'] = {};
    const told = <Answer extends WireAnswer>(answer: Answer): Answer => ({
      ...answer,
      headers: { ...answer.headers, ...flow },
    });
    try {
      this.#checkPlane(scope, request, caller);
      // Without roles nobody but an administrator may act as another.
      if (
        scope.plane === 'fabric' &&
        !isMaster(caller) &&
        request.headers?.['impersonate-user'] !== undefined
      )
        throw pathForbidden(caller, request.method.toLowerCase(), request.path);
      const actor = impersonated(this.#view(scope), request, caller);
      this.#checkPlane(scope, request, actor);
      flow = this.#flow(scope, target, query, request, actor);
      return told(
        target.form === 'path'
          ? this.#path(scope, target.segments, query, request, actor)
          : this.#resource(scope, target, query, request, actor),
      );
    } catch (error) {
      if (error instanceof Refusal) return told(failure(error));
      throw error;
    }
  }

  /** Of which flow an answer tells; conversations and the fabric know none. */
  #flow(
    scope: Scope,
    target: ResourceRoute | PathRoute,
    query: Query,
    request: WireRequest,
    actor: Actor,
  ): WireResponse['headers'] {
    if (scope.plane === 'fabric') return {};
    const view = this.#view(scope);
    if (target.form === 'path') {
      const verb = request.method === 'HEAD' ? 'get' : request.method.toLowerCase();
      return this.#flows.headers(view, actor, { verb, path: `/${target.segments.join('/')}` });
    }
    if (connects.has(target.subresource)) return {};
    const verb = verbOf(target, request.method, query);
    return this.#flows.headers(view, actor, attributesOf(target, verb, query));
  }

  #path(
    scope: Scope,
    segments: readonly string[],
    query: Query,
    request: WireRequest,
    actor: Actor,
  ): WireResponse {
    const path = `/${segments.join('/')}`;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const verb = isRead ? 'get' : request.method.toLowerCase();
    if (this.#sight(scope, actor) === undefined) authorizePath(this.#view(scope), actor, verb, path);
    else if (!isDescription(segments)) throw pathForbidden(actor, verb, path);
    if (!isRead) throw methodNotAllowed();
    const [root] = segments;
    if (root === 'api' || root === 'apis') {
      const stale = unanswered(this.#view(scope));
      if (isOneOf(stale, segments[1], segments[2])) return serviceUnavailable();
      return discovery(scope.kinds, segments, request.headers, stale);
    }
    if (root === 'openapi')
      return this.#openApi.answer(
        scope.kinds,
        segments,
        request.headers,
        this.#options.now(),
        query.get('hash'),
      );
    if (path === '/version') return json(200, this.#options.version(scope.name));
    if (path === '/metrics') return this.#counts.metrics(scope, this.#options.version(scope.name));
    if (path === '/metrics/slis') return serviceLevels();
    if (isOpenId(path)) return openId(path, this.#view(scope), this.#options.tokenKey);
    if (isHealth(root)) return health(root, segments.slice(1).join('/'), query);
    if (path === '/' || path === '/index.html') return index(scope.kinds);
    return pageNotFound();
  }

  #resource(
    scope: Scope,
    route: ResourceRoute,
    query: Query,
    request: WireRequest,
    actor: Actor,
  ): WireAnswer {
    const { name, namespace, subresource } = route;
    const view = this.#view(scope);
    const verb = verbOf(route, request.method, query);
    const sight = this.#sight(scope, actor);
    if (sight === undefined) authorize(view, actor, attributesOf(route, verb, query));
    const kind = findKind(scope, route);
    if (kind === undefined) {
      if (isOneOf(unanswered(view), route.group, route.version)) return serviceUnavailable();
      if (scope.kinds.some(({ group }) => group === route.group)) throw notServed();
      return pageNotFound();
    }
    const isCustom = kind.custom !== undefined;
    // Who serves custom objects hands on what is none of theirs, and nobody takes it.
    const isStray = kind.namespaced ? namespace === '' && !acrossNamespaces.has(verb) : namespace !== '';
    if (isCustom && isStray) return pageNotFound();
    if (route.beyond.length > 0 && subresource !== 'proxy') throw notServed();
    if (kind.namespaced ? name !== '' && namespace === '' : namespace !== '') throw notServed();
    const said = kind.deprecation === undefined ? [] : [kind.deprecation];
    const call: WriteCall = {
      target: { scope, kind, view, endpoints: this.#endpoints, namespace, name, sight },
      subresource,
      request,
      query,
      actor,
      said,
    };
    return warned(said, () => {
      if (kind.custom !== undefined) checkConversion(this.#tools, call, verb);
      return subresource === '' ? this.#verb(route, call, verb) : this.#subresource(call, verb);
    });
  }

  #verb(route: ResourceRoute, call: WriteCall, verb: string): WireAnswer {
    const { target, query, request } = call;
    const { kind, name, namespace } = target;
    const isWatched = verb !== 'watch' || request.method === 'GET';
    if (request.method === 'HEAD' || !isWatched || !verbsOf(kind).includes(verb)) throw methodNotAllowed();
    const isEverywhere = kind.namespaced && namespace === '';
    const accept = request.headers?.['accept'];
    switch (verb) {
      case 'get':
        return get(target, query, accept);
      case 'list':
        return list(target, query, accept);
      case 'watch':
        return this.#watch(route, call, accept);
      case 'create':
        if (name !== '' || isEverywhere) throw methodNotAllowed();
        return review(this.#tools, call) ?? bindByName(this.#tools, call) ?? create(this.#tools, call);
      case 'delete':
        return remove(this.#tools, call);
      case 'deletecollection':
        if (isEverywhere) throw methodNotAllowed();
        return removeAll(this.#tools, call);
      default:
        if (name === '') throw methodNotAllowed();
        return verb === 'update' ? update(this.#tools, call) : patch(this.#tools, call);
    }
  }

  #subresource(call: WriteCall, verb: string): WireAnswer {
    const { kind, name } = call.target;
    const declared = kind.subresources?.find((candidate) => candidate.name === call.subresource);
    if (declared === undefined && kind.custom !== undefined) throw notFound(kind, name);
    if (declared === undefined || name === '') throw notServed();
    if (!declared.verbs.includes(verb as never)) throw methodNotAllowed();
    const serve = subresources.get(call.subresource);
    assert(serve !== undefined, `nothing serves the subresource ${call.subresource} of ${kind.plural}`);
    if (connects.has(call.subresource)) admitConnection(this.#tools, call);
    return serve(this.#tools, call, verb);
  }

  #watch(route: ResourceRoute, call: WriteCall, accept: string | undefined): WireAnswer {
    const { view: _view, ...target } = call.target;
    const { scope } = target;
    const { turnOn } = this.#options.sights;
    const watched = {
      ...target,
      view: () => this.#view(scope),
      ...(target.sight === undefined ? {} : { turnsSight: turnOn }),
    };
    const stream = watch(watched, call.query, accept, this.#watches);
    return {
      ...stream,
      open: (sink) => {
        this.#watches += 1;
        const forget = this.#counts.watched(route);
        const stop = stream.open(sink);
        let open = true;
        return () => {
          if (open) {
            this.#watches -= 1;
            forget();
          }
          open = false;
          stop();
        };
      },
    };
  }

  /** The fabric has no roles of its own: its administrators may all, people see what their rights in vCenter let them read. */
  #checkPlane(scope: Scope, { method, path }: WireRequest, actor: Actor): void {
    if (scope.plane !== 'fabric' || isMaster(actor)) return;
    const mayLook = method === 'GET' && this.#sight(scope, actor) !== undefined;
    if (!mayLook) throw pathForbidden(actor, method.toLowerCase(), path);
  }

  /** What somebody sees of the fabric; undefined where roles decide, and of whoever sees all or nothing. */
  #sight(scope: Scope, actor: Actor): Sight | undefined {
    if (scope.plane !== 'fabric' || isMaster(actor)) return undefined;
    return this.#options.sights.of(this.#view(scope), actor);
  }

  #view(scope: Scope): ReadView {
    return this.#options.store.view(scope.name, this.#options.now());
  }
}

/** What may be asked of all namespaces at once. */
const acrossNamespaces: ReadonlySet<string> = new Set(['list', 'watch']);

/** The answer with what there is to warn of by then, also where it is a refusal. */
function warned(said: readonly string[], ask: () => WireAnswer): WireAnswer {
  const told = (answer: WireAnswer): WireAnswer =>
    said.length === 0 ? answer : { ...answer, headers: { ...answer.headers, ...warningHeaders(said) } };
  try {
    return told(ask());
  } catch (error) {
    if (error instanceof Refusal) return told(failure(error));
    throw error;
  }
}

function findKind(scope: Scope, { group, version, resource }: ResourceRoute): Kind | undefined {
  return scope.kinds.find(
    (kind) => kind.group === group && kind.version === version && kind.plural === resource,
  );
}

/** What a server says of itself and of its kinds. */
function isDescription([root = '']: readonly string[]): boolean {
  return ['api', 'apis', 'openapi', 'version'].includes(root);
}

function isOneOf(versions: readonly GroupAndVersion[], group?: string, version?: string): boolean {
  return versions.some((each) => each.group === group && each.version === version);
}
