/**
 * Whether what a button opens is open. A press on the button has by then closed it, as a press anywhere beside it does; this remembers
 * how it was before the press, so that the click does not open it again. A click by key has no press before it.
 */
export class Opener {
  open = $state(false);
  #before = false;

  readonly onpointerdown = (): void => {
    this.#before = this.open;
  };

  readonly onclick = (event: MouseEvent): void => {
    this.open = event.detail === 0 ? !this.open : !this.#before;
  };

  readonly close = (): void => {
    this.open = false;
  };
}
