// The shell scripts that manifests hold, as a tree: lists, pipelines, if, for, while, until, groups, assignments, redirections.
// Absent: functions, case, here-documents, arrays; a script that has them is not understood and counts as an unknown program.
import { limits } from '../../../../std/limits.ts';
import { NotUnderstood, operators, tokensOf } from './shell-words.ts';

export type Script = readonly Item[];

export interface Item {
  readonly command: Command;
  /** What has to have come of the item before it. */
  readonly after: 'any' | 'success' | 'failure';
}

export type Command =
  | {
      readonly type: 'simple';
      /** Still quoted: expansion happens when they run. */
      readonly words: readonly string[];
      readonly assignments: readonly (readonly [name: string, value: string])[];
      readonly output: 'log' | 'nowhere';
    }
  | { readonly type: 'pipe'; readonly parts: readonly Command[] }
  | { readonly type: 'not'; readonly command: Command }
  | { readonly type: 'group'; readonly body: Script }
  | { readonly type: 'background'; readonly command: Command }
  | { readonly type: 'if'; readonly branches: readonly Branch[]; readonly otherwise: Script }
  | { readonly type: 'for'; readonly name: string; readonly words: readonly string[]; readonly body: Script }
  | { readonly type: 'while'; readonly until: boolean; readonly condition: Script; readonly body: Script };

interface Branch {
  readonly condition: Script;
  readonly body: Script;
}

const closing = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', '}', ')']);
const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=([^]*)$/;

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  whole(): Script {
    const script = this.#list();
    if (this.#at < this.#tokens.length) throw new NotUnderstood();
    return script;
  }

  get #next(): string | undefined {
    return this.#tokens[this.#at];
  }

  #expect(token: string): void {
    if (this.#next !== token) throw new NotUnderstood();
    this.#at += 1;
  }

  #skipLines(): void {
    while (this.#next === '\n' || this.#next === ';') this.#at += 1;
  }

  #list(): Script {
    this.#depth += 1;
    if (this.#depth > limits.nestingMax) throw new NotUnderstood();
    const items: Item[] = [];
    let after: Item['after'] = 'any';
    for (;;) {
      this.#skipLines();
      if (this.#next === undefined || closing.has(this.#next)) break;
      let command = this.#pipeline();
      if (this.#next === '&') {
        command = { type: 'background', command };
        this.#at += 1;
      }
      items.push({ command, after });
      after = 'any';
      if (this.#next === '&&' || this.#next === '||') {
        after = this.#next === '&&' ? 'success' : 'failure';
        this.#at += 1;
      } else if (
        this.#next !== undefined &&
        ![';', '\n', '&'].includes(this.#next) &&
        !closing.has(this.#next)
      ) {
        if (command.type !== 'background') throw new NotUnderstood();
      }
    }
    this.#depth -= 1;
    return items;
  }

  #pipeline(): Command {
    if (this.#next === '!') {
      this.#at += 1;
      return { type: 'not', command: this.#pipeline() };
    }
    const parts = [this.#command()];
    while (this.#next === '|') {
      this.#at += 1;
      this.#skipLines();
      parts.push(this.#command());
    }
    return parts.length === 1 ? (parts[0] as Command) : { type: 'pipe', parts };
  }

  #command(): Command {
    const token = this.#next;
    if (token === 'if') return this.#if();
    if (token === 'for') return this.#for();
    if (token === 'while' || token === 'until') {
      this.#at += 1;
      const condition = this.#list();
      return { type: 'while', until: token === 'until', condition, body: this.#body() };
    }
    if (token === '{' || token === '(') {
      this.#at += 1;
      const body = this.#list();
      this.#expect(token === '{' ? '}' : ')');
      return { type: 'group', body };
    }
    return this.#simple();
  }

  #body(): Script {
    this.#expect('do');
    const body = this.#list();
    this.#expect('done');
    return body;
  }

  #if(): Command {
    const branches: Branch[] = [];
    let otherwise: Script = [];
    for (let word = this.#next; word === 'if' || word === 'elif'; word = this.#next) {
      this.#at += 1;
      const condition = this.#list();
      this.#expect('then');
      branches.push({ condition, body: this.#list() });
    }
    if (this.#next === 'else') {
      this.#at += 1;
      otherwise = this.#list();
    }
    this.#expect('fi');
    return { type: 'if', branches, otherwise };
  }

  #for(): Command {
    this.#at += 1;
    const name = this.#next ?? '';
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new NotUnderstood();
    this.#at += 1;
    const words: string[] = [];
    if (this.#next === 'in') {
      this.#at += 1;
      for (let word = this.#next as string | undefined; word !== undefined; word = this.#next) {
        if (word === ';' || word === '\n') break;
        words.push(word);
        this.#at += 1;
      }
    }
    this.#skipLines();
    return { type: 'for', name, words, body: this.#body() };
  }

  #simple(): Command {
    const words: string[] = [];
    const assignments: (readonly [string, string])[] = [];
    let output: 'log' | 'nowhere' = 'log';
    for (let token = this.#next; token !== undefined; token = this.#next) {
      if (token === '>' || token === '>>' || token === '<' || /^\d>$/.test(token)) {
        this.#at += 1;
        const target = this.#next ?? '';
        if (token !== '<' && token !== '2>' && !/^\/dev\/(stdout|stderr)$|^\/proc\/1\/fd\/[12]$/.test(target))
          output = 'nowhere';
      } else if (operators.includes(token)) break;
      else {
        const assigned = words.length === 0 ? assignment.exec(token) : null;
        if (assigned !== null) assignments.push([assigned[1] as string, assigned[2] as string]);
        else words.push(token);
      }
      this.#at += 1;
    }
    if (words.length + assignments.length === 0) throw new NotUnderstood();
    if (['case', 'function', 'select'].includes(words[0] as string)) throw new NotUnderstood();
    return { type: 'simple', words, assignments, output };
  }
}

/** The tree of a script; undefined for one that is not understood. */
export function parseScript(text: string): Script | undefined {
  const substitutions = text.match(/\$\(|`/g)?.length ?? 0;
  if (text.length > limits.scriptCharactersMax || substitutions > limits.nestingMax) return undefined;
  try {
    return new Parser(tokensOf(text)).whole();
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}
