// Who may do what on a Supervisor that has just been enabled: Kubernetes' own roles and bindings, and what everybody with a vCenter
// login may read of the Supervisor as a whole.
import { seed, seedIn, type Seed } from '../../../../store/seed.ts';
import type { VCenter } from '../../../../kinds/vsphere/vcenter.ts';
import type { ReadView } from '../../../../store/view.ts';
import { aggregatedRoles, aggregatesTo, clusterBindings, clusterRoles } from './cluster-roles.ts';
import { controllerRoles } from './controller-roles.ts';
import { namespaceRoles } from './namespace-roles.ts';
import { rule } from './rule.ts';

const group = 'rbac.authorization.k8s.io';

function metadata(role: string) {
  const target = aggregatesTo[role];
  return {
    labels: {
      'kubernetes.io/bootstrapping': 'rbac-defaults',
      ...(target === undefined ? {} : { [`${group}/aggregate-to-${target}`]: 'true' }),
    },
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  };
}

function subject(text: string) {
  const [kind = '', name = ''] = text.split(' ');
  return kind === 'ServiceAccount'
    ? { kind, name, namespace: 'kube-system' }
    : { apiGroup: group, kind, name };
}

function boundTo(kind: string, name: string, subjects: readonly string[]) {
  return {
    roleRef: { apiGroup: group, kind, name },
    ...(subjects.length === 0 ? {} : { subjects: subjects.map(subject) }),
  };
}

const cluster = (plural: string, name: string, rest: object): Seed => ({
  kind: `${group}/${plural}`,
  object: { metadata: { name, ...metadata(name) }, ...rest },
});

const controller = (name: string): string => `system:controller:${name}`;

const kubernetes = (): readonly Seed[] => [
  ...Object.entries(clusterRoles).map(([name, rules]) =>
    cluster('clusterroles', name, { rules: rules.map(rule) }),
  ),
  ...Object.entries(aggregatedRoles).map(([name, label]) =>
    cluster('clusterroles', name, {
      aggregationRule: {
        clusterRoleSelectors: [{ matchLabels: { [`${group}/aggregate-to-${label}`]: 'true' } }],
      },
    }),
  ),
  ...Object.entries(controllerRoles).flatMap(([name, rules]) => [
    cluster('clusterroles', controller(name), { rules: rules.map(rule) }),
    cluster(
      'clusterrolebindings',
      controller(name),
      boundTo('ClusterRole', controller(name), [`ServiceAccount ${name}`]),
    ),
  ]),
  ...Object.entries(clusterBindings).map(([name, subjects]) =>
    cluster('clusterrolebindings', name, boundTo('ClusterRole', name, subjects)),
  ),
  ...namespaceRoles.flatMap(({ namespace, name, rules, binding = name, subjects }) => [
    seedIn(`${group}/roles`, namespace, name, metadata(name), { rules: rules.map(rule) }),
    seedIn(`${group}/rolebindings`, namespace, binding, metadata(name), boundTo('Role', name, subjects)),
  ]),
];

const everybody = 'wcp:everybody';

/** What is there for the Supervisor as a whole and is offered in every namespace. */
const forEverybody = [
  'read core nodes namespaces',
  'read storage.k8s.io storageclasses',
  'read run.tanzu.vmware.com osimages tanzukubernetesreleases',
  'read topology.tanzu.vmware.com availabilityzones',
  'read vmoperator.vmware.com clustervirtualmachineimages virtualmachineclasses virtualmachineimages',
];

/** Every login of vCenter's own sign-on is in its group Everyone. */
export function rbac(fabric: ReadView): readonly Seed[] {
  const groups = fabric
    .list<VCenter>('vsphere.sandbox/vcenters')
    .map(({ spec }) => `Group sso:Everyone@${spec.ssoDomain}`);
  return [
    ...kubernetes(),
    seed(`${group}/clusterroles`, everybody, { rules: forEverybody.map(rule) }),
    seed(`${group}/clusterrolebindings`, everybody, boundTo('ClusterRole', everybody, groups)),
  ];
}
