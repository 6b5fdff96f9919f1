// Which types the API knows by name, and its words for one that it does not.
// Source: apimachinery pkg/runtime/error.go, notRegisteredErr; the name of the scheme is the API server's own.
import type { Definitions } from '../../store/schema/schema.ts';

/** What Go prints of the API server's type registry: the line that makes it. */
const schemeName = 'pkg/api/legacyscheme/scheme.go:30';

export function notRegistered(apiVersion: string, kind: string): string {
  return (
    `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} ` +
    `in scheme ${JSON.stringify(schemeName)}`
  );
}

const known = new WeakMap<Definitions, ReadonlySet<string>>();

function typesOf(definitions: Definitions): ReadonlySet<string> {
  let types = known.get(definitions);
  if (types === undefined) {
    types = new Set(
      Object.values(definitions).flatMap((schema) =>
        (schema['x-kubernetes-group-version-kind'] ?? []).map(({ group, version, kind }) =>
          group === '' ? `${version} ${kind}` : `${group}/${version} ${kind}`,
        ),
      ),
    );
    known.set(definitions, types);
  }
  return types;
}

/** Whether some definition is of this type, be it served or not. */
export function isRegistered(definitions: Definitions, apiVersion: string, kind: string): boolean {
  return typesOf(definitions).has(`${apiVersion} ${kind}`);
}
