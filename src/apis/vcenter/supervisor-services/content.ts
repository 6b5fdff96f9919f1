// What is uploaded for a version of a Supervisor Service: which format it is in, what it says of itself, what is wrong with it. Source: vSphere
// Automation API, SupervisorServices.checkContent; kapp-controller, pkg/apis/datapackaging/validation, for names of packages.
import type { ContentType } from '../../../kinds/vsphere/supervisor-service.ts';
import { base64ToBytes } from '../../../std/base64.ts';
import { bytesToText } from '../../../std/byte-text.ts';
import { isObject, type Json } from '../../../std/draft.ts';
import { isDns1123Label } from '../../../std/names.ts';
import { parseYaml } from '../../../std/yaml.ts';
import { invalidArgument } from '../failure.ts';
import { textAt } from '../reading.ts';

/** What a content says of the version that it is. */
export interface Described {
  readonly service: string;
  readonly version: string;
  readonly displayName: string;
  readonly description?: string;
  readonly eula?: string;
}

/** `CUSTOM_YAML` says nothing of itself: whoever registers it does. */
export interface Checked {
  /** Undefined where the content is no YAML. */
  readonly type?: ContentType;
  /** There where nothing is wrong with a format that describes itself. */
  readonly described?: Described;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

const semver =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

export const isSemver = (version: string): boolean => semver.test(version);

/** The text of a field in base64, which may be broken into lines. */
export function decoded(field: string, text: string): string {
  const packed = text.replaceAll(/[\r\n]/g, '');
  const read = base64ToBytes(packed);
  if (packed === '' || 'badAt' in read)
    throw invalidArgument(
      `Invalid value for '${field}': ${packed === '' ? 'it is empty' : 'it is not base64 encoded'}.`,
      [field],
    );
  return bytesToText(read.bytes);
}

const packages = 'data.packaging.carvel.dev/';
const applications = 'appplatform.wcp.vmware.com/';

const isOf = (kind: string, group: string, value: Json): boolean =>
  textAt(value, 'kind') === kind && textAt(value, 'apiVersion')?.startsWith(group) === true;

const optional = (name: 'description' | 'eula', text: string | undefined) =>
  text === undefined || text === '' ? {} : { [name]: text };

/** One of a kind, or what is wrong with how many there are. */
function one(kind: string, found: readonly Json[], errors: string[]): Json | undefined {
  if (found.length !== 1)
    errors.push(`The content must have exactly one ${kind} resource, and has ${found.length}.`);
  return found[0];
}

/** What a Package says, and what is wrong with it; `service` is the name of its PackageMetadata. */
function packageErrors(bundle: Json, service: string): readonly string[] {
  const spec = isObject(bundle) && isObject(bundle['spec']) ? bundle['spec'] : {};
  const { version, template } = spec;
  const refName = textAt(spec, 'refName') ?? '';
  const name = textAt(bundle, 'metadata', 'name') ?? '';
  const errors: string[] = [];
  if (version === undefined || version === '')
    errors.push('Package spec.version: Required value: cannot be empty.');
  else if (typeof version !== 'string')
    errors.push(`Package spec.version: Invalid value: ${String(version)}: must be a string, in quotes.`);
  else if (!isSemver(version))
    errors.push(`Package spec.version: Invalid value: "${version}": must be valid semver.`);
  if (refName !== service)
    errors.push(`Package spec.refName "${refName}" is not the name of the PackageMetadata, "${service}".`);
  if (name !== `${refName}.${String(version)}`)
    errors.push(
      `Package metadata.name: Invalid value: "${name}": must be <spec.refName> + '.' + <spec.version>.`,
    );
  if (!isObject(template)) errors.push('Package spec.template: Required value.');
  return errors;
}

function carvel(documents: readonly Json[]): Checked {
  const errors: string[] = [];
  const ofKind = (kind: string) =>
    one(
      kind,
      documents.filter((each) => isOf(kind, packages, each)),
      errors,
    );
  const metadata = ofKind('PackageMetadata');
  const bundle = ofKind('Package');
  const type = 'CARVEL_APPS_YAML';
  if (metadata === undefined || bundle === undefined) return { type, errors, warnings: [] };
  const service = textAt(metadata, 'metadata', 'name') ?? '';
  if (service.split('.').filter(Boolean).length < 3)
    errors.push(
      `PackageMetadata metadata.name: Invalid value: "${service}": should be a domain with at least three segments separated by dots.`,
    );
  errors.push(...packageErrors(bundle, service));
  if (errors.length > 0) return { type, errors, warnings: [] };
  const others = documents.length - 2;
  const warning = `The content has ${others} more resource${others === 1 ? '' : 's'} beside the Package and its PackageMetadata. They are not installed.`;
  const described = {
    service,
    version: textAt(bundle, 'spec', 'version') ?? '',
    displayName: textAt(metadata, 'spec', 'displayName') ?? service,
    ...optional(
      'description',
      textAt(metadata, 'spec', 'shortDescription') ?? textAt(metadata, 'spec', 'longDescription'),
    ),
  };
  return { type, described, errors, warnings: others > 0 ? [warning] : [] };
}

function vsphereApps(documents: readonly Json[]): Checked {
  const errors: string[] = [];
  const definitions = documents.filter((each) => isOf('SupervisorServiceDefinition', applications, each));
  const definition = one('SupervisorServiceDefinition', definitions, errors);
  const said = (name: string): string => textAt(definition, 'spec', name) ?? '';
  const service = said('serviceId') || said('serviceID');
  const version = said('version');
  errors.push(...serviceCauses(service));
  if (!isSemver(version)) errors.push(`spec.version: '${version}' is not a semantic version.`);
  if (errors.length > 0) return { type: 'VSPHERE_APPS_YAML', errors, warnings: [] };
  const described = {
    service,
    version,
    displayName: said('label') || service,
    ...optional('description', said('description')),
    ...optional('eula', said('eula')),
  };
  return { type: 'VSPHERE_APPS_YAML', described, errors, warnings: [] };
}

/** What is wrong with the identifier that a service is given. */
export function serviceCauses(service: string): readonly string[] {
  if (service === 'namespaces') return ["The identifier 'namespaces' is reserved."];
  return isDns1123Label(service).map(
    (cause) => `Invalid Supervisor Service identifier '${service}': ${cause}.`,
  );
}

/** `known`: the formats of this release. */
export function checkContent(content: string, known: readonly ContentType[]): Checked {
  const read = parseYaml(decoded('content', content));
  if ('error' in read) {
    const { line, column, message } = read.error;
    return {
      errors: [`The content is not valid YAML: line ${line}, column ${column}: ${message}`],
      warnings: [],
    };
  }
  const documents = read.documents.map(({ value }) => value);
  if (documents.length === 0) return { errors: ['The content has no resources.'], warnings: [] };
  const has = (group: string): boolean =>
    documents.some((each) => textAt(each, 'apiVersion')?.startsWith(group) === true);
  if (known.includes('CARVEL_APPS_YAML') && has(packages)) return carvel(documents);
  if (has(applications)) return vsphereApps(documents);
  return { type: 'CUSTOM_YAML', errors: [], warnings: [] };
}
