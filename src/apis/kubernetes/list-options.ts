// The options of a list or a watch, read from the query and checked as the API server checks them, in its words.
// Source: apimachinery pkg/apis/meta/internalversion/validation.
import { Causes } from '../../store/causes.ts';
import { badRequest, invalid, Refusal } from '../../store/refusal.ts';
import type { Query } from './query.ts';

export interface ListOptions {
  readonly watch: boolean;
  /** Zero for no bound. */
  readonly limit: number;
  readonly continue: string;
  readonly resourceVersion: string;
  readonly match: '' | 'Exact' | 'NotOlderThan';
  readonly sendInitialEvents: boolean | undefined;
  readonly bookmarks: boolean;
  readonly timeoutSeconds: number;
}

export function listOptions(query: Query, watch: boolean): ListOptions {
  const sendInitialEvents =
    query.get('sendInitialEvents') === undefined ? undefined : query.flag('sendInitialEvents');
  const options = {
    watch,
    limit: Math.max(0, query.integer('limit') ?? 0),
    continue: query.get('continue') ?? '',
    resourceVersion: query.get('resourceVersion') ?? '',
    match: query.get('resourceVersionMatch') ?? '',
    sendInitialEvents,
    bookmarks: query.flag('allowWatchBookmarks'),
    timeoutSeconds: query.integer('timeoutSeconds') ?? 0,
  };
  const causes = new Causes();
  if (watch) checkWatch(options, causes);
  else checkList(options, causes);
  if (causes.list.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', causes.list);
  return options as ListOptions;
}

type Unchecked = Omit<ListOptions, 'match'> & { readonly match: string };

const matchField = 'resourceVersionMatch';

function checkList(options: Unchecked, causes: Causes): void {
  const { match, resourceVersion } = options;
  if (match !== '') {
    if (resourceVersion === '') {
      causes.forbidden(matchField, 'resourceVersionMatch is forbidden unless resourceVersion is provided');
    }
    if (options.continue !== '') {
      causes.forbidden(matchField, 'resourceVersionMatch is forbidden when continue is provided');
    }
    if (match !== 'Exact' && match !== 'NotOlderThan') {
      causes.notSupported(matchField, match, ['Exact', 'NotOlderThan', '']);
    }
    if (match === 'Exact' && resourceVersion === '0') {
      causes.forbidden(matchField, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
    }
  }
  if (options.sendInitialEvents !== undefined) {
    causes.forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list');
  }
}

function checkWatch(options: Unchecked, causes: Causes): void {
  const { match, sendInitialEvents } = options;
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan') {
    causes.forbidden(matchField, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  }
  if (match === '') return;
  if (sendInitialEvents === undefined) {
    causes.forbidden(
      matchField,
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
  }
  if (match !== 'NotOlderThan') causes.notSupported(matchField, match, ['NotOlderThan']);
  if (options.continue !== '') {
    causes.forbidden(matchField, 'resourceVersionMatch is forbidden when continue is provided');
  }
}

/** What is wrong with the text of a revision, as strconv.ParseUint says it. */
function revisionCause(text: string): string | undefined {
  const why = /^\d+$/.test(text)
    ? BigInt(text.slice(0, 30)) > 18_446_744_073_709_551_615n
      ? 'value out of range'
      : undefined
    : 'invalid syntax';
  if (why === undefined) return undefined;
  const quoted = JSON.stringify(text);
  return `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: ${why}`;
}

/**
 * A revision as a number; undefined where the client leaves it open, zero for any. A list refuses bad text as a bad
 * request, a get or a watch as an error of its own, as the API server does.
 */
export function revisionOf(text: string | undefined, isList: boolean): number | undefined {
  if (text === undefined || text === '') return undefined;
  const cause = revisionCause(text);
  if (cause === undefined) return Number(text);
  throw isList ? badRequest(`invalid resource version: ${cause}`) : new Refusal(500, '', cause);
}

/** Refuses a revision that the scope has not reached. */
export function checkReached(asked: number, present: number): void {
  if (asked <= present) return;
  throw new Refusal(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${present}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
