// A program under way, fed with what its standard input hears: a generator of effects driven without waiting for anything but
// input and time, which its owner brings.
import type { ExitCode, Run } from '../shell/effect.ts';
import { Interrupted } from '../shell/effect.ts';
import { interruptedCode } from '../shell/pipe.ts';
import { limits } from '../std/limits.ts';

export interface ProcessOwner {
  readonly now: () => number;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Calls back after so many milliseconds of its owner's clock. */
  readonly later: (run: () => void, ms: number) => void;
  readonly ended: (code: ExitCode) => void;
  /** It waits for input: whatever it did until then is done. */
  readonly rests: () => void;
}

export class Process {
  readonly #run: Run<ExitCode>;
  readonly #owner: ProcessOwner;
  #heard = '';
  #closed = false;
  #waits: 'input' | 'time' | undefined;
  #over = false;
  #said = 0;

  constructor(run: Run<ExitCode>, owner: ProcessOwner) {
    this.#run = run;
    this.#owner = owner;
  }

  start(): void {
    this.#go(() => this.#run.next());
  }

  hear(text: string): void {
    this.#heard += text;
    if (this.#heard.length > limits.terminalOutputBytesMax) this.stop();
    else if (this.#waits === 'input') this.#go(() => this.#run.next(this.#taken()));
  }

  /** Its input has ended. */
  close(): void {
    this.#closed = true;
    if (this.#waits === 'input') this.#go(() => this.#run.next(this.#taken()));
  }

  /** Ctrl-C. */
  interrupt(): void {
    if (!this.#over) this.#go(() => this.#run.throw(new Interrupted()));
  }

  stop(): void {
    this.#over = true;
    this.#waits = undefined;
  }

  #taken(): string | undefined {
    const text = this.#heard;
    this.#heard = '';
    return text === '' && this.#closed ? undefined : text;
  }

  #go(begin: () => IteratorResult<unknown, ExitCode>): void {
    this.#waits = undefined;
    try {
      let step = begin();
      while (step.done !== true && !this.#over) {
        const reply = this.#answer(step.value as { readonly type: string });
        if (this.#waits !== undefined) return;
        step = this.#run.next(reply);
      }
      if (step.done === true) this.#end(step.value);
    } catch (trouble) {
      if (!(trouble instanceof Interrupted)) throw trouble;
      this.#end(interruptedCode);
    }
  }

  #end(code: ExitCode): void {
    if (this.#over) return;
    this.#over = true;
    this.#owner.ended(code);
  }

  #answer(effect: { readonly type: string; readonly text?: string; readonly ms?: number }): unknown {
    const { text = '' } = effect;
    switch (effect.type) {
      case 'out':
      case 'err':
        this.#said += text.length;
        if (this.#said > limits.terminalOutputBytesMax) this.#end(141);
        else this.#owner[effect.type](text);
        return undefined;
      case 'prompt':
      case 'read':
        this.#owner.out(text);
        if (this.#heard !== '' || this.#closed) return this.#taken();
        this.#waits = 'input';
        this.#owner.rests();
        return undefined;
      case 'next':
        this.#waits = 'time';
        if (effect.ms === undefined) return undefined;
        this.#owner.later(() => {
          if (this.#waits === 'time') this.#go(() => this.#run.next('timeout'));
        }, effect.ms);
        return undefined;
      case 'now':
        return this.#owner.now();
      case 'clear':
        this.#owner.out('\u001b[H\u001b[2J');
        return undefined;
      default:
        return { trouble: 'no-such-host' };
    }
  }
}
