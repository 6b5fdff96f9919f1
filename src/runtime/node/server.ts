// The local server: real clients' requests into the world, its answers and watches out. TLS on loopback only, HTTP/1.1 only.
import { isUtf8 } from 'node:buffer';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  isConversation,
  isStream,
  type Actor,
  type WireAnswer,
  type WireRequest,
  type WireResponse,
} from '../../apis/kubernetes/wire.ts';
import { filesRoot, folderRoot, nfcRoot } from '../../apis/vcenter/wire.ts';
import { limits } from '../../std/limits.ts';
import type { Certificate } from './certificate.ts';
import { watchConnections } from './connections.ts';
import { answerRaw, converse } from './conversation.ts';
import { corsHeaders, noOrigins, type Origins } from './cors.ts';
import { bears, refusal } from './gate.ts';
import { peerOf } from './peer.ts';
import { send } from './send.ts';
import { sendStream } from './stream.ts';
import { tellOver } from './output-socket.ts';
import { watchOver } from './watch-socket.ts';
import type { AnswerService } from './web-services.ts';

export interface ServerOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Of which web pages requests are answered; without it, of none. */
  readonly origins?: Origins;
  readonly certificate: Certificate;
  /** Whoever bears it is `admin`. */
  readonly token: string;
  readonly admin: Actor;
  /** The world's answer; without an actor the world looks for a token of its own. */
  readonly answer: (request: WireRequest, actor: Actor | undefined) => WireAnswer;
  /** What is asked before the world is: vCenter's Web services. */
  readonly service?: AnswerService;
  /** What an answer has to wait for, if it has to. */
  readonly ready?: (request: WireRequest) => Promise<void> | undefined;
}

export interface LocalServer {
  readonly server: Server;
  readonly port: number;
  /** Ends every connection and stops listening. */
  readonly close: () => Promise<void>;
}

const handshakeTimeoutMs = 10_000;
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;
const idleTimeoutMs = 60_000;
const timeoutsCheckedMs = 5_000;
/** Go's own bound; long selectors are part of the request line. */
const headerBytesMax = 1024 * 1024;
/** How much of a body that is too large is read and thrown away, so that its sender gets to read why. */
const discardedBytesMax = 32 * 1024 * 1024;

/** A request that is turned away here, with the reason in Kubernetes' words. */
class TurnedAway extends Error {
  readonly code: number;
  readonly reason: string;

  constructor(code: number, reason: string, message: string) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

function tooLarge(): TurnedAway {
  const message = `Request entity too large: limit is ${limits.requestBytesMax}`;
  return new TurnedAway(413, 'RequestEntityTooLarge', message);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw new TurnedAway(415, 'UnsupportedMediaType', `bodies are not taken in the encoding ${encoding}`);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= limits.requestBytesMax) parts.push(part);
      else if (bytes > discardedBytesMax) request.destroy(tooLarge());
    });
    request.once('end', () => {
      if (bytes > limits.requestBytesMax) reject(tooLarge());
      else resolve(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts));
    });
    request.once('error', reject);
  });
}

/** A file: its text where it is short and text, and how many bytes it has. */
async function fileOf(request: IncomingMessage): Promise<{ readonly bytes: number; readonly text?: string }> {
  const kept: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes <= limits.fileTextBytesMax) kept.push(part as Buffer);
  }
  const whole = bytes > limits.fileTextBytesMax ? undefined : Buffer.concat(kept);
  return whole === undefined || !isUtf8(whole) ? { bytes } : { bytes, text: whole.toString('utf8') };
}

function headOf(request: IncomingMessage): WireRequest {
  const headers: Record<string, string> = {};
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    headers[name] = values.join(name.startsWith('impersonate-') ? '\n' : ', ');
  }
  return { method: request.method ?? 'GET', path: request.url ?? '/', headers };
}

