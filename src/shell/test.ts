// What `test`, `[ ]` and `[[ ]]` say of their words. Source: POSIX test(1); bash for `[[ ]]`.
import type { Files } from './files.ts';
import { matches, type Pattern } from './glob.ts';
import { compile, expressionOf } from './programs/pattern.ts';
import { ShellTrouble } from './state.ts';

export interface TestSetting {
  readonly files: Files;
  readonly pathOf: (name: string) => string;
  /** `[[ ]]`: what stands right of `=` is a pattern, `<` and `>` compare, `&&` and `||` join. */
  readonly isExtended: boolean;
  /** Hears what an expression right of `=~` found: all of it, then its groups; nothing where it does not fit. */
  readonly onMatch?: (groups: readonly string[]) => void;
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

const binary = new Set(['=', '==', '!=', '=~', '<', '>', ...Object.keys(comparisons)]);

export function isTrue(words: readonly Pattern[], setting: TestSetting): boolean {
  const test = new Test(words, setting);
  return test.whole();
}

class Test {
  readonly #words: readonly Pattern[];
  readonly #setting: TestSetting;
  #at = 0;

  constructor(words: readonly Pattern[], setting: TestSetting) {
    this.#words = words;
    this.#setting = setting;
  }

  whole(): boolean {
    if (this.#words.length === 0) return false;
    const result = this.#or();
    if (this.#at < this.#words.length) throw new ShellTrouble(`${this.#text()}: unexpected operator`);
    return result;
  }

  #text(offset = 0): string | undefined {
    return this.#words[this.#at + offset]?.text;
  }

  #or(): boolean {
    let result = this.#and();
    while (this.#text() === '-o' || this.#text() === '||') {
      this.#at += 1;
      const right = this.#and();
      result ||= right;
    }
    return result;
  }

  #and(): boolean {
    let result = this.#not();
    while (this.#text() === '-a' || this.#text() === '&&') {
      this.#at += 1;
      const right = this.#not();
      result &&= right;
    }
    return result;
  }

  #not(): boolean {
    if (this.#text() !== '!' || this.#text(1) === undefined || binary.has(this.#text(1) ?? ''))
      return this.#one();
    this.#at += 1;
    return !this.#not();
  }

  #one(): boolean {
    const first = this.#text();
    if (first === undefined) throw new ShellTrouble('argument expected');
    const operator = this.#text(1) ?? '';
    const second = this.#words[this.#at + 2];
    if (binary.has(operator) && second !== undefined) {
      this.#at += 3;
      return this.#compared(first, operator, second);
    }
    if (first === '(') {
      this.#at += 1;
      const result = this.#or();
      if (this.#text() !== ')') throw new ShellTrouble("`)' expected");
      this.#at += 1;
      return result;
    }
    const operand = this.#text(1);
    if (
      /^-[a-zA-Z]$/.test(first) &&
      operand !== undefined &&
      !['-a', '-o', '&&', '||', ')'].includes(operand)
    ) {
      this.#at += 2;
      return this.#unary(first, operand);
    }
    this.#at += 1;
    return first !== '';
  }

  #compared(first: string, operator: string, second: Pattern): boolean {
    const { isExtended } = this.#setting;
    const compare = comparisons[operator];
    if (compare !== undefined) {
      const [a, b] = [first, second.text].map((text) => {
        if (!/^\s*[-+]?\d{1,15}\s*$/.test(text))
          throw new ShellTrouble(`${text}: integer expression expected`);
        return Number(text);
      });
      return compare(a ?? 0, b ?? 0);
    }
    switch (operator) {
      case '<':
        return first < second.text;
      case '>':
        return first > second.text;
      case '=~':
        return this.#fits(first, second);
    }
    const isSame = isExtended ? matches(first, second) : first === second.text;
    return isSame !== (operator === '!=');
  }

  #fits(text: string, pattern: Pattern): boolean {
    const found = compile(expressionOf(unquoted(pattern), { extended: true }), { extended: true });
    if (found === undefined) throw new ShellTrouble(`${pattern.text}: syntax error in regular expression`);
    const matcher = found.matcher(text);
    const isFound = matcher.find();
    const groups = isFound
      ? Array.from({ length: matcher.groupCount() + 1 }, (_, at) => matcher.group(at))
      : [];
    this.#setting.onMatch?.(groups.map((group) => group ?? ''));
    return isFound;
  }

  #unary(operator: string, operand: string): boolean {
    const { files, pathOf } = this.#setting;
    const text = (): string | undefined => files.read(pathOf(operand));
    const isFolder = (): boolean => files.isFolder(pathOf(operand));
    switch (operator) {
      case '-n':
        return operand !== '';
      case '-z':
        return operand === '';
      case '-d':
        return isFolder();
      case '-f':
        return text() !== undefined;
      case '-s':
        return isFolder() || (text() ?? '') !== '';
      case '-e':
      case '-r':
      case '-w':
      case '-x':
        return isFolder() || text() !== undefined;
      default:
        return false;
    }
  }
}

/** The expression in which what was quoted stands for itself. */
function unquoted({ text, live }: Pattern): string {
  return [...text]
    .map((character, at) =>
      live[at] !== '*' && /[\\^$.|?*+()[\]{}]/.test(character) ? `\\${character}` : character,
    )
    .join('');
}
