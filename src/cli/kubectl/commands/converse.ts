// A conversation with a container: what it says as it comes, what the person or the pipe says line by line.
import { close, err, next, out, prompt, read, tell, type Run } from '../../effect.ts';
import { openStream, type Ask, type Client } from '../api/client.ts';
import { StatusFailure } from '../failure.ts';

export interface Talk extends Pick<Ask, 'path' | 'query'> {
  readonly stdin: boolean;
  readonly tty: boolean;
}

/** The Status that ends a conversation. */
export interface EndStatus {
  readonly status: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

interface Frame {
  readonly channel: number;
  readonly text: string;
}

export const upgrade = {
  upgrade: 'websocket',
  connection: 'Upgrade',
  'sec-websocket-protocol': 'v5.channel.k8s.io',
} as const;

/** How long nothing more comes until it is the person's turn, in wall time. */
const quietMs = 60;

/** A WebSocket; where that is refused, SPDY, whose request is a POST and so another verb to whoever judges it. */
export function* openTalk(client: Client, ask: Pick<Ask, 'path' | 'query'>): Run<number> {
  try {
    return yield* openStream(client, { ...ask, headers: upgrade });
  } catch (failure) {
    if (!(failure instanceof StatusFailure)) throw failure;
    return yield* openStream(client, { ...ask, method: 'POST', headers: upgrade });
  }
}

/** Runs it to its end and gives the Status. */
export function* converse(client: Client, { path, query, stdin, tty }: Talk): Run<EndStatus> {
  const stream = yield* openTalk(client, { path, ...(query === undefined ? {} : { query }) });
  try {
    if (tty && stdin) return yield* byLine(stream);
    if (stdin) {
      for (let piece = yield* read(); piece !== undefined; piece = yield* read()) yield* tell(stream, piece);
      yield* tell(stream);
    }
    for (;;) {
      const arrival = yield* next([stream]);
      if (arrival === 'timeout') continue;
      if ('ended' in arrival) return gone;
      const status = yield* show(JSON.parse(arrival.frame) as Frame);
      if (status !== undefined) return status;
    }
  } finally {
    yield* close(stream);
  }
}

const gone: EndStatus = { status: 'Failure', message: 'the connection was closed' };

function* show({ channel, text }: Frame): Run<EndStatus | undefined> {
  if (channel === 3) return JSON.parse(text) as EndStatus;
  yield* channel === 2 ? err(text) : out(text.replaceAll('\r\n', '\n'));
  return undefined;
}

/** A terminal at both ends: the far one echoes what it hears, and the line that it leaves open is the next prompt. */
function* byLine(stream: number): Run<EndStatus> {
  let open = '';
  let echo = '';
  for (;;) {
    const arrival = yield* next([stream], quietMs);
    if (arrival === 'timeout') {
      const line = yield* prompt(open, false);
      open = '';
      if (line === undefined) yield* tell(stream, '\u0004');
      else {
        echo = `${line}\n`;
        yield* tell(stream, `${line}\r`);
      }
      continue;
    }
    if ('ended' in arrival) return gone;
    const { channel, text } = JSON.parse(arrival.frame) as Frame;
    if (channel === 3) {
      yield* out(open);
      return JSON.parse(text) as EndStatus;
    }
    open += text.replaceAll('\r\n', '\n');
    if (echo !== '' && open.startsWith(echo)) {
      open = open.slice(echo.length);
      echo = '';
    }
    if (echo !== '') continue;
    const end = open.lastIndexOf('\n') + 1;
    yield* out(open.slice(0, end));
    open = open.slice(end);
  }
}
