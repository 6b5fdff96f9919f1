// kubectl rollout status: follows a rollout to its end. Source: kubectl pkg/polymorphichelpers/rollout_status.go.
import type { JsonObject } from '../../../../std/draft.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { parseGoDuration } from '../../../../std/time.ts';
import { err, out, type Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { completeObjects } from '../../complete-objects.ts';
import { Failure } from '../../failure.ts';
import { at, listAt, numberAt, objectAt, textAt } from '../../json.ts';
import type { Info } from '../../resources/info.ts';
import { plan } from '../../resources/select.ts';
import { visit } from '../../resources/visit.ts';
import { followObject } from '../follow-object.ts';
import { selectionFlags, selectionOf } from '../object-selection.ts';
import { groupKind, requireResource, revisionAnnotation } from './common.ts';

interface Progress {
  readonly text: string;
  readonly done: boolean;
}

function progressOf(object: JsonObject, revision: number): Progress {
  const name = textAt(object, 'metadata', 'name');
  const running = Number(textAt(object, 'metadata', 'annotations', revisionAnnotation) || '0');
  if (revision > 0 && revision !== running) {
    throw new Failure(`desired revision (${revision}) is different from the running revision (${running})`);
  }
  const status = objectAt(object, 'status');
  if (numberAt(object, 'metadata', 'generation') > numberAt(status, 'observedGeneration')) {
    return { text: 'Waiting for deployment spec update to be observed...\n', done: false };
  }
  const progressing = listAt(status, 'conditions').find(
    (condition) => textAt(condition, 'type') === 'Progressing',
  );
  if (textAt(progressing, 'reason') === 'ProgressDeadlineExceeded') {
    throw new Failure(`deployment ${quoteGo(name)} exceeded its progress deadline`);
  }
  const [updated, total, available] = ['updatedReplicas', 'replicas', 'availableReplicas'].map((member) =>
    numberAt(status, member),
  ) as [number, number, number];
  const waiting = (text: string): Progress => ({
    text: `Waiting for deployment ${quoteGo(name)} rollout to finish: ${text}...\n`,
    done: false,
  });
  const wanted = numberAt(object, 'spec', 'replicas');
  if (at(object, 'spec', 'replicas') !== undefined && updated < wanted) {
    return waiting(`${updated} out of ${wanted} new replicas have been updated`);
  }
  if (total > updated) return waiting(`${total - updated} old replicas are pending termination`);
  if (available < updated) return waiting(`${available} of ${updated} updated replicas are available`);
  return { text: `deployment ${quoteGo(name)} successfully rolled out\n`, done: true };
}

function requireRolling(object: JsonObject): void {
  if (textAt(object, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate')
    throw new Failure('rollout status is only available for RollingUpdate strategy type');
}

function daemonSetProgress(object: JsonObject): Progress {
  requireRolling(object);
  const status = objectAt(object, 'status');
  if (numberAt(object, 'metadata', 'generation') > numberAt(status, 'observedGeneration'))
    return { text: 'Waiting for daemon set spec update to be observed...\n', done: false };
  const name = quoteGo(textAt(object, 'metadata', 'name'));
  const [updated, available, desired] = [
    'updatedNumberScheduled',
    'numberAvailable',
    'desiredNumberScheduled',
  ].map((member) => numberAt(status, member)) as [number, number, number];
  const waiting = (text: string): Progress => ({
    text: `Waiting for daemon set ${name} rollout to finish: ${text}...\n`,
    done: false,
  });
  if (updated < desired) return waiting(`${updated} out of ${desired} new pods have been updated`);
  if (available < desired) return waiting(`${available} of ${desired} updated pods are available`);
  return { text: `daemon set ${name} successfully rolled out\n`, done: true };
}

function statefulSetProgress(object: JsonObject): Progress {
  requireRolling(object);
  const [spec, status] = [objectAt(object, 'spec'), objectAt(object, 'status')];
  const observed = numberAt(status, 'observedGeneration');
  if (observed === 0 || numberAt(object, 'metadata', 'generation') > observed)
    return { text: 'Waiting for statefulset spec update to be observed...\n', done: false };
  const wanted = numberAt(spec, 'replicas');
  const ready = numberAt(status, 'readyReplicas');
  const updated = numberAt(status, 'updatedReplicas');
  if (ready < wanted) return { text: `Waiting for ${wanted - ready} pods to be ready...\n`, done: false };
  if (at(spec, 'updateStrategy', 'rollingUpdate') !== undefined) {
    const share = wanted - numberAt(spec, 'updateStrategy', 'rollingUpdate', 'partition');
    return updated < share
      ? {
          text: `Waiting for partitioned roll out to finish: ${updated} out of ${share} new pods have been updated...\n`,
          done: false,
        }
      : { text: `partitioned roll out complete: ${updated} new pods have been updated...\n`, done: true };
  }
  const [update, current] = [textAt(status, 'updateRevision'), textAt(status, 'currentRevision')];
  return update === current
    ? {
        text: `statefulset rolling update complete ${numberAt(status, 'currentReplicas')} pods at revision ${current}...\n`,
        done: true,
      }
    : {
        text: `waiting for statefulset rolling update to complete ${updated} pods at revision ${update}...\n`,
        done: false,
      };
}

const viewers: ReadonlyMap<string, (object: JsonObject, revision: number) => Progress> = new Map([
  ['Deployment.apps', progressOf],
  ['DaemonSet.apps', daemonSetProgress],
  ['StatefulSet.apps', statefulSetProgress],
]);

function* follow(call: Call, info: Info): Run<void> {
  const { client, flags } = call;
  const viewer = viewers.get(groupKind(info));
  if (viewer === undefined) {
    throw new Failure(`no status viewer has been implemented for ${groupKind(info)}`);
  }
  const revision = flags.number('revision');
  yield* followObject(client, info, {
    timeoutMs: parseGoDuration(flags.text('timeout')) || undefined,
    listQuery: { limit: '500', resourceVersion: '0' },
    late: () => new Failure('timed out waiting for the condition'),
    *onObject(object, isDeleted) {
      if (isDeleted) throw new Failure('object has been deleted');
      const { text, done } = viewer(object, revision);
      yield* out(text);
      return done || !flags.is('watch');
    },
  });
}

function* run(call: Call): Run<void> {
  requireResource(call);
  const { client, flags } = call;
  if (flags.number('revision') < 0) {
    throw new Failure(`revision must be a positive integer: ${flags.number('revision')}`);
  }
  const selection = selectionOf(call, { bareType: true });
  let found = false;
  yield* visit(
    client,
    yield* plan(call.client, selection),
    { selection, latest: true, typed: true },
    function* (info) {
      found = true;
      yield* follow(call, info);
    },
  );
  if (!found) yield* err(`No resources found in ${client.effective().namespace} namespace.\n`);
}

export const status: Command = {
  name: 'status',
  summary: 'follow a rollout until it is done',
  usage: '(TYPE NAME | TYPE/NAME) [options]',
  flags: [
    ...selectionFlags,
    { name: 'revision', type: 'int64', value: '0', help: 'only while this revision is being rolled out' },
    { name: 'timeout', type: 'duration', value: '0s', help: 'how long to follow; 0 is to the end' },
    { name: 'watch', short: 'w', type: 'bool', value: 'true', help: 'follow to the end' },
  ],
  run,
  complete: completeObjects,
};
