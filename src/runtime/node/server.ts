// The local server: real clients' requests into the world, its answers and watches out. TLS on loopback only.
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  isStream,
  type Actor,
  type WireAnswer,
  type WireRequest,
  type WireStream,
} from '../../apis/kubernetes/wire.ts';
import { limits } from '../../std/limits.ts';
import type { Certificate } from './certificate.ts';
import { hasToken, refusal } from './gate.ts';

export interface ServerOptions {
  readonly port: number;
  readonly token: string;
  readonly certificate: Certificate;
  /** The world's answer; `actor` is given where the token is the server's own. */
  readonly answer: (request: WireRequest, actor: Actor | undefined) => WireAnswer;
  readonly admin: Actor;
}

const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;
const headerBytesMax = 16 * 1024;
const connectionsMax = 256;
/** A watch whose client does not read is closed past this. */
const unsentBytesMax = 8 * 1024 * 1024;
/** kube-apiserver sends bookmarks about every minute. */
const bookmarkMs = 60_000;
/** kube-apiserver's --min-request-timeout: how long a watch may last that names no end. */
const watchMs = 1_800_000;

class TooLarge extends Error {}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limits.requestBytesMax) throw new TooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function wireRequest(request: IncomingMessage): Promise<WireRequest> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const body = await bodyOf(request);
  const binary = (headers['content-type'] ?? '').includes('protobuf');
  return {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers,
    ...(body.length === 0 ? {} : { body: body.toString(binary ? 'base64' : 'utf8') }),
    ...(binary ? { binary } : {}),
  };
}

function sendStream(stream: WireStream, response: ServerResponse): void {
  response.writeHead(stream.status, stream.headers as Record<string, string>);
  response.flushHeaders();
  let bookmark: (() => void) | undefined;
  let stop: (() => void) | undefined;
  const timers: NodeJS.Timeout[] = [];
  const end = () => {
    for (const timer of timers) clearTimeout(timer);
    stop?.();
    stop = undefined;
    response.end();
  };
  response.on('close', end);
  stop = stream.open({
    frame(json) {
      response.write(`${json}\n`);
      if (response.writableLength > unsentBytesMax) response.destroy();
    },
    end,
    onBookmark: (send) => {
      bookmark = send;
    },
  });
  const timeoutMs = stream.timeoutSeconds === undefined ? watchMs : stream.timeoutSeconds * 1000;
  timers.push(
    setInterval(() => bookmark?.(), bookmarkMs),
    setTimeout(() => {
      bookmark?.();
      end();
    }, timeoutMs),
  );
}

function plain(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${message}\n`);
}

export async function startServer(
  options: ServerOptions,
): Promise<{ readonly server: Server; readonly port: number }> {
  const { certificate, token } = options;
  let port = options.port;
  const server = createServer(
    {
      key: certificate.key,
      cert: certificate.certificate,
      maxHeaderSize: headerBytesMax,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: 5_000,
      ALPNProtocols: ['http/1.1'],
    },
    (request, response) => {
      const refused = refusal(request, { port, token });
      if (refused !== undefined) {
        plain(response, refused.status, refused.message);
        return;
      }
      void serve(request, response);
    },
  );
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const wire = await wireRequest(request);
      const actor = hasToken(request, token) ? options.admin : undefined;
      const answer = options.answer(wire, actor);
      if (isStream(answer)) sendStream(answer, response);
      else {
        response.writeHead(answer.status, {
          ...(answer.headers as Record<string, string>),
          'content-length': Buffer.byteLength(answer.body),
        });
        response.end(request.method === 'HEAD' ? undefined : answer.body);
      }
    } catch (error) {
      if (error instanceof TooLarge)
        plain(response, 413, `the body is larger than ${limits.requestBytesMax} bytes`);
      else if (!response.headersSent)
        plain(response, 500, error instanceof Error ? error.message : String(error));
      else response.destroy();
    }
  };
  server.maxConnections = connectionsMax;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  return { server, port };
}
