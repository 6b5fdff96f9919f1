// A scope serves what its definitions make, from the commit that establishes them to the one that removes them.
import type { Scope } from '../../store/scope.ts';
import type { StoredObject } from '../../store/object.ts';
import { kindId } from '../../store/kind.ts';
import { kindsOfDefinition, type Versions } from './custom-kind.ts';
import {
  definitionsKind,
  instancesKind,
  isEstablished,
  type CustomResourceDefinition,
} from './custom-resource-definition.ts';

/** Serves the kinds of a definition that was stored or changed. */
export function serveDefinition(scope: Scope, definition: CustomResourceDefinition): void {
  if (!isEstablished(definition)) return;
  const { stored, served } = kindsOfDefinition(definition);
  scope.serveVersions(stored, served);
}

/**
 * Serves what the definitions of an image make, in the order in which the image holds it, so that a restored scope goes
 * through its kinds as the first one did.
 */
export function restoreDefinitions(
  scope: Scope,
  kinds: readonly (readonly [kind: string, objects: readonly StoredObject[]])[],
): void {
  const places = new Map(kinds.map(([kind], place) => [kind, place]));
  const found = kinds.find(([kind]) => kind === definitionsKind)?.[1] ?? [];
  const placeOf = (definition: CustomResourceDefinition): number =>
    places.get(instancesKind(definition)) ?? places.size;
  const definitions = found as readonly StoredObject[] as readonly CustomResourceDefinition[];
  for (const definition of definitions.toSorted((a, b) => placeOf(a) - placeOf(b))) {
    serveDefinition(scope, definition);
  }
}

/** Follows the definitions of the scope from now on; in the place of one that is gone comes what the product brought. */
export function serveDefinitions(scope: Scope, brought: readonly Versions[]): void {
  scope.listen(({ prev, next }) => {
    if (next !== undefined) return serveDefinition(scope, next as StoredObject as CustomResourceDefinition);
    const gone = prev as StoredObject as CustomResourceDefinition;
    if (!isEstablished(gone)) return;
    const id = instancesKind(gone);
    scope.drop(id);
    const own = brought.find(({ stored }) => kindId(stored) === id);
    if (own !== undefined) scope.serveVersions(own.stored, own.served);
  }, definitionsKind);
}
