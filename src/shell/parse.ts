// Tokens put together to a script: lists, pipelines, simple and compound commands. Source: POSIX shell command language, 2.10.
import { limits } from '../std/limits.ts';
import { Scanner, SyntaxTrouble, type Token } from './scan.ts';
import type {
  Assignment,
  Branch,
  Command,
  Compound,
  Parsed,
  Pipeline,
  Redirection,
  Script,
  Step,
  Word,
} from './syntax.ts';

/** Reads a text of one or more lines. */
export function parseScript(text: string): Parsed {
  try {
    return { script: scriptOf(text, 0) };
  } catch (trouble) {
    if (!(trouble instanceof SyntaxTrouble)) throw trouble;
    return trouble.incomplete ? { incomplete: true, error: trouble.message } : { error: trouble.message };
  }
}

function scriptOf(text: string, depth: number): Script {
  const scanner = new Scanner(text, (inner) => scriptOf(inner, depth + 1), depth);
  return new Parser(text, scanner).whole();
}

/** What an operator does, and with which stream where no number stands before it. */
const streamOf: Readonly<Record<string, Omit<Redirection, 'word'>>> = {
  '<': { from: 0, kind: 'read' },
  '<&': { from: 0, kind: 'same' },
  '>': { from: 1, kind: 'write' },
  '>|': { from: 1, kind: 'write' },
  '>>': { from: 1, kind: 'append' },
  '>&': { from: 1, kind: 'same' },
  '&>': { from: 1, kind: 'write' },
  '&>>': { from: 1, kind: 'append' },
};

/** `2>&1` */
const errorsToo: Redirection = { from: 2, kind: 'same', word: [{ type: 'text', text: '1', quoted: false }] };

/** Words that end a part of a compound command. */
const closing = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}']);
const absent = new Set(['coproc', 'select']);
const declaring = new Set(['declare', 'local', 'readonly', 'typeset']);

