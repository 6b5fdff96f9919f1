// vSphere Namespaces: create, read, change, delete. Source: vSphere Automation API, com.vmware.vcenter.namespaces.Instances.
import {
  networksOfNamespace,
  resourceSpec,
  storageSpecs,
  vsphereNamespaces,
  type Access,
  type ResourceSpec,
  type VSphereNamespace,
} from '../../../kinds/vsphere/namespace.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import { isDns1123Label } from '../../../std/names.ts';
import { string, strings, type Infer } from '../../../store/schema/infer.ts';
import { libraryOf } from '../content/found.ts';
import { alreadyExists, Failure, invalidArgument, notAllowed, notFound, unsupported } from '../failure.ts';
import { list, rootFolder } from '../inventory/places.ts';
import { done, ok, since8, type Call, type Operation } from '../operation.ts';
import { notSupportedHere, readBody, textAt } from '../reading.ts';
import {
  changeable,
  checkPolicies,
  checkRole,
  namespaceOf,
  supervisorNamed,
  supervisorOn,
  supervisorWithId,
} from './found.ts';
import { statsOf } from './usage.ts';

/** The least that a processor limit may be, in MHz. */
const cpuLeastMHz = 10;

const manage = { privilege: 'Namespaces.Configure' } as const;
const read = { privilege: 'System.Read' } as const;

const accessList = {
  type: 'array',
  items: {
    type: 'object',
    required: ['subject_type', 'subject', 'domain', 'role'],
    properties: {
      subject_type: { type: 'string', enum: ['USER', 'GROUP'] },
      subject: string,
      domain: string,
      role: { type: 'string', enum: ['EDIT', 'VIEW', 'OWNER'] },
      identity_provider: string,
    },
  },
} as const;

/** What may be said at creation and later. */
const changeableMembers = {
  description: string,
  resource_spec: resourceSpec,
  access_list: accessList,
  storage_specs: storageSpecs,
  vm_service_spec: { type: 'object', properties: { content_libraries: strings, vm_classes: strings } },
  content_libraries: {
    type: 'array',
    items: {
      type: 'object',
      required: ['content_library'],
      properties: { content_library: string, writable: { type: 'boolean' } },
    },
  },
} as const;

const changeSchema = { type: 'object', properties: changeableMembers } as const;

const createSchema = {
  type: 'object',
  required: ['cluster', 'namespace'],
  properties: {
    cluster: string,
    namespace: string,
    networks: strings,
    namespace_network: notSupportedHere,
    creator: {
      type: 'object',
      required: ['subject', 'domain'],
      properties: { subject: string, domain: string },
    },
    ...changeableMembers,
  },
} as const;

/** The second version names the Supervisor. */
const createSchemaV2 = {
  type: 'object',
  required: ['supervisor', 'namespace'],
  properties: {
    supervisor: string,
    namespace: string,
    networks: strings,
    namespace_network: notSupportedHere,
    creator: createSchema.properties.creator,
    ...changeableMembers,
  },
} as const;

type Change = Infer<typeof changeSchema>;

function checkResources(resources: ResourceSpec | undefined): void {
  for (const [name, value] of Object.entries(resources ?? {})) {
    const least = name.startsWith('cpu_') ? cpuLeastMHz : 0;
    if (value !== undefined && value < least)
      throw invalidArgument(`Invalid value for 'resource_spec.${name}': ${value} is less than ${least}.`, [
        name,
      ]);
  }
}

function checkAccess(call: Call, access: Change['access_list']): void {
  const seen = new Set<string>();
  for (const { subject_type: type, subject, domain: of, role, identity_provider: provider } of access ?? []) {
    // There is none but vCenter's own sign-on, which has no identifier.
    if (provider !== undefined) throw notFound('Identity provider', provider);
    const principal = `${type} ${subject}@${of}`;
    if (seen.has(principal))
      throw invalidArgument(`Duplicate principal '${subject}@${of}' in access_list.`, [subject]);
    seen.add(principal);
    checkRole(call.fabric, role, of);
  }
}

/** Libraries that there are; what comes from elsewhere nobody writes to. */
function checkLibraries({ fabric }: Call, { content_libraries = [], vm_service_spec }: Change): void {
  for (const id of vm_service_spec?.content_libraries ?? []) libraryOf(fabric, id);
  for (const { content_library: id, writable } of content_libraries)
    if (libraryOf(fabric, id).spec.type === 'SUBSCRIBED' && writable === true)
      throw invalidArgument(`Content library '${id}' is subscribed and cannot be writable.`, [id]);
}

