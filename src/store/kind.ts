// What a kind is: everything that the store and the published faces need to know of a resource, said once.
// A kind's controller is declared beside it (control/controller.ts). Deliberately absent: behaviour over time.
import type { Draft } from '../std/draft.ts';
import type { Causes } from './causes.ts';
import type { StoredObject } from './object.ts';
import { assert } from '../std/assert.ts';
import { getOwn } from '../std/own.ts';
import type { Definitions, Schema } from './schema/schema.ts';
import type { ReadView } from './view.ts';

/** Which API serves the kind: the fabric under a Supervisor, a Supervisor, a guest cluster. */
export type Plane = 'fabric' | 'supervisor' | 'guest';

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

/** A column of kubectl's table and of the page's lists. */
export interface Column<T> {
  readonly name: string;
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly description?: string;
  /** Shown only by `-o wide`. */
  readonly wide?: boolean;
  /** Null where there is nothing to show. */
  cell(object: T, now: number): string | number | boolean | null;
}

/** What a kind's hooks may know of the write that calls them. */
export interface WriteContext {
  /** Simulated milliseconds since the Unix epoch. */
  readonly now: number;
  readonly view: ReadView;
  /** Who writes, as authenticated or by the name of the loop. */
  readonly by: string;
  readonly groups: readonly string[];
  readonly uid?: string | undefined;
  /** What else the authenticator knows of the user. */
  readonly extra?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly subresource: string;
  /** Says to the client, where there is one, what is right and still not wise. */
  warn(text: string): void;
  /** A keyed die: the same write of the same world always draws the same number below `bound`. */
  roll(bound: number, purpose: string): number;
}

export interface Subresource {
  readonly name: string;
  readonly verbs: readonly ('create' | 'get' | 'patch' | 'update' | 'delete')[];
  /** What its requests and answers are, where that is another type than the kind's own. */
  readonly type?: { readonly group: string; readonly version: string; readonly kind: string };
}

/** What an API machinery needs of a kind that came as data. */
export interface CustomParts {
  /** The definition that made the kind, where it came with the product and nobody stores it. */
  readonly brought?: StoredObject;
  /** The Service of the product's own API server that answers for the kind. */
  readonly answeredBy?: { readonly name: string; readonly namespace: string };
  /** `openAPIV3Schema` of the version: structural, everything inline. */
  readonly schema: Schema;
  readonly listKind: string;
  /** JSON paths of a scale: `.spec.replicas`. */
  readonly scale?: {
    readonly specReplicasPath: string;
    readonly statusReplicasPath: string;
    readonly labelSelectorPath?: string;
  };
  /** The webhook that makes its objects out of those that are stored in another version. */
  readonly converter?: {
    readonly url?: string;
    readonly service?: {
      readonly name: string;
      readonly namespace: string;
      readonly path?: string;
      readonly port?: number;
    };
  };
}

/** A function of an object; as a method's type, so that a kind of Pods is also a kind of objects. */
type Reads<T, Result> = { read(object: T): Result }['read'];

/** Objects that nobody stores: what there is now, made when it is asked for. */
export interface Computed<T> {
  /** Why they are not to be deleted as long as nobody has stored others in their place; absent where they come back by themselves. */
  readonly fixed?: string;
  /** In key order; of all namespaces where it is empty. */
  list(view: ReadView, namespace: string): readonly T[];
  /** Throws the Refusal of what is not there. */
  get(view: ReadView, namespace: string, name: string): T;
}

/** A form of objects that are stored in another: as HorizontalPodAutoscaler v1 is of v2, and an Event of events.k8s.io of the core one. */
export interface Conversion {
  readonly stored: Kind;
  fromStored(object: StoredObject): StoredObject;
  /** Makes what is stored of a draft of this form, which it may take over. */
  toStored(draft: Draft<StoredObject>): Draft<StoredObject>;
  /** What is wrong with a new object in this form, beside what its stored form says. */
  validate?(draft: Draft<StoredObject>, causes: Causes): void;
}

