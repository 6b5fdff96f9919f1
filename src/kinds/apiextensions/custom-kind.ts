// The kinds that a definition makes: one for each version that is served, all over one collection of objects, which are
// stored in the storage version and shown in the one that is asked for. Of one version only apiVersion changes
// to make another, where no webhook would have to. Schema and columns are read when somebody needs them.
// Source: apiextensions-apiserver pkg/apiserver/customresource_handler.go, pkg/registry/customresource.
import { findResults, printResults } from '../../std/json-path/evaluate.ts';
import { parseJsonPath } from '../../std/json-path/parse.ts';
import { JsonPathTrouble, type Node } from '../../std/json-path/syntax.ts';
import { copy, isObject, type Json } from '../../std/draft.ts';
import { byVersionPriority } from '../../std/version-order.ts';
import { Causes } from '../../store/causes.ts';
import {
  inVersion,
  type Column,
  type Computed,
  type Conversion,
  type Kind,
  type Subresource,
} from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { Refusal } from '../../store/refusal.ts';
import type { Schema } from '../../store/schema/schema.ts';
import { fillDefaults } from '../../store/schema/structural/default.ts';
import { checkEmbedded } from '../../store/schema/structural/embedded.ts';
import { checkListTypes } from '../../store/schema/structural/list-types.ts';
import { nestedAt } from '../../store/schema/structural/nested.ts';
import { checkRules, hasRules } from '../../store/schema/structural/rules.ts';
import { prune } from '../../store/schema/structural/prune.ts';
import { findings, type Before } from '../../store/schema/structural/validate.ts';
import { isDns1123Subdomain } from '../../std/names.ts';
import { ageColumn, nameColumn, since } from '../age.ts';
import { kubernetesPlanes, scaleSubresource, statusSubresource } from '../kubernetes-kind.ts';
import { finalizerWarnings } from './finalizer-warnings.ts';
import { isTrue } from './names.ts';
import type { CustomResourceDefinition, DefinitionVersion } from './custom-resource-definition.ts';

export interface Versions {
  /** The storage version's kind, whether it is served or not. */
  readonly stored: Kind;
  readonly served: readonly Kind[];
}

/** What a definition of the product has beside one that people make. */
export interface Product {
  /** The definition, which is shown though nobody stores it. */
  readonly brought?: CustomResourceDefinition;
  /** The Service that answers for it instead. */
  readonly answeredBy?: NonNullable<NonNullable<Kind['custom']>['answeredBy']>;
  readonly computed?: Computed<StoredObject>;
  /** How a version's objects are made of those that are stored, and the other way round, where more than apiVersion differs. */
  readonly forms?: Readonly<Record<string, Pick<Conversion, 'fromStored' | 'toStored'>>>;
}

/** What an established definition makes. */
export function kindsOfDefinition(definition: CustomResourceDefinition, product: Product = {}): Versions {
  const { versions } = definition.spec;
  const storage = versions.find((version) => version.storage) as DefinitionVersion;
  const served = versions
    .filter((version) => version.served)
    .toSorted((a, b) => byVersionPriority(a.name, b.name));
  const stored = kindOf(definition, storage, product);
  const kinds = served.map((version) =>
    version === storage ? stored : kindOf(definition, version, product, stored),
  );
  return { stored, served: kinds };
}

const metaName = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const typeDescriptions = {
  apiVersion:
    'APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized ' +
    'schemas to the latest internal value, and may reject unrecognized values. More info: ' +
    'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
  kind:
    'Kind is a string value representing the REST resource this object represents. Servers may infer this from the ' +
    'endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: ' +
    'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
  metadata:
    "Standard object's metadata. More info: " +
    'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
};

const anything: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** The schema as OpenAPI tells it: with the members that every object has. */
function publishedSchema(schema: Schema, group: string, version: string, kind: string): Schema {
  return {
    ...schema,
    type: 'object',
    properties: {
      ...schema.properties,
      apiVersion: { type: 'string', description: typeDescriptions.apiVersion },
      kind: { type: 'string', description: typeDescriptions.kind },
      metadata: { $ref: metaName, description: typeDescriptions.metadata },
    },
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  };
}

