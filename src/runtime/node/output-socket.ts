// A container's log over WebSocket: an empty message first, so that the client knows that it is heard, then bytes.
// Source: apiserver pkg/endpoints/handlers/responsewriters/writers.go, StreamObject; apimachinery pkg/util/httpstream/wsstream/stream.go.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { isStream, type WireResponse, type WireStream } from '../../apis/kubernetes/wire.ts';
import { follow } from './stream.ts';

const messageBytesMax = 64 * 1024;
/** What a client may leave unread. */
const unreadBytesMax = 8 * 1024 * 1024;
const normalClosure = 1000;
const base64 = 'base64.binary.k8s.io';

const upgrader = new WebSocketServer({
  noServer: true,
  maxPayload: messageBytesMax,
  perMessageDeflate: false,
  handleProtocols: (asked) => ['binary.k8s.io', base64].find((known) => asked.has(known)) ?? false,
});

export function tellOver(
  answer: WireResponse | WireStream,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  upgrader.handleUpgrade(request, socket, head, (client) => {
    const tell = (text: string): void => {
      const bytes = Buffer.from(text);
      client.send(client.protocol === base64 ? bytes.toString('base64') : bytes);
    };
    client.on('error', () => client.terminate());
    tell('');
    if (!isStream(answer)) {
      if (answer.body !== '') tell(answer.body);
      client.close(normalClosure);
      return;
    }
    const stop = follow(answer, {
      frame(line) {
        tell(`${line}\n`);
        if (client.bufferedAmount > unreadBytesMax) client.terminate();
      },
      end: () => client.close(normalClosure),
    });
    client.on('close', stop);
  });
}
