// Gives every Pod a service account and mounts its token. Source: kubernetes plugin/pkg/admission/serviceaccount.
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import type { ServiceAccount } from '../../../kinds/core/service-account.ts';
import type { Draft } from '../../../std/draft.ts';
import { keyedHash } from '../../../std/hash.ts';
import { nameSuffix } from '../../../std/names.ts';
import type { Admission } from '../../../store/pipeline.ts';
import { forbidden } from '../../../store/refusal.ts';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const volumePrefix = 'kube-api-access-';
const fileMode = 420;

function tokenVolume(name: string) {
  return {
    name,
    projected: {
      defaultMode: fileMode,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
        {
          downwardAPI: {
            items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }],
          },
        },
      ],
    },
  };
}

export const serviceAccount: Admission = {
  name: 'ServiceAccount',
  admit({ verb, kind, next, context }) {
    if (verb !== 'create' || kind.plural !== 'pods' || kind.group !== '' || next === undefined) return;
    const pod = next as unknown as Draft<Pod>;
    if (pod.spec === undefined || pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined)
      return;
    pod.spec.serviceAccountName ||= 'default';
    pod.spec.serviceAccount = pod.spec.serviceAccountName;
    const { name, namespace = '', uid } = pod.metadata;
    const account = context.view.get<ServiceAccount>(
      'core/serviceaccounts',
      pod.spec.serviceAccountName,
      namespace,
    );
    if (account === undefined) {
      const why = `error looking up service account ${namespace}/${pod.spec.serviceAccountName}: serviceaccount "${pod.spec.serviceAccountName}" not found`;
      throw forbidden(kind, name, why);
    }
    const mounts = pod.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
    if (!mounts) return;
    const volumeName = `${volumePrefix}${nameSuffix(keyedHash(0, uid, 'token volume'), 5)}`;
    let isUsed = false;
    for (const container of [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])]) {
      container.volumeMounts ??= [];
      if (container.volumeMounts.some((mount) => mount.mountPath === mountPath)) continue;
      container.volumeMounts.push({ mountPath, name: volumeName, readOnly: true });
      isUsed = true;
    }
    if (isUsed) pod.spec.volumes = [...(pod.spec.volumes ?? []), tokenVolume(volumeName)];
  },
};
