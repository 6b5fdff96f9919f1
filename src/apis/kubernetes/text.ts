// Objects as JSON text, each version put into words once for every get, list and watch that tells it.
import { apiVersionOf, type Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { withMetadataInOrder } from './go-order.ts';
import { withZeros } from './go-zeros.ts';
import { isBuiltIn, isStill, shown, type Showing } from './showing.ts';
import { Wording } from './wording.ts';

const wording = new Wording<string>((text) => text.length);

/** What an object is comes first: as Go's structs have it, and as its maps do for what it only knows as a map. */
function typeOf(kind: Kind): object {
  const apiVersion = apiVersionOf(kind);
  return isBuiltIn(kind) ? { kind: kind.kind, apiVersion } : { apiVersion, kind: kind.kind };
}

/** The object as everybody is shown it; the same text each time, unless something of it only ticks. */
export function textOf(showing: Showing, object: StoredObject): string {
  const { kind } = showing;
  const words = () => {
    const told = withMetadataInOrder(kind, withZeros(kind, shown(showing, object)));
    return JSON.stringify({ ...typeOf(kind), ...told });
  };
  return isStill(kind) ? wording.of(kind, object, words) : words();
}

/**
 * Objects as the items of their list, with commas between them: built-in ones do not say what they are, custom ones do. The texts are put
 * one after another and copied once, by whoever reads the list: joining them would copy each a second time.
 */
export function itemsText(showing: Showing, objects: readonly StoredObject[]): string {
  const isNamed = !isBuiltIn(showing.kind);
  const typeLength = isNamed ? 0 : JSON.stringify(typeOf(showing.kind)).length;
  let text = '';
  for (const object of objects) {
    const item = textOf(showing, object);
    if (text !== '') text += ',';
    text += isNamed ? item : `{${item.slice(typeLength)}`;
  }
  return text;
}
