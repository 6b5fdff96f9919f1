// kubectl scale. Source: kubectl pkg/cmd/scale/scale.go, pkg/scale/scale.go.
import { recordAfter } from './record.ts';
import { parseGoDuration } from '../../../std/time.ts';
import { close, next, out, type Run } from '../../effect.ts';
import { openStream, sendJson } from '../api/client.ts';
import { collectionPath, objectPath } from '../api/discovery.ts';
import type { Call, Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { Failure, isConflict, throwAll } from '../failure.ts';
import { dryRunFlag, printFlags, recordFlag } from '../flags/common.ts';
import { numberAt, objectAt, textAt } from '../json.ts';
import type { Info } from '../resources/info.ts';
import { plan } from '../resources/select.ts';
import { infosOf } from '../resources/visit.ts';
import { selectionFlags, selectionOf } from './object-selection.ts';
import { dryRunOf, patchObject, resultPrinter, type DryRun } from './writing.ts';

const attemptsMax = 10;

function* scaleOne(call: Call, info: Info, dryRun: DryRun): Run<void> {
  const { client, flags } = call;
  const { resource, namespace, name } = info;
  const replicas = flags.number('replicas');
  const write = { fieldManager: '', dryRun };
  const expected = flags.number('current-replicas');
  const version = flags.text('resource-version');
  if (expected === -1 && version === '') {
    const patch = { type: 'merge', body: { spec: { replicas } }, subresource: 'scale' } as const;
    yield* patchObject(client, resource, namespace, name, patch, write);
    return;
  }
  const path = objectPath(resource, namespace, name, 'scale');
  const found = yield* sendJson(client, { path });
  const actual = numberAt(found, 'spec', 'replicas');
  if (expected !== -1 && actual !== expected) {
    throw new Failure(`Expected replicas to be ${expected}, was ${actual}`);
  }
  const actualVersion = textAt(found, 'metadata', 'resourceVersion');
  if (version !== '' && actualVersion !== version) {
    throw new Failure(`Expected resource version to be ${version}, was ${actualVersion}`);
  }
  const body = { ...found, spec: { ...objectAt(found, 'spec'), replicas } };
  const query = { dryRun: dryRun === 'server' ? 'All' : undefined };
  yield* sendJson(client, { method: 'PUT', path, query, body });
}

function* retried(work: () => Run<void>): Run<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      yield* work();
      return;
    } catch (failure) {
      if (!isConflict(failure) || attempts >= attemptsMax) throw failure;
    }
  }
}

/** Waits until as many replicas are there as were asked for. */
function* awaitReplicas(call: Call, { resource, namespace, name }: Info, timeoutMs: number): Run<void> {
  const { client } = call;
  const replicas = call.flags.number('replicas');
  const stream = yield* openStream(client, {
    path: collectionPath(resource, namespace),
    query: { fieldSelector: `metadata.name=${name}`, watch: 'true' },
  });
  for (;;) {
    const arrival = yield* next([stream], timeoutMs);
    if (arrival === 'timeout') {
      yield* close(stream);
      throw new Failure(`timed out waiting for "${name}" to be synced`);
    }
    const scale = yield* sendJson(client, { path: objectPath(resource, namespace, name, 'scale') });
    const wanted = numberAt(scale, 'spec', 'replicas');
    if ('ended' in arrival || wanted !== replicas || numberAt(scale, 'status', 'replicas') === replicas)
      break;
  }
  yield* close(stream);
}

function* run(call: Call): Run<void> {
  const { flags, client } = call;
  const dryRun = yield* dryRunOf(call);
  const print = resultPrinter(call, 'scaled', dryRun);
  if (flags.number('replicas') < 0) {
    throw new Failure('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  }
  if (flags.number('current-replicas') < -1) {
    throw new Failure('The --current-replicas must specify an integer of -1 or greater');
  }
  const selection = selectionOf(call, { bareType: flags.is('all') });
  const { infos, failures } = yield* infosOf(client, yield* plan(call.client, selection), { selection });
  if (flags.text('resource-version') !== '' && infos.length > 1) {
    throw new Failure('cannot use --resource-version with multiple resources');
  }
  const [failure] = failures;
  if (infos.length === 0) {
    throw new Failure(`no objects passed to scale${failure === undefined ? '' : ` ${failure.message}`}`);
  }
  const timeoutMs = parseGoDuration(flags.text('timeout')) ?? 0;
  for (const info of infos) {
    if (dryRun !== 'client') {
      yield* retried(() => scaleOne(call, info, dryRun));
      yield* recordAfter(call, info, info.object, { fieldManager: '', dryRun });
      if (timeoutMs > 0 && dryRun === 'none') yield* awaitReplicas(call, info, timeoutMs);
    }
    yield* out(print(info.object));
  }
  throwAll(failures);
}

export const scale: Command = {
  name: 'scale',
  summary: 'set how many replicas there are to be',
  usage: '[--current-replicas=COUNT] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  suggestedFor: ['resize'],
  flags: [
    ...selectionFlags,
    ...printFlags,
    dryRunFlag,
    recordFlag,
    { name: 'all', type: 'bool', value: 'false', help: 'every object of the type' },
    { name: 'current-replicas', type: 'int', value: '-1', help: 'only where there are so many now' },
    { name: 'replicas', type: 'int', value: '0', required: true, help: 'how many there are to be' },
    { name: 'resource-version', type: 'string', help: 'only where the object has this version' },
    {
      name: 'timeout',
      type: 'duration',
      value: '0s',
      help: 'how long to wait for the replicas; 0 is not at all',
    },
  ],
  examples: ['kubectl scale deploy/web --replicas=3'],
  run,
  complete: completeObjects,
};
