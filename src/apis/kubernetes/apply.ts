// Server-side apply: from the request to the draft that a configuration makes of the object, or of none yet.
// Source: apiserver pkg/endpoints/handlers/patch.go, applyPatcher.
import type { Draft, JsonObject } from '../../std/draft.ts';
import { formatTime } from '../../std/time.ts';
import { parseYaml } from '../../std/yaml.ts';
import { applyFields, describeConfiguration, type Endpoint } from '../../store/apply/field-manager.ts';
import type { Members } from '../../store/apply/value.ts';
import type { Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { badRequest, conflict, Refusal } from '../../store/refusal.ts';
import type { Definitions } from '../../store/schema/schema.ts';
import { bodyText } from './body.ts';
import { readObject, warningsOfRounded, type Decoded } from './object.ts';
import type { WriteParameters } from './options.ts';
import type { WireRequest } from './wire.ts';

interface Configuration {
  readonly value: JsonObject;
  /** What strict decoding minds, in a sentence; empty where it minds nothing. */
  readonly problem: string;
  readonly rounded: ReadonlyMap<string, string>;
}

function readConfiguration(request: WireRequest): Configuration {
  const parsed = parseYaml(bodyText(request));
  if ('error' in parsed) throw badRequest(`error decoding YAML: ${parsed.error.message}`);
  const [document] = parsed.documents;
  if (document === undefined) return { value: {}, problem: '', rounded: new Map() };
  const { value, duplicates, rounded } = document;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    throw badRequest(
      `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${found} ` +
        'into Go value of type map[string]interface {}',
    );
  }
  return {
    value: value as JsonObject,
    problem: duplicates === '' ? '' : `error converting YAML to JSON: ${duplicates}`,
    rounded,
  };
}

/**
 * What applying the configuration of a request makes of the live object, undefined where there is none; who owns what is said
 * in it. Throws the Refusal of a configuration that cannot be read, is not of its kind, or wants what others own.
 */
export function appliedDraft(
  definitions: Definitions,
  kind: Kind,
  endpoint: Endpoint,
  live: StoredObject | undefined,
  request: WireRequest,
  { fieldManager, force, fieldValidation }: WriteParameters,
  now: number,
): Decoded {
  const { value, problem, rounded } = readConfiguration(request);
  const write = { manager: fieldManager, force, time: formatTime(now) };
  const object = applyFields(endpoint, live as Members | undefined, value, write);
  const made = { value: object as JsonObject, duplicates: [], floats: [] };
  const read = readObject(definitions, kind, made, 'converter');
  if ('error' in read) {
    const what = describeConfiguration(endpoint, value);
    throw new Refusal(500, '', `failed to convert new typed object (${what}) to object: ${read.error}`);
  }
  if (problem !== '' && fieldValidation === 'Strict')
    throw badRequest(`error strict decoding patch: ${problem}`);
  const minded = problem !== '' && fieldValidation === 'Warn' ? [problem] : [];
  return { draft: read.draft, warnings: [...minded, ...warningsOfRounded(kind, rounded)] };
}

/** Refuses a new object that says which one it is: there is none. */
export function checkNoUid(kind: Kind, { metadata }: Draft<StoredObject>, name: string): void {
  if (!metadata.uid) return;
  const why = `uid mismatch: the provided object specified uid ${metadata.uid}, and no existing object was found`;
  throw conflict(kind, name, why);
}
