// What a program asks of whoever runs it, as plain data: programs are generators that yield effects and get their answers
// back. Nothing here waits, so the same program runs in the page, in a container, in a test and in simulated time.
// Deliberately absent: promises, callbacks, servers.

/** What any program may ask. */
export type OwnEffect =
  | { readonly type: 'out'; readonly text: string }
  | { readonly type: 'err'; readonly text: string }
  /** To a stream beyond those two, which somebody further out has opened. */
  | { readonly type: 'further'; readonly number: number; readonly text: string }
  /** A piece of standard input: answered with text, or with undefined at its end. */
  | { readonly type: 'read' }
  /** A line from the person, whom the text asks for it: answered with it, or with undefined when they end the input. */
  | {
      readonly type: 'prompt';
      readonly text: string;
      readonly secret: boolean;
      /** Lines that they may take up again, oldest first. */
      readonly history?: readonly string[];
    }
  /** Waits for the next frame of any of the streams, at most so many milliseconds. */
  | { readonly type: 'next'; readonly streams: readonly number[]; readonly ms?: number }
  /** Answered with the simulated milliseconds since the Unix epoch. */
  | { readonly type: 'now' }
  | { readonly type: 'clear' };

/** What only programs of the terminal ask; the shell hands it on as it is. */
export interface ForeignEffect {
  readonly type: 'request' | 'open' | 'close' | 'tell' | 'edit';
}

export type Effect = OwnEffect | ForeignEffect;

/** A program, or a part of one, under way. */
export type Run<T, E = Effect> = Generator<E, T, unknown>;

/** 0 is success. */
export type ExitCode = number;

export function* out(text: string): Run<void, OwnEffect> {
  if (text !== '') yield { type: 'out', text };
}

export function* err(text: string): Run<void, OwnEffect> {
  if (text !== '') yield { type: 'err', text };
}

export function* read(): Run<string | undefined, OwnEffect> {
  return (yield { type: 'read' }) as string | undefined;
}

/** All of standard input. */
export function* readAll(): Run<string, OwnEffect> {
  let text = '';
  for (let piece = yield* read(); piece !== undefined; piece = yield* read()) text += piece;
  return text;
}

/** The next line of standard input without its line break, or undefined at the end; what came along with it is lost. */
export function* readLine(): Run<string | undefined, OwnEffect> {
  let text = '';
  while (!text.includes('\n')) {
    const piece = yield* read();
    if (piece === undefined) return text === '' ? undefined : text;
    text += piece;
  }
  return text.slice(0, text.indexOf('\n'));
}

/** The lines of standard input as they come, without their line breaks. */
export function* readLines<E>(onLine: (line: string) => Run<boolean, E>): Run<void, OwnEffect | E> {
  let rest = '';
  for (let piece = yield* read(); piece !== undefined; piece = yield* read()) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (!(yield* onLine(line))) return;
  }
  if (rest !== '') yield* onLine(rest);
}

export function* prompt(
  text: string,
  secret = false,
  history: readonly string[] = [],
): Run<string | undefined, OwnEffect> {
  return (yield { type: 'prompt', text, secret, history }) as string | undefined;
}

export function* now(): Run<number, OwnEffect> {
  return (yield { type: 'now' }) as number;
}

/** Lets so many milliseconds go by. */
export function* pause(ms: number): Run<void, OwnEffect> {
  yield { type: 'next', streams: [], ms };
}

/** Thrown into a program when the person presses Ctrl-C; the shell catches it, and programs with their own answer to it. */
export class Interrupted extends Error {}