class Parser {
  readonly #text: string;
  readonly #scanner: Scanner;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string, scanner: Scanner) {
    this.#text = text;
    this.#scanner = scanner;
    this.#tokens = scanner.tokens();
  }

  whole(): Script {
    const script = this.#list();
    if (this.#at < this.#tokens.length) throw this.#unexpected();
    return script;
  }

  /** What stands next, where it is an operator or an unquoted word. */
  get #next(): string | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.type === 'here' || token.type === 'arithmetic') return undefined;
    if (token.type === 'operator') return token.text;
    const [piece] = token.word;
    return token.word.length === 1 && piece?.type === 'text' && !piece.quoted ? piece.text : undefined;
  }

  #isOperator(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.type === 'operator' && token.text === text;
  }

  get #isLineBreak(): boolean {
    return this.#isOperator(';') && this.#text[(this.#tokens[this.#at] as Token).at] === '\n';
  }

  #unexpected(): SyntaxTrouble {
    const token = this.#tokens[this.#at];
    if (token === undefined) return new SyntaxTrouble('syntax error: unexpected end of file', true);
    const shown = this.#isLineBreak ? 'newline' : (this.#next ?? this.#text.slice(token.at).split(/\s/)[0]);
    return new SyntaxTrouble(`syntax error near unexpected token \`${shown}'`, false);
  }

  #expect(word: string): void {
    if (this.#next !== word) throw this.#unexpected();
    this.#at += 1;
  }

  #skipLines(): void {
    while (this.#isLineBreak) this.#at += 1;
  }

  /** Commands up to what closes the list, which is left for the caller. */
  #list(): Script {
    this.#depth += 1;
    if (this.#depth > limits.nestingMax) throw new SyntaxTrouble('commands nested too deep', false);
    const steps: Step[] = [];
    let when: Step['when'] = 'always';
    for (;;) {
      this.#skipLines();
      if (this.#tokens[this.#at] === undefined || this.#closes()) break;
      const start = (this.#tokens[this.#at] as Token).at;
      const pipeline = this.#pipeline();
      const beside = this.#isOperator('&');
      const text = this.#text.slice(start, this.#tokens[this.#at]?.at).trim();
      steps.push({ when, pipeline, beside, text });
      when = 'always';
      if (this.#isOperator('&&') || this.#isOperator('||')) {
        when = this.#isOperator('&&') ? 'succeeded' : 'failed';
        this.#at += 1;
        this.#skipLines();
      } else if (beside || this.#isOperator(';')) this.#at += 1;
      else break;
    }
    if (when !== 'always') throw this.#unexpected();
    this.#depth -= 1;
    return steps;
  }

  #closes(): boolean {
    if (this.#isOperator(')') || this.#isOperator(';;')) return true;
    return this.#tokens[this.#at]?.type === 'word' && closing.has(this.#next ?? '');
  }

  /** A list with something in it. */
  #body(): Script {
    const script = this.#list();
    if (script.length === 0) throw this.#unexpected();
    return script;
  }

  #pipeline(): Pipeline {
    let negated = false;
    while (this.#next === '!' && this.#tokens[this.#at]?.type === 'word') {
      this.#at += 1;
      negated = !negated;
    }
    const commands = [this.#command()];
    while (this.#isOperator('|')) {
      this.#at += 1;
      this.#skipLines();
      if (this.#tokens[this.#at] === undefined) throw this.#unexpected();
      commands.push(this.#command());
    }
    return { commands, negated };
  }

  #command(): Command {
    const compound = this.#compound();
    if (compound === undefined) return this.#simple();
    const redirections: Redirection[] = [];
    for (let found = this.#redirection(); found.length > 0; found = this.#redirection())
      redirections.push(...found);
    return { ...compound, redirections };
  }

  #compound(): Compound | undefined {
    const token = this.#tokens[this.#at];
    if (token?.type === 'arithmetic') {
      this.#at += 1;
      return { type: 'arithmetic', word: this.#scanner.arithmetic(token.text) };
    }
    if (this.#isOperator('(')) {
      this.#at += 1;
      const body = this.#body();
      this.#expect(')');
      return { type: 'subshell', body };
    }
    if (token?.type !== 'word') return undefined;
    const name = this.#next ?? '';
    if (absent.has(name))
      throw new SyntaxTrouble(`syntax error at \`${name}': it is not in this shell`, false);
    const reader = this.#readers[name];
    if (reader !== undefined) {
      this.#at += 1;
      return reader();
    }
    const after = this.#tokens[this.#at + 1];
    const isCalled = after?.type === 'operator' && after.text === '(' && !name.endsWith('=');
    return isCalled ? this.#function(name) : undefined;
  }

  readonly #readers: Readonly<Record<string, () => Compound>> = {
    __proto__: null as never,
    if: () => this.#if(),
    for: () => this.#for(),
    while: () => this.#while(false),
    until: () => this.#while(true),
    case: () => this.#case(),
    '{': () => {
      const body = this.#body();
      this.#expect('}');
      return { type: 'group', body };
    },
    '[[': () => this.#test(),
    function: () => this.#function(this.#next ?? ''),
  };

  #function(name: string): Compound {
    if (!/^[\w-]+$/.test(name)) throw this.#unexpected();
    this.#at += 1;
    if (this.#isOperator('(')) {
      this.#at += 1;
      this.#expect(')');
    }
    this.#skipLines();
    return { type: 'function', name, body: this.#command() };
  }

  #if(): Compound {
    const branches: Branch[] = [];
    let otherwise: Script = [];
    for (;;) {
      const condition = this.#body();
      this.#expect('then');
      branches.push({ condition, body: this.#body() });
      if (this.#next !== 'elif') break;
      this.#at += 1;
    }
    if (this.#next === 'else') {
      this.#at += 1;
      otherwise = this.#body();
    }
    this.#expect('fi');
    return { type: 'if', branches, otherwise };
  }

  #while(until: boolean): Compound {
    const condition = this.#body();
    return { type: 'while', until, condition, body: this.#doGroup() };
  }

  #doGroup(): Script {
    this.#expect('do');
    const body = this.#body();
    this.#expect('done');
    return body;
  }

  #for(): Compound {
    const token = this.#tokens[this.#at];
    if (token?.type === 'arithmetic') {
      this.#at += 1;
      const [first = '', condition = '', next = ''] = token.text.split(';');
      const word = (text: string): Word => this.#scanner.arithmetic(text);
      if (this.#isOperator(';')) this.#at += 1;
      this.#skipLines();
      const parts = { first: word(first), condition: word(condition), next: word(next) };
      return { type: 'count', ...parts, body: this.#doGroup() };
    }
    const name = this.#next ?? '';
    if (!/^[A-Za-z_]\w*$/.test(name)) throw this.#unexpected();
    this.#at += 1;
    this.#skipLines();
    let words: Word[] | undefined;
    if (this.#next === 'in') {
      this.#at += 1;
      words = this.#words();
    }
    if (this.#isOperator(';')) this.#at += 1;
    this.#skipLines();
    return { type: 'for', name, words, body: this.#doGroup() };
  }

  #words(): Word[] {
    const words: Word[] = [];
    for (let token = this.#tokens[this.#at]; token?.type === 'word'; token = this.#tokens[this.#at]) {
      words.push(token.word);
      this.#at += 1;
    }
    return words;
  }

  #case(): Compound {
    const [word] = this.#tokens[this.#at]?.type === 'word' ? [this.#word()] : [];
    if (word === undefined) throw this.#unexpected();
    this.#skipLines();
    this.#expect('in');
    const cases: { patterns: Word[]; body: Script }[] = [];
    for (this.#skipLines(); this.#next !== 'esac'; this.#skipLines()) {
      if (this.#isOperator('(')) this.#at += 1;
      const patterns = [this.#word()];
      while (this.#isOperator('|')) {
        this.#at += 1;
        patterns.push(this.#word());
      }
      this.#expect(')');
      cases.push({ patterns, body: this.#list() });
      if (!this.#isOperator(';;')) break;
      this.#at += 1;
    }
    this.#expect('esac');
    return { type: 'case', word, cases };
  }

  /** `[[ ... ]]`: operators of the shell are words in it. */
  #test(): Compound {
    const words: Word[] = [];
    while (this.#next !== ']]') {
      const token = this.#tokens[this.#at];
      if (token?.type === 'word') words.push(token.word);
      else if (token?.type === 'operator' && !this.#isOperator(';'))
        words.push([{ type: 'text', text: token.text, quoted: false }]);
      else throw this.#unexpected();
      this.#at += 1;
    }
    this.#at += 1;
    return { type: 'test', words };
  }

  #word(): Word {
    const token = this.#tokens[this.#at];
    if (token?.type !== 'word') throw this.#unexpected();
    this.#at += 1;
    return token.word;
  }

  /** The redirections that one operator stands for; none where there is no such operator. */
  #redirection(): readonly Redirection[] {
    const token = this.#tokens[this.#at];
    if (token?.type === 'here') {
      this.#at += 1;
      return [{ from: 0, kind: 'here', word: token.word }];
    }
    if (token?.type !== 'operator') return [];
    const [, number = '', operator = ''] = /^(\d?)(.*)$/.exec(token.text) ?? [];
    const usual = Object.hasOwn(streamOf, operator) ? streamOf[operator] : undefined;
    const isText = operator === '<<<';
    const stream = usual === undefined || number === '' ? usual : { ...usual, from: Number(number) };
    if (stream === undefined && !isText) return [];
    this.#at += 1;
    if (this.#tokens[this.#at] === undefined)
      throw new SyntaxTrouble("syntax error near unexpected token `newline'", false);
    const word = this.#word();
    if (stream === undefined)
      return [
        { from: Number(number), kind: 'here', word: [...word, { type: 'text', text: '\n', quoted: true }] },
      ];
    // `>& file` is what `&> file` is.
    const [piece] = word;
    if (token.text === '>&' && piece?.type === 'text' && !/^(?:\d|-$)/.test(piece.text))
      return [{ from: 1, kind: 'write', word }, errorsToo];
    return [{ ...stream, word }, ...(operator.startsWith('&') ? [errorsToo] : [])];
  }

  #simple(): Command {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    const start = this.#at;
    for (;;) {
      const found = this.#redirection();
      if (found.length > 0) {
        redirections.push(...found);
        continue;
      }
      if (this.#tokens[this.#at]?.type !== 'word') break;
      const { end } = this.#tokens[this.#at] as Extract<Token, { readonly type: 'word' }>;
      const word = this.#word();
      const assignment =
        words.length === 0 || isDeclaring(words) ? assignmentOf(word, this.#scanner) : undefined;
      const whole = assignment === undefined ? undefined : this.#withElements(assignment, end);
      if (whole === undefined || (words.length > 0 && whole.elements === undefined)) words.push(word);
      else assignments.push(whole);
    }
    if (this.#at === start || this.#isOperator('(')) throw this.#unexpected();
    return { type: 'simple', assignments, words, redirections };
  }

  /** `NAME=(...)`: what stands between the brackets that follow at once. */
  #withElements(assignment: Assignment, end: number): Assignment {
    if (assignment.word.length > 0 || !this.#isOperator('(') || this.#tokens[this.#at]?.at !== end)
      return assignment;
    this.#at += 1;
    const elements: Word[] = [];
    for (this.#skipLines(); !this.#isOperator(')'); this.#skipLines()) {
      if (this.#tokens[this.#at]?.type !== 'word') throw this.#unexpected();
      elements.push(this.#word());
    }
    this.#at += 1;
    return { ...assignment, elements };
  }
}

/** `declare -a NAME=(...)`: commands that take arrays as they are assigned. */
function isDeclaring([first]: readonly Word[]): boolean {
  const [piece] = first ?? [];
  return piece?.type === 'text' && declaring.has(piece.text);
}

/** `NAME=value` in front of a command, `NAME+=value`, `NAME[place]=value`. */
function assignmentOf(word: Word, scanner: Scanner): Assignment | undefined {
  const [first, ...others] = word;
  if (first?.type !== 'text' || first.quoted) return undefined;
  const match = /^([A-Za-z_][A-Za-z0-9_]*)(?:\[([^\]]*)\])?(\+?)=([^]*)$/.exec(first.text);
  if (match === null) return placedByVariable(word);
  const [, name = '', place, plus, value = ''] = match;
  const rest: Word = value === '' ? others : [{ type: 'text', text: value, quoted: false }, ...others];
  const subscript = place === undefined ? {} : { subscript: scanner.arithmetic(place) };
  return { name, word: rest, appends: plus === '+', ...subscript };
}

/** `NAME[$i]=value`, where the place is no text. */
function placedByVariable([first, place, third, ...others]: Word): Assignment | undefined {
  const [, name] = /^([A-Za-z_][A-Za-z0-9_]*)\[$/.exec(first?.type === 'text' ? first.text : '') ?? [];
  const after = third?.type === 'text' && !third.quoted ? /^\](\+?)=([^]*)$/.exec(third.text) : null;
  if (name === undefined || place === undefined || after === null) return undefined;
  const [, plus, value = ''] = after;
  const word: Word = value === '' ? others : [{ type: 'text', text: value, quoted: false }, ...others];
  return { name, word, appends: plus === '+', subscript: [place] };
}
