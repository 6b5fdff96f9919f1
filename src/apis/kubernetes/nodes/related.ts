// What belongs to a node by way of the Pods that are bound to it: what they mount, claim and run as, and what that stands on.
// The product keeps a graph; here the paths are read off the objects. Source: kubernetes plugin/pkg/auth/authorizer/node/graph.go.
import type { PersistentVolumeSpec } from '#types';
import type { PersistentVolume } from '../../../kinds/core/persistent-volume/claim-ref.ts';
import { claimNamesOf } from '../../../kinds/core/pod/claims.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { configMapNamesOf, secretNamesOf } from '../../../kinds/core/pod/references.ts';
import { volumeAttachmentsKind, type VolumeAttachment } from '../../../kinds/storage/volume-attachment.ts';
import type { ReadView } from '../../../store/view.ts';

export const mirrorAnnotation = 'kubernetes.io/config.mirror';

/** The Pods of the node in a namespace that may give it anything: a node makes no Pod that opens a door to it. */
function podsOf(view: ReadView, node: string, namespace: string): readonly Pod[] {
  return view
    .list<Pod>('core/pods', { index: ['node', node] })
    .filter(
      ({ metadata }) =>
        metadata.namespace === namespace && metadata.annotations?.[mirrorAnnotation] === undefined,
    );
}

const claims = (view: ReadView, node: string, namespace: string, name: string): boolean =>
  podsOf(view, node, namespace).some((pod) => claimNamesOf(pod).includes(name));

function holds(view: ReadView, node: string, { claimRef }: PersistentVolumeSpec): boolean {
  return claimRef !== undefined && claims(view, node, claimRef.namespace ?? '', claimRef.name ?? '');
}

interface SecretReference {
  readonly name?: string;
  readonly namespace?: string;
}

/** The Secrets that a kubelet needs to mount the volume. */
function secretsOf(spec: PersistentVolumeSpec): readonly SecretReference[] {
  const { azureFile, cephfs, cinder, csi, flexVolume, iscsi, rbd, scaleIO, storageos } = spec;
  const file = azureFile && {
    name: azureFile.secretName,
    ...(azureFile.secretNamespace ? { namespace: azureFile.secretNamespace } : {}),
  };
  return [
    file,
    ...[cephfs, cinder, flexVolume, iscsi, rbd, scaleIO, storageos].map((source) => source?.secretRef),
    csi?.nodePublishSecretRef,
    csi?.nodeStageSecretRef,
    csi?.nodeExpandSecretRef,
  ].filter((reference) => reference !== undefined);
}

function mounts(view: ReadView, node: string, namespace: string, name: string): boolean {
  return view
    .list<PersistentVolume>('core/persistentvolumes')
    .some(
      ({ spec }) =>
        secretsOf(spec).some(
          (secret) => secret.name === name && (secret.namespace ?? spec.claimRef?.namespace) === namespace,
        ) && holds(view, node, spec),
    );
}

/** Whether there is a way from the object of one of the resources below to the node. */
export const related: Readonly<
  Record<string, (view: ReadView, node: string, namespace: string, name: string) => boolean>
> = {
  configmaps: (view, node, namespace, name) =>
    podsOf(view, node, namespace).some(({ spec }) => configMapNamesOf(spec).includes(name)),
  persistentvolumeclaims: claims,
  persistentvolumes: (view, node, _namespace, name) => {
    const volume = view.get<PersistentVolume>('core/persistentvolumes', name);
    return volume !== undefined && holds(view, node, volume.spec);
  },
  pods: (view, node, namespace, name) => view.get<Pod>('core/pods', name, namespace)?.spec.nodeName === node,
  secrets: (view, node, namespace, name) =>
    podsOf(view, node, namespace).some(({ spec }) => secretNamesOf(spec).includes(name)) ||
    mounts(view, node, namespace, name),
  serviceaccounts: (view, node, namespace, name) =>
    podsOf(view, node, namespace).some(({ spec }) => spec.serviceAccountName === name),
  volumeattachments: (view, node, _namespace, name) =>
    view.get<VolumeAttachment>(volumeAttachmentsKind, name)?.spec.nodeName === node,
};
