// Ports of the terminal's own machine on which one of its programs listens: `kubectl port-forward` and `kubectl proxy` put
// theirs here while they run, curl asks there.
import type { HttpAnswer, HttpRequest } from '../shell/http.ts';
import type { Session } from '../shell/program.ts';
import type { Run } from './effect.ts';

/** Answers a request that came to the port; undefined where nothing comes back. */
export type Listener = (request: HttpRequest) => Run<HttpAnswer | undefined>;

const key = 'listeners';

/** By port. */
export function listenersOf({ memory }: Session): Map<number, Listener> {
  const known = memory.get(key) as Map<number, Listener> | undefined;
  if (known !== undefined) return known;
  const listeners = new Map<number, Listener>();
  memory.set(key, listeners);
  return listeners;
}

const firstFreePort = 32_768;

/** A port on which nobody listens. */
export function freePort(listeners: ReadonlyMap<number, Listener>): number {
  let port = firstFreePort;
  while (listeners.has(port)) port += 1;
  return port;
}

/** Whether a host is the machine itself. */
export function isLocal(host: string): boolean {
  return host === 'localhost' || /^127(?:\.\d+){3}$/.test(host) || host === '[::1]';
}
