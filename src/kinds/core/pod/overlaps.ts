// Files of a volume that would come to lie over each other. Source: kubernetes pkg/api/pod/warnings.go,
// warningsForOverlappingVirtualPaths.
import type { Volume, VolumeProjection } from '#types';
import { quoteGo } from '../../../std/go-quote.ts';

type Warnings = readonly string[];
type Paths = readonly { readonly path: string }[] | undefined;

/** A path that is another, or begins as it does. */
function covers(paths: ReadonlySet<string>, path: string): string | undefined {
  for (const other of paths) {
    if (other === '' || path === '') return undefined;
    if (`${other}/`.startsWith(path) || `${path}/`.startsWith(other)) return other;
  }
  return undefined;
}

function overlaps(paths: readonly string[], where: string): Warnings {
  const seen = new Set<string>();
  return paths.flatMap((written) => {
    const path = written.replace(/\/+$/, '');
    const other = covers(seen, path);
    seen.add(path);
    return other === undefined
      ? []
      : [`${where}: overlapping paths: ${quoteGo(path)} with ${quoteGo(other)}`];
  });
}

const pathsOf = (items: Paths): readonly string[] => (items ?? []).map(({ path }) => path);

interface Projected {
  readonly paths: readonly string[];
  readonly title: string;
}

function projectedOf({
  clusterTrustBundle: bundle,
  configMap,
  downwardAPI,
  secret,
  serviceAccountToken: token,
}: VolumeProjection): Projected | undefined {
  const named = (title: string, name = '') => `${title} ${quoteGo(name)}`;
  if (configMap?.items !== undefined)
    return { paths: pathsOf(configMap.items), title: named('ConfigMap', configMap.name) };
  if (secret?.items !== undefined)
    return { paths: pathsOf(secret.items), title: named('Secret', secret.name) };
  if (downwardAPI?.items !== undefined) return { paths: pathsOf(downwardAPI.items), title: 'DownwardAPI' };
  if (token !== undefined) return { paths: [token.path], title: 'ServiceAccountToken' };
  if (bundle === undefined) return undefined;
  return { paths: [bundle.path], title: named('ClusterTrustBundle', bundle.name ?? bundle.signerName) };
}

function ofProjected(volume: string, sources: readonly VolumeProjection[]): Warnings {
  const warnings: string[] = [];
  const all = new Set<string>();
  // One of which nothing is known counts as the one before it did: so it is in Kubernetes.
  let last: Projected | undefined;
  for (const source of sources) {
    if (Object.keys(source).length === 0) {
      warnings.push(`volume ${volume} (Projected) has no sources provided`);
      continue;
    }
    last = projectedOf(source) ?? last;
    if (last === undefined || last.paths.length === 0) continue;
    const where = `volume ${volume} (Projected ${last.title})`;
    const unique = [...new Set(last.paths)];
    warnings.push(...overlaps(last.paths, where), ...overlaps([...unique, ...all].sort(), where));
    for (const path of unique) all.add(path);
  }
  return warnings;
}

export function overlapWarnings(volumes: readonly Volume[] = []): Warnings {
  return volumes.flatMap(({ name, configMap, secret, downwardAPI, projected }) => {
    const volume = quoteGo(name);
    return [
      ...overlaps(
        pathsOf(configMap?.items),
        `volume ${volume} (ConfigMap ${quoteGo(configMap?.name ?? '')})`,
      ),
      ...overlaps(pathsOf(secret?.items), `volume ${volume} (Secret ${quoteGo(secret?.secretName ?? '')})`),
      ...overlaps(pathsOf(downwardAPI?.items), `volume ${volume} (DownwardAPI)`),
      ...ofProjected(volume, projected?.sources ?? []),
    ];
  });
}
