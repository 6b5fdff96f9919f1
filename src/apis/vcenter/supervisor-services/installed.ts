// Supervisor Services on Supervisors: installed, given another version or other values, uninstalled. What then happens there is WCP's work
// (`agents/wcp/services`). Source: vSphere Automation API, supervisor_services.ClusterSupervisorServices.
import {
  clusterSupervisorServices,
  clusterSupervisorServicesKind,
  installedName,
  type ClusterSupervisorService,
} from '../../../kinds/vsphere/supervisor-service.ts';
import { releaseOfWorld } from '../../../kinds/vsphere/vcenter.ts';
import { isObject, type Json } from '../../../std/draft.ts';
import { parseYaml } from '../../../std/yaml.ts';
import { string } from '../../../store/schema/infer.ts';
import { alreadyExists, Failure, invalidArgument, notAllowed, notFound } from '../failure.ts';
import { checkService } from '../management/service.ts';
import { localizable } from '../management/conditions.ts';
import { done, isSince, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { decoded } from './content.ts';
import { installedOf, serviceOf, sinceServices, supervisorWithServices, versionOf } from './found.ts';

const base = 'vcenter/namespace-management/clusters/{cluster}/supervisor-services';
const one = `${base}/{supervisor_service}`;
const read = { privilege: 'System.Read', in: sinceServices } as const;
const install = { privilege: 'SupervisorServices.Install', in: sinceServices } as const;

/** The values in YAML came with 8.0. */
function membersOf(call: Call) {
  const older = {
    version: string,
    service_config: { type: 'object', additionalProperties: string },
  } as const;
  return isSince(releaseOfWorld(call.fabric), '8.0.0.1') ? { ...older, yaml_service_config: string } : older;
}

interface Values {
  readonly version: string;
  readonly service_config?: Readonly<Record<string, string>>;
  readonly yaml_service_config?: string;
}

/** The configuration that is asked for, as it is stored. */
function valuesOf({ service_config: values, yaml_service_config: yaml }: Values) {
  if (values !== undefined && yaml !== undefined)
    throw invalidArgument("Only one of 'service_config' and 'yaml_service_config' can be set.", [
      'service_config',
      'yaml_service_config',
    ]);
  if (yaml === undefined || yaml === '') return values === undefined ? {} : { values };
  const parsed = parseYaml(decoded('yaml_service_config', yaml));
  if ('error' in parsed) {
    const { line, column, message } = parsed.error;
    throw invalidArgument(
      `Invalid value for 'yaml_service_config': line ${line}, column ${column}: ${message}`,
      ['yaml_service_config'],
    );
  }
  if (parsed.documents.length > 1 || parsed.documents.some(({ value }) => !isObject(value)))
    throw invalidArgument(
      "Invalid value for 'yaml_service_config': it must be one YAML document of keys and values.",
      ['yaml_service_config'],
    );
  return { yaml: yaml.replaceAll(/[\r\n]/g, '') };
}

/** A version that may be put on a Supervisor. */
function checkVersion({ fabric }: Call, service: string, version: string): void {
  const found = versionOf(fabric, service, version);
  if (serviceOf(fabric, service).spec.state === 'DEACTIVATED')
    throw notAllowed(`Supervisor Service '${service}' is deactivated and cannot be installed.`, [service]);
  if (found.spec.state === 'DEACTIVATED')
    throw notAllowed(
      `Version '${version}' of Supervisor Service '${service}' is deactivated and cannot be installed.`,
      [version, service],
    );
}

const supervisorAsked = ({ fabric, params: { cluster = '' } }: Call) =>
  supervisorWithServices(fabric, cluster);

function asked(call: Call): ClusterSupervisorService {
  const id = call.params['supervisor_service'] ?? '';
  const found = installedOf(call.fabric, supervisorAsked(call), id);
  if (found === undefined) throw notFound('Supervisor Service', id);
  return found;
}

function create(call: Call) {
  checkService(call.fabric);
  const supervisor = supervisorAsked(call);
  const { name } = supervisor.metadata;
  const schema = {
    type: 'object',
    required: ['supervisor_service', 'version'],
    properties: { supervisor_service: string, ...membersOf(call) },
  } as const;
  const body = readBody(schema, call.body) as Values & { readonly supervisor_service: string };
  const { supervisor_service: service, version } = body;
  checkVersion(call, service, version);
  if (supervisor.spec.removed === true) throw notAllowed(`Supervisor '${name}' is being removed.`, [name]);
  const present = installedOf(call.fabric, supervisor, service);
  if (present?.spec.removed === true)
    throw new Failure(
      'ERROR',
      'vcenter.wcp.supervisorservice.namespace.terminating',
      `The namespace (${present.status?.namespace ?? ''}) is in terminating status. Please wait for the namespace to be fully deleted before attempting to install the service again.`,
      [service],
    );
  if (present !== undefined)
    throw alreadyExists(`Supervisor Service '${service}' already exists on Supervisor '${name}'.`, [
      service,
      name,
    ]);
  const spec = { service, supervisor: name, version, ...valuesOf(body) };
  call.write.create(
    clusterSupervisorServices,
    { metadata: { name: installedName(name, service) }, spec } as unknown as Json,
    'Install Supervisor Service',
  );
  return done;
}

/** Replaced as a whole: what is not said any more is not configured any more. */
function set(call: Call) {
  checkService(call.fabric);
  const present = asked(call);
  const { service, supervisor, removed } = present.spec;
  const schema = { type: 'object', required: ['version'], properties: membersOf(call) } as const;
  const body = readBody(schema, call.body) as Values;
  if (removed === true)
    throw notAllowed(`Supervisor Service '${service}' is being removed from Supervisor '${supervisor}'.`, [
      service,
    ]);
  checkVersion(call, service, body.version);
  const spec = { service, supervisor, version: body.version, ...valuesOf(body) };
  call.write.update(
    clusterSupervisorServices,
    { ...present, spec } as ClusterSupervisorService,
    'Update Supervisor Service',
  );
  return done;
}

const summaryOf = ({ spec, status }: ClusterSupervisorService) => ({
  supervisor_service: spec.service,
  desired_version: spec.version,
  config_status: spec.removed === true ? 'REMOVING' : (status?.configStatus ?? 'CONFIGURING'),
});

function infoOf(call: Call) {
  const installed = asked(call);
  const { spec, status } = installed;
  const { supervisor_service: _service, ...summary } = summaryOf(installed);
  const version = versionOf(call.fabric, spec.service, spec.version).spec;
  return {
    display_name: version.displayName,
    ...(version.description === undefined ? {} : { description: version.description }),
    ...summary,
    ...(status?.namespace === undefined ? {} : { service_namespace: status.namespace }),
    messages: (status?.messages ?? []).map(({ severity, details }) => ({
      severity,
      details: localizable('vcenter.wcp.supervisorservice.status', details, [spec.service]),
    })),
    ...(spec.yaml === undefined ? {} : { yaml_service_config: spec.yaml }),
  };
}

export const installedOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: base,
    ...read,
    answer: (call) =>
      ok(
        call.fabric
          .list<ClusterSupervisorService>(clusterSupervisorServicesKind, {
            index: ['supervisor', supervisorAsked(call).metadata.name],
          })
          .map(summaryOf),
      ),
  },
  { method: 'POST', path: base, ...install, answer: create },
  { method: 'GET', path: one, ...read, answer: (call) => ok(infoOf(call)) },
  { method: 'PUT', path: one, ...install, answer: set },
  {
    method: 'DELETE',
    path: one,
    ...install,
    answer: (call) => {
      checkService(call.fabric);
      const present = asked(call);
      if (present.spec.removed === true) return done;
      call.write.update(
        clusterSupervisorServices,
        { ...present, spec: { ...present.spec, removed: true } } as ClusterSupervisorService,
        'Uninstall Supervisor Service',
      );
      return done;
    },
  },
];
