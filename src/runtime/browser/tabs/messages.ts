// What tabs of one workspace say to each other over a BroadcastChannel. Same origin, but perhaps of another version of the page,
// so every message names the engine and is looked at before it is believed.
import type { WireRequest, WireResponse } from '../../../apis/kubernetes/wire.ts';
import { engineVersion, type WorldRecord } from '../../../world.ts';
import type { ClockCommand, Keeping } from '../door.ts';
import type { PaceState } from '../session.ts';

/** The writer's sign of life, and how far others may run: no record that is still to come is due before. */
export interface Pulse {
  readonly type: 'pulse';
  readonly until: number;
  /** The last record that was told. */
  readonly seq: number;
  readonly pace: PaceState;
  readonly keeping: Keeping;
}

export type Question =
  | { readonly call: 'request'; readonly request: WireRequest }
  | { readonly call: 'command'; readonly command: ClockCommand };

export type TabMessage =
  /** A tab that follows from now on: the writer answers with a pulse. */
  | { readonly type: 'hello' }
  | Pulse
  /** Records that are kept. */
  | { readonly type: 'records'; readonly records: readonly WorldRecord[] }
  | { readonly type: 'ask'; readonly id: string; readonly question: Question }
  /** The answer, and the last record that the asker should have seen before it goes on. */
  | { readonly type: 'answer'; readonly id: string; readonly response?: WireResponse; readonly seq: number };

interface Envelope {
  readonly engine: string;
  readonly message: TabMessage;
}

export class TabChannel {
  readonly #channel: BroadcastChannel;

  /** `onStranger` hears of a tab that runs another version. */
  constructor(id: string, onMessage: (message: TabMessage) => void, onStranger: () => void) {
    this.#channel = new BroadcastChannel(`supervisor-sandbox/${id}`);
    this.#channel.onmessage = ({ data }: MessageEvent<Partial<Envelope> | undefined>) => {
      if (data?.engine !== engineVersion) onStranger();
      else if (data.message !== undefined) onMessage(data.message);
    };
  }

  tell(message: TabMessage): void {
    const envelope: Envelope = { engine: engineVersion, message };
    this.#channel.postMessage(envelope);
  }

  close(): void {
    this.#channel.close();
  }
}
