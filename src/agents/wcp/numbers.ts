// How the pool and the folder of a namespace are numbered that no call to vCenter makes: by the object that it is made for.
import type { StoredObject } from '../../store/object.ts';

/** Behind whatever a revision of the fabric could number. */
const first = 100_000;

export function numberBy({ metadata }: StoredObject): number {
  return first + Number.parseInt(metadata.uid.slice(0, 5), 16);
}
