// The Workload Control Plane service of vCenter: what a vSphere Namespace becomes on its Supervisor: the Kubernetes namespace
// with its annotations, and a role binding for everybody who may use it. Deliberately absent still: limits, storage, control
// plane VMs, upgrades.
import type { Loop, Outcome, Write } from '../control/loop.ts';
import { namespaces, type Namespace } from '../kinds/core/namespace.ts';
import { roleBindings, type RoleBinding } from '../kinds/rbac/role-bindings.ts';
import { rbacGroup } from '../kinds/rbac/rules.ts';
import { vsphereNamespaces, type Access, type VSphereNamespace } from '../kinds/vsphere/namespace.ts';
import { fabricScope, supervisorOf } from '../kinds/vsphere/supervisor.ts';
import { isDeleting } from '../store/object.ts';

const vsphereKind = 'vsphere.sandbox/namespaces';
const bindingsKind = 'rbac.authorization.k8s.io/rolebindings';

/** How SSO names people towards Kubernetes: `sso:anna@vsphere.local`. */
export function ssoName(subject: string, domain: string): string {
  return `sso:${subject}@${domain}`;
}

/** vSphere's roles as Kubernetes' own; an owner may edit, and more through vCenter. */
const clusterRole = { VIEW: 'view', EDIT: 'edit', OWNER: 'edit' } as const;

function bindingName(namespace: string, { subject, domain, type }: Access): string {
  return `wcp:${namespace}:${type.toLowerCase()}:${domain}:${subject}`.toLowerCase();
}

function bindings(namespace: VSphereNamespace, present: readonly RoleBinding[]): readonly Write[] {
  const { name } = namespace.metadata;
  const writes: Write[] = [];
  const wanted = new Set<string>();
  for (const access of namespace.spec.access) {
    const role = clusterRole[access.role];
    const bindingNamed = bindingName(name, access);
    wanted.add(bindingNamed);
    const known = present.find(({ metadata }) => metadata.name === bindingNamed);
    if (known?.roleRef.name === role) continue;
    const kind = access.type === 'USER' ? 'User' : 'Group';
    const why = `${access.subject} may ${role} ${name}`;
    if (known !== undefined) writes.push({ verb: 'delete', kind: roleBindings, object: known, why });
    else {
      const object = {
        metadata: { name: bindingNamed, namespace: name, labels: { managedBy: 'vSphere' } },
        roleRef: { apiGroup: rbacGroup, kind: 'ClusterRole', name: role },
        subjects: [{ apiGroup: rbacGroup, kind, name: ssoName(access.subject, access.domain) }],
      };
      writes.push({ verb: 'create', kind: roleBindings, object, why });
    }
  }
  for (const object of present) {
    if (object.metadata.labels?.['managedBy'] !== 'vSphere' || wanted.has(object.metadata.name)) continue;
    writes.push({ verb: 'delete', kind: roleBindings, object, why: 'no longer permitted' });
  }
  return writes;
}

export const wcp: Loop = {
  name: 'wcp',
  observes: {
    [vsphereKind]: (prev, next) => [(next ?? prev)?.metadata.name ?? ''],
    'core/namespaces': (prev, next) => [(next ?? prev)?.metadata.name ?? ''],
    [bindingsKind]: (prev, next) => [(next ?? prev)?.metadata.namespace ?? ''],
  },
  consults: ['vsphere.sandbox/supervisors'],
  run(name, view): Outcome | undefined {
    const fabric = view.in(fabricScope);
    const wanted = fabric.get<VSphereNamespace>(vsphereKind, name);
    const supervisor = supervisorOf(view);
    if (
      wanted === undefined ||
      supervisor === undefined ||
      wanted.spec.supervisor !== supervisor.metadata.name
    )
      return undefined;
    const present = view.get<Namespace>('core/namespaces', name);
    if (present === undefined) {
      const annotations = {
        'vmware-system-resource-pool': wanted.spec.resourcePool ?? '',
        'vmware-system-vm-folder': wanted.spec.folder ?? '',
      };
      const object = { metadata: { name, labels: { vSphereClusterID: supervisor.spec.moid }, annotations } };
      return { writes: [{ verb: 'create', kind: namespaces, object, why: 'vSphere Namespace' }], again: 1 };
    }
    if (isDeleting(present)) return undefined;
    const writes = [...bindings(wanted, view.list<RoleBinding>(bindingsKind, { namespace: name }))];
    const ready = present.metadata.annotations?.['ncp/subnet-0'] !== undefined;
    if (ready && wanted.status?.configStatus !== 'RUNNING') {
      const object: VSphereNamespace = { ...wanted, status: { ...wanted.status, configStatus: 'RUNNING' } };
      writes.push({
        verb: 'update',
        kind: vsphereNamespaces,
        in: fabricScope,
        object,
        why: 'its network is realized',
      });
    }
    // A binding that was removed to be made anew is made by the next run.
    return writes.length === 0 ? undefined : { writes, again: 1 };
  },
};
