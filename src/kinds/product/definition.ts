// What a kind of the product is written down as, and the CustomResourceDefinition that it is: its schema is read when somebody
// asks for it, so a kind that nobody looks at costs its name.
import { approvalAnnotation } from '../apiextensions/approval.ts';
import type { Product } from '../apiextensions/custom-kind.ts';
import type { Conversion } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import type { Schema } from '../../store/schema/schema.ts';
import type {
  CustomResourceDefinition,
  DefinitionVersion,
} from '../apiextensions/custom-resource-definition.ts';
import { readSchema, readTypes } from './notation.ts';

export interface ProductKind {
  readonly kind: string;
  /** The kind in lower case with an `s`, where it is not said. */
  readonly plural?: string;
  readonly singular?: string;
  readonly short?: readonly string[];
  readonly categories?: readonly string[];
  readonly namespaced: boolean;
  /** What `explain` says of the kind. */
  readonly about: string;
  /** The last is the one in which objects are stored; all have the one schema. */
  readonly versions: readonly string[];
  /** A version before those, with a schema of its own. */
  readonly older?: OlderVersion;
  readonly status?: boolean;
  readonly scale?: NonNullable<NonNullable<DefinitionVersion['subresources']>['scale']>;
  /** `Name type path`, with `_` for a space in the name, and `wide` where only `-o wide` shows it. */
  readonly columns?: readonly string[];
  /** The Service of another API server that answers, so that there is no CustomResourceDefinition. */
  readonly answeredBy?: NonNullable<Product['answeredBy']>;
  /** Objects that vCenter makes, seen from the Supervisor. */
  readonly computed?: (view: ReadView) => readonly StoredObject[];
  /** In the notation of `notation.ts`. */
  readonly schema: string;
}

export interface OlderVersion extends Pick<Conversion, 'fromStored' | 'toStored'> {
  readonly version: string;
  readonly columns: readonly string[];
  readonly schema: string;
}

export interface ProductGroup {
  readonly group: string;
  /** Where the community approved of a group under its own name. */
  readonly approval?: string;
  /** Types that its schemas name. */
  readonly types?: string;
  readonly kinds: readonly ProductKind[];
}

const typeMeta: Readonly<Record<string, Schema>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'object' },
};

function schemaOf({ types = '' }: ProductGroup, about: string, schema: string): Schema {
  const own = readSchema(schema, readTypes(types));
  return { ...own, description: about, properties: { ...typeMeta, ...own.properties } };
}

/** Reads a schema when it is first asked for. */
function once(read: () => Schema): () => { readonly openAPIV3Schema: Schema } {
  let found: { readonly openAPIV3Schema: Schema } | undefined;
  return () => (found ??= { openAPIV3Schema: read() });
}

function columnOf(text: string): NonNullable<DefinitionVersion['additionalPrinterColumns']>[number] {
  const [name = '', type = '', jsonPath = '', wide] = text.split(' ');
  return { name: name.replaceAll('_', ' '), type, jsonPath, ...(wide === undefined ? {} : { priority: 1 }) };
}

function approvalOf({ approval }: ProductGroup): object {
  return approval === undefined ? {} : { annotations: { [approvalAnnotation]: approval } };
}

/** The definition of a kind with those of its versions that are served. */
export function definitionOf(
  group: ProductGroup,
  kind: ProductKind,
  served: readonly string[],
): CustomResourceDefinition {
  const { kind: name, plural = `${name.toLowerCase()}s`, singular = name.toLowerCase() } = kind;
  const shared = once(() => schemaOf(group, kind.about, kind.schema));
  const versions = served.map((version, index) => {
    const older = kind.older?.version === version ? kind.older : undefined;
    const { columns } = older ?? kind;
    const schema = older === undefined ? shared : once(() => schemaOf(group, kind.about, older.schema));
    return {
      name: version,
      served: true,
      storage: index === served.length - 1,
      ...(columns === undefined ? {} : { additionalPrinterColumns: columns.map(columnOf) }),
      subresources: {
        ...(kind.status === true ? { status: {} } : {}),
        ...(kind.scale === undefined ? {} : { scale: kind.scale }),
      },
      get schema() {
        return schema();
      },
    };
  });
  const names = {
    plural,
    singular,
    kind: name,
    listKind: `${name}List`,
    ...(kind.short === undefined ? {} : { shortNames: [...kind.short] }),
    ...(kind.categories === undefined ? {} : { categories: [...kind.categories] }),
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group.group}`, ...approvalOf(group) },
    spec: {
      group: group.group,
      names,
      scope: kind.namespaced ? 'Namespaced' : 'Cluster',
      conversion: { strategy: 'None' },
      versions,
    },
    status: { acceptedNames: names, storedVersions: [served.at(-1) ?? ''] },
  } as unknown as CustomResourceDefinition;
}