function columnsOf({ additionalPrinterColumns = [] }: DefinitionVersion): readonly Column<StoredObject>[] {
  if (additionalPrinterColumns.length === 0) {
    const description =
      'CreationTimestamp is a timestamp representing the server time when this object was created. It is not ' +
      'guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is ' +
      'represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: ' +
      'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata';
    return [nameColumn, { ...ageColumn, type: 'date', description }];
  }
  const custom = additionalPrinterColumns.map(({ name, type, format, description, jsonPath, priority }) => {
    const path = readPath(jsonPath);
    const column: Column<StoredObject> = {
      name,
      type: type as Exclude<Column<StoredObject>['type'], undefined>,
      ...(format === undefined ? {} : { format }),
      description: description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
      ...(priority !== undefined && priority > 0 ? { wide: true } : {}),
      cell: (object, now) => cellOf(type, path, object as unknown as Json, now),
    };
    return column;
  });
  return [nameColumn, ...custom];
}

function readPath(path: string): readonly Node[] | undefined {
  try {
    return parseJsonPath(`{${path}}`);
  } catch (error) {
    if (error instanceof JsonPathTrouble) return undefined;
    throw error;
  }
}

/** What a path finds first; undefined where it finds nothing. */
function firstAt(path: readonly Node[] | undefined, object: Json): Json | undefined {
  if (path === undefined) return undefined;
  try {
    return findResults(path, object, { allowMissing: true })[0]?.[0];
  } catch (error) {
    if (error instanceof JsonPathTrouble) return undefined;
    throw error;
  }
}

function cellOf(
  type: string,
  path: readonly Node[] | undefined,
  object: Json,
  now: number,
): string | number | boolean | null {
  const value = firstAt(path, object);
  if (value === undefined) return null;
  if (type === 'string') return value === null ? '<nil>' : printResults([[value]], { allowMissing: true });
  if (type === 'date') {
    if (typeof value !== 'string') return null;
    const age = since(value, now);
    return age === '<unknown>' ? '<invalid>' : age;
  }
  if (type === 'boolean') return typeof value === 'boolean' ? value : null;
  if (typeof value !== 'number') return null;
  return type === 'integer' ? Math.trunc(value) : value;
}

function fieldsOf({ selectableFields = [] }: DefinitionVersion): Pick<Kind, 'fields'> {
  if (selectableFields.length === 0) return {};
  const fields = selectableFields.map(({ jsonPath }) => {
    const path = readPath(jsonPath);
    const read = (object: StoredObject): string => {
      const value = firstAt(path, object as unknown as Json);
      return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
    };
    return [jsonPath.replace(/^\./, ''), read] as const;
  });
  return { fields: Object.fromEntries(fields) };
}

const plain = (object: StoredObject): Record<string, unknown> => object as unknown as Record<string, unknown>;

const blocked =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

/** Everything that the schema says of the object, and then its rules. */
function check(
  schema: Schema,
  scale: ScalePaths | undefined,
  next: StoredObject,
  prev: StoredObject | undefined,
  causes: Causes,
): void {
  const before: Before | undefined = prev === undefined ? undefined : { value: prev };
  for (const finding of findings(schema, next, '', before)) finding(causes);
  checkReplicas(scale?.specReplicasPath, next, causes);
  checkReplicas(scale?.statusReplicasPath, next, causes);
  checkSelector(scale?.labelSelectorPath, next, causes);
  checkEmbedded(schema, next, '', causes);
  checkItemsAndRules(schema, next, before, causes);
}

const blocking = [
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
];

/** What is said of lists, which were broken before or are not, and the rules, which only what is else right is asked. */
function checkItemsAndRules(
  schema: Schema,
  next: StoredObject,
  before: Before | undefined,
  causes: Causes,
): void {
  const wasBroken = new Causes();
  if (before !== undefined) checkListTypes(schema, before.value, '', wasBroken);
  if (wasBroken.list.length === 0) checkListTypes(schema, next, '', causes);
  if (!hasRules(schema)) return;
  if (causes.list.some(({ reason }) => blocking.includes(reason))) causes.invalid('<nil>', 'null', blocked);
  else checkRules(schema, next, before, causes);
}

const int32Max = 2_147_483_647;

type ScalePaths = NonNullable<NonNullable<DefinitionVersion['subresources']>['scale']>;

function checkSelector(path: string | undefined, object: StoredObject, causes: Causes): void {
  if (path === undefined) return;
  const found = nestedAt(object as unknown as Json, path, 'string');
  if ('error' in found) causes.invalid(path, '', found.error);
}

function checkReplicas(path: string | undefined, object: StoredObject, causes: Causes): void {
  if (path === undefined) return;
  const found = nestedAt(object as unknown as Json, path, 'int64');
  if ('error' in found) return causes.invalid(path, 0, found.error);
  const { value } = found;
  if (typeof value !== 'number') return;
  if (value < 0) causes.invalid(path, value, 'should be a non-negative integer');
  else if (value > int32Max) causes.invalid(path, value, `should be less than or equal to ${int32Max}`);
}

