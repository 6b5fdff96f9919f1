// What goes over the wire of the Kubernetes API: requests and answers as plain data, and the media types.
// The page, the terminal and the Node server speak this; nothing here knows the store.

/** Header names are in lower case; what came in several headers of one name has a line each, since a comma may be part of a value. */
export type Headers = Readonly<Record<string, string>>;

export interface WireRequest {
  readonly method: string;
  /** Path with query, as in the request line. */
  readonly path: string;
  readonly headers?: Headers;
  /** The body as text, or as base64 where `binary` is true (protobuf). */
  readonly body?: string;
  readonly binary?: boolean;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
  /** The body is bytes in Base64. */
  readonly binary?: boolean;
  /** What a program printed, which may be told over WebSocket. */
  readonly isOutput?: true;
}

/** The frames of a watch, each one JSON document, or bytes in Base64; `end` comes once, when the server closes the stream. */
export interface FrameSink {
  frame(text: string): void;
  end(): void;
  /** Hands over how to ask for a bookmark; the owner of the stream calls it now and then, for only it has a wall clock. */
  onBookmark?(send: () => void): void;
  /** Hands over what looks whether there is more to say as time goes by; the owner calls it a few times a second. */
  onLook?(look: () => void): void;
}

/** A watch that was accepted: headers go out at once, frames come once somebody listens. */
export interface WireStream {
  readonly status: 200;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Frames are bytes in Base64, one after the other with nothing between them. */
  readonly binary?: boolean;
  /** What a program prints, and no events. */
  readonly isOutput?: true;
  /** After how many seconds of wall time the client wants the stream to end. */
  readonly timeoutSeconds?: number;
  /** Starts the frames; the answer closes the watch. */
  readonly open: (sink: FrameSink) => () => void;
}

/** What the far end of a conversation says. */
export interface ConversationSink {
  /** 1 standard output, 2 standard error; of a forwarded port: 1 what its program says. */
  say(channel: 1 | 2, text: string): void;
  /** Comes once, with the Status that ends it as JSON. */
  end(status: string): void;
  /** Calls back after so many milliseconds; only the owner of the connection has a wall clock. */
  later(run: () => void, ms: number): void;
  /** Asks for a write of the sandbox's own (what a command wrote), in the administrator's name. */
  keep(request: WireRequest): void;
  /** Asks the API as whoever the request's own token says, where the owner can answer at once. */
  ask?(request: WireRequest): WireAnswer;
}

/** What one says to the far end. */
export interface Conversation {
  hear(text: string): void;
  /** There will be no more to hear. */
  close(): void;
  /** The connection is gone. */
  stop(): void;
}

/** exec, attach or port-forward that was accepted: text both ways once the connection has been upgraded. */
export interface WireConversation {
  readonly status: 101;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** The ports that are forwarded; absent for a command. */
  readonly ports?: readonly number[];
  /** Begins it; `port` says which of the forwarded ones. */
  readonly converse: (sink: ConversationSink, port?: number) => Conversation;
}

export type WireAnswer = WireResponse | WireStream | WireConversation;

export function isStream(answer: WireAnswer): answer is WireStream {
  return 'open' in answer;
}

/** An answer that is whole. */
export function isResponse(answer: WireAnswer): answer is WireResponse {
  return 'body' in answer;
}

export function isConversation(answer: WireAnswer): answer is WireConversation {
  return 'converse' in answer;
}

/** Who asks, once authenticated. */
export interface Actor {
  readonly user: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  /** What else the authenticator knows, such as the Pod that a token is bound to. */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export const mediaTypes = {
  json: 'application/json',
  yaml: 'application/yaml',
  protobuf: 'application/vnd.kubernetes.protobuf',
  jsonPatch: 'application/json-patch+json',
  mergePatch: 'application/merge-patch+json',
  strategicMergePatch: 'application/strategic-merge-patch+json',
  applyPatch: 'application/apply-patch+yaml',
  text: 'text/plain; charset=utf-8',
  metadata: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
  table: 'application/json;as=Table;v=v1;g=meta.k8s.io',
  discovery: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  discoveryBeta: 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
} as const;
