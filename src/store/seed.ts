// One object that a world starts with, before the write pipeline has seen it.

/** An object to be created, by the id of its kind. */
export interface Seed {
  readonly kind: string;
  readonly object: { readonly metadata: { readonly name: string; readonly namespace?: string } };
}

/** A seed of a kind without namespaces, or of one whose `rest` says where it goes. */
export const seed = (kind: string, name: string, rest: object): Seed => ({
  kind,
  object: { metadata: { name }, ...rest },
});

/** A seed in a namespace, with what else its metadata says. */
export const seedIn = (
  kind: string,
  namespace: string,
  name: string,
  metadata: object,
  rest: object,
): Seed => ({
  kind,
  object: { metadata: { name, namespace, ...metadata }, ...rest },
});
