// What a node may do: its own objects, what its Pods need, and what every kubelet needs. It never denies: RBAC is asked next.
// Source: kubernetes plugin/pkg/auth/authorizer/node/node_authorizer.go; the rules, rbac/bootstrappolicy, NodeRules.
import type { PolicyRule } from '#types';
import { quoteGo } from '../../../std/go-quote.ts';
import { parseFieldSelector } from '../../../store/selectors.ts';
import type { ReadView } from '../../../store/view.ts';
import { allows, type Attributes, type PathAttributes } from '../rbac/rule.ts';
import { related } from './related.ts';

/** True, or why not; empty where there is nothing to say. */
type Verdict = true | string;

const rule = (group: string, resources: readonly string[], verbs: readonly string[]): PolicyRule => ({
  apiGroups: [group],
  resources: [...resources],
  verbs: [...verbs],
});

const read = ['get', 'list', 'watch'];

/** What every node may, of resources that are not told apart by node. */
const nodeRules: readonly PolicyRule[] = [
  rule('authentication.k8s.io', ['tokenreviews'], ['create']),
  rule('authorization.k8s.io', ['subjectaccessreviews', 'localsubjectaccessreviews'], ['create']),
  rule('', ['services'], read),
  rule('', ['events'], ['create', 'update', 'patch']),
  rule('', ['endpoints'], ['get']),
  rule('certificates.k8s.io', ['certificatesigningrequests'], ['create', ...read]),
  rule('storage.k8s.io', ['csidrivers'], read),
  rule('node.k8s.io', ['runtimeclasses'], read),
];

interface Question {
  readonly view: ReadView;
  readonly node: string;
  readonly asked: Attributes;
}

function byRelation({ view, node, asked }: Question): Verdict {
  const { name, namespace, resource } = asked;
  if (name === '') return 'No Object name found';
  return (
    related[resource]?.(view, node, namespace, name) === true ||
    `no relationship found between node '${node}' and this object`
  );
}

function get(question: Question): Verdict {
  const { verb, subresource } = question.asked;
  if (verb !== 'get') return 'can only get individual resources of this type';
  return subresource === '' ? byRelation(question) : 'cannot get subresource';
}

function readNamespaced(question: Question): Verdict {
  const { verb, subresource, namespace } = question.asked;
  if (!read.includes(verb)) return 'can only read resources of this type';
  if (subresource !== '') return 'cannot read subresource';
  return namespace === '' ? 'can only read namespaced object of this type' : byRelation(question);
}

function claims(question: Question): Verdict {
  const { verb, subresource } = question.asked;
  if (subresource !== 'status') return get(question);
  return verb === 'update' || verb === 'patch' ? byRelation(question) : 'can only get/update/patch this type';
}

function tokens(question: Question): Verdict {
  const { verb, name, subresource } = question.asked;
  if (verb !== 'create' || name === '') return 'can only create tokens for individual service accounts';
  return subresource === 'token'
    ? byRelation(question)
    : 'can only create token subresource of serviceaccount';
}

const ownVerbs = ['get', 'create', 'update', 'patch', 'delete'];
export const leaseNamespace = 'kube-node-lease';

/** Of what bears the node's name; the name of what is to be is left to admission. */
const isOwn = ({ node, asked }: Question): boolean => asked.verb === 'create' || asked.name === node;

function leases(question: Question): Verdict {
  const { verb, namespace } = question.asked;
  if (!ownVerbs.includes(verb)) return 'can only get, create, update, patch, or delete a node lease';
  if (namespace !== leaseNamespace)
    return `can only access leases in the ${quoteGo(leaseNamespace)} system namespace`;
  return isOwn(question) || 'can only access node lease with the same name as the requesting node';
}

function csiNodes(question: Question): Verdict {
  const { verb, subresource } = question.asked;
  if (!ownVerbs.includes(verb)) return 'can only get, create, update, patch, or delete a CSINode';
  if (subresource !== '') return 'cannot authorize CSINode subresources';
  return isOwn(question) || 'can only access CSINode with the same name as the requesting node';
}

function nodes({ node, asked: { verb, subresource, name } }: Question): Verdict {
  if (subresource === 'status') return ['update', 'patch'].includes(verb) || '';
  if (subresource !== '') return '';
  if (['create', 'update', 'patch'].includes(verb)) return true;
  if (!read.includes(verb)) return '';
  if (name === '') return `node '${node}' cannot read all nodes, only its own Node object`;
  return name === node || `node '${node}' cannot read '${name}', only its own Node object`;
}

/** Whether a list or watch is narrowed to the Pods of the node. */
function isNarrowed({ node, asked: { fieldSelector = '' } }: Question): boolean {
  const parsed = parseFieldSelector(fieldSelector);
  return (
    'terms' in parsed &&
    parsed.terms.some(
      ({ field, operator, value }) => field === 'spec.nodeName' && operator === '=' && value === node,
    )
  );
}

function pods(question: Question): Verdict {
  const { verb, subresource, name } = question.asked;
  if (subresource === 'status') return ['update', 'patch'].includes(verb) || '';
  if (subresource === 'eviction') return verb === 'create' || '';
  if (subresource !== '') return '';
  if (verb === 'create' || verb === 'delete') return true;
  if (verb === 'get') return byRelation(question);
  if (!read.includes(verb)) return '';
  if (isNarrowed(question)) return true;
  return name === '' ? 'can only list/watch pods with spec.nodeName field selector' : byRelation(question);
}

const byResource: Readonly<Record<string, (question: Question) => Verdict>> = {
  '/configmaps': readNamespaced,
  '/nodes': nodes,
  '/persistentvolumeclaims': claims,
  '/persistentvolumes': get,
  '/pods': pods,
  '/secrets': readNamespaced,
  '/serviceaccounts': tokens,
  'coordination.k8s.io/leases': leases,
  'storage.k8s.io/csinodes': csiNodes,
  'storage.k8s.io/volumeattachments': get,
};

/** Whether the node, whose user it is, may; or why not. */
export function judgeNode(
  view: ReadView,
  node: string,
  user: string,
  asked: Attributes | PathAttributes,
): Verdict {
  if (node === '') return `unknown node for user ${quoteGo(user)}`;
  const judge = 'path' in asked ? undefined : byResource[`${asked.group}/${asked.resource}`];
  if (judge !== undefined) return judge({ view, node, asked: asked as Attributes });
  return nodeRules.some((each) => allows(each, asked)) || '';
}
