// Namespace self-service: templates of a Supervisor's cluster, and which of them developers' own namespaces are made of. Source: vSphere
// Automation API, com.vmware.vcenter.namespaces.NamespaceSelfService, NamespaceTemplates.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { resourceSpec, storageSpecs } from '../../../kinds/vsphere/namespace.ts';
import {
  namespaceTemplates,
  namespaceTemplatesKind,
  templatePermissions,
  type NamespaceTemplate,
} from '../../../kinds/vsphere/namespace-template.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import { isDns1123Label } from '../../../std/names.ts';
import { string, strings, type Infer } from '../../../store/schema/infer.ts';
import { libraryOf } from '../content/found.ts';
import { alreadyExists, invalidArgument, notAllowed, notFound } from '../failure.ts';
import { list } from '../inventory/places.ts';
import { done, ok, since8, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { checkPolicies, supervisorWithId, supervisorOn } from './found.ts';

const members = {
  template: string,
  resource_spec: resourceSpec,
  storage_specs: storageSpecs,
  networks: strings,
  permissions: templatePermissions,
  vm_service_spec: { type: 'object', properties: { content_libraries: strings, vm_classes: strings } },
} as const;

const createSchema = {
  type: 'object',
  required: ['template', 'resource_spec'],
  properties: members,
} as const;
const changeSchema = { type: 'object', properties: members } as const;

type Asked = Infer<typeof changeSchema>;
type Spec = NamespaceTemplate['spec'];

const clusterOf = ({ params: { cluster = '' } }: Call): string => cluster;

function templatesOf(call: Call): readonly NamespaceTemplate[] {
  return call.fabric
    .list<NamespaceTemplate>(namespaceTemplatesKind)
    .filter(({ spec }) => spec.cluster === clusterOf(call));
}

function templateNamed(call: Call, name: string): NamespaceTemplate {
  const found = templatesOf(call).find(({ spec }) => spec.template === name);
  if (found === undefined) throw notFound('Namespace template', name);
  return found;
}

function check(call: Call, { storage_specs = [], vm_service_spec, networks = [] }: Asked): void {
  checkPolicies(
    call.fabric,
    storage_specs.map(({ policy }) => policy),
  );
  for (const id of vm_service_spec?.content_libraries ?? []) libraryOf(call.fabric, id);
  if (networks.length > 0)
    throw invalidArgument('Networks of a namespace cannot be chosen on a Supervisor that uses NSX.', [
      'networks',
    ]);
}

function membersOf(asked: Asked): Partial<Spec> {
  const { resource_spec: resources, storage_specs: storage, permissions, vm_service_spec: service } = asked;
  return {
    ...(resources === undefined ? {} : { resources }),
    ...(storage === undefined ? {} : { storage }),
    ...(permissions === undefined ? {} : { permissions }),
    ...(service?.vm_classes === undefined ? {} : { vmClasses: service.vm_classes }),
    ...(service?.content_libraries === undefined ? {} : { contentLibraries: service.content_libraries }),
  };
}

function make(call: Call, active: boolean): void {
  const cluster = clusterOf(call);
  supervisorOn(call.fabric, cluster);
  const asked = readBody(createSchema, call.body);
  const { template } = asked;
  const wrong = isDns1123Label(template);
  if (wrong.length > 0)
    throw invalidArgument(`Invalid template name '${template}': ${wrong.join('; ')}.`, [template]);
  if (templatesOf(call).some(({ spec }) => spec.template === template))
    throw alreadyExists(`Namespace template '${template}' already exists on cluster ${cluster}.`, [template]);
  check(call, asked);
  const spec = { cluster, template, active, permissions: [], ...membersOf(asked) };
  call.write.create(
    namespaceTemplates,
    { metadata: { name: `${cluster}.${template}` }, spec },
    'Create namespace template',
  );
}

function put(call: Call, template: NamespaceTemplate, change: Partial<Spec>, why: string): void {
  const object = { ...template, spec: { ...template.spec, ...change } } as NamespaceTemplate;
  call.write.update(namespaceTemplates, object, why);
}

const activeOf = (call: Call): NamespaceTemplate | undefined =>
  templatesOf(call).find(({ spec }) => spec.active);

function activate(call: Call) {
  const cluster = clusterOf(call);
  supervisorOn(call.fabric, cluster);
  if (activeOf(call) !== undefined)
    throw notAllowed(`Namespace self-service is already active on cluster ${cluster}.`, [cluster]);
  const [first] = templatesOf(call);
  if (first === undefined)
    throw notAllowed(`Cluster ${cluster} has no namespace template to activate self-service with.`, [
      cluster,
    ]);
  put(call, first, { active: true }, 'Activate namespace self-service');
  return done;
}

function activateWithTemplate(call: Call) {
  const cluster = clusterOf(call);
  if (activeOf(call) !== undefined)
    throw notAllowed(`Namespace self-service is already active on cluster ${cluster}.`, [cluster]);
  make(call, true);
  return done;
}

function deactivate(call: Call) {
  const cluster = clusterOf(call);
  supervisorOn(call.fabric, cluster);
  const active = activeOf(call);
  if (active === undefined)
    throw notAllowed(`Namespace self-service is not active on cluster ${cluster}.`, [cluster]);
  put(call, active, { active: false }, 'Deactivate namespace self-service');
  return done;
}

function capabilityOf(call: Call, cluster: string) {
  const isActive = activeOf({ ...call, params: { cluster } }) !== undefined;
  return { cluster, capability: 'SUPPORTED', status: isActive ? 'RUNNING' : 'DEACTIVATED' };
}

function infoOf({ spec }: NamespaceTemplate) {
  const { cluster, template, resources = {}, storage = [], permissions, vmClasses, contentLibraries } = spec;
  return {
    cluster,
    template,
    resource_spec: resources,
    storage_specs: storage,
    networks: [],
    permissions,
    vm_service_spec: { vm_classes: vmClasses ?? [], content_libraries: contentLibraries ?? [] },
  };
}

const path = 'vcenter/namespaces/namespace-self-service';
const templates = 'vcenter/namespaces/namespace-templates/clusters/{cluster}';
const read = { privilege: 'System.Read' } as const;
const manage = { privilege: 'Namespaces.SelfServiceManage' } as const;

function changeTemplate(call: Call) {
  const asked = readBody(changeSchema, call.body);
  const template = templateNamed(call, call.params['template'] ?? '');
  check(call, asked);
  put(call, template, membersOf(asked), 'Update namespace template');
  return done;
}

/** The same operations with a Supervisor in the place of its cluster, as 8.0 has them. */
function bySupervisor(call: Call): Call {
  const supervisor = supervisorWithId(call.fabric, call.params['supervisor'] ?? '');
  return { ...call, params: { ...call.params, cluster: supervisor.spec.moid } };
}

function infoOfV2(call: Call, template: NamespaceTemplate) {
  const { cluster: _cluster, ...info } = infoOf(template);
  return { supervisor: call.params['supervisor'] ?? '', ...info };
}

const onSupervisor = 'vcenter/namespaces/namespace-templates/supervisors/{supervisor}';

const supervisorTemplates: readonly Operation[] = [
  {
    method: 'GET',
    path: onSupervisor,
    ...read,
    in: since8,
    answer: (call) => ok(templatesOf(bySupervisor(call)).map(({ spec }) => ({ template: spec.template }))),
  },
  {
    method: 'POST',
    path: onSupervisor,
    ...manage,
    in: since8,
    answer: (call) => {
      make(bySupervisor(call), false);
      return done;
    },
  },
  ...[`${onSupervisor}/{template}`, `${onSupervisor}/templates/{template}`].flatMap(
    (path): readonly Operation[] => [
      {
        method: 'GET',
        path,
        ...read,
        in: since8,
        answer: (call) =>
          ok(infoOfV2(call, templateNamed(bySupervisor(call), call.params['template'] ?? ''))),
      },
      {
        method: 'PATCH',
        path,
        ...manage,
        in: since8,
        answer: (call) => changeTemplate(bySupervisor(call)),
      },
    ],
  ),
];

export const selfServiceOperations: readonly Operation[] = [
  ...supervisorTemplates,
  {
    method: 'GET',
    path,
    ...read,
    each: 'cluster',
    answer: (call) => {
      const enabled = new Set(list<Supervisor>(call.fabric, 'supervisors').map(({ spec }) => spec.moid));
      const clusters = list<Cluster>(call.fabric, 'clusters').filter(({ spec }) => enabled.has(spec.moid));
      return ok(clusters.map(({ spec }) => capabilityOf(call, spec.moid)));
    },
  },
  {
    method: 'GET',
    path: `${path}/{cluster}`,
    ...read,
    answer: (call) => {
      supervisorOn(call.fabric, clusterOf(call));
      const info = { ...capabilityOf(call, clusterOf(call)), messages: [] };
      const active = activeOf(call)?.spec.template;
      return ok(active === undefined ? info : { ...info, namespace_template: active });
    },
  },
  { method: 'POST', path: `${path}/{cluster}`, action: 'activate', ...manage, answer: activate },
  {
    method: 'POST',
    path: `${path}/{cluster}`,
    action: 'activateWithTemplate',
    ...manage,
    answer: activateWithTemplate,
  },
  { method: 'POST', path: `${path}/{cluster}`, action: 'deactivate', ...manage, answer: deactivate },
  {
    method: 'GET',
    path: templates,
    ...read,
    answer: (call) => {
      supervisorOn(call.fabric, clusterOf(call));
      return ok(templatesOf(call).map(({ spec }) => ({ template: spec.template })));
    },
  },
  {
    method: 'POST',
    path: templates,
    ...manage,
    answer: (call) => {
      make(call, false);
      return done;
    },
  },
  // The older root has a part more.
  ...[`${templates}/{template}`, `${templates}/templates/{template}`].flatMap(
    (path): readonly Operation[] => [
      {
        method: 'GET',
        path,
        ...read,
        answer: (call) => ok(infoOf(templateNamed(call, call.params['template'] ?? ''))),
      },
      { method: 'PATCH', path, ...manage, answer: changeTemplate },
    ],
  ),
];
