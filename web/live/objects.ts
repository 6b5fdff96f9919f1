/** The objects that screens read, as far as they read them: what the wire has, nothing derived. */
export interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

export interface Meta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly Owner[];
  readonly finalizers?: readonly string[];
}

export interface Thing {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: Meta;
}

/** A Kubernetes type as the wire has it: with the metadata that every stored object has. */
export type Live<T> = Omit<T, keyof Thing> & Thing;

export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** 0 is always shown, 1 with `-o wide`. */
  readonly priority: number;
}

/** One row of a server-side table with the metadata of its object. */
export interface TableRow extends Thing {
  readonly cells: readonly (string | number | boolean | null)[];
}

export const keyOf = ({ metadata }: Thing): string => `${metadata.namespace ?? ''}/${metadata.name}`;

export const controllerOf = ({ metadata }: Thing): Owner | undefined =>
  metadata.ownerReferences?.find((owner) => owner.controller);
