// When a node's usage was last looked at: every fifteen seconds or so, each node at its own moment. A pure function of the node's
// name and time. Source: metrics-server --metric-resolution, pkg/storage/pod.go.
import { roll } from '../../std/hash.ts';
import { SECOND_MS } from '../../std/time.ts';

export const resolutionMs = 15 * SECOND_MS;

/** A container must have run so long before its first look counts. */
const freshMs = 10 * SECOND_MS;

const jitterMs = 1_200;

export interface Scrape {
  /** Simulated milliseconds since the Unix epoch. */
  readonly at: number;
  /** What passed since the look before it. */
  readonly windowMs: number;
}

function momentOf(node: string, round: number): number {
  const offset = roll(0, resolutionMs - jitterMs, node, 'scrape');
  return round * resolutionMs + offset + roll(0, jitterMs, node, 'scrape', String(round));
}

/** The last look at a node at or before now. */
export function lastScrape(node: string, now: number): Scrape {
  let round = Math.floor(now / resolutionMs);
  if (momentOf(node, round) > now) round -= 1;
  const at = momentOf(node, round);
  return { at, windowMs: at - momentOf(node, round - 1) };
}

/** The same as it tells of a container that started at a moment; undefined where it came too soon to tell. */
export function scrapeSince(scrape: Scrape, startedAt: number): Scrape | undefined {
  const ranMs = scrape.at - startedAt;
  if (ranMs < freshMs) return undefined;
  return ranMs < scrape.windowMs ? { at: scrape.at, windowMs: ranMs } : scrape;
}
