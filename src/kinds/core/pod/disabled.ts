// Fields that Kubernetes 1.33 has behind a feature gate that is off: whoever writes them is heard, and they are not kept.
// Gates: ImageVolume, ContainerStopSignals, DynamicResourceAllocation, ClusterTrustBundleProjection, PodLevelResources.
// Source: kubernetes pkg/api/pod/util.go, dropDisabledFields; pkg/features/kube_features.go.
import type { Container, PodSpec } from '#types';
import type { Draft } from '../../../std/draft.ts';

type Containing = Pick<Container, 'lifecycle' | 'resources' | 'volumeMounts'>;

function dropOf(container: Draft<Containing>, imageVolumes: ReadonlySet<string>): void {
  const { lifecycle, resources, volumeMounts } = container;
  if (resources?.claims !== undefined) delete resources.claims;
  if (lifecycle?.stopSignal !== undefined) {
    delete lifecycle.stopSignal;
    if (Object.keys(lifecycle).length === 0) delete container.lifecycle;
  }
  if (imageVolumes.size === 0 || volumeMounts === undefined) return;
  const left = volumeMounts.filter(({ name }) => !imageVolumes.has(name));
  if (left.length > 0) container.volumeMounts = left;
  else delete container.volumeMounts;
}

/** Changes the spec of a Pod or of a template. */
export function dropDisabled(spec: Draft<PodSpec> | undefined): void {
  if (spec === undefined) return;
  const { volumes = [], containers = [], initContainers = [], ephemeralContainers = [] } = spec;
  if (spec.resourceClaims !== undefined) delete spec.resourceClaims;
  if (spec.resources !== undefined) delete spec.resources;
  const ofImages = new Set(volumes.flatMap(({ name, image }) => (image === undefined ? [] : [name])));
  if (ofImages.size > 0) {
    const left = volumes.filter(({ image }) => image === undefined);
    if (left.length > 0) spec.volumes = left;
    else delete spec.volumes;
  }
  for (const { projected } of volumes)
    for (const source of projected?.sources ?? [])
      if (source.clusterTrustBundle !== undefined) delete source.clusterTrustBundle;
  for (const container of [...containers, ...initContainers, ...ephemeralContainers])
    dropOf(container, ofImages);
}
