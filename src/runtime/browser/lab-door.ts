// The lab's door: the kernels over what somebody brings, in a worker of their own, so that the world never waits. Plain data
// and bytes only; bytes that come back are the caller's.
import type { Addresses } from '../../kernels/route-memory.ts';
import type { Mistake } from '../../kernels/route-tables.ts';
import type { PlacementDoor } from './lab-placement-door.ts';

export type * from './lab-placement-door.ts';
export type { Addresses, Mistake };

/** How routes are put together; `ipv4` and `ipv6` are prefix lengths. */
export type RoutesWay =
  | { readonly type: 'exact' }
  | { readonly type: 'boundary'; readonly ipv4: number; readonly ipv6: number }
  /** At most so many routes of each address family. */
  | { readonly type: 'budget'; readonly routes: number }
  /** By next hop: every address goes where it went. */
  | { readonly type: 'ortc' };

/** Neighbouring routes of a summary, and how many of their addresses the table has. */
export interface CoverageCell {
  readonly family: 'IPv4' | 'IPv6';
  readonly first: string;
  readonly last: string;
  readonly routes: number;
  readonly addresses: bigint;
  readonly used: bigint;
}

export type RoutesRead =
  | { readonly outcome: 'read'; readonly prefixes: number; readonly addresses: Addresses }
  /** Lines that are no routes: how many, and the first of them. */
  | { readonly outcome: 'mistakes'; readonly count: number; readonly mistakes: readonly Mistake[] }
  | { readonly outcome: 'refused'; readonly why: string };

export type RoutesSummary =
  | {
      readonly outcome: 'summary';
      /** Prefixes before and after. */
      readonly before: number;
      readonly after: number;
      /** The summary, a prefix a line. */
      readonly text: Uint8Array;
      /** Addresses that the summary covers and the table does not have. */
      readonly leaks: Addresses;
      /** They as prefixes, a line each: how many there are, and the first of them. */
      readonly leakPrefixes: number;
      readonly leakText: Uint8Array;
      /** None by next hop, where prefixes lie within each other. */
      readonly coverage: readonly CoverageCell[];
    }
  | Exclude<RoutesRead, { readonly outcome: 'read' }>;

export interface LabDoor extends PlacementDoor {
  /** Takes a table's text in place of the last one. */
  readRoutes(text: Uint8Array): Promise<RoutesRead>;
  /** What the table that was read last becomes. */
  summarizeRoutes(way: RoutesWay): Promise<RoutesSummary>;
}
