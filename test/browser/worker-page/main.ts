/**
 * A page that is only a door to the worker, for tests to knock at: its answers, its state, watches by number, and its end.
 */
import { type Remote, transfer, wrap } from 'comlink';
import type { WireRequest, WireResponse } from '../../../src/apis/kubernetes/wire.ts';
import type { Door, WatchBatch, WorldState } from '../../../src/runtime/browser/door.ts';
import type { Exported, History } from './history.ts';
import address from '../../../src/runtime/browser/worker.ts?worker&url';

interface Watch {
  readonly answer: WireResponse;
  readonly batches: WatchBatch[];
  readonly port: MessagePort;
}

interface Policy {
  createScriptURL(text: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (text: string) => string }): Policy;
}

function trusted(text: string): string {
  const types = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes;
  return types?.createPolicy('worker', { createScriptURL: (url) => url }).createScriptURL(text) ?? text;
}

const url = trusted(new URL(address, import.meta.url).href);

export class Sandbox {
  readonly watches: Watch[] = [];
  /** What `telling` was told, by its number. */
  readonly told: WorldState[][] = [];
  /** Violations of the page's policy. */
  readonly violations: string[] = [];
  #worker: Worker;
  door: Remote<Door>;

  constructor() {
    this.#worker = new Worker(url, { type: 'module' });
    this.door = wrap<Door>(this.#worker);
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      this.violations.push(`${violatedDirective} ${blockedURI}`),
    );
  }

  /** Ends the worker in the middle of whatever it does, and starts another. */
  restart(): void {
    this.#worker.terminate();
    this.#worker = new Worker(url, { type: 'module' });
    this.door = wrap<Door>(this.#worker);
  }

  /** The state as the worker tells it now. */
  async state(): Promise<WorldState> {
    const { port1, port2 } = new MessageChannel();
    const told = new Promise<WorldState>((resolve) => {
      port1.onmessage = ({ data }: MessageEvent<WorldState>) => resolve(data);
    });
    await this.door.follow(transfer(port2, [port2]));
    const state = await told;
    port1.close();
    return state;
  }

  /** From now on writes down the state whenever it is told; answers its number in `told`. */
  async telling(): Promise<number> {
    const { port1, port2 } = new MessageChannel();
    const states: WorldState[] = [];
    port1.onmessage = ({ data }: MessageEvent<WorldState>) => states.push(data);
    await this.door.follow(transfer(port2, [port2]));
    return this.told.push(states) - 1;
  }

  /** What this browser makes of a journal, outside the worker. */
  async history(exported: Exported): Promise<History> {
    const [{ historyOf }, { instantiateKernels }] = await Promise.all([
      import('./history.ts'),
      import('../../../src/runtime/browser/kernels.ts'),
    ]);
    return historyOf(await instantiateKernels(), exported);
  }

  async watch(request: WireRequest): Promise<number> {
    const { port1, port2 } = new MessageChannel();
    const batches: WatchBatch[] = [];
    port1.onmessage = ({ data }: MessageEvent<WatchBatch>) => batches.push(data);
    const answer = await this.door.watch(request, transfer(port2, [port2]));
    return this.watches.push({ answer, batches, port: port1 }) - 1;
  }
}

Object.assign(globalThis, { sandbox: new Sandbox() });
