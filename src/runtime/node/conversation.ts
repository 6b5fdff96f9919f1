// exec, attach and port-forward over WebSocket: channels of bytes, the first byte of a message naming its channel; or SPDY, by
// itself and inside of WebSocket messages.
// Source: apimachinery pkg/util/remotecommand (v4, v5), kubelet pkg/cri/streaming/portforward (v4).
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer, type RawData, type WebSocket } from 'ws';
import { ByteReader, textToBytes } from '../../std/byte-text.ts';
import { converseCommand, conversePorts } from './spdy/converse.ts';
import type {
  Conversation,
  ConversationSink,
  WireConversation,
  WireResponse,
} from '../../apis/kubernetes/wire.ts';

const channels = { stdin: 0, error: 3, resize: 4, close: 255 } as const;
const messageBytesMax = 1024 * 1024;
/** What a client may leave unread. */
const unreadBytesMax = 8 * 1024 * 1024;
const timerMsMax = 2 ** 31 - 1;

const upgrader = new WebSocketServer({
  noServer: true,
  maxPayload: messageBytesMax,
  perMessageDeflate: false,
  // The one that was chosen for it is the only one left in the request.
  handleProtocols: ([first]) => first ?? false,
});

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}

type Owner = Pick<ConversationSink, 'keep' | 'ask'>;

/** A sink of one conversation on the socket; `channel` says where each of its voices goes. */
function sinkOn(
  socket: WebSocket,
  owner: Owner,
  channel: (voice: 1 | 2 | 'end') => number,
  onEnd: () => void,
): ConversationSink {
  const send = (to: number, text: string): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(Buffer.concat([Buffer.of(to), textToBytes(text)]));
    if (socket.bufferedAmount > unreadBytesMax) socket.terminate();
  };
  return {
    ...owner,
    say: (voice, text) => send(channel(voice), text),
    end(status) {
      send(channel('end'), status);
      onEnd();
    },
    later(run, ms) {
      const timer = setTimeout(run, Math.min(ms, timerMsMax));
      socket.once('close', () => clearTimeout(timer));
    },
  };
}

function converseChannels(answer: WireConversation, socket: WebSocket, owner: Owner): void {
  const sink = sinkOn(
    socket,
    owner,
    (voice) => (voice === 'end' ? channels.error : voice),
    () => socket.close(1000),
  );
  const reader = new ByteReader();
  const talk = answer.converse(sink);
  socket.on('message', (data) => {
    const bytes = bytesOf(data);
    const [channel] = bytes;
    const rest = bytes.subarray(1);
    if (channel === channels.stdin) talk.hear(reader.read(rest));
    else if (channel === channels.close && rest[0] === channels.stdin) talk.close();
  });
  socket.on('close', () => talk.stop());
}

/** Channel 2i carries the data of port i, 2i+1 its errors; the first message of each is the port's number. */
function conversePortChannels(
  answer: WireConversation,
  ports: readonly number[],
  socket: WebSocket,
  owner: Owner,
): void {
  const readers = ports.map(() => new ByteReader());
  const talks: Conversation[] = ports.map((port, index) => {
    const number = Buffer.alloc(2);
    number.writeUInt16LE(port);
    for (const channel of [2 * index, 2 * index + 1])
      socket.send(Buffer.concat([Buffer.of(channel), number]));
    const sink = sinkOn(
      socket,
      owner,
      (voice) => (voice === 'end' ? 2 * index + 1 : 2 * index),
      () => socket.close(1000),
    );
    return answer.converse(sink, port);
  });
  socket.on('message', (data) => {
    const bytes = bytesOf(data);
    const [channel = 0] = bytes;
    const reader = readers[channel / 2];
    if (reader !== undefined) talks[channel / 2]?.hear(reader.read(bytes.subarray(1)));
  });
  socket.on('close', () => {
    for (const talk of talks) talk.stop();
  });
}

function converseOverSpdy(
  answer: WireConversation,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  owner: Owner,
): void {
  const protocol = String(answer.headers['x-stream-protocol-version']);
  const lines = ['Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${protocol}`];
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
  if (head.length > 0) socket.unshift(head);
  if (answer.ports !== undefined) conversePorts(answer, socket, owner);
  else {
    const query = new URL(request.url ?? '/', 'https://localhost').searchParams;
    converseCommand(answer, query, protocol, socket, owner);
  }
}

export function converse(
  answer: WireConversation,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  owner: Owner,
): void {
  if (answer.headers['x-stream-protocol-version'] !== undefined) {
    converseOverSpdy(answer, request, socket, head, owner);
    return;
  }
  const protocol = answer.headers['sec-websocket-protocol'];
  if (typeof protocol === 'string') request.headers['sec-websocket-protocol'] = protocol;
  else delete request.headers['sec-websocket-protocol'];
  upgrader.handleUpgrade(request, socket, head, (upgraded) => {
    upgraded.on('error', () => upgraded.terminate());
    if (answer.ports === undefined) converseChannels(answer, upgraded, owner);
    else if (protocol === tunnel) conversePorts(answer, createWebSocketStream(upgraded), owner);
    else conversePortChannels(answer, answer.ports, upgraded, owner);
  });
}

/** WebSocket messages that carry SPDY. */
const tunnel = 'SPDY/3.1+portforward.k8s.io';

/** An answer on a connection that was not upgraded; it is the last one on it. */
export function answerRaw(socket: Duplex, { status, headers, body }: WireResponse): void {
  const lines = Object.entries({
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  });
  const head = lines.flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each: string) => `${name}: ${each}\r\n`),
  );
  socket.end(
    `HTTP/1.1 ${status} ${status === 400 ? 'Bad Request' : 'Refused'}\r\n${head.join('')}\r\n${body}`,
  );
}