async function wireRequest(request: IncomingMessage): Promise<WireRequest> {
  const head = headOf(request);
  if (!hasBody(request)) return head;
  if ([filesRoot, folderRoot, nfcRoot].some((root) => head.path.startsWith(root))) {
    const { bytes, text } = await fileOf(request);
    const headers = { ...head.headers, 'content-length': String(bytes) };
    return { ...head, headers, ...(text === undefined ? {} : { body: text }) };
  }
  const body = await bodyOf(request);
  if (body.length === 0) return head;
  const isBinary = (head.headers?.['content-type'] ?? '').includes('protobuf');
  return isBinary
    ? { ...head, body: body.toString('base64'), binary: true }
    : { ...head, body: body.toString('utf8') };
}

function refusalOf(error: unknown): WireResponse {
  const message = error instanceof Error ? error.message : String(error);
  const { code, reason } = error instanceof TurnedAway ? error : { code: 500, reason: 'InternalError' };
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
  const headers = { 'content-type': 'application/json', connection: 'close' };
  return { status: code, headers, body: JSON.stringify(status) };
}

function turnAway(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  send(response, refusalOf(error));
}

/** Starts listening on 127.0.0.1. Rejects with Node's error where the port cannot be had. */
export async function startServer(options: ServerOptions): Promise<LocalServer> {
  const { certificate, token, admin, origins = noOrigins } = options;
  let { port } = options;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refused = refusal(request, port, origins);
    if (refused !== undefined) throw new TurnedAway(403, 'Forbidden', refused);
    const cors = corsHeaders(request, origins);
    if (cors !== undefined && request.method === 'OPTIONS') {
      response.writeHead(204, cors).end();
      return;
    }
    for (const [name, value] of Object.entries(cors ?? {})) response.setHeader(name, value as string);
    const peer = peerOf(request.socket);
    if (peer === 'unknown') throw new TurnedAway(401, 'Unauthorized', 'Unauthorized');
    const actor = peer ?? (bears(request.headers.authorization, token) ? admin : undefined);
    const asked = await wireRequest(request);
    await options.ready?.(asked);
    const ask = (each: WireRequest) => options.answer(each, actor);
    const served = await options.service?.(asked, ask, () => response.destroyed);
    const answer = served ?? ask(asked);
    // Who is refused, by name or as a stranger, stays a stranger.
    if (answer.status !== 401 && answer.status !== 403) connections.admit(request.socket);
    if (isStream(answer)) sendStream(answer, response);
    else if (isConversation(answer)) throw new TurnedAway(400, 'BadRequest', 'Upgrade request required');
    else send(response, answer);
  };
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const refused = refusal(request, port, origins);
    if (refused !== undefined) throw new TurnedAway(403, 'Forbidden', refused);
    const peer = peerOf(request.socket);
    if (peer === 'unknown') throw new TurnedAway(401, 'Unauthorized', 'Unauthorized');
    const actor = peer ?? (bears(request.headers.authorization, token) ? admin : undefined);
    const answer = options.answer(headOf(request), actor);
    if (answer.status !== 401) connections.admit(request.socket);
    if (isConversation(answer)) {
      converse(answer, request, socket, head, {
        keep: (write) => void options.answer(write, admin),
        ask: (asked) => options.answer(asked, undefined),
      });
    } else if (answer.isOutput === true) tellOver(answer, request, socket, head);
    else if (isStream(answer)) watchOver(answer, request, socket, head);
    else answerRaw(socket, answer);
  };
  const server = createServer(
    {
      key: certificate.key,
      cert: certificate.certificate,
      // Clients may show a certificate of this server's own authority; whoever shows none says who they are by a token.
      ca: certificate.authority,
      requestCert: true,
      rejectUnauthorized: false,
      handshakeTimeout: handshakeTimeoutMs,
      maxHeaderSize: headerBytesMax,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: idleTimeoutMs,
      connectionsCheckingInterval: timeoutsCheckedMs,
    },
    (request, response) => {
      serve(request, response).catch((error: unknown) => turnAway(response, error));
    },
  );
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    try {
      upgrade(request, socket, head);
    } catch (error) {
      answerRaw(socket, refusalOf(error));
    }
  });
  const connections = watchConnections(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      connections.destroyAll();
    });
  return { server, port, close };
}
