// `--custom` of debug: a file with a part of a container, merged into the one that is made. Source: kubectl
// pkg/cmd/debug/debug.go.
import type { JsonObject } from '../../../std/draft.ts';
import { parseYaml } from '../../../std/yaml.ts';
import type { Run } from '../../effect.ts';
import { resolvePath } from '../../../shell/files.ts';
import { homeOf } from '../../../shell/program.ts';
import { resourceNamed } from '../api/mapper.ts';
import type { Call } from '../command.ts';
import { Failure } from '../failure.ts';
import { at, isObject, listAt, objectAt, textAt } from '../json.ts';
import { strategicHere } from '../patch.ts';

const fixed = ['name', 'image', 'lifecycle', 'command', 'volumeDevices'] as const;

/** What the file says; undefined where none is named. */
export function customOf({ flags, session }: Call): JsonObject | undefined {
  const name = flags.text('custom');
  if (name === '') return undefined;
  const text = session.files.read(resolvePath(name, session.folder, homeOf(session)));
  if (text === undefined) {
    throw new Failure(
      `must pass a container spec json file for custom profile: open ${name}: no such file or directory`,
    );
  }
  const parsed = parseYaml(text);
  if ('error' in parsed)
    throw new Failure(`${name} does not contain a valid container spec: ${parsed.error.message}`);
  const value = parsed.documents[0]?.value;
  return isObject(value) ? value : undefined;
}

/** Throws where it says what only the command line may. */
export function checkCustom(custom: JsonObject | undefined): void {
  const isSaid = (member: string) => {
    const value = at(custom, member);
    return (
      value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
    );
  };
  if (custom !== undefined && fixed.some(isSaid))
    throw new Failure(
      'name, command, image, lifecycle and volume devices are not modifiable via custom profile',
    );
}

/** The container with what the file says merged into it. */
export function* customized(
  call: Call,
  container: JsonObject,
  custom: JsonObject | undefined,
): Run<JsonObject> {
  if (custom === undefined) return container;
  const pods = yield* resourceNamed(call.client, 'pods');
  const pod = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [container] } };
  const part = { ...custom, name: textAt(container, 'name') };
  const merged = yield* strategicHere(call.client, pods, pod, { spec: { containers: [part] } });
  return objectAt(listAt(merged, 'spec', 'containers')[0]);
}
