// What describes an object of a kind.
import type { JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import type { Client } from '../api/client.ts';
import type { Resource } from '../api/discovery.ts';

export interface Described {
  readonly client: Client;
  readonly resource: Resource;
  readonly object: JsonObject;
  readonly showEvents: boolean;
  /** Simulated milliseconds since the Unix epoch. */
  readonly now: number;
}

export type Describer = (described: Described) => Run<string>;
