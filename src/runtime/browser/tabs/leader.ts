// The writer's side of the tabs: tells others what is kept and how far they may run, and does what they ask.
import type { WireResponse } from '../../../apis/kubernetes/wire.ts';
import type { WorldRecord } from '../../../world.ts';
import type { LiveSession } from '../live-session.ts';
import type { Wall } from '../wall.ts';
import { isRequest } from '../kept/records.ts';
import { failure } from '../session.ts';
import { TabChannel, type Question, type TabMessage } from './messages.ts';

/** How often others hear of a clock that runs, and of one that stands. */
const runningMs = 100;
const standingMs = 1_000;

export class Leader {
  readonly #session: LiveSession;
  readonly #wall: Wall;
  readonly #firstPendingAt: () => number | undefined;
  readonly #channel: TabChannel;
  #toldSeq: number;
  #toldAt = 0;
  #toldNow = 0;
  #isClosed = false;

  constructor(id: string, session: LiveSession, wall: Wall, firstPendingAt: () => number | undefined) {
    this.#session = session;
    this.#wall = wall;
    this.#firstPendingAt = firstPendingAt;
    this.#toldSeq = session.world.journalEnd.seq;
    this.#channel = new TabChannel(
      id,
      (message) => this.#hear(message),
      () => undefined,
    );
    this.#beat();
  }

  /** Records that were kept. */
  kept(records: readonly WorldRecord[]): void {
    if (this.#isClosed) return;
    this.#toldSeq = records.at(-1)?.seq ?? this.#toldSeq;
    this.#channel.tell({ type: 'records', records });
  }

  close(): void {
    this.#isClosed = true;
    this.#channel.close();
  }

  #beat(): void {
    if (this.#isClosed) return;
    const isMoved = this.#session.world.now !== this.#toldNow;
    if (isMoved || this.#wall.now() - this.#toldAt >= standingMs) this.#pulse();
    this.#wall.later(() => this.#beat(), runningMs);
  }

  #pulse(): void {
    const { world, pace, keeping } = this.#session;
    this.#toldAt = this.#wall.now();
    this.#toldNow = world.now;
    const until = Math.min(world.now, this.#firstPendingAt() ?? world.now);
    this.#channel.tell({ type: 'pulse', until, seq: this.#toldSeq, pace, keeping });
  }

  #hear(message: TabMessage): void {
    if (this.#isClosed) return;
    if (message.type === 'hello') this.#pulse();
    if (message.type === 'ask') void this.#answer(message.id, message.question);
  }

  async #answer(id: string, question: Question): Promise<void> {
    const response = await this.#responseTo(question);
    if (this.#isClosed) return;
    this.#pulse();
    this.#channel.tell({
      type: 'answer',
      id,
      ...(response === undefined ? {} : { response }),
      seq: this.#toldSeq,
    });
  }

  async #responseTo(question: Question): Promise<WireResponse | undefined> {
    if (question.call === 'request') {
      const { request } = question;
      return isRequest(request)
        ? await this.#session.request(request)
        : failure(400, 'What another tab sent is no request.');
    }
    await this.#session.command(question.command);
    return undefined;
  }
}
