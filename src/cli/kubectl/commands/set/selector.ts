// kubectl set selector: of a Service. Source: kubectl pkg/cmd/set/set_selector.go.
import type { JsonObject } from '../../../../std/draft.ts';
import type { Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { completeObjects } from '../../complete-objects.ts';
import { Failure } from '../../failure.ts';
import { objectAt } from '../../json.ts';
import type { Info } from '../../resources/info.ts';
import { readSelector } from '../label-selector.ts';
import { dryRunOf } from '../writing.ts';
import { changeAll, chosenInfos, setFlags } from './changing.ts';

/** The labels of a selector; what is no plain label is refused in Go's print of it. */
function labelsOf(text: string): JsonObject {
  const { labels, expressions } = readSelector(text);
  if (expressions.length === 0) return labels;
  const others = expressions.map(({ key, operator, values }) => `{${key} ${operator} [${values.join(' ')}]}`);
  throw new Failure(`match expression [${others.join(' ')}] not supported on this object`);
}

function* run(call: Call): Run<void> {
  const { args, flags } = call;
  const dryRun = yield* dryRunOf(call);
  const given = args.at(-1);
  if (given === undefined) throw new Failure('one selector is required');
  const infos = yield* chosenInfos(call, args.slice(0, -1));
  const resourceVersion = flags.text('resource-version');
  const change = ({ resource, object }: Info): JsonObject => {
    if (resource.kind !== 'Service' || resource.group !== '')
      throw new Failure('setting a selector is only supported for Services');
    const spec = { ...objectAt(object, 'spec'), selector: labelsOf(given) };
    if (resourceVersion === '') return { ...object, spec };
    return { ...object, spec, metadata: { ...objectAt(object, 'metadata'), resourceVersion } };
  };
  yield* changeAll(call, infos, dryRun, [], { operation: 'selector updated', change, always: true });
}

export const selector: Command = {
  name: 'selector',
  summary: 'change which Pods a service leads to',
  usage: '(-f FILENAME | TYPE NAME) LABELS',
  flags: [
    ...setFlags
      .filter(({ name }) => name !== 'selector' && name !== 'kustomize')
      .map((flag) => (flag.name === 'recursive' ? { ...flag, value: 'true' } : flag)),
    { name: 'resource-version', type: 'string', help: 'only where the object has this version' },
  ],
  examples: ['kubectl set selector svc web app=web,tier=front'],
  run,
  complete: completeObjects,
};
