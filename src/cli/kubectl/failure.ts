// How a command of kubectl fails: thrown anywhere below it, caught at its one exit and put into kubectl's words there.
// Source: kubectl pkg/cmd/util/helpers.go.
import { Interrupted, next, type ConnectionTrouble, type Run } from '../effect.ts';
import { quoteGo } from '../../std/go-quote.ts';

export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** What the API server says of a request that it did not do. */
export interface Status {
  readonly message: string;
  readonly reason: string;
  readonly code: number;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly uid?: string;
    readonly causes?: readonly StatusCause[];
  };
}

/** Something is wrong with what was asked; the message comes after `error: `. */
export class Failure extends Error {
  /** What the command had printed by then. */
  readonly printed: string;

  constructor(message: string, printed = '') {
    super(message);
    this.printed = printed;
  }
}

/** The message stands as it is. */
export class PlainFailure extends Error {}

/** A failure that has been told already. */
export class SilentFailure extends Error {
  readonly code: number;

  constructor(code = 1) {
    super('');
    this.code = code;
  }
}

/**
 * Where kubectl watches, it hears the interrupt itself and ends with 1, not with the signal's 130.
 * Source: kubectl pkg/util/interrupt.
 */
export function* ownInterrupt<T>(run: Run<T>): Run<T> {
  try {
    return yield* run;
  } catch (trouble) {
    throw trouble instanceof Interrupted ? new SilentFailure(1) : trouble;
  }
}

/** Waits until Ctrl-C, for a command whose end that is, and no failure. */
export function* untilInterrupt(): Run<void> {
  try {
    for (;;) yield* next([]);
  } catch (trouble) {
    if (!(trouble instanceof Interrupted)) throw trouble;
  }
}

/** A refusal of the API server. */
export class StatusFailure extends Error {
  readonly status: Status;

  constructor(status: Status) {
    super(status.message);
    this.status = status;
  }
}

/** No answer came from the server. */
export class ConnectionFailure extends Error {
  readonly trouble: ConnectionTrouble;
  readonly host: string;

  /** @param asked `Get "https://..."`: what was asked, as Go's url.Error says it */
  constructor(trouble: ConnectionTrouble, host: string, asked = '') {
    super(`${asked === '' ? '' : `${asked}: `}${networkSentence(trouble, host)}`);
    this.trouble = trouble;
    this.host = host;
  }
}

/** Several at once. */
export class Failures extends Error {
  readonly all: readonly Error[];

  constructor(all: readonly Error[]) {
    super(all.length === 1 ? (all[0] as Error).message : `[${all.map(({ message }) => message).join(', ')}]`);
    this.all = all;
  }
}

/** What Go's net and crypto/tls say. */
export function networkSentence(trouble: ConnectionTrouble, host: string): string {
  const name = host.replace(/:\d+$/, '');
  switch (trouble) {
    case 'no-such-host':
      return `dial tcp: lookup ${name}: no such host`;
    case 'connection-refused':
      return `dial tcp ${host.replace(/^localhost(?=:|$)/, '127.0.0.1')}: connect: connection refused`;
    case 'unknown-authority':
      return 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
  }
}

/** Throws what has gathered, if anything has. */
export function throwAll(failures: readonly Error[]): void {
  const [first] = failures;
  if (failures.length === 1) throw first;
  if (failures.length > 1) throw new Failures(failures);
}

/** The same where kubectl takes even one for a list, and says no `error:` before it. */
export function throwList(failures: readonly Error[]): void {
  throwAll(failures.map((each) => (each instanceof Failure ? new PlainFailure(each.message) : each)));
}

/** `verb` and the place that something came from, put before a failure's message. */
export function withSource(verb: string, source: string, failure: Error): Error {
  if (source === '') return failure;
  const message = `error when ${verb} ${quoteGo(source)}: ${failure.message}`;
  return failure instanceof StatusFailure
    ? new StatusFailure({ ...failure.status, message })
    : new Failure(message);
}

export function isNotFound(failure: unknown): failure is StatusFailure {
  return failure instanceof StatusFailure && failure.status.reason === 'NotFound';
}

export function isConflict(failure: unknown): failure is StatusFailure {
  return failure instanceof StatusFailure && failure.status.reason === 'Conflict';
}

/** Whether this is a failure of what was asked, and not a fault of ours. */
export function isExpected(failure: unknown): failure is Error {
  return [Failure, PlainFailure, SilentFailure, StatusFailure, ConnectionFailure, Failures].some(
    (type) => failure instanceof type,
  );
}

function standard(failure: Error): string | undefined {
  if (failure instanceof StatusFailure) {
    const { reason } = failure.status;
    if (reason === 'Unauthorized') return `error: You must be logged in to the server (${failure.message})`;
    return reason === ''
      ? `Error from server: ${failure.message}`
      : `Error from server (${reason}): ${failure.message}`;
  }
  if (failure instanceof ConnectionFailure) {
    return failure.trouble === 'connection-refused'
      ? `The connection to the server ${failure.host} was refused - did you specify the right host or port?`
      : `Unable to connect to the server: ${networkSentence(failure.trouble, failure.host)}`;
  }
  return undefined;
}

function messageOf(failure: Error): string {
  return standard(failure) ?? failure.message;
}

function invalid({ details, message }: Status): string {
  if (details === undefined) return `The request is invalid${message === '' ? '' : `: ${message}`}`;
  const { kind = '', name = '', causes = [] } = details;
  const named = kind !== '' || name !== '';
  const subject = named
    ? `The ${kind} ${quoteGo(name)} is invalid`
    : causes.length === 0 && message !== ''
      ? `The request is invalid: ${message}`
      : 'The request is invalid';
  const said = [...new Set(causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
  if (said.length === 0) return subject;
  if (said.length === 1) return `${subject}: ${said[0]}\n`;
  return `${subject}: \n${said.map((cause) => `* ${cause}\n`).join('')}`;
}

/** What is written to the errors of the terminal before the command ends with exit code 1. */
export function report(failure: Error): string {
  const text = reportOf(failure);
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function reportOf(failure: Error): string {
  if (failure instanceof SilentFailure) return '';
  if (failure instanceof Failures) {
    const [only] = failure.all;
    if (failure.all.length === 1 && only !== undefined) return reportOf(only);
    return failure.all.map((each) => `${messageOf(each)}\n`).join('');
  }
  if (
    failure instanceof StatusFailure &&
    failure.status.reason === 'Invalid' &&
    failure.status.code === 422
  ) {
    return invalid(failure.status);
  }
  if (failure instanceof PlainFailure) return failure.message;
  const told = standard(failure);
  if (told !== undefined) return told;
  return failure.message.startsWith('error: ') ? failure.message : `error: ${failure.message}`;
}
