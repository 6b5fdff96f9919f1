// What kubectl logs while it tries in vain to discover a server. Source: client-go discovery/cached/memory, klog.
import { err, now, type Run } from '../../effect.ts';
import { formatMicroTime } from '../../../std/time.ts';
import type { ConnectionFailure } from '../failure.ts';
import type { Client } from './client.ts';

const attempts = 5;
const processId = '1';

/** The head of a line of klog. */
export function* logHead(letter: 'E' | 'W' | 'I', place: string): Run<string> {
  const time = formatMicroTime(yield* now());
  const stamp = `${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 26)}`;
  return `${letter}${stamp} ${processId.padStart(7)} ${place}] `;
}

export function* tellUnreachable(client: Client, failure: ConnectionFailure): Run<void> {
  const { endpoint, prefix } = client.effective();
  const url = `${endpoint.server}${prefix}/api?timeout=32s`;
  const sentence = `couldn't get current server API group list: Get \\"${url}\\": ${failure.message}`;
  for (let attempt = 0; attempt < attempts; attempt++) {
    yield* err(`${yield* logHead('E', 'memcache.go:265')}"Unhandled Error" err="${sentence}"\n`);
  }
}
