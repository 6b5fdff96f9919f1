// A local server with an answer of the test's own, and clients of every kind for it: polite ones, and bare sockets.
import { request as httpsRequest } from 'node:https';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { expect } from 'vitest';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { makeCertificate } from '../../../../src/runtime/node/certificate.ts';
import { startServer, type ServerOptions } from '../../../../src/runtime/node/server.ts';

export const token = 'f'.repeat(64);
export const admin = { user: 'kubernetes-admin', groups: ['system:masters'] };
export const certificate = await makeCertificate();

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface Local {
  readonly port: number;
  readonly close: () => Promise<void>;
  /** A whole request on a connection of its own. */
  readonly ask: (ask?: Ask) => Promise<Reply>;
  /** Sends bytes over TLS as they are and gives back all that comes until the other side closes. */
  readonly raw: (text: string) => Promise<string>;
  readonly tcp: () => Promise<Socket>;
  readonly tls: (alpn?: readonly string[]) => Promise<TLSSocket>;
  /** The head of a GET that is let in, without its last empty line. */
  readonly head: (path?: string) => string;
}

const bearer = { authorization: `Bearer ${token}` };

export async function startLocal(
  answer: ServerOptions['answer'],
  more: Pick<ServerOptions, 'origins'> = {},
): Promise<Local> {
  const { port, close } = await startServer({ port: 0, certificate, token, admin, answer, ...more });
  const host = '127.0.0.1';
  const ca = certificate.authority;

  const ask = ({ method = 'GET', path = '/', headers = {}, body }: Ask = {}) =>
    new Promise<Reply>((resolve, reject) => {
      const options = { host, port, ca, method, path, headers: { ...bearer, ...headers }, agent: false };
      let status = 0;
      let replied: IncomingHttpHeaders = {};
      const parts: Buffer[] = [];
      const request = httpsRequest(options, (response) => {
        status = response.statusCode ?? 0;
        replied = response.headers;
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
      });
      // Only then is it sure that the request went out whole.
      request.on('close', () =>
        resolve({ status, headers: replied, text: Buffer.concat(parts).toString('utf8') }),
      );
      request.on('error', reject);
      request.end(body);
    });

  const tcp = () =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connectTcp({ host, port }, () => resolve(socket));
      socket.on('error', reject);
    });

  const tls = (alpn: readonly string[] = []) =>
    new Promise<TLSSocket>((resolve, reject) => {
      const socket = connectTls({ host, port, ca, ALPNProtocols: [...alpn] }, () => resolve(socket));
      socket.on('error', reject);
    });

  const raw = async (text: string) => {
    const socket = await tls();
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(text);
    await closed;
    return Buffer.concat(parts).toString('latin1');
  };

  const head = (path = '/') =>
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n`;

  return { port, close, ask, raw, tcp, tls, head };
}

/** The status of a raw answer; 0 where it is none. */
export const statusOf = (reply: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(reply)?.[1] ?? 0);

/** Waits until what is read is as expected; long enough for a busy machine. */
export const soon = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

/** Resolves once a socket is closed, by whichever side. */
export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });
}
