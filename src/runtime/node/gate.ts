// Who may talk to the local server at all: this machine by its loopback names, and no web page but of origins that it
// was told to let in. Checked before anything is routed. Threats: DNS rebinding, requests from foreign pages; the token keeps out other local users.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Origins } from './cors.ts';

const loopback: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** The port of https, which clients leave out. */
const usualPort = 443;

/** Whether a `Host` header names this server by one of its loopback names. */
export function isOurHost(host: string, port: number): boolean {
  const asked = host.toLowerCase();
  return loopback.some((name) => asked === `${name}:${port}` || (port === usualPort && asked === name));
}

function isEqual(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Whether an `Authorization` header bears this token, in a time that does not tell how much of it is right. */
export function bears(header: string | undefined, token: string): boolean {
  return (
    header !== undefined && header.startsWith('Bearer ') && isEqual(header.slice('Bearer '.length), token)
  );
}

/** Why the request is turned away before anybody looks at it, or undefined. */
export function refusal(request: IncomingMessage, port: number, origins: Origins): string | undefined {
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  const host = request.headers.host ?? '';
  if (hosts.length !== 1 || !isOurHost(host, port)) {
    return `host ${JSON.stringify(host)} is not this server: use 127.0.0.1:${port}`;
  }
  const { origin } = request.headers;
  // Clients of WebSocket that are no browsers give the server's own, Python's with http: nobody else has pages at this port.
  const isOwn = [`http://${host}`, `https://${host}`].includes(origin ?? '');
  if (isOwn || (origin !== undefined && origins(origin))) return undefined;
  if (origin !== undefined) {
    return 'requests from web pages are not answered: they carry an Origin';
  }
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'none') {
    return 'requests from web pages are not answered: they carry Sec-Fetch-Site';
  }
  return undefined;
}
