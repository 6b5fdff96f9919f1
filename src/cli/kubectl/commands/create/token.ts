// kubectl create token: a token of a service account. Source: kubectl pkg/cmd/create/create_token.go.
import type { JsonObject } from '../../../../std/draft.ts';
import { parseGoDuration } from '../../../../std/time.ts';
import { out, type Run } from '../../../effect.ts';
import { sendJson } from '../../api/client.ts';
import { encode } from '../../api/encode.ts';
import { onlyName, type Call, type Command } from '../../command.ts';
import { completeNamesOf } from '../../complete-objects.ts';
import { ConnectionFailure, Failure, StatusFailure } from '../../failure.ts';
import { printFlags } from '../../flags/common.ts';
import { textAt } from '../../json.ts';
import { structPrinterFor } from '../../print/printer.ts';

const boundKinds = ['Node', 'Pod', 'Secret'];

/** What the token is bound to, as the request names it. */
function boundTo({ flags }: Call): JsonObject | undefined {
  const [kind, name, uid] = ['kind', 'name', 'uid'].map((part) => flags.text(`bound-object-${part}`));
  if (!kind) {
    for (const [part, value] of [
      ['name', name],
      ['uid', uid],
    ] as const) {
      if (value)
        throw new Failure(`--bound-object-${part} can only be set if --bound-object-kind is provided`);
    }
    return undefined;
  }
  if (!boundKinds.includes(kind))
    throw new Failure(`supported --bound-object-kind values are ${boundKinds.join(', ')}`);
  if (!name) throw new Failure('--bound-object-name is required if --bound-object-kind is provided');
  return { kind, apiVersion: 'v1', name, ...(uid ? { uid } : {}) };
}

function specOf(call: Call): JsonObject {
  const { flags } = call;
  const ms = parseGoDuration(flags.text('duration')) ?? 0;
  if (ms < 0) throw new Failure('--duration must be greater than or equal to 0');
  if (ms % 1000 !== 0) throw new Failure('--duration cannot be expressed in units less than seconds');
  const audiences = flags.list('audience');
  if (audiences.includes('')) throw new Failure('--audience must not be an empty string');
  const boundObjectRef = boundTo(call);
  return {
    audiences: audiences.length === 0 ? null : [...audiences],
    expirationSeconds: ms === 0 ? null : ms / 1000,
    boundObjectRef: boundObjectRef ?? null,
  };
}

function* run(call: Call): Run<void> {
  const { client, flags, session } = call;
  const name = onlyName(call);
  const spec = specOf(call);
  const metadata = { creationTimestamp: null };
  const body = { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', metadata, spec };
  const path = `/api/v1/namespaces/${encode(client.effective().namespace)}/serviceaccounts/${encode(name)}/token`;
  let answer: JsonObject;
  try {
    answer = yield* sendJson(client, { method: 'POST', path, body });
  } catch (failure) {
    const told = failure instanceof StatusFailure || failure instanceof ConnectionFailure;
    throw told ? new Failure(`failed to create token: ${failure.message}`) : failure;
  }
  const isShaped = flags.text('output') !== '' || flags.text('template') !== '';
  // To a terminal, which this is, kubectl ends the line.
  yield* out(
    isShaped ? structPrinterFor(flags, session, 'created')(answer) : `${textAt(answer, 'status', 'token')}\n`,
  );
}

export const token: Command = {
  name: 'token',
  summary: 'ask for a token of a service account',
  usage: 'SERVICE_ACCOUNT_NAME',
  flags: [
    ...printFlags,
    { name: 'audience', type: 'texts', help: 'whom the token is for; may be repeated' },
    {
      name: 'duration',
      type: 'duration',
      value: '0s',
      help: 'how long it is good; 0 leaves it to the server',
    },
    {
      name: 'bound-object-kind',
      type: 'string',
      choices: boundKinds,
      help: 'kind of the object it ends with',
    },
    { name: 'bound-object-name', type: 'string', help: 'name of the object it ends with' },
    { name: 'bound-object-uid', type: 'string', help: 'UID of the object it ends with' },
  ],
  run,
  complete: completeNamesOf('serviceaccounts'),
};
