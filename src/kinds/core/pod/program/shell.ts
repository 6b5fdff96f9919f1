// Runs a shell script in simulated time: what it prints, when it ends, with which code. A pure function of the script, its
// variables and the moment at which it starts. Every command takes a millisecond, `sleep` what it says.
import { limits } from '../../../../std/limits.ts';
import { isTrue } from './arithmetic.ts';
import { builtins, notFound, stdin, type Command as Builtin } from './commands.ts';
import { compute, expand, type Scope } from './expansion.ts';
import { parseScript, type Command, type Script } from './shell-syntax.ts';

export interface Line {
  readonly afterMs: number;
  readonly text: string;
}

export interface Run {
  readonly lines: readonly Line[];
  /** Undefined: it does not end by itself, or not within the time that was looked at. */
  readonly endsAfterMs: number | undefined;
  readonly exitCode: number;
}

export interface Setting {
  readonly variables: Readonly<Record<string, string>>;
  /** Simulated milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** How far to look. */
  readonly untilMs: number;
  /** Most commands that are run. */
  readonly stepsMax: number;
  /** What a program that nobody knows does: it serves for ever, or works for so long and ends well. */
  readonly unknownMs: number | undefined;
  /** `$0`, `$1` and so on. */
  readonly parameters?: readonly string[];
}

/** Ends the script. */
class Exit {
  readonly code: number;
  constructor(code: number) {
    this.code = code;
  }
}

/** Leaves or goes on with a loop. */
class Jump {
  readonly type: 'break' | 'continue';
  constructor(type: 'break' | 'continue') {
    this.type = type;
  }
}

/** It goes on beyond what is looked at. */
class Endless {}

export class Shell {
  readonly setting: Setting;
  readonly variables: Map<string, string>;
  readonly lines: Line[] = [];
  ms = 0;
  status = 0;
  #steps = 0;
  /** Output that goes to a substitution or a pipe instead of the log. */
  #caught: string | undefined;
  #open = '';
  #written = 0;
  #depth = 0;
  #stops = false;

  readonly #scope: Scope;

  constructor(setting: Setting) {
    this.setting = setting;
    this.variables = new Map(Object.entries(setting.variables));
    this.#scope = {
      variables: this.variables,
      parameters: setting.parameters ?? ['sh'],
      status: () => this.status,
      chance: () => (7919 * (this.#steps + 1)) % 32_768,
      output: (script) => this.#catch(() => this.#list(script)),
    };
  }

  get now(): number {
    return this.setting.startedAt + this.ms;
  }

  write(text: string): void {
    this.#written += text.length;
    if (this.#written > limits.logCharactersMax) throw new Endless();
    if (this.#caught !== undefined) {
      this.#caught += text;
      return;
    }
    const pieces = (this.#open + text).split('\n');
    this.#open = pieces.pop() ?? '';
    for (const piece of pieces) this.#line(piece);
  }

  pass(ms: number): void {
    this.ms += ms;
    if (this.ms > this.setting.untilMs) throw new Endless();
  }

  forever(): never {
    throw new Endless();
  }

  exit(code: number): never {
    throw new Exit(code);
  }

  jump(type: 'break' | 'continue'): never {
    throw new Jump(type);
  }

  stopOnFailure(): void {
    this.#stops = true;
  }

  /** Runs one program to its end, or as far as is looked at. */
  program(name: string, args: readonly string[]): Run {
    let ends = true;
    try {
      this.execute(name, args);
    } catch (thrown) {
      if (thrown instanceof Exit) this.status = thrown.code;
      else if (thrown instanceof Endless) ends = false;
      else if (!(thrown instanceof Jump)) throw thrown;
    }
    if (this.#open !== '') this.#line(this.#open);
    return { lines: this.lines, endsAfterMs: ends ? this.ms : undefined, exitCode: this.status };
  }

  #line(text: string): void {
    if (this.lines.length >= limits.logLinesMax) throw new Endless();
    this.lines.push({ afterMs: this.ms, text });
  }

  #list(script: Script): void {
    for (const { command, after } of script) {
      if (after === 'success' && this.status !== 0) continue;
      if (after === 'failure' && this.status === 0) continue;
      this.#command(command);
    }
  }

  #command(command: Command): void {
    switch (command.type) {
      case 'simple':
        return this.#simple(command);
      case 'not':
        this.#command(command.command);
        this.status = this.status === 0 ? 1 : 0;
        return;
      case 'group':
        return this.#list(command.body);
      case 'background': {
        // What runs beside the script is not waited for.
        const { ms } = this;
        try {
          this.#command(command.command);
        } catch (thrown) {
          if (!(thrown instanceof Endless) && !(thrown instanceof Exit)) throw thrown;
        }
        this.ms = ms;
        this.status = 0;
        return;
      }
      case 'pipe':
        return this.#pipe(command.parts);
      case 'if':
        return this.#if(command);
      case 'for':
        for (const word of command.words.flatMap((each) => expand(this.#scope, each))) {
          this.variables.set(command.name, word);
          if (this.#turn(command.body) === 'break') break;
        }
        return;
      case 'while':
        for (;;) {
          this.#step();
          this.#list(command.condition);
          if ((this.status === 0) === command.until) break;
          if (this.#turn(command.body) === 'break') break;
        }
        this.status = 0;
    }
  }

  /** One turn of a loop. */
  #turn(body: Script): 'break' | 'continue' {
    try {
      this.#list(body);
    } catch (thrown) {
      if (thrown instanceof Jump) return thrown.type;
      throw thrown;
    }
    return 'continue';
  }

  #if({ branches, otherwise }: Extract<Command, { type: 'if' }>): void {
    for (const { condition, body } of branches) {
      this.#list(condition);
      if (this.status === 0) {
        this.#list(body);
        return;
      }
    }
    this.status = 0;
    this.#list(otherwise);
  }

  #pipe(parts: readonly Command[]): void {
    let input = '';
    for (const [index, part] of parts.entries()) {
      if (index === parts.length - 1) {
        this.variables.set(stdin, input);
        this.#command(part);
      } else
        input = this.#catch(() => {
          this.variables.set(stdin, input);
          this.#command(part);
        });
    }
    this.variables.delete(stdin);
  }

