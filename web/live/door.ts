/** The worker that holds the world, and the one door to it. */
import { type Remote, transfer, wrap } from 'comlink';
import address from '../../src/runtime/browser/worker.ts?worker&url';
import type { Door, WatchBatch, WorldState } from '../../src/runtime/browser/door.ts';
import type { WireRequest, WireResponse } from '../../src/apis/kubernetes/wire.ts';
import { workerAddress } from './worker-address.ts';

let remote: Remote<Door> | undefined;
let failed: (why: string) => void = () => undefined;

/** The door; its worker is started by the first call. */
export function door(): Remote<Door> {
  if (remote === undefined) {
    const worker = new Worker(workerAddress(new URL(address, import.meta.url)), {
      type: 'module',
      name: 'world',
    });
    worker.addEventListener('error', (event) => failed(event.message || 'the worker could not be loaded'));
    remote = wrap<Door>(worker);
  }
  return remote;
}

/** Hears when the worker died or could not be loaded, which no answer would tell. */
export function onWorkerFailed(listener: (why: string) => void): void {
  failed = listener;
}

/** Follows the world's state for as long as the page lives. */
export async function followState(listener: (state: WorldState) => void): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<WorldState>) => listener(data);
  await door().follow(transfer(port2, [port2]));
}

export interface OpenedStream {
  readonly answer: WireResponse;
  readonly close: () => void;
  readonly tell: (text: string | undefined) => void;
}

/**
 * Opens a watch, a followed log or a conversation. Batches come until `close` is called or a batch says that it ended; an answer other
 * than 200 or 101 has no batches. `tell` speaks in a conversation; without a text it ends what is said.
 */
export async function openStream(
  request: WireRequest,
  onBatch: (batch: WatchBatch) => void,
): Promise<OpenedStream> {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<WatchBatch>) => onBatch(data);
  const close = (): void => port1.close();
  const answer = await door().watch(request, transfer(port2, [port2]));
  if (answer.status !== 200 && answer.status !== 101) close();
  const tell = (text: string | undefined): void =>
    port1.postMessage(text === undefined ? { eof: true } : { hear: text });
  return { answer, close, tell };
}
