// A terminal's line discipline between a person's keys and a program: echo, lines, backspace, Ctrl-C, Ctrl-D; line feeds out
// become returns with them. Source: POSIX general terminal interface, canonical mode.

export interface TtyProgram {
  readonly line: (text: string) => void;
  readonly end: () => void;
  readonly interrupt: () => void;
}

export class Tty {
  readonly #program: TtyProgram;
  readonly #show: (text: string) => void;
  #line = '';

  constructor(program: TtyProgram, show: (text: string) => void) {
    this.#program = program;
    this.#show = show;
  }

  /** What the program says, as the terminal gets it. */
  print(text: string): void {
    this.#show(text.replace(/\r?\n/g, '\r\n'));
  }

  hear(keys: string): void {
    for (const key of keys) this.#key(key);
  }

  #key(key: string): void {
    if (key === '\r' || key === '\n') {
      const line = this.#line;
      this.#line = '';
      this.#show('\r\n');
      this.#program.line(`${line}\n`);
    } else if (key === '\u0003') {
      this.#line = '';
      this.#show('^C\r\n');
      this.#program.interrupt();
    } else if (key === '\u0004') {
      if (this.#line === '') this.#program.end();
    } else if (key === '\u007f' || key === '\b') {
      if (this.#line === '') return;
      this.#line = Array.from(this.#line).slice(0, -1).join('');
      this.#show('\b \b');
    } else if (key === '\u0015') {
      this.#show('\b \b'.repeat(Array.from(this.#line).length));
      this.#line = '';
    } else if (key >= ' ') {
      this.#line += key;
      this.#show(key);
    }
  }
}