  #catch(run: () => void): string {
    const outer = this.#caught;
    this.#caught = '';
    try {
      run();
      return this.#caught;
    } finally {
      this.#caught = outer;
    }
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps > this.setting.stepsMax) throw new Endless();
    this.pass(1);
  }

  #simple({ words, assignments, output }: Extract<Command, { type: 'simple' }>): void {
    this.#step();
    for (const [name, value] of assignments)
      this.variables.set(name, this.#bounded(expand(this.#scope, value, false).join(' ')));
    if (words.length === 0) {
      this.status = 0;
      return;
    }
    const first = words[0] as string;
    if (first.startsWith('((')) {
      this.status = compute(this.#scope, first.slice(2, -2)) === 0 ? 1 : 0;
      return;
    }
    const [name = '', ...args] = words.flatMap((word) => expand(this.#scope, this.#bounded(word)));
    if (output === 'nowhere') this.#catch(() => this.execute(name, args));
    else this.execute(name, args);
    if (this.#stops && this.status !== 0) throw new Exit(this.status);
  }

  /** Runs one command whose words are expanded. */
  execute(name: string, args: readonly string[]): void {
    const program = name.slice(name.lastIndexOf('/') + 1);
    if (program === '[' || program === '[[' || program === 'test') {
      this.status = isTrue(args.filter((word) => word !== ']' && word !== ']]')) ? 0 : 1;
      return;
    }
    if (program === 'sh' || program === 'bash' || program === 'ash' || program === 'eval') {
      const script =
        program === 'eval' ? args.join(' ') : args[args.findIndex((arg) => /^-\w*c$/.test(arg)) + 1];
      const parsed =
        program !== 'eval' && !args.some((arg) => /^-\w*c$/.test(arg)) ? [] : parseScript(script ?? '');
      if (parsed === undefined) this.unknown(name);
      else this.#nested(parsed);
      return;
    }
    const builtin: Builtin | undefined = builtins.get(program);
    if (builtin === undefined) this.unknown(name);
    else this.status = builtin(this, args) ?? 0;
  }

  #bounded(text: string): string {
    if (text.length > limits.scriptWordCharactersMax) throw new Endless();
    return text;
  }

  #nested(script: Script): void {
    this.#depth += 1;
    if (this.#depth > limits.nestingMax) throw new Endless();
    this.#list(script);
    this.#depth -= 1;
  }

  /** A program that nobody knows here. */
  unknown(name: string): void {
    if (notFound.test(name)) {
      this.write(`sh: ${name}: not found\n`);
      this.status = 127;
    } else if (this.setting.unknownMs === undefined) this.forever();
    else {
      this.pass(this.setting.unknownMs);
      this.status = 0;
    }
  }
}
