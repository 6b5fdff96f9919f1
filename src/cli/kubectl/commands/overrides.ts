// `--overrides` of commands that make an object: what it says is merged into what they made. Source: kubectl
// pkg/cmd/util/override_options.go.
import type { JsonObject } from '../../../std/draft.ts';
import { applyJsonPatch } from '../../../std/json-patch.ts';
import { applyMergePatch } from '../../../std/merge-patch.ts';
import { parseYaml } from '../../../std/yaml.ts';
import type { Run } from '../../effect.ts';
import { resourceNamed } from '../api/mapper.ts';
import type { Call } from '../command.ts';
import { Failure } from '../failure.ts';
import type { Flag } from '../flags/flag.ts';
import { isObject } from '../json.ts';
import { strategicHere } from '../patch.ts';
import { typed } from './set/typed.ts';

const types = ['json', 'merge', 'strategic'] as const;

export const overrideFlags: readonly Flag[] = [
  {
    name: 'override-type',
    type: 'string',
    value: 'merge',
    choices: types,
    help: 'how --overrides is merged',
  },
  { name: 'overrides', type: 'string', help: 'JSON that is merged into what is made' },
];

/** @param plural of the object's kind */
export function* overridden({ client, flags }: Call, plural: string, object: JsonObject): Run<JsonObject> {
  const text = flags.text('overrides');
  if (text === '') return object;
  const type = flags.text('override-type') || 'merge';
  if (!types.some((known) => known === type)) throw new Failure(`invalid override type: ${type}`);
  const parsed = parseYaml(text);
  if ('error' in parsed) throw new Failure(type === 'merge' ? 'Invalid JSON Patch' : parsed.error.message);
  const patch = parsed.documents[0]?.value ?? {};
  if (type === 'strategic')
    return typed(yield* strategicHere(client, yield* resourceNamed(client, plural), object, patch));
  const result = type === 'json' ? applyJsonPatch(object, patch) : applyMergePatch(object, patch);
  if ('error' in result) throw new Failure(result.error);
  return typed(isObject(result.value) ? result.value : {});
}
