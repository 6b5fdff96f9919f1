// Who may use a vSphere Namespace, as role bindings on its Supervisor.
import type { Write } from '../../control/loop.ts';
import { roleBindings, type RoleBinding } from '../../kinds/rbac/role-bindings.ts';
import { rbacGroup } from '../../kinds/rbac/rules.ts';
import type { Access, VSphereNamespace } from '../../kinds/vsphere/namespace.ts';

export const bindingsKind = 'rbac.authorization.k8s.io/rolebindings';

/** How SSO names people towards Kubernetes: `sso:anna@vsphere.local`. */
export function ssoName(subject: string, domain: string): string {
  return `sso:${subject}@${domain}`;
}

/** What the owner of a namespace of self-service may beside editing: the namespace itself is theirs to delete. */
export const ownerRole = 'wcp:self-service-namespace-owner';

/** vSphere's roles as Kubernetes' own. */
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
  const grant = (bindingNamed: string, role: string, access: Access): void => {
    if (wanted.has(bindingNamed)) return;
    wanted.add(bindingNamed);
    const known = present.find(({ metadata }) => metadata.name === bindingNamed);
    if (known?.roleRef.name === role) return;
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
  };
  for (const access of [...namespace.spec.access, administrators(domain)]) {
    grant(bindingName(name, access), clusterRole[access.role], access);
    if (access.role === 'OWNER' && namespace.spec.selfService === true)
      grant(`${bindingName(name, access)}:owner`, ownerRole, access);
  }
  for (const object of present) {
    if (object.metadata.labels?.['managedBy'] !== 'vSphere' || wanted.has(object.metadata.name)) continue;
    writes.push({ verb: 'delete', kind: roleBindings, object, why: 'no longer permitted' });
  }
  return writes;
}
