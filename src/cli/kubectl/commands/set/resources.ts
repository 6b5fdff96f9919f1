// kubectl set resources: what containers ask for and may use. Source: kubectl pkg/cmd/set/set_resources.go.
import type { JsonObject } from '../../../../std/draft.ts';
import type { Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { completeObjects } from '../../complete-objects.ts';
import { Failure } from '../../failure.ts';
import { objectAt } from '../../json.ts';
import { resourceList } from '../create/quota.ts';
import { dryRunOf } from '../writing.ts';
import { changeAll, checkLocal, chosenInfos, containersFlag, setFlags } from './changing.ts';
import { fitsPattern, withContainers, withPodSpec } from './pod-spec.ts';

function withAmounts(container: JsonObject, amounts: Readonly<Record<string, JsonObject>>): JsonObject {
  const resources = objectAt(container, 'resources');
  const changed = Object.entries(amounts).map(
    ([member, list]) => [member, { ...objectAt(resources, member), ...list }] as const,
  );
  return { ...container, resources: { ...resources, ...Object.fromEntries(changed) } };
}

function* run(call: Call): Run<void> {
  const { flags } = call;
  const dryRun = yield* dryRunOf(call);
  const infos = yield* chosenInfos(call, call.args);
  checkLocal(call, dryRun);
  if (flags.is('all') && flags.text('selector') !== '')
    throw new Failure('cannot set --all and --selector at the same time');
  const [limits, requests] = ['limits', 'requests'].map((name) => resourceList(flags.text(name)));
  if (limits === undefined && requests === undefined) {
    throw new Failure(
      'you must specify an update to requests or limits (in the form of --requests/--limits)',
    );
  }
  const amounts = {
    ...(limits === undefined ? {} : { limits }),
    ...(requests === undefined ? {} : { requests }),
  };
  const pattern = flags.text('containers');
  const missing: Error[] = [];
  yield* changeAll(call, infos, dryRun, missing, {
    operation: 'resource requirements updated',
    refusal: 'failed to patch resources update to pod template ',
    change: ({ resource, object }) =>
      withPodSpec(resource, object, (before) => {
        const fits = fitsPattern(pattern);
        const { spec, count } = withContainers(before, fits, (each) => withAmounts(each, amounts));
        if (count === 0) missing.push(new Failure(`error: unable to find container named ${pattern}`));
        return spec;
      }),
  });
}

export const resources: Command = {
  name: 'resources',
  summary: 'change what containers ask for and may use',
  usage: '(-f FILENAME | TYPE NAME) [--limits=LIMITS] [--requests=REQUESTS]',
  flags: [
    ...setFlags,
    containersFlag,
    { name: 'limits', type: 'string', help: 'what they may use, as cpu=200m,memory=512Mi' },
    { name: 'requests', type: 'string', help: 'what they ask for, as cpu=100m,memory=256Mi' },
  ],
  examples: ['kubectl set resources deploy/web -c=web --limits=cpu=200m,memory=512Mi'],
  run,
  complete: completeObjects,
};
