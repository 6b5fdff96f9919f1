// The Secrets and ConfigMaps that a Pod names anywhere. Source: kubernetes pkg/api/v1/pod/util.go, VisitPodSecretNames and
// VisitPodConfigmapNames.
import type { Container, PodSpec, Volume } from '#types';

type Sources = Pick<Container, 'env' | 'envFrom'>;

const sourcesOf = ({
  containers,
  initContainers = [],
  ephemeralContainers = [],
}: PodSpec): readonly Sources[] => [...initContainers, ...containers, ...ephemeralContainers];

const said = (names: readonly (string | undefined)[]): readonly string[] =>
  names.filter((name) => name !== undefined && name !== '') as readonly string[];

function secretsOfVolume(volume: Volume): readonly (string | undefined)[] {
  const { azureFile, cephfs, cinder, csi, flexVolume, iscsi, projected, rbd, scaleIO, secret, storageos } =
    volume;
  return [
    azureFile?.secretName,
    csi?.nodePublishSecretRef?.name,
    secret?.secretName,
    ...[cephfs, cinder, flexVolume, iscsi, rbd, scaleIO, storageos].map((source) => source?.secretRef?.name),
    ...(projected?.sources ?? []).map((source) => source.secret?.name),
  ];
}

export function secretNamesOf(spec: PodSpec): readonly string[] {
  return said([
    ...(spec.imagePullSecrets ?? []).map(({ name }) => name),
    ...sourcesOf(spec).flatMap(({ env = [], envFrom = [] }) => [
      ...envFrom.map(({ secretRef }) => secretRef?.name),
      ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
    ]),
    ...(spec.volumes ?? []).flatMap(secretsOfVolume),
  ]);
}

export function configMapNamesOf(spec: PodSpec): readonly string[] {
  return said([
    ...sourcesOf(spec).flatMap(({ env = [], envFrom = [] }) => [
      ...envFrom.map(({ configMapRef }) => configMapRef?.name),
      ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name),
    ]),
    ...(spec.volumes ?? []).flatMap(({ configMap, projected }) => [
      configMap?.name,
      ...(projected?.sources ?? []).map((source) => source.configMap?.name),
    ]),
  ]);
}
