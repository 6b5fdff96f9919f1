// What the tests of this folder share: the schema of an object's kind.
import { definitions } from '#schemas';
import type { Schema } from '../../../../src/store/schema/schema.ts';

/** A reference to the definition of the object's apiVersion and kind. */
export function schemaOfKind({
  apiVersion,
  kind,
}: {
  readonly apiVersion: string;
  readonly kind: string;
}): Schema {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const found = Object.entries(definitions).find(([, schema]) =>
    schema['x-kubernetes-group-version-kind']?.some(
      (known) => known.group === group && known.version === version && known.kind === kind,
    ),
  );
  if (found === undefined) throw new Error(`no definition of ${apiVersion} ${kind}`);
  return { $ref: found[0] };
}
