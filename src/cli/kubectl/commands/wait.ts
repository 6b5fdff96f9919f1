// kubectl wait: until objects are as they should be. Source: kubectl pkg/cmd/wait. Deliberately absent: --local.
import type { JsonObject } from '../../../std/draft.ts';
import { parseGoDuration } from '../../../std/time.ts';
import { next, now, out, type Run } from '../../effect.ts';
import { getObject, type Info } from '../resources/info.ts';
import type { Call, Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { Failure, isExpected, isNotFound, SilentFailure, StatusFailure, throwAll } from '../failure.ts';
import {
  allNamespacesFlag,
  fieldSelectorFlag,
  filenameFlag,
  printFlags,
  selectorFlag,
} from '../flags/common.ts';
import { at, listAt, textAt } from '../json.ts';
import { pathFrom, relaxedPath } from '../print/columns.ts';
import { goPrint } from '../../../std/go-value.ts';
import { findResults } from '../../../std/json-path/evaluate.ts';
import { JsonPathTrouble } from '../../../std/json-path/syntax.ts';
import { printerFor } from '../print/printer.ts';
import { plan } from '../resources/select.ts';
import { infosOf } from '../resources/visit.ts';
import { followObject } from './follow-object.ts';
import { lateFor, waitUntilGone } from './gone.ts';
import { selectionOf } from './object-selection.ts';

/** What kubectl takes a negative --timeout for. */
const weekMs = 7 * 24 * 3_600_000;

/** How often is looked for what is not there yet. */
const pollMs = 500;

type Wanted = { readonly type: 'delete' | 'create' } | { readonly type: 'met'; readonly met: Met };
type Met = (object: JsonObject) => boolean;

/** What --for says. */
function wantedOf(text: string): Wanted {
  const lower = text.toLowerCase();
  if (lower === 'delete' || lower === 'create') return { type: lower };
  if (text.startsWith('condition='))
    return { type: 'met', met: conditionOf(text.slice('condition='.length)) };
  if (text.startsWith('jsonpath=')) return { type: 'met', met: fieldOf(text.slice('jsonpath='.length)) };
  throw new Failure(`unrecognized condition: ${JSON.stringify(text)}`);
}

function conditionOf(text: string): Met {
  const equals = text.indexOf('=');
  const [name, status] = (equals < 0 ? [text, 'true'] : [text.slice(0, equals), text.slice(equals + 1)]).map(
    (part) => part.toLowerCase(),
  );
  return (object) => {
    const condition = listAt(object, 'status', 'conditions').find(
      (each) => textAt(each, 'type').toLowerCase() === name,
    );
    if (condition === undefined) return false;
    const generation = at(object, 'metadata', 'generation');
    const observed = at(condition, 'observedGeneration') ?? at(object, 'status', 'observedGeneration');
    const isStale = typeof generation === 'number' && typeof observed === 'number' && observed < generation;
    return !isStale && textAt(condition, 'status').toLowerCase() === status;
  };
}

/** `{.status.phase}=Running`, or a path alone for any value. */
function fieldOf(text: string): Met {
  const brace = text.lastIndexOf('}=');
  const equals = brace >= 0 ? brace + 1 : text.endsWith('}') ? -1 : text.indexOf('=');
  const expression = equals < 0 ? text : text.slice(0, equals);
  const given = equals < 0 ? undefined : text.slice(equals + 1);
  if (given === '') {
    throw new Failure(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  }
  const wanted = given?.trim().replace(/^(['"])([^]*)\1$/, '$2');
  if (expression === '') throw new Failure('jsonpath expression cannot be empty');
  const path = pathFrom(relaxedPath(expression));
  return (object) => {
    const values = found(path, object);
    if (values.length === 0) return false;
    if (wanted === undefined) return true;
    const [value = null] = values;
    if (values.length > 1) throw new Failure('given jsonpath expression matches more than one value');
    if (typeof value === 'object' && value !== null) {
      throw new Failure(`jsonpath leads to a nested object or list which is not supported`);
    }
    return goPrint(value) === wanted;
  };
}

function found(path: ReturnType<typeof pathFrom>, object: JsonObject) {
  try {
    return findResults(path, object, { allowMissing: true }).flat();
  } catch (trouble) {
    if (trouble instanceof JsonPathTrouble) throw new Failure(trouble.message);
    throw trouble;
  }
}

/** What kubectl says where it was to look once. */
function notMet({ resource, name }: Info): Failure {
  return new Failure(`condition not met for ${resource.plural}/${name}`);
}

function missing({ resource, name }: Info): StatusFailure {
  const type = resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
  return new StatusFailure({ message: `${type} "${name}" not found`, reason: 'NotFound', code: 404 });
}

/** One for all objects that are waited for: once it is past, none is looked at any more. */
class Deadline {
  readonly #end: number;
  readonly #timeoutMs: number;
  #isPast = false;

  constructor(end: number, timeoutMs: number) {
    this.#end = end;
    this.#timeoutMs = timeoutMs;
  }

  /** Milliseconds; none is left where each is to be looked at once. */
  *leftFor(info: Info): Run<number> {
    if (this.#timeoutMs === 0) return 0;
    const leftMs = this.#end - (yield* now());
    if (this.#isPast || leftMs <= 0) throw this.passed(info);
    return leftMs;
  }

  passed(info: Info): Failure {
    this.#isPast = true;
    return lateFor(info);
  }
}

function* waitFor(call: Call, info: Info, met: Met, timeoutMs: number, deadline: Deadline): Run<void> {
  const { client, flags, session } = call;
  let last = info.object;
  if (!met(last)) {
    if (timeoutMs === 0) throw notMet(info);
    yield* followObject(client, info, {
      timeoutMs,
      late: () => deadline.passed(info),
      onMissing: () => {
        throw missing(info);
      },
      *onObject(object, isDeleted) {
        yield* [];
        if (isDeleted) throw missing(info);
        last = { ...info.object, ...object };
        return met(object);
      },
    });
  }
  yield* out(printerFor(flags, session, 'condition met')(last));
}

function* run(call: Call): Run<void> {
  const { client, flags, session } = call;
  const wanted = wantedOf(flags.text('for'));
  const given = parseGoDuration(flags.text('timeout')) ?? 0;
  const timeoutMs = given < 0 ? weekMs : given;
  const selection = {
    ...selectionOf(call, { bareType: flags.is('all') }),
    fieldSelector: flags.text('field-selector'),
    allNamespaces: flags.is('all-namespaces'),
  };
  const deadline = new Deadline((yield* now()) + timeoutMs, timeoutMs);
  const chosen = yield* plan(client, selection);
  const visiting = { selection, latest: true };
  let { infos, failures } = yield* infosOf(client, chosen, visiting);
  if (wanted.type === 'create') {
    const isMissing = () => failures.some(isNotFound) || (infos.length === 0 && failures.length === 0);
    for (let waitedMs = 0; isMissing(); waitedMs += pollMs) {
      if (waitedMs >= timeoutMs) throw new Failure('timed out waiting for the condition');
      yield* next([], Math.min(pollMs, timeoutMs - waitedMs));
      ({ infos, failures } = yield* infosOf(client, chosen, visiting));
    }
  }
  if (wanted.type === 'delete') {
    const left = failures.filter((failure) => !isNotFound(failure));
    if (timeoutMs === 0 && infos[0] !== undefined) throw notMet(infos[0]);
    for (const info of infos) {
      yield* waitUntilGone(
        client,
        info,
        textAt(info.object, 'metadata', 'uid'),
        yield* deadline.leftFor(info),
      );
      yield* out(printerFor(flags, session, 'condition met')(info.object));
    }
    throwAll(left);
    return;
  }
  if (infos.length === 0 && failures.length === 0) throw new Failure('no matching resources found');
  const unmet: Error[] = [...failures];
  for (const info of infos) {
    try {
      const leftMs = yield* deadline.leftFor(info);
      const object = yield* getObject(client, info.resource, info.namespace, info.name);
      const met: Met = wanted.type === 'met' ? wanted.met : () => true;
      yield* waitFor(call, { ...info, object }, met, leftMs, deadline);
    } catch (failure) {
      if (!isExpected(failure) || failure instanceof SilentFailure) throw failure;
      unmet.push(failure);
    }
  }
  throwAll(unmet);
}

export const wait: Command = {
  name: 'wait',
  summary: 'wait until objects are as they should be',
  usage:
    '(TYPE NAME | TYPE/NAME | -f FILENAME) --for=(create | delete | condition=NAME | jsonpath=PATH=VALUE)',
  suggestedFor: ['list', 'ps'],
  flags: [
    filenameFlag,
    { name: 'recursive', short: 'R', type: 'bool', value: 'true', help: 'go into the folders of -f' },
    selectorFlag,
    ...printFlags,
    allNamespacesFlag,
    fieldSelectorFlag,
    { name: 'all', type: 'bool', value: 'false', help: 'every object of the type' },
    {
      name: 'for',
      type: 'string',
      help: 'what to wait for',
      choices: ['create', 'delete', 'condition=', 'jsonpath='],
    },
    { name: 'local', type: 'bool', value: 'false', help: 'ask no server (no effect here)' },
    { name: 'timeout', type: 'duration', value: '30s', help: 'how long to wait; 0 looks once' },
  ],
  examples: [
    'kubectl wait --for=condition=Ready pod/web-1',
    'kubectl wait --for=condition=available deploy/web --timeout=60s',
    "kubectl wait --for=jsonpath='{.status.phase}'=Running pod/web-1",
  ],
  run,
  complete: completeObjects,
};
