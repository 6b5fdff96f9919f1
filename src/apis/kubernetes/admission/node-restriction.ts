// What a node may write: its own object but for taints and labels that are not its to give, mirrors of its Pods and their status,
// its lease, its CSINode, requests for its own certificate. Source: kubernetes plugin/pkg/admission/noderestriction.
import type { Node } from '../../../kinds/core/node.ts';
import type { PersistentVolumeClaim } from '../../../kinds/core/persistent-volume/claim-ref.ts';
import { requestOf, type CertificateSigningRequest } from '../../../kinds/certificates/signing-request.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { configMapNamesOf, secretNamesOf } from '../../../kinds/core/pod/references.ts';
import { equal } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { nameAttributes } from '../../../std/pkcs10.ts';
import { kindId } from '../../../store/kind.ts';
import type { Admission, AdmissionRequest } from '../../../store/admission.ts';
import { whole } from '../../../store/pipeline.ts';
import { forbidden, notFound } from '../../../store/refusal.ts';
import { leaseNamespace } from '../nodes/authorizer.ts';
import { nodeOf } from '../nodes/identity.ts';
import { mirrorAnnotation } from '../nodes/related.ts';
import { changedLabels, isForbiddenLabel } from '../nodes/labels.ts';

/** Why the node may not, or nothing. */
type Check = (node: string, request: AdmissionRequest) => string | undefined;

const namesOf = ({ next, prev }: AdmissionRequest): string => (prev ?? next)?.metadata.name ?? '';

function wrongOwner(node: string, pod: Pod, { context }: AdmissionRequest): string | undefined {
  const [owner, ...more] = pod.metadata.ownerReferences ?? [];
  const only = (what: string) => `node ${quoteGo(node)} can only create pods with ${what} set to itself`;
  if (more.length > 0) return only('a single owner reference');
  if (owner?.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node)
    return only('an owner reference');
  if (owner.controller !== true) return only('a controller owner reference');
  if (owner.blockOwnerDeletion === true)
    return `node ${quoteGo(node)} must not set blockOwnerDeletion on an owner reference`;
  const own = context.view.get<Node>('core/nodes', node);
  if (own === undefined) throw notFound({ group: '', plural: 'nodes' }, node);
  const { uid } = own.metadata;
  return owner.uid === uid ? undefined : `node ${node} UID mismatch: expected ${owner.uid} got ${uid}`;
}

/** What a Pod of a node's making must not name, since the node could then read it. */
function wrongReference(node: string, { spec }: Pod): string | undefined {
  const refers = (to: string) => `node ${quoteGo(node)} can not create pods that reference ${to}`;
  if (spec.serviceAccountName) return refers('a service account');
  if (secretNamesOf(spec).length > 0) return refers('secrets');
  if (configMapNamesOf(spec).length > 0) return refers('configmaps');
  const volumes = spec.volumes ?? [];
  const isBundle = (source: { readonly clusterTrustBundle?: unknown }) =>
    source.clusterTrustBundle !== undefined;
  if (volumes.some(({ projected }) => projected?.sources?.some(isBundle) === true))
    return refers('clustertrustbundles');
  const isClaimed = volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined);
  return isClaimed ? refers('persistentvolumeclaims') : undefined;
}

function newPod(node: string, request: AdmissionRequest): string | undefined {
  const pod = request.next as unknown as Pod;
  if (pod.metadata.annotations?.[mirrorAnnotation] === undefined)
    return `pod does not have ${quoteGo(mirrorAnnotation)} annotation, node ${quoteGo(node)} can only create mirror pods`;
  if (pod.spec.nodeName !== node)
    return `node ${quoteGo(node)} can only create pods with spec.nodeName set to itself`;
  return wrongOwner(node, pod, request) ?? wrongReference(node, pod);
}

function podStatus(node: string, { next, prev }: AdmissionRequest): string | undefined {
  const [pod, before] = [next, prev] as unknown as readonly [Pod, Pod];
  if (before.spec.nodeName !== node)
    return `node ${quoteGo(node)} can only update pod status for pods with spec.nodeName set to itself`;
  if (!equal(pod.metadata.labels ?? {}, before.metadata.labels ?? {}))
    return `node ${quoteGo(node)} cannot update labels through pod status`;
  const isSame = equal(pod.status?.resourceClaimStatuses ?? [], before.status?.resourceClaimStatuses ?? []);
  return isSame ? undefined : `node ${quoteGo(node)} cannot update resource claim statues`;
}

