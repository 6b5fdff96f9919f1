// kubectl auth whoami: who the server takes you for. Source: kubectl pkg/cmd/auth/whoami.go.
import type { JsonObject } from '../../../../std/draft.ts';
import { structJson } from '../../../../std/go-value.ts';
import { out, type Run } from '../../../effect.ts';
import { sendJson } from '../../api/client.ts';
import type { Call, Command } from '../../command.ts';
import { Failure, isNotFound, StatusFailure } from '../../failure.ts';
import { printFlags } from '../../flags/common.ts';
import { listAt, objectAt, textAt } from '../../json.ts';
import { printerFor } from '../../print/printer.ts';
import { inColumns, tableTabs } from '../../print/tab-writer.ts';

const apiVersion = 'authentication.k8s.io/v1';

function* ask(call: Call): Run<JsonObject> {
  const body = { kind: 'SelfSubjectReview', apiVersion, metadata: { creationTimestamp: null } };
  const path = `/apis/${apiVersion}/selfsubjectreviews`;
  try {
    return yield* sendJson(call.client, { method: 'POST', path, body });
  } catch (failure) {
    const absent = 'the selfsubjectreviews API is not enabled in the cluster';
    if (isNotFound(failure)) throw new Failure(absent);
    if (failure instanceof StatusFailure && failure.status.reason === 'Forbidden')
      throw new Failure(`${absent} or you do not have permission to call it`);
    throw failure;
  }
}

function table(review: JsonObject): string {
  const user = objectAt(review, 'status', 'userInfo');
  const shown = (items: readonly unknown[]): string => `[${items.join(' ')}]`;
  const extra = objectAt(user, 'extra');
  const rows = [
    ['Username', textAt(user, 'username')],
    ['UID', textAt(user, 'uid')],
    ['Groups', listAt(user, 'groups').length === 0 ? '' : shown(listAt(user, 'groups'))],
    ...Object.keys(extra)
      .sort()
      .map((key) => [`Extra: ${key}`, shown(listAt(extra, key))]),
  ];
  const said = rows.filter(([, value]) => value !== '').map((row) => `${row.join('\t')}\n`);
  return inColumns(`ATTRIBUTE\tVALUE\n${said.join('')}`, tableTabs);
}

/** The review as the real kubectl's struct has its members. */
function declared({ apiVersion: version, kind, metadata, status }: JsonObject): JsonObject {
  const user = objectAt(status, 'userInfo');
  const members = ['username', 'uid', 'groups', 'extra'].filter((key) => user[key] !== undefined);
  const userInfo = Object.fromEntries(members.map((key) => [key, user[key] ?? ''] as const));
  return { kind: kind ?? '', apiVersion: version ?? '', metadata: metadata ?? {}, status: { userInfo } };
}

function* run(call: Call): Run<void> {
  const review = yield* ask(call);
  const { flags, session } = call;
  const isShaped = flags.text('output') !== '' || flags.text('template') !== '';
  const print = printerFor(flags, session, '');
  if (flags.text('output').toLowerCase() === 'json') yield* out(`${structJson(declared(review), '    ')}\n`);
  else yield* out(isShaped ? print(review) : table(review));
}

export const whoami: Command = {
  name: 'whoami',
  summary: 'say who you are to the server',
  flags: printFlags,
  run,
};
