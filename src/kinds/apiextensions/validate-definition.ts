// What a definition must be beside its schemas: names, versions, subresources, columns, selectable fields. A part that is
// the same in all versions is told of as if it stood once, in `spec.validation` and the like, since that is how Kubernetes
// keeps it. Source: apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, v1/conversion.go.
import { equal } from '../../std/draft.ts';
import { isDns1035Label, isDns1123Subdomain } from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import { goValue } from '../../store/go-types.ts';
import type { Schema } from '../../store/schema/schema.ts';
import { approvalAnnotation, approvalOf, isProtected } from './approval.ts';
import type { CustomResourceDefinition, DefinitionVersion } from './custom-resource-definition.ts';
import { isTrue } from './names.ts';
import { schemaAtPath } from './schema-path.ts';
import { checkSchema } from './validate-schema.ts';

type Spec = CustomResourceDefinition['spec'];

const selectableFieldsMax = 8;

export function definitionName({ metadata, spec }: CustomResourceDefinition): readonly string[] {
  if (!metadata.name) return [];
  const causes = [...isDns1123Subdomain(metadata.name)];
  const wanted = `${spec?.names?.plural}.${spec?.group}`;
  if (metadata.name !== wanted) causes.push('must be spec.names.plural+"."+spec.group');
  return causes;
}

export function checkDefinition(
  next: CustomResourceDefinition,
  prev: CustomResourceDefinition | undefined,
  causes: Causes,
): void {
  const { spec } = next;
  checkGroup(spec, causes);
  if (!spec.scope) causes.required('spec.scope');
  else if (spec.scope !== 'Cluster' && spec.scope !== 'Namespaced')
    causes.notSupported('spec.scope', spec.scope, ['Cluster', 'Namespaced']);
  checkVersions(spec, prev?.spec, causes);
  checkNames(spec, causes);
  checkConversion(spec, causes);
  if (prev !== undefined) checkUnchanged(spec, prev, causes);
  checkStoredVersions(next, causes);
  checkApproval(next, prev, causes);
  if (spec.preserveUnknownFields === true && prev?.spec.preserveUnknownFields !== true) {
    const instead = 'set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
    causes.invalid('spec.preserveUnknownFields', true, `cannot set to true, ${instead}`);
  }
}

function checkGroup({ group }: Spec, causes: Causes): void {
  if (!group) {
    causes.required('spec.group');
    return;
  }
  const wrong = isDns1123Subdomain(group);
  if (wrong.length > 0) causes.invalid('spec.group', group, wrong.join(','));
  else if (!group.includes('.'))
    causes.invalid('spec.group', group, 'should be a domain with at least one dot');
}

/** Where a part of the versions is told of: once for all where they agree. */
function placesOf<Part>(
  versions: readonly DefinitionVersion[],
  part: (version: DefinitionVersion) => Part,
  common: string,
  own: string,
): readonly { readonly version: DefinitionVersion; readonly path: string }[] {
  const [first] = versions;
  if (first === undefined) return [];
  const isSame = versions.every((version) => equal(part(version), part(first)));
  if (isSame) return [{ version: first, path: `spec.${common}` }];
  return versions.map((version, index) => ({ version, path: `spec.versions[${index}].${own}` }));
}

function checkVersions(spec: Spec, before: Spec | undefined, causes: Causes): void {
  const versions = spec.versions ?? [];
  versions.forEach((version, index) => {
    const path = `spec.versions[${index}]`;
    if (version.schema?.openAPIV3Schema === undefined)
      causes.required(`${path}.schema.openAPIV3Schema`, 'schemas are required');
    const wrong = isDns1035Label(version.name);
    if (wrong.length > 0) causes.invalid(`${path}.name`, version.name, wrong.join(','));
    checkDeprecation(version, path, causes);
  });
  for (const { version, path } of placesOf(versions, ({ schema }) => schema, 'validation', 'schema')) {
    const schema = version.schema?.openAPIV3Schema as Schema | undefined;
    if (schema === undefined) continue;
    const hasStatus = versions.some(
      ({ subresources, schema: own }) => subresources?.status !== undefined && equal(own, version.schema),
    );
    const old = before?.versions.find(({ name }) => name === version.name)?.schema?.openAPIV3Schema;
    checkSchema(schema, `${path}.openAPIV3Schema`, { hasStatus, isUnchanged: equal(old, schema) }, causes);
  }
  for (const { version, path } of placesOf(versions, (v) => v.subresources, 'subresources', 'subresources'))
    checkSubresources(version, path, causes);
  const columns = (v: DefinitionVersion) => v.additionalPrinterColumns;
  for (const { version, path } of placesOf(
    versions,
    columns,
    'additionalPrinterColumns',
    'additionalPrinterColumns',
  ))
    checkColumns(version, path, causes);
  const selectable = (v: DefinitionVersion) => v.selectableFields;
  for (const { version, path } of placesOf(versions, selectable, 'selectableFields', 'selectableFields'))
    checkSelectable(version, path, causes);
  const shown = goValue('[]apiextensions.CustomResourceDefinitionVersion', internally(versions));
  if (new Set(versions.map(({ name }) => name)).size < versions.length)
    causes.invalid('spec.versions', shown, 'must contain unique version names');
  if (versions.filter(({ storage }) => storage).length !== 1)
    causes.invalid('spec.versions', shown, 'must have exactly one version marked as storage version');
  const [first] = versions;
  const wrong = first?.name ? isDns1035Label(first.name) : [];
  // The internal form names the first version once more.
  if (wrong.length > 0) causes.invalid('spec.version', first?.name, wrong.join(','));
}

