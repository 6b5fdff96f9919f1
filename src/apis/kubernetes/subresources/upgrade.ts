// What exec, attach and port-forward have in common: the connection that has to be upgraded, and how a conversation ends.
// Source: apimachinery pkg/util/httpstream (handshake of SPDY), pkg/util/remotecommand, pkg/util/portforward.
import { badRequest, Refusal } from '../../../store/refusal.ts';
import type { Conversation, WireRequest } from '../wire.ts';

/** What may be spoken inside, the newest first. */
interface Protocols {
  readonly websocket: readonly string[];
  readonly spdy: readonly string[];
}

export const commandProtocols: Protocols = {
  websocket: ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
  spdy: ['v4.channel.k8s.io', 'v3.channel.k8s.io', 'v2.channel.k8s.io'],
};

/** The first carries SPDY inside of WebSocket messages. */
export const portProtocols: Protocols = {
  websocket: ['SPDY/3.1+portforward.k8s.io', 'v4.channel.k8s.io'],
  spdy: ['portforward.k8s.io'],
};

export const nothingHeard: Conversation = {
  hear: () => undefined,
  close: () => undefined,
  stop: () => undefined,
};

function asked(request: WireRequest, header: string): readonly string[] {
  const value = request.headers?.[header] ?? '';
  return value === '' ? [] : value.split(/\s*,\s*/);
}

/** The headers that accept the upgrade. Throws where the client cannot be talked with. */
export function upgradeHeaders(request: WireRequest, protocols: Protocols): Readonly<Record<string, string>> {
  const upgrade = request.headers?.['upgrade']?.toLowerCase() ?? '';
  if (upgrade === 'websocket') {
    const wanted = asked(request, 'sec-websocket-protocol');
    const chosen = protocols.websocket.find((protocol) => wanted.includes(protocol));
    return chosen === undefined ? {} : { 'sec-websocket-protocol': chosen };
  }
  if (upgrade !== 'spdy/3.1') throw badRequest('Upgrade request required');
  const wanted = asked(request, 'x-stream-protocol-version');
  const chosen = protocols.spdy.find((protocol) => wanted.includes(protocol));
  if (chosen !== undefined) return { 'x-stream-protocol-version': chosen };
  throw new Refusal(
    403,
    'Forbidden',
    `unable to upgrade: unable to negotiate protocol: client supports [${wanted.join(' ')}], server accepts [${protocols.spdy.join(' ')}]`,
  );
}

/** The Status of a conversation that came to its end. */
export const succeeded = JSON.stringify({ metadata: {}, status: 'Success' });
