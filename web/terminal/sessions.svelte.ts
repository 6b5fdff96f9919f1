/** The terminal's sessions: who each is logged in as, and which has the keyboard. Light: the widget comes with the first that is shown. */
export type Login =
  | 'developer'
  | 'administrator'
  | 'nobody'
  /** Whoever the page is signed in as. */
  | { readonly account: string };

export interface TerminalSession {
  /** 1, 2, ...: its name. */
  readonly id: number;
  readonly login: Login;
}

/** As many as stand side by side and can still be read. */
export const sessionsMax = 4;

class Sessions {
  #list = $state.raw<readonly TerminalSession[]>([{ id: 1, login: 'developer' }]);
  #current = $state(1);
  #last = 1;
  #begun: string | undefined;

  get list(): readonly TerminalSession[] {
    return this.#list;
  }

  get current(): number {
    return this.#current;
  }

  choose(id: number): void {
    this.#current = id;
  }

  add(login: Login): void {
    if (this.#list.length >= sessionsMax) return;
    this.#last += 1;
    this.#list = [...this.#list, { id: this.#last, login }];
    this.#current = this.#last;
  }

  /** False of the last one, which stays. */
  close(id: number): boolean {
    if (this.#list.length === 1) return false;
    this.#list = this.#list.filter((session) => session.id !== id);
    if (this.#current === id) this.#current = this.#list[0]?.id ?? 1;
    return true;
  }

  /** All begin anew where the world is another than they began in, which has other servers, and where somebody else is signed in. */
  follow(generation: number, account: string | undefined): void {
    const begins = `${generation} ${account ?? ''}`;
    if (this.#begun === begins) return;
    const isSame = this.#begun === undefined && account === undefined;
    this.#begun = begins;
    if (isSame) return;
    this.#last = 1;
    this.#list = [{ id: 1, login: account === undefined ? 'developer' : { account } }];
    this.#current = 1;
  }
}

export const sessions = new Sessions();
