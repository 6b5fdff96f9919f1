// kubectl create job: from an image, or from what a cron job would run. Source: kubectl pkg/cmd/create/create_job.go.
import type { JsonObject } from '../../../../std/draft.ts';
import type { Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { completeNamesOf } from '../../complete-objects.ts';
import { Failure, throwAll } from '../../failure.ts';
import { isObject, objectAt, textAt } from '../../json.ts';
import { plan } from '../../resources/select.ts';
import { infosOf } from '../../resources/visit.ts';
import { generate, generatorFlags, metadataOf, nameBeforeDash } from './generator.ts';

/** A Pod template with one container named as its object is. */
export function podTemplate(
  name: string,
  image: string,
  command: readonly string[],
  restartPolicy: string,
): JsonObject {
  const container = { name, image, ...(command.length === 0 ? {} : { command }), resources: {} };
  return { metadata: { creationTimestamp: null }, spec: { containers: [container], restartPolicy } };
}

/** The job that a cron job would make, owned by it. */
function* fromCronJob(call: Call, name: string): Run<JsonObject> {
  const { client, flags } = call;
  const { namespace, explicitNamespace } = client.effective();
  const selection = { args: [flags.text('from')], namespace, explicitNamespace };
  const { infos, failures } = yield* infosOf(client, yield* plan(client, selection), { selection });
  throwAll(failures);
  const [info] = infos;
  if (infos.length !== 1 || info === undefined) throw new Failure('from must be an existing cronjob');
  const { object, resource } = info;
  if (resource.kind !== 'CronJob' || resource.group !== 'batch')
    throw new Failure(`unknown object type *${resource.version}.${resource.kind}`);
  const template = objectAt(object, 'spec', 'jobTemplate');
  const labels = objectAt(template, 'metadata')['labels'];
  const owner = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    name: textAt(object, 'metadata', 'name'),
    uid: textAt(object, 'metadata', 'uid'),
    controller: true,
  };
  return {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: {
      ...metadataOf(call, name, isObject(labels) ? labels : undefined),
      annotations: {
        'cronjob.kubernetes.io/instantiate': 'manual',
        ...objectAt(template, 'metadata', 'annotations'),
      },
      ownerReferences: [owner],
    },
    spec: objectAt(template, 'spec'),
    status: {},
  };
}

function fromImage(call: Call, name: string): JsonObject {
  return {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: metadataOf(call, name),
    spec: { template: podTemplate(name, call.flags.text('image'), call.args.slice(1), 'Never') },
    status: {},
  };
}

function* run(call: Call): Run<void> {
  const name = nameBeforeDash(call);
  const [image, from] = [call.flags.text('image'), call.flags.text('from')];
  const checks = () => {
    if ((image === '') === (from === '')) throw new Failure('either --image or --from must be specified');
    if (from !== '' && call.args.length > 1) throw new Failure('cannot specify --from and command');
  };
  const make = () => (image === '' ? fromCronJob(call, name) : fromImage(call, name));
  yield* generate(call, make, { refusal: 'failed to create job: ', checks });
}

export const job: Command = {
  name: 'job',
  summary: 'make a job from an image or from a cron job',
  usage: 'NAME (--image=IMAGE | --from=cronjob/NAME) [-- COMMAND [ARGS...]]',
  flags: [
    ...generatorFlags,
    { name: 'from', type: 'string', help: 'cron job whose job is made now' },
    { name: 'image', type: 'string', help: 'image to run' },
  ],
  examples: ['kubectl create job once --image=busybox -- date', 'kubectl create job now --from=cronjob/tick'],
  run,
  complete: completeNamesOf('cronjobs'),
};
