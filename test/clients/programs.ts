// Programs that tests run. A small process of its own starts them: to fork this one, grown by its worlds to a gigabyte, takes 40 ms
// of a processor each time.
import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of its environment; without it, that of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** After so long it is killed, with all that it started. */
  readonly timeoutMs?: number;
  /** What it reads to the end; it reads nothing without it. */
  readonly input?: string;
}

export interface Started {
  /** What it printed until now. */
  readonly out: () => string;
  readonly err: () => string;
  readonly hasEnded: () => boolean;
  /** Called each time that it printed something. */
  readonly onOutput: (listener: () => void) => void;
  /** Signals it and what it started. */
  readonly kill: (signal: NodeJS.Signals) => void;
  /** The exit code, the signal's name where one ended it. Rejects where it could not be started. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

interface News {
  readonly id: number;
  readonly out?: Uint8Array;
  readonly err?: Uint8Array;
  readonly ended?: number | NodeJS.Signals;
  readonly failed?: string;
}

let starter: ChildProcess | undefined;
let programs = 0;
const listeners = new Map<number, (news: News) => void>();

/** The process that starts them; it goes when this one goes, and what it started goes with it. */
function theStarter(): ChildProcess {
  if (starter !== undefined) return starter;
  // By the package's name for it: in a bundle this module lies elsewhere.
  const path = createRequire(import.meta.url).resolve('#programs-process');
  starter = fork(path, [], { serialization: 'advanced', execArgv: [] });
  starter.on('message', (news) => listeners.get((news as News).id)?.(news as News));
  starter.unref();
  starter.channel?.unref();
  return starter;
}

export function startProgram({ input = '', ...program }: Program): Started {
  const id = ++programs;
  const printed = { out: [] as Uint8Array[], err: [] as Uint8Array[] };
  const text = (pieces: readonly Uint8Array[]) => Buffer.concat(pieces).toString();
  const outputListeners: (() => void)[] = [];
  let over = false;
  const process = theStarter();
  // A test that waits for a program keeps its process, whatever else it waits for.
  process.channel?.ref();
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    listeners.set(id, (news) => {
      if (news.out !== undefined) printed.out.push(news.out);
      if (news.err !== undefined) printed.err.push(news.err);
      if (news.failed !== undefined) reject(new Error(news.failed));
      if (news.ended !== undefined) resolve(news.ended);
      if (news.ended !== undefined || news.failed !== undefined) {
        over = true;
        listeners.delete(id);
        if (listeners.size === 0) process.channel?.unref();
      }
      for (const listener of outputListeners) listener();
    });
  });
  process.send({ id, program, input });
  return {
    out: () => text(printed.out),
    err: () => text(printed.err),
    hasEnded: () => over,
    onOutput: (listener) => void outputListeners.push(listener),
    kill: (signal) => void process.send({ id, signal }),
    ended,
  };
}
