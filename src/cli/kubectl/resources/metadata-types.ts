// What kubectl reads an object's metadata into before it sends it, and the words with which Go refuses a value of another type.
// Source: cli-runtime pkg/resource/metadata_decoder.go, apimachinery pkg/apis/meta/v1/types.go, encoding/json.
import type { Json } from '../../../std/draft.ts';
import { readTime } from '../../../std/go-time.ts';
import { isObject } from '../json.ts';

type Type =
  | { readonly is: 'string' | 'boolean' | 'integer'; readonly go: string }
  | { readonly is: 'time' }
  | { readonly is: 'map' | 'list'; readonly go: string; readonly of: Type }
  | { readonly is: 'struct'; readonly go: string; readonly members: Readonly<Record<string, Type>> };

const text = { is: 'string', go: 'string' } as const;
const uid = { is: 'string', go: 'types.UID' } as const;
const flag = { is: 'boolean', go: 'bool' } as const;
const integer = { is: 'integer', go: 'int64' } as const;
const time = { is: 'time' } as const;
const texts = { is: 'map', go: 'map[string]string', of: text } as const;

const ownerReference = {
  is: 'struct',
  go: 'OwnerReference',
  members: { apiVersion: text, kind: text, name: text, uid, controller: flag, blockOwnerDeletion: flag },
} as const;

const managedFieldsEntry = {
  is: 'struct',
  go: 'ManagedFieldsEntry',
  members: {
    manager: text,
    operation: { is: 'string', go: 'v1.ManagedFieldsOperationType' },
    apiVersion: text,
    time,
    fieldsType: text,
    subresource: text,
  },
} as const;

const objectMeta: Type = {
  is: 'struct',
  go: 'ObjectMeta',
  members: {
    name: text,
    generateName: text,
    namespace: text,
    selfLink: text,
    uid,
    resourceVersion: text,
    generation: integer,
    creationTimestamp: time,
    deletionTimestamp: time,
    deletionGracePeriodSeconds: integer,
    labels: texts,
    annotations: texts,
    ownerReferences: { is: 'list', go: '[]v1.OwnerReference', of: ownerReference },
    finalizers: { is: 'list', go: '[]string', of: text },
    managedFields: { is: 'list', go: '[]v1.ManagedFieldsEntry', of: managedFieldsEntry },
  },
};

/** As Go's JSON calls the type of a value. */
function goType(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return value === null ? 'null' : typeof value;
}

/** Why a value cannot be an object of the API at all. */
export const noObject = (value: Json): string =>
  `json: cannot unmarshal ${goType(value)} into Go value of type unstructured.detector`;

function unlike(value: Json, type: Type, struct: string, path: string): string | undefined {
  if (value === null) return undefined;
  const refuse = (go: string, what = goType(value)) =>
    `json: cannot unmarshal ${what} into Go struct field ${struct}.${path} of type ${go}`;
  const first = (values: readonly Json[], of: Type) =>
    values.map((each) => unlike(each, of, struct, path)).find((why) => why !== undefined);
  switch (type.is) {
    case 'time': {
      if (typeof value !== 'string') return refuse('string');
      const read = readTime('Time', value);
      return 'error' in read ? read.error : undefined;
    }
    case 'integer':
      if (typeof value !== 'number') return refuse(type.go);
      return Number.isInteger(value) ? undefined : refuse(type.go, `number ${value}`);
    case 'list':
      return Array.isArray(value) ? first(value, type.of) : refuse(type.go);
    case 'map':
      return isObject(value) ? first(Object.values(value), type.of) : refuse(type.go);
    case 'struct': {
      if (!isObject(value)) return refuse(`v1.${type.go}`);
      // As of YAML, whose members come sorted.
      const members = Object.entries(type.members).toSorted(([a], [b]) => (a < b ? -1 : 1));
      return members
        .map(([name, of]) => unlike(value[name] ?? null, of, type.go, `${path}.${name}`))
        .find((why) => why !== undefined);
    }
    default:
      return typeof value === type.is ? undefined : refuse(type.go);
  }
}

/** Why metadata cannot be read, in Go's words; undefined where it can. */
export function metadataTrouble(metadata: Json): string | undefined {
  return unlike(metadata, objectMeta, 'metadataOnlyObject', 'metadata');
}
