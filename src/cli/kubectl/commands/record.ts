// --record: the command line that changed an object, kept in its annotation for `rollout history`. Source: cli-runtime
// pkg/genericclioptions/record_flags.go.
import type { JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import type { Call } from '../command.ts';
import { objectAt, textAt } from '../json.ts';
import type { Info } from '../resources/info.ts';
import { withAnnotations } from './last-applied.ts';
import { patchObject, type Write } from './writing.ts';

export const changeCauseKey = 'kubernetes.io/change-cause';

/** Words first, then the flags in their order with what they were set to; undefined where nobody asked to keep it. */
function changeCauseOf({ path, args, flags }: Call): string | undefined {
  if (!flags.knows('record') || !flags.is('record')) return undefined;
  return [path, ...args, ...flags.said].join(' ');
}

/** The object that says which command made it so. */
export function recorded(call: Call, object: JsonObject): JsonObject {
  const cause = changeCauseOf(call);
  if (cause === undefined) return object;
  return withAnnotations(object, { ...objectAt(object, 'metadata', 'annotations'), [changeCauseKey]: cause });
}

/** Says it of an object that has been changed already: a patch of its own. */
export function* recordAfter(
  call: Call,
  { resource, namespace, name }: Info,
  made: JsonObject,
  write: Write,
): Run<JsonObject> {
  const cause = changeCauseOf(call);
  if (cause === undefined || textAt(made, 'metadata', 'annotations', changeCauseKey) === cause) return made;
  const body = { metadata: { annotations: { [changeCauseKey]: cause } } };
  return yield* patchObject(call.client, resource, namespace, name, { type: 'merge', body }, write);
}
