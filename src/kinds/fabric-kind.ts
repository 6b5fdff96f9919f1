// Kinds of the fabric under a Supervisor: declared by an inline schema, served by the same API under its scope's prefix,
// hidden from every Supervisor's discovery. Their names are the products' own; their API groups are the sandbox's.
import type { Kind } from '../store/kind.ts';
import type { StoredMeta, StoredObject } from '../store/object.ts';
import type { Infer } from '../store/schema/infer.ts';
import type { Schema } from '../store/schema/schema.ts';

/** The object that a pair of spec and status schemas describes. */
export interface FabricObject<Spec, Status> extends StoredObject {
  readonly metadata: StoredMeta;
  readonly spec: Infer<Spec>;
  readonly status?: Infer<Status>;
}

export interface FabricKind<T extends StoredObject> extends Kind<T> {
  /** The schema that `schema` names. */
  readonly definition: Schema;
}

/** The object type of a kind. */
export type ObjectOf<K> = K extends FabricKind<infer T> ? T : never;

const version = 'v1';

/** vSphere and NSX name things as people like; the API needs one segment of a path. */
function pathSegment(name: string): readonly string[] {
  return /^[^/%\s]+$/.test(name) ? [] : ["may not contain '/', '%' or spaces"];
}

type Said = 'version' | 'namespaced' | 'planes' | 'generation' | 'schema';

export function fabricKind<const Spec extends Schema, const Status extends Schema>(
  schemas: { readonly spec: Spec; readonly status: Status },
  said: Omit<Kind<FabricObject<Spec, Status>>, Said>,
): FabricKind<FabricObject<Spec, Status>> {
  const { group, kind } = said;
  return {
    nameCauses: pathSegment,
    ...said,
    version,
    namespaced: false,
    planes: ['fabric'],
    generation: true,
    schema: `${group}.${version}.${kind}`,
    definition: {
      type: 'object',
      required: ['spec'],
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { $ref: 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
        ...schemas,
      },
      'x-kubernetes-group-version-kind': [{ group, version, kind }],
    },
  };
}
