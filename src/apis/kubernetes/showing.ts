// What a read makes of an object that is stored: what only ticks is filled in, and who owns which field is told.
import type { Endpoints } from '../../store/apply/endpoints.ts';
import { told } from '../../store/apply/ownership.ts';
import { storedKind, type Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';

/** What a read needs to show objects of a kind. */
export interface Showing {
  readonly kind: Kind;
  readonly view: ReadView;
  readonly endpoints: Endpoints;
}

/** False for kinds of our own, which the API treats as it treats custom resources. */
export function isBuiltIn(kind: Kind): boolean {
  return kind.definition === undefined;
}

/** False where an object is another with each look, and not only with each version. */
export function isStill(kind: Kind): boolean {
  const { custom, project } = storedKind(kind);
  return kind.computed === undefined && (project === undefined || custom !== undefined);
}

/** The object as it stands now: what only ticks is filled in. */
export function projected({ kind, view }: Showing, object: StoredObject): StoredObject {
  const { project } = storedKind(kind);
  const now = project === undefined ? object : project(object, view.now, view);
  return kind.converts === undefined ? now : kind.converts.fromStored(now);
}

/** The same with who owns which field: what everybody is shown, but in a table. */
export function shown(showing: Showing, object: StoredObject): StoredObject {
  return projected(showing, told(showing.endpoints, storedKind(showing.kind), object));
}
