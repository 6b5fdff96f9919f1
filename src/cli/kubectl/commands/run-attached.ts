// The second half of `kubectl run -i`: talk with the Pod that was made, end with its exit code, and remove it where that is asked.
// Source: kubectl pkg/cmd/run/run.go.
import type { JsonObject } from '../../../std/draft.ts';
import { parseGoDuration } from '../../../std/time.ts';
import { err, out, type Run } from '../../effect.ts';
import { send } from '../api/client.ts';
import { resourceOfKind } from '../api/mapper.ts';
import type { Call } from '../command.ts';
import { Failure, isExpected, isNotFound, SilentFailure } from '../failure.ts';
import { at, listAt, numberAt, textAt } from '../json.ts';
import type { Info } from '../resources/info.ts';
import { noMatch } from '../resources/select.ts';
import { attachTo } from './attach.ts';
import { defaultContainer } from './default-container.ts';
import { deleteOne } from './deletion.ts';
import { podPath } from './exec.ts';
import { followObject } from './follow-object.ts';

function isCompleted(pod: JsonObject): boolean {
  return ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase'));
}

function isReady(pod: JsonObject): boolean {
  const conditions = listAt(pod, 'status', 'conditions');
  return (
    textAt(pod, 'status', 'phase') === 'Running' &&
    conditions.some((each) => textAt(each, 'type') === 'Ready' && textAt(each, 'status') === 'True')
  );
}

export function* infoOf(call: Call, object: JsonObject): Run<Info> {
  const [apiVersion, kind] = [textAt(object, 'apiVersion'), textAt(object, 'kind')];
  const resource = yield* resourceOfKind(call.client, apiVersion, kind);
  if (resource === undefined) throw new Failure(noMatch(apiVersion, kind));
  const [namespace, name] = [textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')];
  return { resource, namespace, name, source: '', object };
}

/** How long a Pod may take until it runs; commands without the flag wait as long as it takes. */
function timeoutOf({ flags }: Call): number | undefined {
  const name = 'pod-running-timeout';
  return flags.knows(name) ? parseGoDuration(flags.text(name)) || undefined : undefined;
}

/** The Pod as soon as it is what is waited for. */
export function* podOnce(call: Call, info: Info, is: (pod: JsonObject) => boolean): Run<JsonObject> {
  let found: JsonObject = {};
  yield* followObject(call.client, info, {
    timeoutMs: timeoutOf(call),
    late: () => new Failure('timed out waiting for the condition'),
    *onObject(object, isDeleted) {
      yield* [];
      if (isDeleted) throw new Failure('pods "" not found');
      found = object;
      return is(object);
    },
  });
  return found;
}

export function* showLog(call: Call, pod: JsonObject, named: string): Run<void> {
  const container = named || (yield* defaultContainer(pod, call.flags.is('quiet')));
  const { body } = yield* send(call.client, { path: `${podPath(pod)}/log`, query: { container } });
  yield* out(body);
}

/** Talks with a container that runs, or shows what it printed where that does not go. `container` is empty for the default. */
export function* talkOrShow(call: Call, pod: JsonObject, container: string): Run<void> {
  const { flags } = call;
  try {
    const [stdin, tty, quiet] = [flags.is('stdin'), flags.is('tty'), flags.is('quiet')];
    yield* attachTo(call, pod, { stdin, tty, quiet, container });
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    const name = textAt(pod, 'metadata', 'name');
    yield* err(
      `warning: couldn't attach to pod/${name}, falling back to streaming logs: ${failure.message}\n`,
    );
    yield* showLog(call, pod, container);
  }
}

function* handle(call: Call, info: Info): Run<void> {
  const pod = yield* podOnce(call, info, (each) => isCompleted(each) || isReady(each));
  if (isCompleted(pod)) yield* showLog(call, pod, '');
  else yield* talkOrShow(call, pod, '');
}

/** What is thrown for a Pod that ended badly. */
function* outcome(pod: JsonObject, { namespace, name }: Info): Run<void> {
  const phase = textAt(pod, 'status', 'phase');
  if (phase === 'Succeeded') return;
  if (phase !== 'Failed') throw new Failure(`pod ${namespace}/${name} left in phase ${phase}`);
  const ended = at(pod, 'status', 'containerStatuses', 0, 'state', 'terminated');
  const code = numberAt(ended, 'exitCode');
  if (code === 0) throw new Failure(`pod ${namespace}/${name} failed with unknown exit code`);
  yield* err(`pod ${namespace}/${name} terminated (${textAt(ended, 'reason')})\n${textAt(ended, 'message')}`);
  throw new SilentFailure(code);
}

function* remove(call: Call, objects: readonly JsonObject[]): Run<void> {
  const deleting = {
    call,
    dryRun: 'none',
    grace: -1,
    cascade: 'Background',
    quiet: call.flags.is('quiet'),
  } as const;
  for (const object of objects) {
    try {
      yield* deleteOne(deleting, yield* infoOf(call, object));
    } catch (failure) {
      if (!isNotFound(failure)) throw failure;
    }
  }
}

/** @param objects what was made and goes with `--rm` */
export function* talkWith(call: Call, pod: JsonObject, objects: readonly JsonObject[]): Run<void> {
  const { flags } = call;
  const info = yield* infoOf(call, pod);
  let ended: JsonObject | undefined;
  try {
    yield* handle(call, info);
    const restart = flags.text('restart');
    const waits = !flags.is('leave-stdin-open') && (restart === 'Never' || restart === 'OnFailure');
    if (waits) {
      const isOver = (each: JsonObject) =>
        restart === 'OnFailure' ? textAt(each, 'status', 'phase') === 'Succeeded' : isCompleted(each);
      ended = yield* podOnce(call, info, isOver);
    }
  } finally {
    if (flags.is('rm')) yield* remove(call, objects);
  }
  if (ended !== undefined) yield* outcome(ended, info);
}
