// What a command of kubectl is: a name, flags, perhaps commands below it, and what it does.
import type { ExitCode, Run } from '../effect.ts';
import type { Candidate, Session } from '../../shell/program.ts';
import { Failure } from './failure.ts';
import type { Client } from './api/client.ts';
import type { Flag, FlagValues } from './flags/flag.ts';

/** One call of a command. */
export interface Call {
  /** `kubectl rollout status`. */
  readonly path: string;
  readonly args: readonly string[];
  readonly flags: FlagValues;
  readonly session: Session;
  /** Whom to talk to; reads the kubeconfig when it is first used. */
  readonly client: Client;
  /** Names of programs that are commands of kubectl. */
  readonly plugins: readonly string[];
  /** How many arguments stand before a lone `--`. */
  readonly dashAt: number | undefined;
}

/** What the last word of a command line may be, given the words before it; undefined where a file is wanted. */
export type Complete = (
  words: readonly string[],
  client: Client,
  session: Session,
) => Run<readonly Candidate[] | undefined>;

export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line, in our own words. */
  readonly summary: string;
  /** Behind the name in the usage line. */
  readonly usage?: string;
  readonly examples?: readonly string[];
  readonly flags?: readonly Flag[];
  readonly commands?: readonly Command[];
  /** How it ends without a command below it: what it is for is told all the same. */
  readonly alone?: { readonly stream: 'out' | 'err'; readonly code: ExitCode };
  /** Words that people try instead. */
  readonly suggestedFor?: readonly string[];
  /** The exit code where it fails, or is not called as it has to be; 1 unless said. */
  readonly failureCode?: ExitCode;
  readonly run?: (call: Call) => Run<ExitCode | void>;
  readonly complete?: Complete;
}

/** A mistake in how the command was called. */
export function usageFailure(call: Call, message: string): Failure {
  return new Failure(`${message}\nSee '${call.path} -h' for help and examples`);
}

/** The one name that a command wants. */
export function onlyName(call: Call): string {
  const [name] = call.args;
  if (call.args.length !== 1 || name === undefined) {
    throw usageFailure(call, `exactly one NAME is required, got ${call.args.length}`);
  }
  return name;
}