function check(call: Call, change: Change): void {
  checkLibraries(call, change);
  checkResources(change.resource_spec);
  checkAccess(call, change.access_list);
  checkPolicies(
    call.fabric,
    (change.storage_specs ?? []).map(({ policy }) => policy),
  );
}

const accessOf = (listed: NonNullable<Change['access_list']>): readonly Access[] =>
  listed.map(({ subject_type: type, subject, domain, role }) => ({ subject, domain, type, role }));

/** What a change says, as members of the stored spec; what it does not say is not among them. */
function membersOf(change: Change): Partial<VSphereNamespace['spec']> {
  const { description, resource_spec, access_list, storage_specs, vm_service_spec, content_libraries } =
    change;
  return {
    ...(description === undefined ? {} : { description }),
    ...(resource_spec === undefined ? {} : { resources: resource_spec }),
    ...(access_list === undefined ? {} : { access: accessOf(access_list) }),
    ...(storage_specs === undefined ? {} : { storage: storage_specs }),
    ...(vm_service_spec?.vm_classes === undefined ? {} : { vmClasses: vm_service_spec.vm_classes }),
    ...(vm_service_spec?.content_libraries === undefined
      ? {}
      : { contentLibraries: vm_service_spec.content_libraries }),
    ...(content_libraries === undefined ? {} : { libraries: content_libraries }),
  };
}

/** The namespace that a change is for, and what is asked of it. */
function changeOf(call: Call) {
  const namespace = changeable(call);
  const asked = readBody(changeSchema, call.body);
  check(call, asked);
  return { namespace, members: membersOf(asked) };
}

function checkName(call: Call, name: string, scope: string): void {
  const wrong = isDns1123Label(name);
  if (wrong.length > 0)
    throw invalidArgument(`Invalid namespace name '${name}': ${wrong.join('; ')}.`, [name]);
  if (name.startsWith('vmware-system'))
    throw new Failure(
      'UNAUTHORIZED',
      'vcenter.wcp.namespace.name.reserved',
      `Namespace name '${name}' is reserved for the system.`,
      [name],
    );
  const isTaken =
    call.fabric.get('vsphere.sandbox/namespaces', name) !== undefined ||
    call.in(scope).get('core/namespaces', name) !== undefined;
  if (isTaken) throw alreadyExists(`Namespace '${name}' already exists.`, [name]);
}

/** One of the Supervisor's workload networks at most. */
function checkNetworks(networks: readonly string[] = [], { spec }: Supervisor): void {
  if (networks.length === 0) return;
  const { vsphere } = spec.workloads;
  if (vsphere === undefined)
    throw unsupported('Networks of a namespace cannot be chosen on a Supervisor that uses NSX.', [
      'networks',
    ]);
  if (networks.length > 1)
    throw unsupported(`A namespace can be associated with one network, not with ${networks.length}.`, [
      'networks',
    ]);
  for (const network of networks)
    if (!vsphere.networks.some(({ name }) => name === network)) throw notFound('Network', network);
}

type Creation = Omit<Infer<typeof createSchema>, 'cluster'>;

function create(call: Call) {
  const asked = readBody(createSchema, call.body);
  return createOn(call, supervisorOn(call.fabric, asked.cluster), asked.cluster, asked);
}

function createV2(call: Call) {
  const asked = readBody(createSchemaV2, call.body);
  const supervisor = supervisorWithId(call.fabric, asked.supervisor);
  return createOn(call, supervisor, supervisor.spec.moid, asked);
}

function createOn(call: Call, supervisor: Supervisor, cluster: string, asked: Creation) {
  if (supervisor.status?.configStatus === 'REMOVING')
    throw notAllowed(`Cluster ${cluster} is being disabled.`, [cluster]);
  checkName(call, asked.namespace, supervisor.spec.scope);
  checkNetworks(asked.networks, supervisor);
  check(call, asked);
  const number = call.write.revision + 1;
  const object = {
    metadata: { name: asked.namespace },
    spec: {
      supervisor: supervisor.metadata.name,
      access: [],
      resourcePool: `resgroup-${number}`,
      folder: `group-v${number}`,
      ...((asked.networks ?? []).length > 0 ? { networks: asked.networks } : {}),
      ...membersOf(asked),
    },
    status: { configStatus: 'CONFIGURING' as const },
  };
  call.write.create(vsphereNamespaces, object, 'Create namespace');
  return done;
}

function write(call: Call, namespace: VSphereNamespace, spec: VSphereNamespace['spec']) {
  call.write.update(vsphereNamespaces, { ...namespace, spec } as VSphereNamespace, 'Update namespace');
  return done;
}

