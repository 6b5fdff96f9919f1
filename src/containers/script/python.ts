// The few lines of Python that Jobs in tutorials are written in: import, print, if and else, sys.exit, time.sleep, raise, numbers and
// the environment. Anything else is not understood, and the program counts as an unknown one.
import { evaluate } from '../../shell/arithmetic.ts';
import { ShellTrouble } from '../../shell/state.ts';
import type { Line } from './simulate.ts';

interface Statement {
  readonly indent: number;
  readonly text: string;
}

class Ended {
  readonly code: number;
  constructor(code: number) {
    this.code = code;
  }
}

class NotUnderstood {}

const environmentPattern =
  /(?:os\.environ\.get|os\.getenv)\(\s*["'](\w+)["'](?:\s*,\s*["']?([^"')]*)["']?)?\s*\)|os\.environ\[["'](\w+)["']\]/g;

class Python {
  readonly #statements: readonly Statement[];
  readonly #environment: Readonly<Record<string, string>>;
  readonly #variables = new Map<string, string>();
  readonly lines: Line[] = [];
  ms = 0;

  constructor(source: string, environment: Readonly<Record<string, string>>) {
    this.#environment = environment;
    this.#statements = source
      .split(/\n|;(?=(?:[^"']*["'][^"']*["'])*[^"']*$)/)
      .map((line) => line.replace(/\s+#.*$/, ''))
      .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
      .map((line) => ({ indent: line.search(/\S/), text: line.trim() }));
    // Statements after a semicolon stand where the first of their line stands.
    if (!source.includes('\n')) this.#statements = this.#statements.map(({ text }) => ({ indent: 0, text }));
  }

  run(): void {
    this.#block(0, this.#statements.length);
  }

  #block(from: number, to: number): void {
    let isTaken = false;
    for (let at = from; at < to;) {
      const { text, indent } = this.#statements[at] as Statement;
      let end = at + 1;
      while (end < to && (this.#statements[end] as Statement).indent > indent) end += 1;
      const branch = /^(if|elif|else)\b\s*(.*?):\s*(.*)$/.exec(text);
      if (branch === null) this.#statement(text);
      else {
        const [, word = '', condition = '', rest = ''] = branch;
        if (word === 'if') isTaken = false;
        const goes = !isTaken && (word === 'else' || this.#isTrue(condition));
        if (goes) {
          isTaken = true;
          if (rest !== '') this.#statement(rest);
          this.#block(at + 1, end);
        }
      }
      at = end;
    }
  }

  /** The text with what the environment and the variables say in it. */
  #filled(text: string): string {
    const filled = text.replace(
      environmentPattern,
      (_, name: string | undefined, other: string | undefined, indexed: string | undefined) =>
        `"${this.#environment[name ?? indexed ?? ''] ?? other ?? ''}"`,
    );
    const named = [...this.#variables].reduce(
      (rest, [name, value]) =>
        rest.replace(new RegExp(`\\b${name}\\b(?=(?:[^"]*"[^"]*")*[^"]*$)`, 'g'), value),
      filled,
    );
    return named.replace(/\b(?:int|str)\(\s*"?([^"()]*)"?\s*\)/g, '$1');
  }

  #isTrue(condition: string): boolean {
    const text = this.#filled(condition)
      .replace(/\band\b/g, '&&')
      .replace(/\bor\b/g, '||')
      .replace(/\bnot\b/g, '!');
    const texts = /^["']?([^"'=]*)["']?\s*(==|!=)\s*["']([^"']*)["']$/.exec(text);
    if (texts !== null) return (texts[1] === texts[3]) === (texts[2] === '==');
    return evaluate(text, { get: () => '0', set: () => undefined }) !== 0;
  }

  #statement(text: string): void {
    if (/^(import|from|pass|try|except|finally)\b/.test(text)) return;
    const exit = /^(?:sys\.|os\._)?exit\(\s*(\d*)\s*\)$/.exec(text);
    if (exit !== null) throw new Ended(Number(exit[1] || '0') & 255);
    const sleep = /^(?:time\.)?sleep\(\s*([\d.]+)\s*\)$/.exec(text);
    if (sleep !== null) {
      this.ms += Math.round(Number(sleep[1]) * 1000);
      return;
    }
    if (/^raise\b/.test(text)) {
      this.#print('Traceback (most recent call last):');
      this.#print(text.replace(/^raise\s+(\w+)\(["']?(.*?)["']?\)$/, '$1: $2'));
      throw new Ended(1);
    }
    const printed = /^print\((.*?)(?:,\s*flush\s*=\s*True)?\)$/.exec(text);
    if (printed !== null) {
      this.#print(this.#printed(printed[1] ?? ''));
      return;
    }
    const assigned = /^([A-Za-z_]\w*)\s*=\s*(.+)$/.exec(text);
    if (assigned === null) throw new NotUnderstood();
    this.#variables.set(assigned[1] as string, this.#filled(assigned[2] as string));
  }

  #printed(text: string): string {
    const formatted = /^f["'](.*)["']$/.exec(text);
    if (formatted !== null)
      return (formatted[1] ?? '').replace(/\{([^{}]*)\}/g, (_, inner: string) =>
        this.#filled(inner).replace(/^"|"$/g, ''),
      );
    return (text.match(/"[^"]*"|'[^']*'|[^,"'()]+(?:\([^)]*\))?/g) ?? [])
      .map((part) => part.trim())
      .filter((part) => part !== '' && part !== '+')
      .map((part) => (/^["']/.test(part) ? part.slice(1, -1) : this.#filled(part).replace(/^"|"$/g, '')))
      .join(' ');
  }

  #print(text: string): void {
    this.lines.push({ afterMs: this.ms, text });
  }
}

/** Longer programs are more than a tutorial's. */
const charactersMax = 4_096;

export interface PythonRun {
  readonly lines: readonly Line[];
  readonly endsAfterMs: number | undefined;
  readonly exitCode: number;
}

/** What the program does; undefined where it is not understood. */
export function runPython(
  source: string,
  environment: Readonly<Record<string, string>>,
  untilMs: number,
): PythonRun | undefined {
  if (source.length > charactersMax) return undefined;
  const python = new Python(source, environment);
  let exitCode = 0;
  try {
    python.run();
  } catch (thrown) {
    if (thrown instanceof NotUnderstood || thrown instanceof ShellTrouble) return undefined;
    if (!(thrown instanceof Ended)) throw thrown;
    exitCode = thrown.code;
  }
  return { lines: python.lines, endsAfterMs: python.ms <= untilMs ? python.ms : undefined, exitCode };
}
