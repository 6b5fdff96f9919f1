// kubectl autoscale: an autoscaler for what already runs. Source: kubectl pkg/cmd/autoscale/autoscale.go.
import type { JsonObject } from '../../../std/draft.ts';
import { recorded } from './record.ts';
import { out, type Run } from '../../effect.ts';
import { apiVersionOf, type Resource } from '../api/discovery.ts';
import { resourceOfKind } from '../api/mapper.ts';
import type { Call, Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { Failure, isExpected } from '../failure.ts';
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  recordFlag,
  saveConfigFlag,
} from '../flags/common.ts';
import type { Info } from '../resources/info.ts';
import { noMatch, plan } from '../resources/select.ts';
import { visit } from '../resources/visit.ts';
import { annotatedAsMade } from './last-applied.ts';
import { sourcesOf } from './object-selection.ts';
import { createObject, dryRunOf, structPrinter, type DryRun } from './writing.ts';

const kind = 'HorizontalPodAutoscaler';

function autoscalerFor({ flags }: Call, { resource, name }: Info, version: 'v1' | 'v2'): JsonObject {
  const least = flags.number('min');
  const percent = flags.number('cpu-percent');
  const isV1 = version === 'v1';
  const metric = {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
  };
  const target = isV1 ? { targetCPUUtilizationPercentage: percent } : { metrics: [metric] };
  return {
    kind,
    apiVersion: `autoscaling/${version}`,
    metadata: { name: flags.text('name') || name, creationTimestamp: null },
    spec: {
      scaleTargetRef: { kind: resource.kind, name, apiVersion: apiVersionOf(resource) },
      ...(least > 0 ? { minReplicas: least } : {}),
      maxReplicas: flags.number('max'),
      ...(percent >= 0 ? target : {}),
    },
    status: {
      ...(isV1 ? { currentReplicas: 0 } : {}),
      desiredReplicas: 0,
      ...(isV1 ? {} : { currentMetrics: null }),
    },
  };
}

function* createAutoscaler(call: Call, object: JsonObject, apiVersion: string, dryRun: DryRun): Run<void> {
  const { client, flags } = call;
  const autoscalers = yield* resourceOfKind(client, apiVersion, kind);
  if (autoscalers === undefined) throw new Failure(noMatch(apiVersion, kind));
  const wanted = flags.is('save-config') ? annotatedAsMade(object) : object;
  const write = { fieldManager: flags.text('field-manager'), dryRun };
  const { namespace } = client.effective();
  const print = structPrinter(call, 'autoscaled', dryRun);
  yield* out(print(yield* createObject(client, autoscalers, namespace, wanted, write)));
}

function checkScalable(resource: Resource): void {
  if (resource.subresources.includes('scale')) return;
  const { group, version, plural } = resource;
  const named = `${group === '' ? '' : `${group}/`}${version}, Resource=${plural}`;
  const why = `could not find scale subresource for ${group === '' ? '/' : ''}${named} in discovery information`;
  throw new Failure(`cannot autoscale a ${resource.kind}: ${why}`);
}

/** Asked in version v2; where that fails, in v1, whose failure is the one that is told. */
function* autoscaleOne(call: Call, info: Info, dryRun: DryRun): Run<void> {
  checkScalable(info.resource);
  const object = recorded(call, autoscalerFor(call, info, 'v2'));
  if (dryRun === 'client') {
    yield* out(structPrinter(call, 'created', dryRun)(object));
    return;
  }
  try {
    yield* createAutoscaler(call, object, 'autoscaling/v2', dryRun);
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    yield* createAutoscaler(call, recorded(call, autoscalerFor(call, info, 'v1')), 'autoscaling/v1', dryRun);
  }
}

function* run(call: Call): Run<void> {
  const { client, flags } = call;
  const dryRun = yield* dryRunOf(call);
  const [least, most] = [flags.number('min'), flags.number('max')];
  if (most < 1) throw new Failure(`--max=MAXPODS is required and must be at least 1, max: ${most}`);
  if (most < least)
    throw new Failure(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${most}, min: ${least}`);
  const selection = { args: call.args, ...sourcesOf(call) };
  let count = 0;
  yield* visit(client, yield* plan(client, selection), { selection }, function* (info) {
    yield* autoscaleOne(call, info, dryRun);
    count += 1;
  });
  if (count === 0) throw new Failure('no objects passed to autoscale');
}

export const autoscale: Command = {
  name: 'autoscale',
  summary: 'let the number of Pods follow what they use',
  usage: '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU]',
  flags: [
    ...filenameFlags,
    ...printFlags,
    dryRunFlag,
    recordFlag,
    fieldManagerFlag('kubectl-autoscale'),
    { name: 'min', type: 'int32', value: '-1', help: 'the least number of Pods' },
    { name: 'max', type: 'int32', value: '-1', required: true, help: 'the largest number of Pods' },
    {
      name: 'cpu-percent',
      type: 'int32',
      value: '-1',
      help: 'how much of the processor that they ask for the Pods should use on average, in percent',
    },
    { name: 'name', type: 'string', help: 'name of the autoscaler' },
    saveConfigFlag,
  ],
  examples: ['kubectl autoscale deployment web --min=2 --max=10 --cpu-percent=80'],
  run,
  complete: completeObjects,
};
