// What exec, attach and port-forward have in common: the connection that has to be upgraded, and how a conversation ends.
import { badRequest, Refusal } from '../../../store/refusal.ts';
import type { Conversation, WireRequest } from '../wire.ts';

/** The newest first. Source: apimachinery pkg/util/remotecommand. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;

export const nothingHeard: Conversation = {
  hear: () => undefined,
  close: () => undefined,
  stop: () => undefined,
};

function asked(request: WireRequest): readonly string[] {
  return (request.headers?.['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
}

export function protocolHeaders(request: WireRequest): Readonly<Record<string, string>> {
  const wanted = asked(request);
  const chosen = protocols.find((protocol) => wanted.includes(protocol));
  return chosen === undefined ? {} : { 'sec-websocket-protocol': chosen };
}

/** Throws where the client cannot be talked with: without an upgrade, or over SPDY, which 1.30 and newer fall back to. */
export function checkUpgrade(request: WireRequest): void {
  const upgrade = request.headers?.['upgrade']?.toLowerCase() ?? '';
  if (upgrade === '') throw badRequest('Upgrade request required');
  if (upgrade === 'websocket') return;
  throw new Refusal(
    400,
    'BadRequest',
    'unable to upgrade: this API speaks WebSocket only: use kubectl 1.30 or newer, or set KUBECTL_REMOTE_COMMAND_WEBSOCKETS=true for 1.29',
  );
}

/** The Status of a conversation that came to its end. */
export const succeeded = JSON.stringify({ metadata: {}, status: 'Success' });