const pods: Check = (node, request) => {
  const { subresource } = request.context;
  if (subresource === 'status') return podStatus(node, request);
  if (subresource !== '')
    return `unexpected pod subresource ${quoteGo(subresource)}, only 'status' and 'eviction' are allowed`;
  if (request.verb === 'create') return newPod(node, request);
  if (request.verb === 'update')
    return `unexpected operation "UPDATE", node ${quoteGo(node)} can only create and delete mirror pods`;
  return (request.prev as Pod).spec.nodeName === node
    ? undefined
    : `node ${quoteGo(node)} can only delete pods with spec.nodeName set to itself`;
};

const nodes: Check = (node, request) => {
  const name = namesOf(request);
  if (name !== node) return `node ${quoteGo(node)} is not allowed to modify node ${quoteGo(name)}`;
  if (request.verb === 'delete') return undefined;
  const [next, prev] = [request.next, request.prev] as unknown as readonly [Node, Node | undefined];
  const labels = changedLabels(next.metadata.labels, prev?.metadata.labels).filter(isForbiddenLabel);
  if (prev === undefined) {
    if (next.spec.configSource !== undefined)
      return `node ${quoteGo(node)} is not allowed to create pods with a non-nil configSource`;
    const words = `node ${quoteGo(node)} is not allowed to set the following labels: ${labels.join(', ')}`;
    return labels.length === 0 ? undefined : words;
  }
  if (next.spec.configSource !== undefined && !equal(next.spec.configSource, prev.spec.configSource))
    return `node ${quoteGo(node)} is not allowed to update configSource to a new non-nil configSource`;
  if (!equal(next.spec.taints ?? [], prev.spec.taints ?? []))
    return `node ${quoteGo(node)} is not allowed to modify taints`;
  if (!equal(next.metadata.ownerReferences ?? [], prev.metadata.ownerReferences ?? []))
    return `node ${quoteGo(node)} is not allowed to modify ownerReferences`;
  return labels.length === 0 ? undefined : `is not allowed to modify labels: ${labels.join(', ')}`;
};

/** A claim without what a node may say of it: how far it has grown. */
function withoutGrowth({ metadata, spec, status }: PersistentVolumeClaim): unknown {
  const { resourceVersion: _version, managedFields: _fields, ...meta } = metadata;
  const { capacity, conditions, allocatedResources, allocatedResourceStatuses, ...rest } = status ?? {};
  void [capacity, conditions, allocatedResources, allocatedResourceStatuses];
  return { meta, spec, rest };
}

const claims: Check = (node, { next, prev, context }) => {
  if (context.subresource !== 'status') return 'may only update PVC status';
  const [claim, before] = [next, prev] as unknown as readonly PersistentVolumeClaim[];
  if (claim === undefined || before === undefined || equal(withoutGrowth(claim), withoutGrowth(before)))
    return undefined;
  return `node ${quoteGo(node)} is not allowed to update fields other than status.capacity and status.conditions`;
};

const leases: Check = (node, request) => {
  const { namespace } = (request.prev ?? request.next)?.metadata ?? {};
  if (namespace !== leaseNamespace)
    return `can only access leases in the ${quoteGo(leaseNamespace)} system namespace`;
  return namesOf(request) === node
    ? undefined
    : 'can only access node lease with the same name as the requesting node';
};

const csiNodes: Check = (node, request) =>
  namesOf(request) === node ? undefined : 'can only access CSINode with the same name as the requesting node';

const kubeletSigners = ['kubernetes.io/kubelet-serving', 'kubernetes.io/kube-apiserver-client-kubelet'];

const requests: Check = (node, { verb, next }) => {
  if (verb !== 'create') return undefined;
  const request = next as unknown as CertificateSigningRequest;
  if (!kubeletSigners.includes(request.spec.signerName)) return undefined;
  const parsed = requestOf(request);
  if ('error' in parsed) return `unable to parse csr: ${parsed.error}`;
  const [name] = parsed.subject.get(nameAttributes.commonName) ?? [];
  return name === `system:node:${node}`
    ? undefined
    : `can only create a node CSR with CN=system:node:${node}`;
};

const checks: Readonly<Record<string, Check>> = {
  'certificates.k8s.io/certificatesigningrequests': requests,
  'coordination.k8s.io/leases': leases,
  'core/nodes': nodes,
  'core/persistentvolumeclaims': claims,
  'core/pods': pods,
  'storage.k8s.io/csinodes': csiNodes,
};

export const nodeRestriction: Admission = {
  name: 'NodeRestriction',
  kinds: Object.keys(checks),
  admit(request) {
    const { kind, context } = request;
    if (context.groups.length === 0 || context.subresource === whole) return;
    const node = nodeOf({ user: context.by, groups: context.groups });
    if (node === undefined) return;
    const why =
      node === ''
        ? `could not determine node from user ${quoteGo(context.by)}`
        : checks[kindId(kind)]?.(node, request);
    if (why !== undefined) throw forbidden(kind, namesOf(request), why);
  },
};
