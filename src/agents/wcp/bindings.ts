// Who may use a vSphere Namespace, as role bindings on its Supervisor.
import type { Write } from '../../control/loop.ts';
import { roleBindings, type RoleBinding } from '../../kinds/rbac/role-bindings.ts';
import { rbacGroup } from '../../kinds/rbac/rules.ts';
import type { Access, VSphereNamespace } from '../../kinds/vsphere/namespace.ts';

export const bindingsKind = 'rbac.authorization.k8s.io/rolebindings';

/** How SSO names people towards Kubernetes: `sso:anna@vsphere.local`. */
function ssoName(subject: string, domain: string): string {
  return `sso:${subject}@${domain}`;
}

/** vSphere's roles as Kubernetes' own; an owner may edit, and more through vCenter. */
const clusterRole = { VIEW: 'view', EDIT: 'edit', OWNER: 'edit' } as const;

function bindingName(namespace: string, { subject, domain, type }: Access): string {
  return `wcp:${namespace}:${type.toLowerCase()}:${domain}:${subject}`.toLowerCase();
}

/** vCenter's administrators may edit whatever a namespace's own people may. */
const administrators = (domain: string): Access => ({
  subject: 'Administrators',
  domain,
  type: 'GROUP',
  role: 'EDIT',
});

/** What is missing of the bindings, and what is too many. `domain` is vCenter's own sign-on's. */
export function bindings(
  namespace: VSphereNamespace,
  present: readonly RoleBinding[],
  domain: string,
): readonly Write[] {
  const { name } = namespace.metadata;
  const writes: Write[] = [];
  const wanted = new Set<string>();
  for (const access of [...namespace.spec.access, administrators(domain)]) {
    const role = clusterRole[access.role];
    const bindingNamed = bindingName(name, access);
    if (wanted.has(bindingNamed)) continue;
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
