// The shape of a command line once read: lists of pipelines of commands, words still to be expanded.
// A small part of the POSIX shell language. Deliberately absent: functions, loops, conditions, background jobs.

/** A piece of a word. Quoted pieces are never split into fields and never match file names. */
export type Piece =
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly type: 'variable'; readonly name: string; readonly fallback?: string; readonly quoted: boolean }
  | { readonly type: 'command'; readonly script: Script; readonly quoted: boolean };

export type Word = readonly Piece[];

export interface Redirection {
  /** The stream of the command: 0 in, 1 out, 2 errors. */
  readonly from: 0 | 1 | 2;
  readonly kind: 'read' | 'write' | 'append' | 'here' | 'same';
  /** A file name, or the text of a here-document; for `same` nothing: 1 joins 2, 2 joins 1. */
  readonly word: Word;
}

export interface Command {
  readonly assignments: readonly { readonly name: string; readonly word: Word }[];
  readonly words: readonly Word[];
  readonly redirections: readonly Redirection[];
}

/** Commands whose output feeds the next. */
export type Pipeline = readonly Command[];

export interface Step {
  /** When it runs: always, or going by the exit code of the one before. */
  readonly when: 'always' | 'succeeded' | 'failed';
  readonly pipeline: Pipeline;
}

export type Script = readonly Step[];

export type Parsed =
  | { readonly script: Script }
  /** The text ends inside something: a quote, a here-document, a pipe. */
  | { readonly incomplete: true; readonly error: string }
  | { readonly error: string };
