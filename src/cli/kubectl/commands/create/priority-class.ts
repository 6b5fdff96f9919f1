// kubectl create priorityclass. Source: kubectl pkg/cmd/create/create_priorityclass.go.
import type { JsonObject } from '../../../../std/draft.ts';
import type { Run } from '../../../effect.ts';
import { onlyName, type Call, type Command } from '../../command.ts';
import { generate, generatorFlags } from './generator.ts';

function make({ flags }: Call, name: string): JsonObject {
  const description = flags.text('description');
  return {
    kind: 'PriorityClass',
    apiVersion: 'scheduling.k8s.io/v1',
    metadata: { name, creationTimestamp: null },
    value: flags.number('value'),
    ...(flags.is('global-default') ? { globalDefault: true } : {}),
    ...(description === '' ? {} : { description }),
    preemptionPolicy: flags.text('preemption-policy'),
  };
}

function* run(call: Call): Run<void> {
  const name = onlyName(call);
  yield* generate(call, () => make(call, name), { refusal: 'failed to create priorityclass: ' });
}

export const priorityClass: Command = {
  name: 'priorityclass',
  aliases: ['pc'],
  summary: 'make a class of priority',
  usage: 'NAME --value=VALUE [--global-default=BOOL]',
  flags: [
    ...generatorFlags,
    { name: 'description', type: 'string', help: 'what it is for' },
    { name: 'global-default', type: 'bool', value: 'false', help: 'the class of Pods that name none' },
    {
      name: 'preemption-policy',
      type: 'string',
      value: 'PreemptLowerPriority',
      choices: ['PreemptLowerPriority', 'Never'],
      help: 'whether its Pods may drive others away',
    },
    { name: 'value', type: 'int32', value: '0', help: 'the priority' },
  ],
  examples: ['kubectl create priorityclass high --value=1000 --description="what matters"'],
  run,
};
