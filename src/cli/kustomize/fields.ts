// Fields of objects, found by their kind and a path: `spec/template/metadata/labels`. Lists on the way stand for each of their
// items. Source: kustomize api/filters/fieldspec.
import type { Json, JsonObject } from '../../std/draft.ts';
import { isObject } from '../kubectl/json.ts';
import { Failure } from '../kubectl/failure.ts';
import { identityOf, type Identity } from './resource.ts';

export interface FieldSpec {
  readonly path: string;
  readonly kind?: string;
  readonly group?: string;
  readonly version?: string;
  /** Whether the field is made where it is missing. */
  readonly create?: boolean;
}

export function fits(
  { kind, group, version }: Omit<FieldSpec, 'path'>,
  identity: Pick<Identity, 'kind' | 'group' | 'version'>,
): boolean {
  return (
    (kind === undefined || kind === '' || kind === identity.kind) &&
    (group === undefined || group === '' || group === identity.group) &&
    (version === undefined || version === '' || version === identity.version)
  );
}

/** Slashes part a path, but where a backslash stands before. */
export function stepsOf(path: string): readonly string[] {
  return path
    .replaceAll('\\/', '\0')
    .split('/')
    .map((step) => step.replaceAll('\0', '/'));
}

/** What a field becomes; undefined takes it away. */
export type SetField = (value: Json) => Json;

/**
 * The value with what stands at the path changed.
 * @param fresh what a missing field begins as, where it may be made
 */
export function changeAt(value: Json, path: readonly string[], set: SetField, fresh: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return set(value);
  if (value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => changeAt(item, path, set, fresh));
  if (!isObject(value)) throw new Failure('expected sequence or mapping node');
  const name = step.replace(/\[\]$/, '');
  const makes = fresh !== undefined && name === step;
  const found = Object.hasOwn(value, name) ? (value[name] as Json) : undefined;
  if (found === undefined && !makes) return value;
  const begin = rest.length === 0 ? (fresh ?? null) : {};
  const inner = found === undefined || (found === null && makes) ? begin : found;
  return { ...value, [name]: changeAt(inner, rest, set, fresh) };
}

/** The object with each of the fields changed that its kind has. */
export function changeFields(
  object: JsonObject,
  specs: readonly FieldSpec[],
  set: SetField,
  fresh: Json,
): JsonObject {
  const identity = identityOf(object);
  let changed: Json = object;
  for (const spec of specs) {
    if (!fits(spec, identity)) continue;
    changed = changeAt(changed, stepsOf(spec.path), set, spec.create === true ? fresh : undefined);
  }
  return changed as JsonObject;
}
