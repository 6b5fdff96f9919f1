// What a node may ask a service account's token for: a Pod that is bound to it, and somebody whom that Pod's volumes speak to.
// Source: kubernetes plugin/pkg/admission/noderestriction, admitServiceAccount and validateNodeServiceAccountAudience.
import type { CSIDriver, TokenRequestSpec } from '#types';
import type {
  PersistentVolume,
  PersistentVolumeClaim,
} from '../../../kinds/core/persistent-volume/claim-ref.ts';
import { claimNamesOf } from '../../../kinds/core/pod/claims.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import type { ServiceAccount } from '../../../kinds/core/service-account.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import type { Stored } from '../../../store/object.ts';
import { forbidden, notFound } from '../../../store/refusal.ts';
import type { ReadView } from '../../../store/view.ts';
import { mayUse } from '../authorize.ts';
import type { Actor } from '../wire.ts';
import { nodeOf } from './identity.ts';

/** The drivers behind a Pod's volumes. */
function driversOf(view: ReadView, pod: Pod): readonly string[] {
  const inline = (pod.spec.volumes ?? []).flatMap(({ csi }) => (csi === undefined ? [] : [csi.driver]));
  const claimed = claimNamesOf(pod).flatMap((name) => {
    const claim = view.get<PersistentVolumeClaim>(
      'core/persistentvolumeclaims',
      name,
      pod.metadata.namespace,
    );
    const volume = view.get<PersistentVolume>('core/persistentvolumes', claim?.spec.volumeName ?? '');
    return volume?.spec.csi === undefined ? [] : [volume.spec.csi.driver];
  });
  return [...inline, ...claimed];
}

function speaksTo(view: ReadView, pod: Pod, audience: string): boolean {
  const isProjected = (pod.spec.volumes ?? []).some(
    ({ projected }) =>
      projected?.sources?.some(
        ({ serviceAccountToken: token }) => token !== undefined && (token.audience ?? '') === audience,
      ) === true,
  );
  return (
    isProjected ||
    driversOf(view, pod).some((name) => {
      const driver = view.get<Stored<CSIDriver>>('storage.k8s.io/csidrivers', name);
      return driver?.spec.tokenRequests?.some((request) => request.audience === audience) === true;
    })
  );
}

function whyNot(
  view: ReadView,
  actor: Actor,
  node: string,
  namespace: string,
  { boundObjectRef: bound, audiences = [] }: TokenRequestSpec,
): string | undefined {
  if (bound?.apiVersion !== 'v1' || bound.kind !== 'Pod' || !bound.name)
    return 'node requested token not bound to a pod';
  if (!bound.uid) return 'node requested token with a pod binding without a uid';
  const pod = view.get<Pod>('core/pods', bound.name, namespace);
  if (pod === undefined) throw notFound({ group: '', plural: 'pods' }, bound.name);
  if (bound.uid !== pod.metadata.uid)
    return (
      `the UID in the bound object reference (${bound.uid}) does not match the UID in record. ` +
      'The object might have been deleted and then recreated'
    );
  if (pod.spec.nodeName !== node) return 'node requested token bound to a pod scheduled on a different node';
  const [audience = '', ...more] = audiences;
  if (more.length > 0) return 'node may only request 0 or 1 audiences';
  if (speaksTo(view, pod, audience)) return undefined;
  const may = mayUse(view, actor, {
    verb: 'request-serviceaccounts-token-audience',
    group: '',
    resource: audience,
    subresource: '',
    namespace,
    name: pod.spec.serviceAccountName ?? '',
  });
  if (may) return undefined;
  return `audience ${quoteGo(audience)} not found in pod spec volume, ${actor.user} is not authorized to request tokens for this audience`;
}

/** Throws where a node asks for what it may not have. */
export function checkNodeToken(
  view: ReadView,
  actor: Actor,
  { metadata: { name, namespace = '' } }: ServiceAccount,
  spec: TokenRequestSpec,
): void {
  const node = nodeOf(actor);
  if (node === undefined) return;
  const why = whyNot(view, actor, node, namespace, spec);
  if (why !== undefined) throw forbidden({ group: '', plural: 'serviceaccounts' }, name, why);
}
