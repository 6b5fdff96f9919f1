// apply --force: an object that cannot be changed to what is wanted is deleted and made anew.
import type { JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { sendJson } from '../api/client.ts';
import { objectPath } from '../api/discovery.ts';
import { textAt } from '../json.ts';
import { withoutVersion, type Info } from '../resources/info.ts';
import { waitUntilGone } from './gone.ts';
import type { Applying } from './apply-outcome.ts';
import { createObject } from './writing.ts';

export function* replaceByForce(
  { call, write, cascade }: Applying,
  info: Info,
  wanted: JsonObject,
  live: JsonObject,
): Run<JsonObject> {
  const { client } = call;
  const grace = call.flags.number('grace-period');
  const body = {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    propagationPolicy: cascade,
    ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
  };
  yield* sendJson(client, {
    method: 'DELETE',
    path: objectPath(info.resource, info.namespace, info.name),
    body,
  });
  yield* waitUntilGone(client, info, textAt(live, 'metadata', 'uid'), undefined);
  return yield* createObject(client, info.resource, info.namespace, withoutVersion(wanted), write);
}
