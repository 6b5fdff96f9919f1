// kubectl create poddisruptionbudget. Source: kubectl pkg/cmd/create/create_pdb.go.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import type { Run } from '../../../effect.ts';
import { onlyName, type Call, type Command } from '../../command.ts';
import { Failure } from '../../failure.ts';
import { readSelector } from '../label-selector.ts';
import { generate, generatorFlags, metadataOf } from './generator.ts';

function check({ flags }: Call): void {
  const [least, most] = [flags.text('min-available'), flags.text('max-unavailable')];
  if (flags.text('selector') === '') throw new Failure('a selector must be specified');
  if (least === '' && most === '')
    throw new Failure('one of min-available or max-unavailable must be specified');
  if (least !== '' && most !== '')
    throw new Failure('min-available and max-unavailable cannot be both specified');
  const isBound = (text: string): boolean => text === '' || /^[0-9]+%?$/.test(text);
  if (!isBound(least)) throw new Failure('invalid format specified for min-available');
  if (!isBound(most)) throw new Failure('invalid format specified for max-unavailable');
}

function make(call: Call, name: string): JsonObject {
  const bound = (text: string): Json => (text.endsWith('%') ? text : Number(text));
  const [least, most] = [call.flags.text('min-available'), call.flags.text('max-unavailable')];
  const { labels, expressions } = readSelector(call.flags.text('selector'));
  const matchExpressions = expressions.map(({ key, operator, values }) => ({
    key,
    operator,
    ...(values.length === 0 ? {} : { values }),
  }));
  return {
    kind: 'PodDisruptionBudget',
    apiVersion: 'policy/v1',
    metadata: metadataOf(call, name),
    spec: {
      ...(least === '' ? {} : { minAvailable: bound(least) }),
      selector: {
        ...(Object.keys(labels).length === 0 ? {} : { matchLabels: labels }),
        ...(matchExpressions.length === 0 ? {} : { matchExpressions }),
      },
      ...(most === '' ? {} : { maxUnavailable: bound(most) }),
    },
    status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  };
}

function* run(call: Call): Run<void> {
  const name = onlyName(call);
  yield* generate(call, () => make(call, name), {
    refusal: 'failed to create poddisruptionbudgets: ',
    checks: () => check(call),
  });
}

export const podDisruptionBudget: Command = {
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  summary: 'make a budget of how many Pods may be away',
  usage: 'NAME --selector=SELECTOR --min-available=N',
  flags: [
    ...generatorFlags,
    { name: 'max-unavailable', type: 'string', help: 'number or share of Pods that may be away' },
    { name: 'min-available', type: 'string', help: 'number or share of Pods that have to be there' },
    { name: 'selector', type: 'string', help: 'labels of the Pods' },
  ],
  run,
};
