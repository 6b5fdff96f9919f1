// The shape of a script once read: lists of pipelines of commands, words still to be expanded. The POSIX shell language with what
// scripts commonly take from bash: `[[ ]]`, `(( ))`, `function`, `{a,b}`, arrays. Deliberately absent: `select`, `coproc`.

/** What `${name...}` does with a value. */
export interface Parameter {
  /** `#` in front: its length. */
  readonly isLength?: boolean;
  /** `!` in front: the places of an array. */
  readonly isPlaces?: boolean;
  readonly operator?:
    | ':-'
    | '-'
    | ':='
    | '='
    | ':+'
    | '+'
    | ':?'
    | '?'
    | '%'
    | '%%'
    | '#'
    | '##'
    | '/'
    | '//'
    | '^'
    | '^^'
    | ','
    | ',,'
    | ':';
  readonly word?: Word;
}

/** A piece of a word. Quoted pieces are never split into fields and never match file names. */
export type Piece =
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean }
  | {
      readonly type: 'variable';
      readonly name: string;
      /** `[...]` behind the name: one element, by a sum, or all of them. */
      readonly subscript?: Word | '@' | '*';
      readonly parameter?: Parameter;
      /** `${!name}`: of the variable that the value names. */
      readonly isIndirect?: boolean;
      readonly quoted: boolean;
    }
  | {
      readonly type: 'command';
      readonly script: Script;
      readonly quoted: boolean;
      /** `<( )`: line ends at the end stay. */
      readonly isWhole?: boolean;
    }
  | { readonly type: 'arithmetic'; readonly word: Word; readonly quoted: boolean };

export type Word = readonly Piece[];

export interface Redirection {
  /** The stream of the command: 0 in, 1 out, 2 errors, further ones as it likes. */
  readonly from: number;
  readonly kind: 'read' | 'write' | 'append' | 'here' | 'same';
  /** A file name, or the text of a here-document; for `same` the stream's number, or `-` where it is closed. */
  readonly word: Word;
}

export interface Assignment {
  readonly name: string;
  readonly word: Word;
  /** `name=(...)`: the elements of an array instead of a word. */
  readonly elements?: readonly Word[];
  /** `name[...]=`: of one element. */
  readonly subscript?: Word;
  /** `+=`: what is there goes before. */
  readonly appends: boolean;
}

export interface Simple {
  readonly type: 'simple';
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
}

export interface Branch {
  readonly condition: Script;
  readonly body: Script;
}

export type Compound =
  | { readonly type: 'group'; readonly body: Script }
  | { readonly type: 'subshell'; readonly body: Script }
  | { readonly type: 'if'; readonly branches: readonly Branch[]; readonly otherwise: Script }
  /** Without words over `"$@"`. */
  | {
      readonly type: 'for';
      readonly name: string;
      readonly words: readonly Word[] | undefined;
      readonly body: Script;
    }
  | {
      readonly type: 'count';
      readonly first: Word;
      readonly condition: Word;
      readonly next: Word;
      readonly body: Script;
    }
  | { readonly type: 'while'; readonly until: boolean; readonly condition: Script; readonly body: Script }
  | {
      readonly type: 'case';
      readonly word: Word;
      readonly cases: readonly { readonly patterns: readonly Word[]; readonly body: Script }[];
    }
  | { readonly type: 'function'; readonly name: string; readonly body: Command }
  | { readonly type: 'arithmetic'; readonly word: Word }
  | { readonly type: 'test'; readonly words: readonly Word[] };

export type Command = (Simple | Compound) & { readonly redirections: readonly Redirection[] };

/** Commands whose output feeds the next. */
export interface Pipeline {
  readonly commands: readonly Command[];
  /** `!` in front. */
  readonly negated: boolean;
}

export interface Step {
  /** When it runs: always, or going by the exit code of the one before. */
  readonly when: 'always' | 'succeeded' | 'failed';
  readonly pipeline: Pipeline;
  /** `&` behind: it is not waited for. */
  readonly beside: boolean;
  /** As it was written. */
  readonly text: string;
}

export type Script = readonly Step[];

export type Parsed =
  | { readonly script: Script }
  /** The text ends inside something: a quote, a here-document, a pipe. */
  | { readonly incomplete: true; readonly error: string }
  | { readonly error: string };