/** An object as it is read: the schema of the storage version may have changed since it was stored. */
function asRead(schema: Schema, object: StoredObject): StoredObject {
  const draft = copy(object);
  prune(schema, draft);
  fillDefaults(schema, draft);
  return draft as StoredObject;
}

/** Who turns its objects into another version; undefined where only their apiVersion changes. */
function converterOf({ spec: { conversion } }: CustomResourceDefinition) {
  return conversion?.strategy === 'Webhook' ? conversion.webhook?.clientConfig : undefined;
}

function kindOf(
  definition: CustomResourceDefinition,
  version: DefinitionVersion,
  { brought, answeredBy, computed, forms }: Product,
  stored?: Kind,
): Kind {
  const { spec } = definition;
  const { group } = spec;
  const names = definition.status?.acceptedNames ?? spec.names;
  const { scale, status } = version.subresources ?? {};
  const schema = (): Schema => (version.schema?.openAPIV3Schema as Schema | undefined) ?? anything;
  let published: Schema | undefined;
  let columns: readonly Column<StoredObject>[] | undefined;
  const apiVersion = `${group}/${version.name}`;
  const subresources: readonly Subresource[] = [
    ...(status === undefined ? [] : [statusSubresource]),
    ...(scale === undefined ? [] : [scaleSubresource]),
  ];
  const warning =
    version.deprecated === true
      ? (version.deprecationWarning ?? `${apiVersion} ${names.kind} is deprecated`)
      : undefined;
  const converter = stored === undefined ? undefined : converterOf(definition);
  const form = forms?.[version.name];
  const kind: Kind = {
    group,
    version: version.name,
    kind: names.kind,
    plural: names.plural,
    ...(names.singular === undefined ? {} : { singular: names.singular }),
    ...(names.shortNames === undefined ? {} : { short: names.shortNames }),
    ...(names.categories === undefined ? {} : { categories: names.categories }),
    namespaced: spec.scope === 'Namespaced',
    planes: kubernetesPlanes,
    schema: [...group.split('.').toReversed(), version.name, names.kind].join('.'),
    get definition() {
      published ??= publishedSchema(schema(), group, version.name, names.kind);
      return published;
    },
    custom: {
      get schema() {
        return schema();
      },
      listKind: names.listKind ?? `${names.kind}List`,
      ...(scale === undefined ? {} : { scale }),
      ...(converter === undefined ? {} : { converter }),
      ...(brought === undefined ? {} : { brought }),
      ...(answeredBy === undefined ? {} : { answeredBy }),
    },
    ...(computed === undefined ? {} : { computed }),
    ...(form === undefined || stored === undefined
      ? {}
      : {
          converts: {
            stored,
            fromStored: (object) => ({ ...form.fromStored(object), apiVersion }),
            toStored: (draft) => ({
              ...form.toStored(draft),
              apiVersion: `${group}/${stored.version}`,
            }),
            validate: (draft, causes) => check(schema(), scale, draft as StoredObject, undefined, causes),
          },
        }),
    ...(warning === undefined ? {} : { deprecation: warning }),
    ...(stored === undefined ? {} : { storedAs: `${group}/${stored.version}` }),
    ...(subresources.length === 0 ? {} : { subresources }),
    generation: true,
    returnsDeleted: false,
    nameCauses: isDns1123Subdomain,
    defaults(draft) {
      fillDefaults(schema(), draft);
    },
    prepare(_next, prev) {
      if (prev !== undefined || !isTrue(definition, 'Terminating')) return;
      const message = 'create not allowed while custom resource definition is terminating';
      throw new Refusal(405, 'MethodNotAllowed', message, { group, kind: names.plural });
    },
    validate(next, prev, causes) {
      check(schema(), scale, next, prev, causes);
    },
    validateStatus(next, prev, causes) {
      const inner = schema().properties?.['status'];
      const value = plain(next)['status'];
      if (inner !== undefined && value !== undefined) {
        const before = isObject(plain(prev)['status'] as Json) ? { value: plain(prev)['status'] } : undefined;
        const found = new Causes();
        for (const finding of findings(inner, value, '', before)) finding(found);
        causes.within('status', found);
      }
      checkReplicas(scale?.statusReplicasPath, next, causes);
      checkSelector(scale?.labelSelectorPath, next, causes);
      checkItemsAndRules(schema(), next, { value: prev }, causes);
    },
    warnings: finalizerWarnings,
    // Asked of the storage version's kind alone.
    project: (object) => inVersion(kind, asRead(schema(), object), apiVersion),
    get columns() {
      columns ??= columnsOf(version);
      return columns;
    },
    ...fieldsOf(version),
  };
  return kind;
}
