// What a link holds: where a world begins, what was asked of it and when, and what the preview shows. Requests only, as data:
// a link can do nothing but ask a simulation, through the same face and the same rules as everybody else.
import type { JsonObject } from '../std/draft.ts';
import { limits } from '../std/limits.ts';

/** The version of the shape that is written; older ones are read through `migrations`. */
export const linkVersion = 1;

/** How the payload is packed: deflate-raw (RFC 1951), then base64url without padding (RFC 4648 section 5). */
export const linkCodec = 'd';

/** A header dictionary as the journal keeps it. */
export type SharedHeaders = Readonly<Record<string, string>>;

export interface SharedRecord {
  /** Simulated milliseconds since the scenario began; never falls. */
  readonly atMs: number;
  /** Name of the identity that asked; what it may do is the scenario's to say, never the link's. */
  readonly actor: string;
  readonly method: string;
  readonly path: string;
  readonly headers: SharedHeaders;
  /** Text, or base64 where `binary` is true. */
  readonly body?: string;
  readonly binary?: boolean;
}

export interface SharedWorld {
  /** Version of the engine that made the link. */
  readonly engine: string;
  readonly preset: string;
  /** What differs from the preset; neither its name nor the seed. */
  readonly differences?: JsonObject;
  readonly seed: number;
  readonly records: readonly SharedRecord[];
  /** Simulated milliseconds since the scenario began. */
  readonly clockMs: number;
  /** State hash at that moment, 32 hex digits. */
  readonly hash: string;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  /** The page's route that the link opens at; empty for its first. */
  readonly view: string;
}

/** Bounds of a link's own fields, beside those in std/limits.ts. */
export const bounds = {
  viewCharactersMax: 500,
  engineCharactersMax: 32,
  nameCharactersMax: 253,
  pathCharactersMax: 4_096,
  headerCharactersMax: 1_024,
  actorsMax: 500,
  /** Items of any list of the scenario: namespaces, users, CIDRs. */
  scenarioItemsMax: 500,
  /** Levels of a body that is laid into the link as JSON: the link's own levels are above it. */
  bodyNestingMax: limits.nestingMax - 4,
} as const;

/** Methods that can change a world; reads are no part of a journal. */
export const methods: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** The published faces whose writes a journal can hold, by the start of their paths. */
export const faces: readonly string[] = [
  '/api/',
  '/apis/',
  '/rest/',
  '/scopes/',
  '/sdk/vim25/',
  '/sso-adminserver/',
];

export const headerNames: readonly string[] = [
  'content-type',
  'accept',
  'user-agent',
  'impersonate-user',
  'impersonate-group',
];

/** Names that JavaScript gives a meaning of its own; none of them is a key of a link. */
export const refusedKeys: readonly string[] = ['__proto__', 'constructor', 'prototype'];
