// Registering Supervisor Services and their versions. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.SupervisorServices and supervisor_services.Versions.
import {
  supervisorServices,
  supervisorServicesKind,
  supervisorServiceVersions,
  versionName,
  versionsOf,
  type ContentType,
  type SupervisorService,
  type SupervisorServiceVersion,
} from '../../../kinds/vsphere/supervisor-service.ts';
import type { Json } from '../../../std/draft.ts';
import { boolean, string, type Infer } from '../../../store/schema/infer.ts';
import { alreadyExists, Failure, invalidArgument } from '../failure.ts';
import type { Call } from '../operation.ts';
import { readBody } from '../reading.ts';
import { checkContent, isSemver, serviceCauses, type Described } from './content.ts';
import { formatsOf } from './found.ts';

const carvelVersion = { type: 'object', required: ['content'], properties: { content: string } } as const;

const vsphereVersion = {
  type: 'object',
  required: ['content'],
  properties: { content: string, trusted_provider: boolean, accept_EULA: boolean },
} as const;

const customVersion = {
  type: 'object',
  required: ['version', 'display_name', 'content'],
  properties: {
    version: string,
    display_name: string,
    description: string,
    content: string,
    trusted_provider: boolean,
  },
} as const;

const versionSpecs = {
  carvel_spec: carvelVersion,
  vsphere_spec: vsphereVersion,
  custom_spec: customVersion,
} as const;

const serviceSpecs = {
  carvel_spec: { type: 'object', required: ['version_spec'], properties: { version_spec: carvelVersion } },
  vsphere_spec: { type: 'object', required: ['version_spec'], properties: { version_spec: vsphereVersion } },
  custom_spec: {
    type: 'object',
    required: ['supervisor_service', 'display_name', 'version_spec'],
    properties: {
      supervisor_service: string,
      display_name: string,
      description: string,
      version_spec: customVersion,
    },
  },
} as const;

type SpecName = keyof typeof versionSpecs;

const typeOf: Readonly<Record<SpecName, ContentType>> = {
  carvel_spec: 'CARVEL_APPS_YAML',
  vsphere_spec: 'VSPHERE_APPS_YAML',
  custom_spec: 'CUSTOM_YAML',
};

/** The specs that a release knows. */
function known<Specs extends Readonly<Record<SpecName, unknown>>>(call: Call, specs: Specs): Partial<Specs> {
  const formats = formatsOf(call.fabric);
  return Object.fromEntries(
    Object.entries(specs).filter(([name]) => formats.includes(typeOf[name as SpecName])),
  ) as Partial<Specs>;
}

/** Exactly one spec of those that there are. */
function only(asked: Readonly<Partial<Record<SpecName, unknown>>>): SpecName {
  const given = Object.keys(asked) as SpecName[];
  const [first, second] = given;
  if (first === undefined)
    throw invalidArgument('The Supervisor Service create specification cannot be empty.', ['spec']);
  if (second !== undefined)
    throw invalidArgument(`Exactly one specification can be set, not ${given.join(' and ')}.`, given);
  return first;
}

type VersionSpec = Infer<typeof vsphereVersion> & Partial<Infer<typeof customVersion>>;

/** No key is known here that a signature could be checked by. */
function checkTrust(field: string, { trusted_provider: isTrusted = true }: VersionSpec): void {
  if (isTrusted)
    throw invalidArgument(
      `The content of '${field}' is not signed by a trusted provider. Set 'trusted_provider' to false to register it without a signature.`,
      [field],
    );
}

function checkLicence(
  field: string,
  described: Described,
  { accept_EULA: accepts = false }: VersionSpec,
): void {
  if (described.eula !== undefined && !accepts)
    throw invalidArgument(
      `The End User License Agreement of Supervisor Service '${described.service}' must be accepted: set '${field}.accept_EULA' to true.`,
      [field],
    );
}

