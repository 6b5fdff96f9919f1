// kubectl apply --server-side: the server merges and knows who owns which field. Source: kubectl pkg/cmd/apply/apply.go.
import type { JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { Failure, isConflict, StatusFailure } from '../failure.ts';
import type { Info } from '../resources/info.ts';
import { migrated } from './apply-migration.ts';
import { tell, warnIfDeleting, type Applying } from './apply-outcome.ts';
import { patchObject } from './writing.ts';

const waysOut = `
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

const unsupportedMediaType = 415;

export function* applyOnServer(applying: Applying, info: Info): Run<void> {
  const { call, write } = applying;
  const patch = {
    type: 'apply',
    body: info.object,
    force: call.flags.is('force-conflicts'),
    subresource: call.flags.text('subresource'),
  } as const;
  let made: JsonObject;
  try {
    made = yield* patchObject(call.client, info.resource, info.namespace, info.name, patch, write);
  } catch (failure) {
    if (failure instanceof StatusFailure && failure.status.code === unsupportedMediaType) {
      throw new Failure(`Server-side apply not available on the server: (${failure.message})`);
    }
    if (isConflict(failure)) throw new Failure(`${failure.message}${waysOut}`);
    throw failure;
  }
  made = yield* migrated(applying, info, made, patch);
  yield* warnIfDeleting(info, made);
  yield* tell(applying, 'serverside-applied', made);
}
