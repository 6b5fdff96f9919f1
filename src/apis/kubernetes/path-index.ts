// `/`: the paths that are served, for whoever looks around. Source: apiserver pkg/server/routes/index.go.
import type { Kind } from '../../store/kind.ts';
import { jsonText } from './answer.ts';
import { groupVersions } from './discovery.ts';
import { healthPaths } from './health.ts';
import { openIdPaths } from './openid.ts';
import type { WireResponse } from './wire.ts';

const own = [
  ...openIdPaths,
  '/api',
  '/apis',
  '/apis/',
  '/metrics',
  '/metrics/slis',
  '/openapi/v2',
  '/openapi/v3',
  '/openapi/v3/',
  '/version',
];

/** Every path once, in order. */
export function index(kinds: readonly Kind[]): WireResponse {
  const groups = groupVersions(kinds).flatMap(({ group, version }) =>
    group === '' ? [`/api/${version}`] : [`/apis/${group}`, `/apis/${group}/${version}`],
  );
  const paths = [...new Set([...own, ...groups, ...healthPaths])].sort();
  return jsonText(200, JSON.stringify({ paths }, undefined, 2));
}
