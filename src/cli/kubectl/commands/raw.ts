// --raw: a file sent to a path of the API server as it is, and the answer as it is. Source: kubectl pkg/rawhttp.
import { next, out, readAll, type Run } from '../../effect.ts';
import { resolvePath } from '../../../shell/files.ts';
import { homeOf } from '../../../shell/program.ts';
import { openStream, send } from '../api/client.ts';
import type { Call } from '../command.ts';
import { Failure } from '../failure.ts';
import type { Flag } from '../flags/flag.ts';

export const rawFlag: Flag = {
  name: 'raw',
  type: 'string',
  help: 'path of the API server to send the file to',
};

type Method = 'POST' | 'PUT' | 'DELETE';

function* bodyOf({ flags, session }: Call, method: Method): Run<string> {
  const [name, ...more] = flags.list('filename');
  if (more.length > 0) throw new Failure('--raw can only use a single local file or stdin');
  // Only what is deleted needs no file.
  if (name === undefined) {
    if (method !== 'DELETE') throw new Failure('must specify one of -f and -k');
    return '';
  }
  if (name === '-') return yield* readAll();
  if (/^https?:\/\//.test(name)) throw new Failure('--raw cannot read from a url');
  const text = session.files.read(resolvePath(name, session.folder, homeOf(session)));
  if (text === undefined) throw new Failure(`open ${name}: no such file or directory`);
  return text;
}

/** Whether a path asks for what goes on: a watch, a log that is followed. */
function goesOn(path: string): boolean {
  const query = new Map<string, string>(
    path
      .replace(/^[^?]*\??/, '')
      .split('&')
      .map((part) => part.split('=', 2) as [string, string]),
  );
  return ['watch', 'follow'].some((name) => !['0', 'false'].includes(query.get(name) ?? 'false'));
}

/** Prints the answer of a path as it is, as it comes. */
export function* getRaw({ client }: Call, path: string): Run<void> {
  if (!goesOn(path)) {
    yield* out((yield* send(client, { path })).body);
    return;
  }
  const stream = yield* openStream(client, { path });
  for (;;) {
    const arrival = yield* next([stream]);
    if (arrival === 'timeout' || 'ended' in arrival) return;
    yield* out(arrival.frame);
  }
}

export function* sendRaw(call: Call, method: Method): Run<void> {
  const path = call.flags.text('raw');
  if (!path.startsWith('/'))
    throw new Failure(`--raw must be a valid URL path: parse "${path}": invalid URI for request`);
  const body = yield* bodyOf(call, method);
  const answer = yield* send(call.client, {
    method,
    path,
    ...(body === '' && method === 'DELETE' ? {} : { body }),
  });
  yield* out(answer.body);
}
