// The shape that every stored thing has: Kubernetes' type and object metadata, plain JSON, frozen once committed.
import type { ObjectMeta, OwnerReference } from '#types';

/** Metadata as it stands in the store: what the write pipeline filled in is there. */
export type StoredMeta = Omit<ObjectMeta, 'managedFields'> & {
  readonly managedFields?: readonly unknown[];
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
};

export interface StoredObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: StoredMeta;
}

/** A published type as it stands in the store: named, versioned, with its spec. */
export type Stored<T> = Omit<T, 'apiVersion' | 'kind' | 'metadata' | 'spec'> &
  StoredObject &
  (T extends { readonly spec?: infer Spec } ? { readonly spec: NonNullable<Spec> } : unknown);

/** Objects of one kind order and are found by this key, as in etcd: namespace, slash, name. */
export function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

export function keyOfObject(object: StoredObject): string {
  return keyOf(object.metadata.namespace, object.metadata.name);
}

export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

// Every commit of every Pod asks many times: nothing is made for it.
const isController = ({ controller }: OwnerReference): boolean => controller === true;

/** The one owner that manages the object, if it has one. */
export function controllerOf(object: StoredObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(isController);
}

export function isDeleting(object: StoredObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}
