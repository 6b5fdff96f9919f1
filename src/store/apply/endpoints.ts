// Where writes go: a kind, or a subresource of it, with its type and what a write there may own; made once of the kind's schema.
import { hasStatus, type Kind } from '../kind.ts';
import type { Definitions } from '../schema/schema.ts';
import { emptyObject } from './empty-objects.ts';
import type { Endpoint } from './field-manager.ts';
import { objectType } from './field-type.ts';
import { ownedFields, unownedItems } from './owned-fields.ts';

/** `subresource` is empty for the objects themselves, `*` for a loop of the world, which writes them as a whole. */
export type Endpoints = (kind: Kind, subresource: string) => Endpoint;

const known = new WeakMap<Definitions, Endpoints>();

export function endpointsOf(definitions: Definitions): Endpoints {
  let endpoints = known.get(definitions);
  if (endpoints === undefined) known.set(definitions, (endpoints = makeEndpoints(definitions)));
  return endpoints;
}

function makeEndpoints(definitions: Definitions): Endpoints {
  const made = new WeakMap<Kind, Map<string, Endpoint>>();
  return (kind, subresource) => {
    let ofKind = made.get(kind);
    if (ofKind === undefined) made.set(kind, (ofKind = new Map()));
    let endpoint = ofKind.get(subresource);
    if (endpoint === undefined) {
      ofKind.set(subresource, (endpoint = endpointOf(definitions, kind, subresource)));
    }
    return endpoint;
  };
}

function endpointOf(definitions: Definitions, kind: Kind, subresource: string): Endpoint {
  const { group, version, schema } = kind;
  const custom = kind.definition !== undefined;
  return {
    group,
    version,
    kind: kind.kind,
    subresource,
    type: objectType(definitions, kind.definition ?? { $ref: schema }),
    empty: emptyObject(schema),
    ownable: ownedFields({ group, kind: kind.kind, custom, hasStatus: hasStatus(kind) }, subresource),
    unowned: unownedItems({ group, kind: kind.kind }, subresource),
  };
}