/** Hooks are methods for the same reason: lists of kinds hold kinds of every type. */
export interface Kind<T extends StoredObject = StoredObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular?: string;
  readonly short?: readonly string[];
  readonly categories?: readonly string[];
  readonly namespaced: boolean;
  readonly planes: readonly Plane[];
  readonly verbs?: readonly Verb[];
  /** True where an update of what is not there makes it. */
  readonly allowCreateOnUpdate?: boolean;
  /** False where an update must say which version it changes, as for all kinds that are not Kubernetes' own. */
  readonly allowUnconditionalUpdate?: boolean;
  /** Name of its definition among the schemas. */
  readonly schema: string;
  /** The definition itself, for a kind that is not among Kubernetes' own. */
  readonly definition?: Schema;
  /** Of a kind that a CustomResourceDefinition made: how its objects are read, and what its scale is. */
  readonly custom?: CustomParts;
  /** Warns each client that uses the version, whatever it asks. */
  readonly deprecation?: string;
  /** The apiVersion in which its objects are stored, where that is another than its own. */
  readonly storedAs?: string;
  readonly subresources?: readonly Subresource[];
  /** True where a new object may come with its status. */
  readonly createsWithStatus?: boolean;
  /** True where a change of spec counts in metadata.generation; `fixed` where there is one that stays as it is. */
  readonly generation?: boolean | 'fixed';
  /** True where a generation counts what people write into the annotations too: a Deployment's controller copies them. */
  readonly countsAnnotations?: true;
  /** Members of the spec that a generation does not count: a Pod is bound without one. */
  readonly uncounted?: readonly string[];
  /** How its objects may be named; the default is a DNS-1123 subdomain. */
  readonly nameCauses?: (name: string) => readonly string[];
  /** Fills in what the client left out. Must be idempotent. */
  defaults?(draft: Draft<T>): void;
  /** May change the incoming object: allocations, cleared fields, kept fields. Runs after defaults. */
  prepare?(next: Draft<T>, prev: T | undefined, context: WriteContext): void;
  /** Says everything that is wrong with the object; may change nothing. */
  validate?(next: T, prev: T | undefined, causes: Causes): void;
  /** The same for a write of the status alone. */
  validateStatus?(next: T, prev: T, causes: Causes): void;
  /** The same for a write of any other part, by its subresource. */
  validatePart?(next: T, prev: T, subresource: string, causes: Causes): void;
  /** Warnings to the client that writes what is right, in the API server's words. */
  warnings?(next: T, prev: T | undefined): readonly string[];
  /** Seconds of grace that a delete gives, or zero to remove at once. Absent: at once. */
  grace?(object: T, asked: number | undefined): number;
  /** What a delete changes on an object that lingers, beside its deletion timestamp. */
  deleting?(next: Draft<T>): void;
  /** True while something beside finalizers keeps a deleted object, as a namespace's own finalizers do. */
  holds?(object: T): boolean;
  /** True where a delete answers with the object instead of a Status. */
  readonly returnsDeleted?: boolean;
  /** Of a kind whose dependents stay where a delete says nothing of them: what the API server warns then, if it does. */
  readonly orphans?: { readonly warning?: string };
  /** Why the object may not be deleted by anybody, or undefined. */
  undeletable?(object: T): string | undefined;
  readonly columns: readonly Column<T>[];
  /** Fields that field selectors may name beside metadata.name and metadata.namespace. */
  readonly fields?: Readonly<Record<string, Reads<T, string>>>;
  /** Lookups beside owner and label: index name -> the values under which an object is found. */
  readonly indexes?: Readonly<Record<string, Reads<T, readonly string[]>>>;
  /** What only ticks (a lease's renewal, an age) as it stands now; computed on read, never stored. */
  project?(object: T, now: number, view: ReadView): T;
  readonly computed?: Computed<T>;
  readonly converts?: Conversion;
}

/** The kind as which its objects are stored. */
export function storedKind(kind: Kind): Kind {
  return kind.converts?.stored ?? kind;
}

type Named = Pick<Kind, 'converts' | 'group' | 'plural'>;

/** Every look into the store asks for it. */
const ids = new WeakMap<Named, string>();

/** How a kind is named inside the world: `apps/deployments`, `core/pods`; another form of a kind as that one. */
export function kindId(kind: Named): string {
  let id = ids.get(kind);
  if (id === undefined) {
    const { group, plural } = kind.converts?.stored ?? kind;
    id = `${group === '' ? 'core' : group}/${plural}`;
    ids.set(kind, id);
  }
  return id;
}

export function hasStatus({ subresources }: Pick<Kind, 'subresources'>): boolean {
  return subresources?.some(({ name }) => name === 'status') === true;
}

export function apiVersionOf(kind: { readonly group: string; readonly version: string }): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

/** The definition of a kind: its own, or Kubernetes' by name. */
export function definitionOf(definitions: Definitions, kind: Kind): Schema {
  const definition = kind.definition ?? getOwn(definitions, kind.schema);
  assert(definition !== undefined, `there is no definition ${kind.schema}`);
  return definition;
}

/** The object as a version of its kind shows it: stored once, served as each. */
export function inVersion<T extends StoredObject>(kind: Kind, object: T, apiVersion = apiVersionOf(kind)): T {
  return kind.custom === undefined || object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

/** `deployments.apps`, `pods`: how errors name a resource. */
export function qualified(group: string, name: string): string {
  return group === '' ? name : `${name}.${group}`;
}

export const allVerbs: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];
