// kubectl rollout pause, resume and restart. Source: kubectl pkg/cmd/rollout, pkg/polymorphichelpers.
import type { JsonObject } from '../../../../std/draft.ts';
import { formatTime } from '../../../../std/time.ts';
import { now, type Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { completeObjects } from '../../complete-objects.ts';
import { fieldManagerFlag, printFlags } from '../../flags/common.ts';
import { at, objectAt } from '../../json.ts';
import { selectionFlags } from '../object-selection.ts';
import { changeEach, keepsRevisions } from './common.ts';

const flags = [...selectionFlags, ...printFlags, fieldManagerFlag('kubectl-rollout')];
const usage = '(TYPE NAME | TYPE/NAME) [options]';

function isPaused(object: JsonObject): boolean {
  return at(object, 'spec', 'paused') === true;
}

function withPaused(object: JsonObject, paused: boolean): JsonObject {
  const { paused: _paused, ...spec } = objectAt(object, 'spec');
  return { ...object, spec: paused ? { ...spec, paused } : spec };
}

export const pause: Command = {
  name: 'pause',
  summary: 'hold a rollout',
  usage,
  flags,
  *run(call): Run<void> {
    yield* changeEach(call, {
      done: 'paused',
      doing: 'pausing',
      change: (object) => (isPaused(object) ? { why: 'is already paused' } : withPaused(object, true)),
      unchanged: 'already paused',
    });
  },
  complete: completeObjects,
};

export const resume: Command = {
  name: 'resume',
  summary: 'let a held rollout go on',
  usage,
  flags,
  *run(call): Run<void> {
    yield* changeEach(call, {
      done: 'resumed',
      doing: 'resuming',
      change: (object) => (isPaused(object) ? withPaused(object, false) : { why: 'is not paused' }),
      unchanged: 'already resumed',
    });
  },
  complete: completeObjects,
};

function* runRestart(call: Call): Run<void> {
  const restartedAt = formatTime(Math.floor((yield* now()) / 1000) * 1000);
  yield* changeEach(call, {
    done: 'restarted',
    doing: 'restarting',
    alsoOf: keepsRevisions,
    change(object) {
      if (isPaused(object)) return { why: "can't restart paused deployment (run rollout resume first)" };
      const template = objectAt(object, 'spec', 'template');
      const metadata = objectAt(template, 'metadata');
      const annotations = {
        ...objectAt(metadata, 'annotations'),
        'kubectl.kubernetes.io/restartedAt': restartedAt,
      };
      const restarted = { ...template, metadata: { ...metadata, annotations } };
      return { ...object, spec: { ...objectAt(object, 'spec'), template: restarted } };
    },
  });
}

export const restart: Command = {
  name: 'restart',
  summary: 'replace all Pods of a workload by new ones',
  usage,
  flags,
  run: runRestart,
  complete: completeObjects,
};
