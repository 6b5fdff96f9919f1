// Who may talk to the local server at all: this machine by its loopback names, no web page, and only with the token.
// Checked before anything is routed. Threats: DNS rebinding, requests from foreign pages, other local users.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Gate {
  readonly port: number;
  readonly token: string;
}

export interface Refused {
  readonly status: 401 | 403;
  readonly message: string;
}

function isOurHost(host: string | undefined, port: number): boolean {
  return (
    host !== undefined &&
    [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`].includes(host.toLowerCase())
  );
}

function isEqual(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Whether the bearer of the request is the kubeconfig's; the world checks its own tokens itself. */
export function hasToken(request: IncomingMessage, token: string): boolean {
  const header = request.headers.authorization ?? '';
  return header.startsWith('Bearer ') && isEqual(header.slice('Bearer '.length), token);
}

/** Why the request is turned away before anybody looks at it, or undefined. */
export function refusal(request: IncomingMessage, gate: Gate): Refused | undefined {
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length !== 1 || !isOurHost(request.headers.host, gate.port)) {
    return {
      status: 403,
      message: `host ${JSON.stringify(request.headers.host ?? '')} is not this server: use 127.0.0.1:${gate.port}`,
    };
  }
  if (request.headers.origin !== undefined) {
    return { status: 403, message: 'requests from web pages are not answered: they carry an Origin' };
  }
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'none') {
    return { status: 403, message: 'requests from web pages are not answered: they carry Sec-Fetch-Site' };
  }
  return undefined;
}
