// A watch over WebSocket: a message for each event, of text or, in protobuf, of bytes without their frame.
// Source: apiserver pkg/endpoints/handlers/watch.go, HandleWS.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WireStream } from '../../apis/kubernetes/wire.ts';
import { follow } from './stream.ts';

const messageBytesMax = 64 * 1024;
/** What a client may leave unread beyond what was there when the watch began. */
const unreadBytesMax = 8 * 1024 * 1024;
/** A frame says its length first, a message knows it. */
const lengthBytes = 4;
const normalClosure = 1000;

const upgrader = new WebSocketServer({
  noServer: true,
  maxPayload: messageBytesMax,
  perMessageDeflate: false,
});

export function watchOver(stream: WireStream, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  upgrader.handleUpgrade(request, socket, head, (client) => {
    let unreadMax = Infinity;
    const stop = follow(stream, {
      frame(text) {
        client.send(stream.binary === true ? Buffer.from(text, 'base64').subarray(lengthBytes) : `${text}\n`);
        if (client.bufferedAmount > unreadMax) client.terminate();
      },
      end: () => client.close(normalClosure),
      opened() {
        unreadMax = client.bufferedAmount + unreadBytesMax;
      },
    });
    client.on('error', () => client.terminate());
    client.on('close', stop);
  });
}
