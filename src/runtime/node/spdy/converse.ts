// exec, attach and port-forward over SPDY/3.1: a stream for each of a command's inputs and outputs, two for each connection to a port.
// Source: kubernetes pkg/kubelet/cri/streaming (remotecommand, portforward), apimachinery pkg/util/remotecommand.
import type { Duplex } from 'node:stream';
import type { Conversation, ConversationSink, WireConversation } from '../../../apis/kubernetes/wire.ts';
import { ByteReader, textToBytes } from '../../../std/byte-text.ts';
import { SpdySession, type SpdyStream } from './session.ts';

type Owner = Pick<ConversationSink, 'keep' | 'ask'>;

const timerMsMax = 2 ** 31 - 1;

/** A sink whose timers end with the connection. */
function sinkOn(
  socket: Duplex,
  owner: Owner,
  voices: Pick<ConversationSink, 'say' | 'end'>,
): ConversationSink {
  return {
    ...voices,
    ...owner,
    later(run, ms) {
      const timer = setTimeout(run, Math.min(ms, timerMsMax));
      socket.once('close', () => clearTimeout(timer));
    },
  };
}

interface Status {
  readonly status?: string;
  readonly message?: string;
}

function messageOf(status: string): string {
  const { status: outcome, message = '' } = JSON.parse(status) as Status;
  return outcome === 'Success' ? '' : message;
}

/** Which streams a command's client opens, told by its request. */
function expected(query: URLSearchParams): readonly string[] {
  const asks = (name: string): boolean => ['1', 'true'].includes(query.get(name) ?? '');
  const outputs = asks('tty') ? ['stdout'] : ['stdout', 'stderr'];
  return ['error', ...['stdin', ...outputs].filter(asks)];
}

export function converseCommand(
  answer: WireConversation,
  query: URLSearchParams,
  protocol: string,
  socket: Duplex,
  owner: Owner,
): void {
  const streams = new Map<string, SpdyStream>();
  let talk: Conversation | undefined;
  const begin = (): void => {
    const error = streams.get('error');
    const outputs = [streams.get('stdout'), streams.get('stderr')];
    talk = answer.converse(
      sinkOn(socket, owner, {
        say: (voice, text) => outputs[voice - 1]?.write(textToBytes(text)),
        end(status) {
          for (const stream of outputs) stream?.end();
          // Before v4 what went wrong is told in words.
          error?.write(Buffer.from(protocol === 'v4.channel.k8s.io' ? status : messageOf(status)));
          error?.end();
          streams.get('stdin')?.end();
        },
      }),
    );
    const reader = new ByteReader();
    streams.get('stdin')?.listen({
      data: (data) => talk?.hear(reader.read(data)),
      end: () => talk?.close(),
    });
  };
  const missing = new Set(expected(query));
  const session = new SpdySession(
    socket,
    (stream) => {
      const type = stream.headers.get('streamtype') ?? '';
      streams.set(type, stream);
      if (missing.delete(type) && missing.size === 0 && talk === undefined) begin();
    },
    () => talk?.stop(),
  );
  const patience = setTimeout(() => {
    if (talk === undefined) session.close();
  }, streamsMs);
  socket.once('close', () => clearTimeout(patience));
}

/** How long a client may take to open its streams. */
const streamsMs = 30_000;

export function conversePorts(answer: WireConversation, socket: Duplex, owner: Owner): void {
  const errors = new Map<string, SpdyStream>();
  const talks = new Set<Conversation>();
  new SpdySession(
    socket,
    (stream) => {
      const id = stream.headers.get('requestid') ?? stream.headers.get('port') ?? '';
      if (stream.headers.get('streamtype') === 'error') {
        errors.set(id, stream);
        return;
      }
      const error = errors.get(id);
      errors.delete(id);
      const talk: Conversation = answer.converse(
        sinkOn(socket, owner, {
          say: (_voice, text) => stream.write(textToBytes(text)),
          end(status) {
            error?.write(Buffer.from(messageOf(status)));
            error?.end();
            stream.end();
          },
        }),
        Number(stream.headers.get('port')),
      );
      talks.add(talk);
      const reader = new ByteReader();
      stream.listen({
        data: (data) => talk.hear(reader.read(data)),
        end() {
          talk.close();
          talks.delete(talk);
        },
      });
    },
    () => {
      for (const talk of talks) talk.stop();
    },
  );
}
