// /healthz, /livez and /readyz, with ?verbose and ?exclude, and each check under its own path. All of them pass: what answers is up.
// Source: apiserver pkg/server/healthz/healthz.go; the names are those of a kube-apiserver 1.33.
import { quoteGo } from '../../std/go-quote.ts';
import { pageNotFound, text } from './answer.ts';
import type { Query } from './query.ts';
import type { WireResponse } from './wire.ts';

const started = (names: string): readonly string[] => names.split(' ').map((name) => `poststarthook/${name}`);

const early = ['ping', 'log', 'etcd'];
const late = [
  ...started(
    'start-apiserver-admission-initializer generic-apiserver-start-informers priority-and-fairness-config-consumer ' +
      'priority-and-fairness-filter storage-object-count-tracker-hook start-apiextensions-informers ' +
      'start-apiextensions-controllers crd-informer-synced start-system-namespaces-controller ' +
      'start-cluster-authentication-info-controller start-kube-apiserver-identity-lease-controller ' +
      'start-kube-apiserver-identity-lease-garbage-collector start-legacy-token-tracking-controller ' +
      'start-service-ip-repair-controllers rbac/bootstrap-roles scheduling/bootstrap-system-priority-classes ' +
      'priority-and-fairness-config-producer bootstrap-controller aggregator-reload-proxy-client-cert ' +
      'start-kube-aggregator-informers apiservice-status-local-available-controller ' +
      'apiservice-status-remote-available-controller apiservice-registration-controller ' +
      'apiservice-discovery-controller kube-apiserver-autoregistration',
  ),
  'autoregister-completion',
  ...started('apiservice-openapi-controller apiservice-openapiv3-controller'),
];

/** The checks of each path. */
export const healthChecks: Readonly<Record<string, readonly string[]>> = {
  healthz: [...early, ...late],
  livez: [...early, ...late],
  readyz: [...early, 'etcd-readiness', 'informer-sync', ...late, 'shutdown'],
};

export function isHealth(root: string | undefined): root is string {
  return root !== undefined && Object.hasOwn(healthChecks, root);
}

/** Answers `/readyz`, `/readyz/etcd` and the like. */
export function health(root: string, check: string, query: Query): WireResponse {
  const names = healthChecks[root] ?? [];
  if (check !== '') return names.includes(check) ? text(200, 'ok') : pageNotFound();
  if (query.get('verbose') === undefined) return text(200, 'ok');
  const excluded = query.all('exclude');
  const lines = names.map((name) => `[+]${name} ${excluded.includes(name) ? 'excluded: ok' : 'ok'}`);
  const unknown = [...new Set(excluded.filter((name) => !names.includes(name)))].sort();
  if (unknown.length > 0) {
    const quoted = unknown.map((name) => quoteGo(name)).join(', ');
    lines.push(`warn: some health checks cannot be excluded: no matches for ${quoted}`);
  }
  return text(200, [...lines, `${root} check passed`, ''].join('\n'));
}

/** The paths that all of that has. */
export const healthPaths: readonly string[] = Object.entries(healthChecks).flatMap(([root, names]) => [
  `/${root}`,
  ...names.map((name) => `/${root}/${name}`),
]);
