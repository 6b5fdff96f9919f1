// kubectl create cronjob. Source: kubectl pkg/cmd/create/create_cronjob.go.
import type { JsonObject } from '../../../../std/draft.ts';
import type { Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { generate, generatorFlags, metadataOf, nameBeforeDash } from './generator.ts';
import { podTemplate } from './job.ts';

function make(call: Call, name: string): JsonObject {
  const { args, flags } = call;
  const restarts = flags.text('restart') || 'OnFailure';
  const template = podTemplate(name, flags.text('image'), args.slice(1), restarts);
  return {
    kind: 'CronJob',
    apiVersion: 'batch/v1',
    metadata: metadataOf(call, name),
    spec: {
      schedule: flags.text('schedule'),
      jobTemplate: { metadata: { name, creationTimestamp: null }, spec: { template } },
    },
    status: {},
  };
}

function* run(call: Call): Run<void> {
  const name = nameBeforeDash(call);
  yield* generate(call, () => make(call, name), { refusal: 'failed to create cronjob: ' });
}

export const cronJob: Command = {
  name: 'cronjob',
  aliases: ['cj'],
  summary: 'make a cron job',
  usage: "NAME --image=IMAGE --schedule='0/5 * * * ?' [-- COMMAND [ARGS...]]",
  flags: [
    ...generatorFlags,
    { name: 'image', type: 'string', required: true, help: 'image to run' },
    { name: 'restart', type: 'string', choices: ['OnFailure', 'Never'], help: 'when its Pods restart' },
    { name: 'schedule', type: 'string', required: true, help: 'when, as five fields of cron' },
  ],
  examples: ['kubectl create cronjob tick --image=busybox --schedule="*/5 * * * *" -- date'],
  run,
};