const parts = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const;

/** The versions as the server holds them: what all of them share stands beside them. */
function internally(versions: readonly DefinitionVersion[]): readonly Partial<DefinitionVersion>[] {
  const [first] = versions;
  const shared = new Set<string>(
    parts.filter((part) => versions.every((version) => equal(version[part], first?.[part]))),
  );
  return versions.map((version) =>
    Object.fromEntries(Object.entries(version).filter(([name]) => !shared.has(name))),
  );
}

const warningCharactersMax = 256;

function checkDeprecation(version: DefinitionVersion, path: string, causes: Causes): void {
  const { deprecated, deprecationWarning: warning } = version;
  if (warning === undefined) return;
  const field = `${path}.deprecationWarning`;
  if (deprecated !== true) causes.invalid(field, warning, 'can only be set for deprecated versions');
  else {
    if (warning.length > warningCharactersMax)
      causes.invalid(field, warning, 'must be <= 256 characters long');
    if (warning === '') causes.invalid(field, warning, 'must not be an empty string');
  }
}

function checkPath(path: string, field: string, causes: Causes): boolean {
  if (path.startsWith('.')) return true;
  causes.invalid(field, path, 'must be a simple json path starting with .');
  return false;
}

function checkSubresources({ subresources }: DefinitionVersion, path: string, causes: Causes): void {
  const scale = subresources?.scale;
  if (scale === undefined) return;
  const required = (name: 'specReplicasPath' | 'statusReplicasPath', under: string): void => {
    const field = `${path}.scale.${name}`;
    const value = scale[name];
    if (!value) causes.required(field);
    else if (checkPath(value, field, causes) && !value.startsWith(`${under}.`))
      causes.invalid(field, value, `should be a json path under ${under}`);
  };
  required('specReplicasPath', '.spec');
  required('statusReplicasPath', '.status');
  const { labelSelectorPath: selector = '' } = scale;
  const field = `${path}.scale.labelSelectorPath`;
  if (selector !== '' && checkPath(selector, field, causes) && !/^\.(spec|status)\./.test(selector))
    causes.invalid(field, selector, 'should be a json path under either .spec or .status');
}

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string'];
const columnFormats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

function checkColumns(
  { additionalPrinterColumns = [] }: DefinitionVersion,
  path: string,
  causes: Causes,
): void {
  additionalPrinterColumns.forEach(({ name, type, format = '', jsonPath }, index) => {
    const field = `${path}[${index}]`;
    if (!name) causes.required(`${field}.name`);
    const types = `must be one of ${columnTypes.join(',')}`;
    if (!type) causes.required(`${field}.type`, types);
    else if (!columnTypes.includes(type)) causes.invalid(`${field}.type`, type, types);
    if (format !== '' && !columnFormats.includes(format))
      causes.invalid(`${field}.format`, format, `must be one of ${columnFormats.join(',')}`);
    if (!jsonPath) causes.required(`${field}.JSONPath`);
    else checkPath(jsonPath, `${field}.JSONPath`, causes);
  });
}

function checkSelectable(
  { selectableFields = [], schema }: DefinitionVersion,
  path: string,
  causes: Causes,
): void {
  if (selectableFields.length > 0 && schema?.openAPIV3Schema === undefined) {
    const why = 'selectableFields may only be set when version.schema.openAPIV3Schema is not included';
    causes.invalid(path, '', why);
    return;
  }
  const seen = new Set<string>();
  selectableFields.forEach(({ jsonPath }, index) => {
    const field = `${path}[${index}].jsonPath`;
    if (!jsonPath) {
      causes.required(field);
      return;
    }
    const found = schemaAtPath((schema?.openAPIV3Schema ?? {}) as Schema, jsonPath, false);
    if (typeof found === 'string') {
      causes.invalid(field, jsonPath, `is an invalid path: ${found}`);
      return;
    }
    if (/^\.metadata(\.|$)/.test(jsonPath))
      causes.invalid(field, jsonPath, 'must not point to fields in metadata');
    if (!['string', 'boolean', 'integer'].includes(found.type ?? '')) {
      const wanted =
        'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';
      causes.invalid(field, jsonPath, wanted);
    }
    if (seen.has(jsonPath)) causes.duplicate(field, jsonPath);
    seen.add(jsonPath);
  });
  if (seen.size > selectableFieldsMax) causes.tooMany(path, seen.size, selectableFieldsMax);
}

