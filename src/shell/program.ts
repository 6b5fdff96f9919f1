// What the shell runs: a program by its name, and the session that programs share.
import type { Effect, ExitCode, Run } from './effect.ts';
import type { Files } from './files.ts';

export interface FileOwner {
  readonly user: string;
  readonly group: string;
  /** Of a folder. */
  readonly mode: string;
  /** Of a file, where it is not the usual one. */
  readonly fileMode?: string;
  /** Where it leads to, where it is a link. */
  readonly link?: string;
}

/** What lasts from one command line to the next. */
export interface Session {
  readonly files: Files;
  /** Exported variables, HOME and KUBECONFIG among them. */
  readonly environment: Map<string, string>;
  /** The working folder. */
  folder: string;
  /** Lines of the person, oldest first; kept by the caller. */
  readonly history: () => readonly string[];
  /** What programs remember of a server until the session ends, by program and server. */
  readonly memory: Map<string, unknown>;
  /** Whose a path is, where that is known; else all is root's. */
  readonly ownerOf?: (path: string) => FileOwner;
  /** Shells inside each other. */
  readonly depth?: number;
}

/** A proposal for completion: what the word becomes, and what to show where that is not the same. */
export interface Candidate {
  readonly text: string;
  /** Set where the word goes on: a folder, or a flag that wants a value. */
  readonly open?: boolean;
}

export interface Program<E = Effect> {
  readonly name: string;
  /** One line for `help`. */
  readonly summary: string;
  readonly run: (args: readonly string[], session: Session) => Run<ExitCode, E>;
  /** What the last of the words may become; `undefined` leaves it to file names. */
  readonly complete?: (
    words: readonly string[],
    session: Session,
  ) => Run<readonly Candidate[] | undefined, E>;
}

/** The home folder of the session. */
export function homeOf(session: Session): string {
  return session.environment.get('HOME') ?? '/';
}
