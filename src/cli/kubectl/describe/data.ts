// Config maps, secrets and service accounts. Source: kubectl pkg/describe/describe.go.
// Deliberately different: keys come in their order, where kubectl shows them in none.
import type { Json } from '../../../std/draft.ts';
import { base64ToBytes } from '../../../std/base64.ts';
import { out, type Run } from '../../effect.ts';
import { isExpected } from '../failure.ts';
import { listAt, textAt, textsAt } from '../json.ts';
import { Description } from './description.ts';
import type { Described } from './describer.ts';
import { eventsOf, listAll, writeEvents } from './events.ts';
import { writeHead } from './metadata.ts';

function decoded(text: string): Uint8Array {
  const result = base64ToBytes(text);
  return 'badAt' in result ? new Uint8Array() : result.bytes;
}

export function* describeConfigMap({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  writeHead(description, object);
  description.write(0, '\nData\n====\n');
  for (const [key, value] of textsAt(object, 'data')) {
    description.write(0, `${key}:\n----\n`);
    description.write(0, `${value}\n`);
    description.write(0, '\n');
  }
  description.write(0, '\nBinaryData\n====\n');
  for (const [key, value] of textsAt(object, 'binaryData')) {
    description.write(0, `${key}: ${decoded(value).length} bytes\n`);
  }
  description.write(0, '\n');
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

const tokenType = 'kubernetes.io/service-account-token';

export function* describeSecret({ object }: Described): Run<string> {
  const description = new Description();
  writeHead(description, object);
  const type = textAt(object, 'type');
  description.write(0, `\nType:\t${type}\n`);
  description.write(0, '\nData\n====\n');
  for (const [key, value] of textsAt(object, 'data')) {
    const bytes = decoded(value);
    const isToken = key === 'token' && type === tokenType;
    description.field(0, key, isToken ? new TextDecoder().decode(bytes) : `${bytes.length} bytes`);
  }
  const text = description.end();
  yield* out('');
  return text;
}

function* secretsOf({ client, object }: Described): Run<readonly Json[] | undefined> {
  try {
    return yield* listAll(
      client,
      `/api/v1/namespaces/${textAt(object, 'metadata', 'namespace')}/secrets`,
      {},
    );
  } catch (failure) {
    if (isExpected(failure)) return undefined;
    throw failure;
  }
}

export function* describeServiceAccount(described: Described): Run<string> {
  const { client, object, showEvents, now } = described;
  const secrets = yield* secretsOf(described);
  const names = new Set(secrets?.map((secret) => textAt(secret, 'metadata', 'name')));
  const [name, uid] = [textAt(object, 'metadata', 'name'), textAt(object, 'metadata', 'uid')];
  const tokens = (secrets ?? []).filter(
    (secret) =>
      textAt(secret, 'type') === tokenType &&
      textAt(secret, 'metadata', 'annotations', 'kubernetes.io/service-account.name') === name &&
      textAt(secret, 'metadata', 'annotations', 'kubernetes.io/service-account.uid') === uid,
  );
  const description = new Description();
  writeHead(description, object);
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['Image pull secrets:', listAt(object, 'imagePullSecrets').map((each) => textAt(each, 'name'))],
    ['Mountable secrets: ', listAt(object, 'secrets').map((each) => textAt(each, 'name'))],
    ['Tokens:            ', tokens.map((each) => textAt(each, 'metadata', 'name'))],
  ];
  for (const [title, list] of lists) {
    if (list.length === 0) description.write(0, `${title}\t<none>\n`);
    list.forEach((each, index) => {
      const missing = secrets !== undefined && !title.startsWith('Tokens') && !names.has(each);
      const before = index === 0 ? title : ' '.repeat(title.length);
      description.write(0, `${before}\t${each}${missing ? ' (not found)' : ''}\n`);
    });
  }
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
