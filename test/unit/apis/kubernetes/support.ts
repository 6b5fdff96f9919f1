// Asking a whole world's Kubernetes face: one request with its headers, one answer with its own; watches as lists of frames;
// golden files by name.
import { readFileSync } from 'node:fs';
import type { Body } from '../../../worlds/setup.ts';
import {
  isResponse,
  isStream,
  type Actor,
  type WireRequest,
  type WireStream,
} from '../../../../src/apis/kubernetes/wire.ts';
import { clusterAdmin, type World } from '../../../../src/world.ts';

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly actor?: Actor;
  /** Text goes as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly text: string;
  /** The text as JSON, where it is JSON. */
  readonly body: Body;
}

function requestOf(method: string, path: string, { headers, body, type, accept }: Asked): WireRequest {
  return {
    method,
    path,
    headers: {
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(accept === undefined ? {} : { accept }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
}

export function ask(world: World, method: string, path: string, asked: Asked = {}): Answered {
  const answer = world.request(requestOf(method, path, asked), asked.actor ?? clusterAdmin);
  if (!isResponse(answer)) throw new Error(`${path} is a watch`);
  const { status, headers, body: text } = answer;
  const isJson = String(headers['content-type']).startsWith('application/json');
  return { status, headers, text, body: (isJson ? JSON.parse(text) : { message: text }) as Body };
}

/** The Status of a request that is refused. */
export function refused(world: World, method: string, path: string, asked: Asked = {}): Body {
  const { status, body } = ask(world, method, path, asked);
  if (body.code !== status) throw new Error(`${method} ${path} was answered with ${status}: ${body.kind}`);
  return body;
}

export interface Frame {
  readonly type: string;
  readonly object: Body & {
    readonly code?: number;
    readonly rows?: readonly { readonly cells: readonly unknown[]; readonly object: Body }[];
    readonly columnDefinitions?: readonly unknown[];
  };
}

export interface Watching {
  /** What came so far; taken away by reading it. */
  readonly frames: () => readonly Frame[];
  /** `ADDED a`, `DELETED b`: what came so far, in short. */
  readonly told: () => readonly string[];
  readonly bookmark: () => void;
  readonly ended: () => boolean;
  readonly stop: () => void;
  readonly stream: WireStream;
}

export function watching(world: World, path: string, asked: Asked = {}): Watching {
  const answer = world.request(requestOf('GET', path, asked), asked.actor ?? clusterAdmin);
  if (!isStream(answer))
    throw new Error(`${path} is no watch: ${answer.status} ${isResponse(answer) ? answer.body : ''}`);
  let frames: string[] = [];
  let hasEnded = false;
  let bookmark: (() => void) | undefined;
  const stop = answer.open({
    frame: (text) => frames.push(text),
    end: () => {
      hasEnded = true;
    },
    onBookmark: (send) => {
      bookmark = send;
    },
  });
  const take = () => {
    const taken = frames;
    frames = [];
    return taken.map((text) => JSON.parse(text) as Frame);
  };
  return {
    frames: take,
    told: () => take().map(({ type, object }) => `${type} ${object.metadata.name}`),
    bookmark: () => bookmark?.(),
    ended: () => hasEnded,
    stop,
    stream: answer,
  };
}

/** A golden file of test/golden. */
export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../golden/${name}.json`, import.meta.url), 'utf8')) as T;
}

/** Authenticated by whoever, and given nothing. */
export const jane: Actor = { user: 'jane', groups: [] };

export const mergePatch = 'application/merge-patch+json';
export const jsonPatch = 'application/json-patch+json';
export const strategicPatch = 'application/strategic-merge-patch+json';
export const applyPatch = 'application/apply-patch+yaml';

export const tableType = 'application/json;as=Table;v=v1;g=meta.k8s.io';
export const metadataType = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
export const metadataListType = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';

export function configMap(name: string, data: Readonly<Record<string, string>> = {}) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

export const maps = '/api/v1/namespaces/demo/configmaps';
