/** What the page's user did last, in the forms in which it could have been typed; the strip above the bottom panel shows it. */
import type { Did } from '../parts/did.ts';

class LastAction {
  #did = $state.raw<Did>();

  get current(): Did | undefined {
    return this.#did;
  }

  record(did: Did): void {
    this.#did = did;
  }

  readonly dismiss = (): void => {
    this.#did = undefined;
  };
}

export const lastAction = new LastAction();
