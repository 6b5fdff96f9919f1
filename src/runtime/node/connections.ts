// Who is connected. A connection is a stranger until a request on it was let in; strangers are few, and where one too many
// comes, the one that has waited longest goes. So clients that are slow, silent or broken keep nobody else out.
import type { Server } from 'node:https';
import type { Socket } from 'node:net';

/** All connections together. */
const connectionsMax = 512;
const strangersMax = 192;

export interface Connections {
  /** A request on this connection was let in. */
  readonly admit: (socket: Socket) => void;
  /** Ends all of them, those in the middle of their TLS handshake too. */
  readonly destroyAll: () => void;
}

/** A connection's name: the TLS socket of a request and the TCP socket below it have it in common. */
function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

export function watchConnections(server: Server): Connections {
  const sockets = new Set<Socket>();
  const strangers = new Map<string, Socket>();
  const admitted = new WeakSet<Socket>();
  server.maxConnections = connectionsMax;
  server.on('connection', (socket: Socket) => {
    const name = nameOf(socket);
    sockets.add(socket);
    strangers.set(name, socket);
    socket.once('close', () => {
      sockets.delete(socket);
      if (strangers.get(name) === socket) strangers.delete(name);
    });
    const [eldest] = strangers;
    if (eldest !== undefined && strangers.size > strangersMax) {
      strangers.delete(eldest[0]);
      eldest[1].destroy();
    }
  });
  return {
    admit(socket) {
      if (admitted.has(socket)) return;
      admitted.add(socket);
      strangers.delete(nameOf(socket));
    },
    destroyAll: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
