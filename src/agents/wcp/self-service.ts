// Namespace self-service (nsop): whoever the template names may make namespaces, each becomes a vSphere Namespace of the template that its
// maker owns, and its owner may delete it.
import { nobody, type Loop, type Outcome, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { namespaces, type Namespace } from '../../kinds/core/namespace.ts';
import { clusterRoleBindings, type ClusterRoleBinding } from '../../kinds/rbac/role-bindings.ts';
import { clusterRoles, type ClusterRole } from '../../kinds/rbac/roles.ts';
import { rbacGroup } from '../../kinds/rbac/rules.ts';
import {
  namespaceTemplatesKind,
  ownerAnnotation,
  selfServiceAnnotation,
  type NamespaceTemplate,
} from '../../kinds/vsphere/namespace-template.ts';
import { vsphereNamespaces, type VSphereNamespace } from '../../kinds/vsphere/namespace.ts';
import { fabricScope, supervisorOf, type Supervisor } from '../../kinds/vsphere/supervisor.ts';
import { equal } from '../../std/draft.ts';
import { isDeleting } from '../../store/object.ts';
import { ownerRole, ssoName } from './bindings.ts';
import { numberBy } from './numbers.ts';

const creatorRole = 'wcp:self-service-namespace-creator';

const rolesKind = `${rbacGroup}/clusterroles`;
const bindingsKind = `${rbacGroup}/clusterrolebindings`;
const vsphereKind = 'vsphere.sandbox/namespaces';

/** The key under which roles and their binding are kept; a namespace cannot be called so. */
const permissions = '.permissions';

function activeTemplate(view: View, supervisor: Supervisor): NamespaceTemplate | undefined {
  return view
    .in(fabricScope)
    .list<NamespaceTemplate>(namespaceTemplatesKind)
    .find(({ spec }) => spec.active && spec.cluster === supervisor.spec.moid);
}

const rule = (verbs: readonly string[]) => [{ apiGroups: [''], resources: ['namespaces'], verbs }];

function roles(view: View): readonly Write[] {
  return [
    { name: creatorRole, rules: rule(['create']) },
    { name: ownerRole, rules: rule(['delete', 'get']) },
  ]
    .filter(({ name }) => view.get<ClusterRole>(rolesKind, name) === undefined)
    .map(({ name, rules }) => {
      const object = { metadata: { name }, rules };
      return { verb: 'create', kind: clusterRoles, object, why: 'namespace self-service' };
    });
}

/** Who may make namespaces, as the active template says. */
function permitted(template: NamespaceTemplate | undefined, view: View): Outcome | undefined {
  const present = view.get<ClusterRoleBinding>(bindingsKind, creatorRole);
  if (template === undefined) {
    if (present === undefined) return undefined;
    return {
      writes: [{ verb: 'delete', kind: clusterRoleBindings, object: present, why: 'self-service is off' }],
    };
  }
  const subjects = template.spec.permissions.map(({ subject, domain, subject_type: type }) => ({
    apiGroup: rbacGroup,
    kind: type === 'USER' ? 'User' : 'Group',
    name: ssoName(subject, domain),
  }));
  const why = 'who may make namespaces';
  const missing = roles(view);
  if (present === undefined) {
    const roleRef = { apiGroup: rbacGroup, kind: 'ClusterRole', name: creatorRole };
    const object = { metadata: { name: creatorRole }, roleRef, subjects };
    return { writes: [...missing, { verb: 'create', kind: clusterRoleBindings, object, why }] };
  }
  if (missing.length === 0 && equal(present.subjects, subjects)) return undefined;
  const object: ClusterRoleBinding = { ...present, subjects };
  return { writes: [...missing, { verb: 'update', kind: clusterRoleBindings, object, why }] };
}

function specOf(
  present: Namespace,
  template: NamespaceTemplate,
  supervisor: Supervisor,
): VSphereNamespace['spec'] {
  const owner = present.metadata.annotations?.[ownerAnnotation] ?? '';
  const at = owner.lastIndexOf('@');
  const { resources, storage, vmClasses, contentLibraries } = template.spec;
  return {
    supervisor: supervisor.metadata.name,
    access: [{ subject: owner.slice(0, at), domain: owner.slice(at + 1), type: 'USER', role: 'OWNER' }],
    resourcePool: `resgroup-${numberBy(present)}`,
    folder: `group-v${numberBy(present)}`,
    selfService: true,
    ...(resources === undefined ? {} : { resources }),
    ...(storage === undefined ? {} : { storage }),
    ...(vmClasses === undefined ? {} : { vmClasses }),
    ...(contentLibraries === undefined ? {} : { contentLibraries }),
  };
}

function adopt(present: Namespace, template: NamespaceTemplate, supervisor: Supervisor): Outcome {
  const { name, labels, annotations } = present.metadata;
  const spec = specOf(present, template, supervisor);
  const object = { metadata: { name }, spec, status: { configStatus: 'CONFIGURING' } };
  const known: Namespace = {
    ...present,
    metadata: {
      ...present.metadata,
      labels: { ...labels, vSphereClusterID: supervisor.spec.moid },
      annotations: {
        ...annotations,
        'vmware-system-resource-pool': spec.resourcePool ?? '',
        'vmware-system-vm-folder': spec.folder ?? '',
      },
    },
  };
  const why = 'a developer made it';
  return {
    writes: [
      { verb: 'update', kind: namespaces, object: known, why },
      { verb: 'create', kind: vsphereNamespaces, in: fabricScope, object, why },
    ],
  };
}

export const selfServiceNamespaces: Loop = {
  name: 'nsop',
  observes: {
    [namespaceTemplatesKind]: () => [permissions],
    'core/namespaces': (prev, next) => {
      const namespace = next ?? prev;
      return namespace?.metadata.annotations?.[selfServiceAnnotation] === undefined
        ? nobody
        : [namespace.metadata.name];
    },
  },
  consults: [rolesKind, bindingsKind, vsphereKind, 'vsphere.sandbox/supervisors'],
  run(key, view): Outcome | undefined {
    const supervisor = supervisorOf(view);
    if (supervisor === undefined) return undefined;
    const template = activeTemplate(view, supervisor);
    if (key === permissions) return permitted(template, view);
    const present = view.get<Namespace>('core/namespaces', key);
    const own = view.in(fabricScope).get<VSphereNamespace>(vsphereKind, key);
    if (
      own?.spec.selfService === true &&
      own.spec.removed !== true &&
      (present === undefined || isDeleting(present))
    ) {
      const object: VSphereNamespace = { ...own, spec: { ...own.spec, removed: true } };
      const why = 'its owner deleted it';
      return { writes: [{ verb: 'update', kind: vsphereNamespaces, in: fabricScope, object, why }] };
    }
    if (present === undefined || isDeleting(present) || own !== undefined || template === undefined)
      return undefined;
    return present.metadata.annotations?.[selfServiceAnnotation] === 'true'
      ? adopt(present, template, supervisor)
      : undefined;
  },
};
