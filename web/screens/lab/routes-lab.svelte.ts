/**
 * The Routes lab's state: the table that was read, and what it becomes. One question is under way at a time; of those that come
 * meanwhile the last is asked next, so a slider never runs ahead of the answers by more than one.
 */
import { transfer } from 'comlink';
import { type Lab, type RoutesRead, type RoutesSummary, type RoutesWay, openLab } from '../../live/lab.ts';

export class RoutesLab {
  read = $state.raw<RoutesRead>();
  answer = $state.raw<RoutesSummary>();
  busy = $state(false);
  /** Why the worker is gone. */
  trouble = $state<string>();

  #lab: Lab | undefined;
  #text: string | undefined;
  #way: RoutesWay | undefined;

  /** Takes a table's text in place of the last one. */
  take(text: string): void {
    this.#text = text;
    void this.#work();
  }

  summarize(way: RoutesWay): void {
    this.#way = way;
    void this.#work();
  }

  /** Gives the worker and its memory back. */
  close(): void {
    this.#lab?.close();
    this.#lab = undefined;
  }

  /** Begins anew with a worker of its own, after one failed. */
  retry(text: string, way: RoutesWay): void {
    this.close();
    this.trouble = undefined;
    this.busy = false;
    this.#way = way;
    this.take(text);
  }

  async #work(): Promise<void> {
    if (this.busy || this.trouble !== undefined) return;
    this.busy = true;
    try {
      const lab = (this.#lab ??= openLab((why) => (this.trouble = why)));
      while (this.#lab === lab && (this.#text !== undefined || this.#way !== undefined)) {
        if (this.#text !== undefined) {
          const bytes = new TextEncoder().encode(this.#text);
          this.#text = undefined;
          this.read = await lab.door.readRoutes(transfer(bytes, [bytes.buffer]));
          if (this.read.outcome !== 'read') this.answer = undefined;
        } else if (this.#way !== undefined) {
          const way = this.#way;
          this.#way = undefined;
          if (this.read?.outcome === 'read') this.answer = await lab.door.summarizeRoutes(way);
        }
      }
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    }
    this.busy = false;
  }
}