function checkNames({ names }: Spec, causes: Causes): void {
  for (const name of ['plural', 'singular', 'kind', 'listKind'] as const)
    if (!names?.[name]) causes.required(`spec.names.${name}`);
  if (names === undefined) return;
  const label = (field: string, value: string | undefined, lead = ''): void => {
    const wrong = value ? isDns1035Label(lead === '' ? value : value.toLowerCase()) : [];
    if (wrong.length > 0) causes.invalid(`spec.names.${field}`, value, lead + wrong.join(','));
  };
  const mixed = 'may have mixed case, but should otherwise match: ';
  label('plural', names.plural);
  label('singular', names.singular);
  label('kind', names.kind, mixed);
  label('listKind', names.listKind, mixed);
  names.shortNames?.forEach((name, index) => {
    label(`shortNames[${index}]`, name);
  });
  if (names.kind && names.kind === names.listKind)
    causes.invalid('spec.names.listKind', names.listKind, 'kind and listKind may not be the same');
  names.categories?.forEach((name, index) => {
    label(`categories[${index}]`, name);
  });
}

function checkConversion({ conversion }: Spec, causes: Causes): void {
  if (conversion === undefined) return;
  const field = 'spec.conversion';
  const { strategy, webhook } = conversion;
  if (strategy !== 'None' && strategy !== 'Webhook') {
    if (strategy) causes.notSupported(`${field}.strategy`, strategy, ['None', 'Webhook']);
    else causes.required(`${field}.strategy`);
  }
  if (strategy !== 'Webhook') {
    const why = 'should not be set when strategy is not set to Webhook';
    if (webhook?.clientConfig !== undefined) causes.forbidden(`${field}.webhookClientConfig`, why);
    if ((webhook?.conversionReviewVersions ?? []).length > 0)
      causes.forbidden(`${field}.conversionReviewVersions`, why);
    return;
  }
  const client = webhook?.clientConfig;
  if (client === undefined)
    causes.required(`${field}.webhookClientConfig`, 'required when strategy is set to Webhook');
  else if ((client.url === undefined) === (client.service === undefined))
    causes.required(`${field}.webhookClientConfig`, 'exactly one of url or service is required');
  const reviews = webhook?.conversionReviewVersions ?? [];
  if (reviews.length === 0) causes.required(`${field}.conversionReviewVersions`);
  else if (!reviews.some((name) => name === 'v1' || name === 'v1beta1')) {
    const shown = goValue('[]string', reviews);
    causes.invalid(`${field}.conversionReviewVersions`, shown, 'must include at least one of v1, v1beta1');
  }
}

function checkUnchanged(spec: Spec, prev: CustomResourceDefinition, causes: Causes): void {
  const same = (field: string, now: string | undefined, before: string): void => {
    if (now !== before) causes.invalid(`spec.${field}`, now ?? '', 'field is immutable');
  };
  const names: Partial<Spec['names']> = spec.names ?? {};
  if (isTrue(prev, 'Established')) {
    same('scope', spec.scope, prev.spec.scope);
    same('names.kind', names.kind, prev.spec.names.kind);
  }
  same('group', spec.group, prev.spec.group);
  same('names.plural', names.plural, prev.spec.names.plural);
}

function checkStoredVersions({ spec, status }: CustomResourceDefinition, causes: Causes): void {
  const stored = status?.storedVersions ?? [];
  if (stored.length === 0) {
    causes.invalid(
      'status.storedVersions',
      goValue('[]string', undefined),
      'must have at least one stored version',
    );
    return;
  }
  for (const { name, storage } of spec.versions ?? []) {
    if (!storage || stored.includes(name)) continue;
    causes.invalid(
      'status.storedVersions',
      goValue('[]string', stored),
      `must have the storage version ${name}`,
    );
  }
  stored.forEach((name, index) => {
    if (spec.versions?.some((version) => version.name === name)) return;
    const why =
      `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a ` +
      `storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
    causes.invalid(`status.storedVersions[${index}]`, name, why);
  });
}

function checkApproval(
  next: CustomResourceDefinition,
  prev: CustomResourceDefinition | undefined,
  causes: Causes,
): void {
  if (!isProtected(next.spec.group ?? '')) return;
  const { state, reason } = approvalOf(next.metadata.annotations);
  if (prev !== undefined && approvalOf(prev.metadata.annotations).state === state) return;
  const field = `metadata.annotations[${approvalAnnotation}]`;
  if (state === 'Missing') causes.required(field, reason);
  else if (state === 'Invalid')
    causes.invalid(field, next.metadata.annotations?.[approvalAnnotation], reason);
}
