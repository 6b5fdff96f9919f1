// `/metrics` and `/metrics/slis`: what the API server counts of itself, in Prometheus' text. Counted where requests come in, so a
// world that is restored counts anew, as a server that was started again. Deliberately absent: how long anything took, and what
// stands for parts that a sandbox has not (etcd, queues, the Go runtime).
// Source: apiserver pkg/endpoints/metrics, pkg/storage/etcd3/metrics; component-base metrics/prometheus/{slis,version}.
import { limits } from '../../std/limits.ts';
import { kindId, qualified } from '../../store/kind.ts';
import type { Scope } from '../../store/scope.ts';
import { connects } from './connect.ts';
import { exposition, type Labels, type Metric } from './exposition.ts';
import { healthChecks } from './health.ts';
import type { Query } from './query.ts';
import type { PathRoute, ResourceRoute } from './route.ts';
import { verbOf } from './route.ts';
import type { WireRequest, WireResponse } from './wire.ts';
import { mediaTypes } from './wire.ts';

interface Series {
  readonly labels: Labels;
  count: number;
}

/** Whether a request is about one object, a namespace's or everybody's; empty for a path that is no resource's. */
function scopeOf(target: ResourceRoute | PathRoute, verb: string): string {
  if (target.form === 'path') return '';
  if (target.name !== '' || verb === 'create') return 'resource';
  return target.namespace === '' ? 'cluster' : 'namespace';
}

const toldVerbs: Readonly<Record<string, string>> = { create: 'POST', update: 'PUT' };

function toldVerb(target: ResourceRoute | PathRoute, verb: string, request: WireRequest): string {
  if (target.form === 'path') return request.method;
  if (connects.has(target.subresource)) return 'CONNECT';
  if (verb === 'patch' && request.headers?.['content-type'] === mediaTypes.applyPatch) return 'APPLY';
  return toldVerbs[verb] ?? verb.toUpperCase();
}

function placeOf(target: ResourceRoute | PathRoute): readonly [group: string, version: string, ...string[]] {
  if (target.form === 'resource') return [target.group, target.version, target.resource, target.subresource];
  const [root = ''] = target.segments;
  return ['', '', '', Object.hasOwn(healthChecks, root) ? `/${root}` : ''];
}

/** Counts the requests of a server. */
export class RequestCounts {
  readonly #requests = new Map<string, Series>();
  readonly #watches = new Map<string, Series>();

  /** Counts an answer. */
  answered(target: ResourceRoute | PathRoute, request: WireRequest, query: Query, status: number): void {
    const verb = target.form === 'path' ? '' : verbOf(target, request.method, query);
    const [group, version, resource = '', subresource = ''] = placeOf(target);
    const labels = {
      code: String(status),
      component: 'apiserver',
      dry_run: query.get('dryRun') ?? '',
      group,
      resource,
      scope: scopeOf(target, verb),
      subresource,
      verb: toldVerb(target, verb, request),
      version,
    };
    count(this.#requests, labels, 1);
  }

  /** Counts a watch; the answer ends it. */
  watched(target: ResourceRoute): () => void {
    const { group, version, resource, subresource } = target;
    const scope = scopeOf(target, 'watch');
    const labels = { component: 'apiserver', group, resource, scope, subresource, verb: 'WATCH', version };
    count(this.#watches, labels, 1);
    return () => count(this.#watches, labels, -1);
  }

  /** Answers `/metrics`. */
  metrics(scope: Scope, version: Labels): WireResponse {
    const told = (series: ReadonlyMap<string, Series>) =>
      [...series.values()].map(({ labels, count: value }) => [labels, value] as const);
    const stored = scope.storedKinds.map((kind) => {
      const resource = qualified(kind.group, kind.plural);
      return [{ resource }, scope.collection(kindId(kind)).size] as const;
    });
    return exposition([
      {
        name: 'apiserver_longrunning_requests',
        type: 'gauge',
        help: '[STABLE] Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.',
        series: told(this.#watches),
      },
      {
        name: 'apiserver_request_total',
        type: 'counter',
        help: '[STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.',
        series: told(this.#requests),
      },
      {
        name: 'apiserver_storage_objects',
        type: 'gauge',
        help: '[STABLE] Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.',
        series: stored,
      },
      buildInfo(version),
    ]);
  }
}

/** What a program was built from; `version` is what `/version` says. */
export function buildInfo(version: Labels): Metric {
  const { major = '', minor = '', gitVersion = '', gitCommit = '', gitTreeState = '' } = version;
  const { buildDate = '', goVersion = '', compiler = '', platform = '' } = version;
  const build = {
    build_date: buildDate,
    compiler,
    git_commit: gitCommit,
    git_tree_state: gitTreeState,
    git_version: gitVersion,
    go_version: goVersion,
    major,
    minor,
    platform,
  };
  return {
    name: 'kubernetes_build_info',
    type: 'gauge',
    help: "[ALPHA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.",
    series: [[build, 1]],
  };
}

/** Adds to a series; new ones beyond the bound are not told. */
function count(all: Map<string, Series>, labels: Labels, by: number): void {
  const key = Object.values(labels).join('\n');
  const known = all.get(key);
  if (known !== undefined) known.count += by;
  else if (all.size < limits.metricSeriesMax) all.set(key, { labels, count: by });
}

/** Answers `/metrics/slis`. */
export function serviceLevels(): WireResponse {
  const series = Object.entries(healthChecks).flatMap(([type, names]) =>
    names.map((name) => [{ name, type }, 1] as const),
  );
  const help = '[STABLE] This metric records the result of a single healthcheck.';
  return exposition([{ name: 'kubernetes_healthcheck', type: 'gauge', help, series }]);
}
