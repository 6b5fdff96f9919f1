// kubectl set serviceaccount: as whom Pods run. Source: kubectl pkg/cmd/set/set_serviceaccount.go.
import type { Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { completeObjects } from '../../complete-objects.ts';
import { Failure } from '../../failure.ts';
import { dryRunOf } from '../writing.ts';
import { changeAll, checkLocal, chosenInfos, setFlags } from './changing.ts';
import { withPodSpec } from './pod-spec.ts';

function* run(call: Call): Run<void> {
  const dryRun = yield* dryRunOf(call);
  checkLocal(call, dryRun);
  const serviceAccountName = call.args.at(-1);
  if (serviceAccountName === undefined) throw new Failure('serviceaccount is required');
  const infos = yield* chosenInfos(call, call.args.slice(0, -1), false);
  yield* changeAll(call, infos, dryRun, [], {
    operation: 'serviceaccount updated',
    refusal: 'failed to patch ServiceAccountName ',
    always: true,
    change: ({ resource, object }) =>
      withPodSpec(resource, object, (spec) => ({ ...spec, serviceAccountName })),
  });
}

export const serviceAccount: Command = {
  name: 'serviceaccount',
  aliases: ['sa'],
  summary: 'change as whom Pods run',
  usage: '(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  flags: setFlags.filter(({ name }) => name !== 'selector'),
  examples: ['kubectl set serviceaccount deploy/web robot'],
  run,
  complete: completeObjects,
};
