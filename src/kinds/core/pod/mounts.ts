// What a Pod's volumes still need before its containers can start, in kubelet's words.
// Source: kubernetes pkg/volume/{configmap,secret,projected,csi}, pkg/volume/util/operationexecutor.
import type { Pod as PodType, KeyToPath, VolumeProjection } from '#types';
import type { ReadView } from '../../../store/view.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import type { VolumeAttachment } from '../../storage/volume-attachment.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../persistent-volume/claim-ref.ts';
import type { ConfigMap } from '../config-map.ts';
import type { Secret } from '../secret.ts';
import { claimNameOf } from './claims.ts';

/** The kinds that `missingMounts` reads. */
export const mountedKinds = [
  'core/configmaps',
  'core/secrets',
  'core/persistentvolumeclaims',
  'core/persistentvolumes',
  'storage.k8s.io/volumeattachments',
];

export interface MissingMount {
  readonly volume: string;
  /** What kubelet says of it; undefined while it only waits for the disk. */
  readonly message: string | undefined;
}

interface PodLike {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: NonNullable<PodType['spec']>;
}

interface Source {
  readonly name: string;
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
}

const sources = {
  configmap: { kind: 'core/configmaps', what: 'config' },
  secret: { kind: 'core/secrets', what: 'secret' },
} as const;

/** Why a ConfigMap or Secret cannot be laid out, or undefined. */
function sourceProblem(
  type: keyof typeof sources,
  { name, items, optional }: Source,
  namespace: string,
  view: ReadView,
): string | undefined {
  if (optional === true) return undefined;
  const { kind, what } = sources[type];
  const found = view.get<ConfigMap & Secret>(kind, name, namespace);
  if (found === undefined) return `${type} ${quoteGo(name)} not found`;
  const missing = (items ?? []).find(
    ({ key }) => !Object.hasOwn(found.data ?? {}, key) && !Object.hasOwn(found.binaryData ?? {}, key),
  );
  return missing === undefined ? undefined : `references non-existent ${what} key: ${missing.key}`;
}

function projectionProblem(source: VolumeProjection, namespace: string, view: ReadView): string | undefined {
  const { configMap, secret } = source;
  if (configMap !== undefined)
    return sourceProblem('configmap', { ...configMap, name: configMap.name ?? '' }, namespace, view);
  if (secret === undefined) return undefined;
  return sourceProblem('secret', { ...secret, name: secret.name ?? '' }, namespace, view);
}

/** The driver of a Supervisor, which makes volumes for claims alone. */
const ownDriver = 'csi.vsphere.vmware.com';

/** Why a driver cannot make a volume of a Pod's own: no host has another driver than the Supervisor's. */
function inlineProblem(driver: string): string {
  return driver === ownDriver
    ? `kubernetes.io/csi: mounter.SetupAt failed to check volume lifecycle mode: volume mode "Ephemeral" not supported by driver ${driver} (only supports ["Persistent"])`
    : `kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name ${driver} not found in the list of registered CSI drivers`;
}

/** True where the volume of the claim is there for the Pod's node; one without driver needs no attaching. */
function isAttached(claimName: string, namespace: string, node: string, view: ReadView): boolean {
  const claim = view.get<PersistentVolumeClaim>('core/persistentvolumeclaims', claimName, namespace);
  if (claim?.status?.phase !== 'Bound') return false;
  const volume = view.get<PersistentVolume>('core/persistentvolumes', claim.spec.volumeName ?? '');
  if (volume?.spec.csi === undefined) return volume !== undefined;
  return view
    .list<VolumeAttachment>('storage.k8s.io/volumeattachments', { index: ['volume', volume.metadata.name] })
    .some(({ spec, status }) => spec.nodeName === node && status?.attached === true);
}

/** Volumes of a Pod that cannot be mounted yet. */
export function missingMounts({ metadata, spec }: PodLike, view: ReadView): readonly MissingMount[] {
  const { namespace = '' } = metadata;
  const missing: MissingMount[] = [];
  for (const volume of spec.volumes ?? []) {
    const { name, configMap, secret, projected, persistentVolumeClaim, ephemeral, csi } = volume;
    const claim =
      persistentVolumeClaim?.claimName ??
      (ephemeral === undefined ? undefined : claimNameOf({ metadata }, name));
    if (claim !== undefined) {
      if (!isAttached(claim, namespace, spec.nodeName ?? '', view))
        missing.push({ volume: name, message: undefined });
      continue;
    }
    let problem: string | undefined;
    if (configMap !== undefined)
      problem = sourceProblem('configmap', { ...configMap, name: configMap.name ?? '' }, namespace, view);
    else if (secret !== undefined)
      problem = sourceProblem('secret', { ...secret, name: secret.secretName ?? '' }, namespace, view);
    else if (projected !== undefined)
      problem = (projected.sources ?? [])
        .map((source) => projectionProblem(source, namespace, view))
        .find((found) => found !== undefined);
    else if (csi !== undefined) problem = inlineProblem(csi.driver);
    if (problem !== undefined)
      missing.push({
        volume: name,
        message: `MountVolume.SetUp failed for volume ${quoteGo(name)} : ${problem}`,
      });
  }
  return missing;
}