/** What a version spec describes, with its content; `service` is what a custom one is for, `field` where it stands. */
function read(call: Call, name: SpecName, field: string, spec: VersionSpec, service: string) {
  const checked = checkContent(spec.content, formatsOf(call.fabric));
  const [error] = checked.errors;
  if (error !== undefined) throw invalidArgument(error, [`${field}.content`]);
  if (name === 'custom_spec') {
    const { version = '', display_name: displayName = '', description } = spec;
    if (!isSemver(version))
      throw invalidArgument(`Invalid value for '${field}.version': '${version}' is not a semantic version.`, [
        version,
      ]);
    checkTrust(field, spec);
    return { service, version, displayName, ...(description === undefined ? {} : { description }) };
  }
  const { described, type } = checked;
  if (described === undefined || type !== typeOf[name])
    throw invalidArgument(`The content of '${field}' is not in the format ${typeOf[name]}.`, [
      `${field}.content`,
    ]);
  if (name === 'vsphere_spec') {
    checkTrust(field, spec);
    checkLicence(field, described, spec);
  }
  return described;
}

function addVersion(call: Call, described: Described, contentType: ContentType, content: string): void {
  const { service, version } = described;
  if (versionsOf(call.fabric, service).some(({ spec }) => spec.version === version))
    throw alreadyExists(`Version '${version}' of Supervisor Service '${service}' already exists.`, [version]);
  const spec = { ...described, state: 'ACTIVATED', contentType, content: content.replaceAll(/[\r\n]/g, '') };
  call.write.create(
    supervisorServiceVersions,
    { metadata: { name: versionName(service, version) }, spec } as unknown as Json,
    'Create Supervisor Service version',
  );
}

const descriptionOf = (description: string | undefined) => (description === undefined ? {} : { description });

/** A service, with its first version. */
export function register(call: Call): void {
  const asked = readBody({ type: 'object', properties: known(call, serviceSpecs) }, call.body) as Partial<{
    [Name in SpecName]: Infer<(typeof serviceSpecs)[Name]>;
  }>;
  const name = only(asked);
  const custom = asked.custom_spec;
  const spec = asked[name]?.version_spec as VersionSpec;
  const own = custom?.supervisor_service ?? '';
  if (custom !== undefined)
    for (const cause of serviceCauses(own)) throw invalidArgument(cause, ['supervisor_service']);
  const described = read(call, name, `${name}.version_spec`, spec, own);
  const { service } = described;
  if (call.fabric.get<SupervisorService>(supervisorServicesKind, service) !== undefined)
    throw alreadyExists(`Supervisor Service '${service}' already exists.`, [service]);
  const said = custom === undefined ? described : { displayName: custom.display_name, ...custom };
  const object = {
    metadata: { name: service },
    spec: { displayName: said.displayName, ...descriptionOf(said.description), state: 'ACTIVATED' },
  };
  call.write.create(supervisorServices, object, 'Create Supervisor Service');
  addVersion(call, described, typeOf[name], spec.content);
}

/** One more version of a service, whose own content must be of that service. */
export function registerVersion(call: Call, { metadata, spec: own }: SupervisorService): void {
  const asked = readBody({ type: 'object', properties: known(call, versionSpecs) }, call.body) as Partial<{
    [Name in SpecName]: Infer<(typeof versionSpecs)[Name]>;
  }>;
  const name = only(asked);
  const spec = asked[name] as VersionSpec;
  const described = read(call, name, name, spec, metadata.name);
  if (described.service !== metadata.name)
    throw invalidArgument(
      `The content is a version of Supervisor Service '${described.service}', not of '${metadata.name}'.`,
      [`${name}.content`],
    );
  if (own.state === 'DEACTIVATED')
    throw new Failure(
      'NOT_ALLOWED_IN_CURRENT_STATE',
      'vcenter.wcp.supervisorservice.deactivated',
      `Supervisor Service '${metadata.name}' is deactivated: versions cannot be added to it.`,
      [metadata.name],
    );
  addVersion(call, described, typeOf[name], spec.content);
}

/** The same version in another state. */
export function withState(version: SupervisorServiceVersion, state: SupervisorService['spec']['state']) {
  return { ...version, spec: { ...version.spec, state } } as SupervisorServiceVersion;
}
