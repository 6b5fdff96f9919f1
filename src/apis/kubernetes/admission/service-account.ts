// Gives every Pod a service account with its pull secrets, and mounts its token. Source: kubernetes plugin/pkg/admission/serviceaccount.
import type { Container } from '#types';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import type { ServiceAccount } from '../../../kinds/core/service-account.ts';
import type { Draft } from '../../../std/draft.ts';
import { keyedHash } from '../../../std/hash.ts';
import { nameAsked, nameSuffix } from '../../../std/names.ts';
import type { Admission } from '../../../store/admission.ts';
import { forbidden } from '../../../store/refusal.ts';
import { newPod } from './request.ts';

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

const enforceMountable = 'kubernetes.io/enforce-mountable-secrets';

interface SecretUse {
  readonly secret: string | undefined;
  readonly words: string;
}

function* usesOf(container: Draft<Container>, word: string): Iterable<SecretUse> {
  for (const { name, valueFrom } of container.env ?? []) {
    yield {
      secret: valueFrom?.secretKeyRef?.name,
      words: `${word} ${container.name} with envVar ${name} referencing`,
    };
  }
  for (const { secretRef } of container.envFrom ?? []) {
    yield { secret: secretRef?.name, words: `${word} ${container.name} with envFrom referencing` };
  }
}

/** The first secret that the Pod uses and its account does not list, in the API server's words. */
function misused(spec: Draft<Pod['spec']>, account: ServiceAccount): string | undefined {
  const { name } = account.metadata;
  const mountable = (account.secrets ?? []).map((secret) => secret.name);
  const uses: readonly SecretUse[] = [
    ...(spec.volumes ?? []).map(({ secret }) => ({ secret: secret?.secretName, words: 'volume with' })),
    ...(spec.initContainers ?? []).flatMap((container) => [...usesOf(container, 'init container')]),
    ...(spec.containers ?? []).flatMap((container) => [...usesOf(container, 'container')]),
  ];
  const wrong = uses.find(({ secret }) => secret !== undefined && !mountable.includes(secret));
  if (wrong !== undefined) {
    return (
      `${wrong.words} secret.secretName=${JSON.stringify(wrong.secret)} is not allowed because service account ` +
      `${name} does not reference that secret`
    );
  }
  const pulls = (account.imagePullSecrets ?? []).map((secret) => secret.name);
  const index = (spec.imagePullSecrets ?? []).findIndex((secret) => !pulls.includes(secret.name));
  if (index < 0) return undefined;
  return (
    `imagePullSecrets[${index}].name=${JSON.stringify(spec.imagePullSecrets?.[index]?.name)} is not allowed because ` +
    `service account ${name} does not reference that imagePullSecret`
  );
}

export const serviceAccount: Admission = {
  name: 'ServiceAccount',
  kinds: ['core/pods'],
  admit(request) {
    const pod = newPod(request);
    const { kind, context } = request;
    if (pod === undefined || pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return;
    pod.spec.serviceAccountName ||= 'default';
    pod.spec.serviceAccount = pod.spec.serviceAccountName;
    const { namespace = '', uid } = pod.metadata;
    const name = nameAsked(pod.metadata);
    const account = context.view.get<ServiceAccount>(
      'core/serviceaccounts',
      pod.spec.serviceAccountName,
      namespace,
    );
    if (account === undefined) {
      const why = `error looking up service account ${namespace}/${pod.spec.serviceAccountName}: serviceaccount "${pod.spec.serviceAccountName}" not found`;
      throw forbidden(kind, name, why);
    }
    const unmountable =
      account.metadata.annotations?.[enforceMountable] === 'true' && misused(pod.spec, account);
    if (unmountable) throw forbidden(kind, name, unmountable);
    const pullSecrets = account.imagePullSecrets ?? [];
    if ((pod.spec.imagePullSecrets ?? []).length === 0 && pullSecrets.length > 0) {
      pod.spec.imagePullSecrets = pullSecrets.map((secret) => ({ ...secret }));
    }
    const mounts = pod.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
    if (!mounts) return;
    const volumeName = `${volumePrefix}${nameSuffix(keyedHash(0, uid, 'token volume'))}`;
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
