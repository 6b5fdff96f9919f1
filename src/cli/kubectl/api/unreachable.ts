// What kubectl logs while it tries in vain to discover a server. Source: client-go discovery/cached/memory, klog.
import { err, now, type Run } from '../../effect.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { formatMicroTime } from '../../../std/time.ts';

const processId = '1';

/** The head of a line of klog. */
export function* logHead(letter: 'E' | 'W' | 'I', place: string): Run<string> {
  const time = formatMicroTime(yield* now());
  const stamp = `${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 26)}`;
  return `${letter}${stamp} ${processId.padStart(7)} ${place}] `;
}

/** @param tries how often kubectl tries it before the command gives up */
export function* tellUndiscovered(failure: Error, tries: number): Run<void> {
  const sentence = quoteGo(`couldn't get current server API group list: ${failure.message}`);
  for (let attempt = 0; attempt < tries; attempt++)
    yield* err(`${yield* logHead('E', 'memcache.go:265')}"Unhandled Error" err=${sentence}\n`);
}
