// Who may use a vSphere Namespace, one by one. Source: vSphere Automation API, com.vmware.vcenter.namespaces.Access.
import { vsphereNamespaces, type Access, type VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import { alreadyExists, Failure, invalidArgument } from '../failure.ts';
import { done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { changeable, checkRole, namespaceOf } from './found.ts';

const path = 'vcenter/namespaces/instances/{namespace}/access/{domain}/{subject}';
const manage = { privilege: 'Namespaces.Configure' } as const;

const roleSchema = {
  type: 'object',
  required: ['role'],
  properties: { role: { type: 'string', enum: ['EDIT', 'VIEW', 'OWNER'] } },
} as const;

function typeOf({ query }: Call): 'USER' | 'GROUP' {
  const [type] = query('type');
  if (type === 'USER' || type === 'GROUP') return type;
  throw invalidArgument(`Invalid value for 'type': '${type ?? ''}' is not one of USER, GROUP.`, ['type']);
}

function principalOf(call: Call): Omit<Access, 'role'> {
  const { domain = '', subject = '' } = call.params;
  return { subject, domain, type: typeOf(call) };
}

const isSame = (a: Omit<Access, 'role'>, b: Omit<Access, 'role'>): boolean =>
  a.type === b.type &&
  a.subject.toLowerCase() === b.subject.toLowerCase() &&
  a.domain.toLowerCase() === b.domain.toLowerCase();

function granted(namespace: VSphereNamespace, principal: Omit<Access, 'role'>): Access {
  const found = namespace.spec.access.find((access) => isSame(access, principal));
  if (found !== undefined) return found;
  const who = `${principal.subject}@${principal.domain}`;
  throw new Failure(
    'NOT_FOUND',
    'vcenter.wcp.namespace.access.not_found',
    `Principal '${who}' has no access to namespace '${namespace.metadata.name}'.`,
    [who, namespace.metadata.name],
  );
}

function roleFor(call: Call, { domain }: Omit<Access, 'role'>): Access['role'] {
  const { role } = readBody(roleSchema, call.body);
  checkRole(call.fabric, role, domain);
  return role;
}

function write(call: Call, namespace: VSphereNamespace, access: readonly Access[]) {
  const object: VSphereNamespace = { ...namespace, spec: { ...namespace.spec, access } };
  call.write.update(vsphereNamespaces, object, 'Update namespace permissions');
  return done;
}

export const access: readonly Operation[] = [
  {
    method: 'GET',
    path,
    query: ['type'],
    privilege: 'System.Read',
    answer: (call) => ok({ role: granted(namespaceOf(call), principalOf(call)).role }),
  },
  {
    method: 'POST',
    path,
    query: ['type'],
    ...manage,
    answer: (call) => {
      const namespace = changeable(call);
      const principal = principalOf(call);
      const role = roleFor(call, principal);
      if (namespace.spec.access.some((known) => isSame(known, principal))) {
        const who = `${principal.subject}@${principal.domain}`;
        throw alreadyExists(
          `Principal '${who}' already has a role on namespace '${namespace.metadata.name}'.`,
          [who],
        );
      }
      return write(call, namespace, [...namespace.spec.access, { ...principal, role }]);
    },
  },
  {
    method: 'PUT',
    path,
    query: ['type'],
    ...manage,
    answer: (call) => {
      const namespace = changeable(call);
      const before = granted(namespace, principalOf(call));
      const role = roleFor(call, before);
      return write(
        call,
        namespace,
        namespace.spec.access.map((known) => (known === before ? { ...known, role } : known)),
      );
    },
  },
  {
    method: 'DELETE',
    path,
    query: ['type'],
    ...manage,
    answer: (call) => {
      const namespace = changeable(call);
      const before = granted(namespace, principalOf(call));
      return write(
        call,
        namespace,
        namespace.spec.access.filter((known) => known !== before),
      );
    },
  },
];