function statusOf({ spec, status }: VSphereNamespace) {
  return spec.removed === true ? 'REMOVING' : (status?.configStatus ?? 'CONFIGURING');
}

/** Namespaces are made on a cluster. */
const clusterAsked = ({ body }: Call): string => textAt(body, 'cluster') ?? rootFolder;

const supervisorAsked = ({ body }: Call): string => textAt(body, 'supervisor') ?? rootFolder;

function summaryOf(namespace: VSphereNamespace, call: Call) {
  const supervisor = supervisorNamed(call.fabric, namespace.spec.supervisor);
  const { name } = namespace.metadata;
  return {
    cluster: supervisor?.spec.moid ?? '',
    namespace: name,
    description: namespace.spec.description ?? '',
    config_status: statusOf(namespace),
    stats: statsOf(name, call.in(supervisor?.spec.scope ?? ''), call.fabric),
    self_service_namespace: namespace.spec.selfService === true,
  };
}

function infoOf(namespace: VSphereNamespace, call: Call) {
  const { namespace: _name, ...summary } = summaryOf(namespace, call);
  const supervisor = supervisorNamed(call.fabric, namespace.spec.supervisor);
  const { access, resources, storage, vmClasses, contentLibraries, libraries } = namespace.spec;
  return {
    ...summary,
    messages: namespace.status?.messages ?? [],
    access_list: access.map(({ type, subject, domain, role }) => ({
      subject_type: type,
      subject,
      domain,
      role,
    })),
    storage_specs: storage ?? [],
    networks: supervisor === undefined ? [] : networksOfNamespace(namespace, supervisor),
    ...(resources === undefined ? {} : { resource_spec: resources }),
    vm_service_spec: { vm_classes: vmClasses ?? [], content_libraries: contentLibraries ?? [] },
    ...(libraries === undefined ? {} : { content_libraries: libraries }),
  };
}

/** The second version names the Supervisor where the first names its cluster. */
function inVersion2<Told extends { readonly cluster: string }>(
  { fabric }: Call,
  { spec }: VSphereNamespace,
  told: Told,
) {
  const { cluster: _cluster, ...rest } = told;
  return { supervisor: supervisorNamed(fabric, spec.supervisor)?.metadata.uid ?? '', ...rest };
}

const all = ({ fabric }: Call): readonly VSphereNamespace[] => list<VSphereNamespace>(fabric, 'namespaces');

const base = 'vcenter/namespaces/instances';

export const instances: readonly Operation[] = [
  { method: 'POST', path: base, ...manage, on: clusterAsked, answer: create },
  { method: 'POST', path: `${base}/v2`, ...manage, in: since8, on: supervisorAsked, answer: createV2 },
  {
    method: 'GET',
    path: base,
    ...read,
    each: 'namespace',
    answer: (call) => ok(all(call).map((namespace) => summaryOf(namespace, call))),
  },
  {
    method: 'GET',
    path: `${base}/v2`,
    ...read,
    in: since8,
    each: 'namespace',
    answer: (call) =>
      ok(all(call).map((namespace) => inVersion2(call, namespace, summaryOf(namespace, call)))),
  },
  {
    method: 'GET',
    path: `${base}/{namespace}`,
    ...read,
    answer: (call) => ok(infoOf(namespaceOf(call), call)),
  },
  {
    method: 'GET',
    path: `${base}/v2/{namespace}`,
    ...read,
    in: since8,
    answer: (call) => {
      const namespace = namespaceOf(call);
      return ok(inVersion2(call, namespace, infoOf(namespace, call)));
    },
  },
  {
    method: 'PATCH',
    path: `${base}/{namespace}`,
    ...manage,
    answer: (call) => {
      const { namespace, members } = changeOf(call);
      return write(call, namespace, { ...namespace.spec, ...members });
    },
  },
  {
    method: 'PUT',
    path: `${base}/{namespace}`,
    ...manage,
    answer: (call) => {
      const { namespace, members } = changeOf(call);
      const { supervisor, networks, resourcePool, folder, selfService } = namespace.spec;
      const kept = {
        supervisor,
        ...(networks === undefined ? {} : { networks }),
        ...(resourcePool === undefined ? {} : { resourcePool }),
        ...(folder === undefined ? {} : { folder }),
        ...(selfService === undefined ? {} : { selfService }),
      };
      return write(call, namespace, { ...kept, access: [], ...members });
    },
  },
  {
    method: 'DELETE',
    path: `${base}/{namespace}`,
    ...manage,
    answer: (call) => {
      const namespace = namespaceOf(call);
      return write(call, namespace, { ...namespace.spec, removed: true });
    },
  },
];
