// kubectl create deployment. Source: kubectl pkg/cmd/create/create_deployment.go.
import type { JsonObject } from '../../../../std/draft.ts';
import { keyedHash } from '../../../../std/hash.ts';
import { nameSuffix } from '../../../../std/names.ts';
import { now, type Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { Failure } from '../../failure.ts';
import { generate, generatorFlags, metadataOf, nameBeforeDash } from './generator.ts';

const suffixLength = 5;

/** The name of a container by its image; one that is no name as it is gets a suffix. */
export function* containerName(image: string): Run<string> {
  const last = image.slice(image.lastIndexOf('/') + 1);
  const name = (last.split(':')[0] ?? '').split('@')[0] ?? '';
  if (!/[_.]/.test(name)) return name;
  const suffix = nameSuffix(keyedHash(yield* now(), 'container', image), suffixLength);
  return `${name.replace(/[_.]/g, '-')}-${suffix}`;
}

function* make(call: Call, name: string, command: readonly string[]): Run<JsonObject> {
  const { flags } = call;
  const labels = { app: name };
  const port = flags.number('port');
  const containers: JsonObject[] = [];
  for (const image of flags.list('image')) {
    containers.push({
      name: yield* containerName(image),
      image,
      ...(command.length === 0 ? {} : { command }),
      ...(flags.has('port') && port >= 0 && containers.length === 0
        ? { ports: [{ containerPort: port }] }
        : {}),
      resources: {},
    });
  }
  return {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: metadataOf(call, name, labels),
    spec: {
      replicas: flags.number('replicas'),
      selector: { matchLabels: labels },
      template: { metadata: { creationTimestamp: null, labels }, spec: { containers } },
      strategy: {},
    },
    status: {},
  };
}

function* run(call: Call): Run<void> {
  const name = nameBeforeDash(call);
  const command = call.args.slice(1);
  const checks = () => {
    if (call.flags.list('image').length > 1 && command.length > 0) {
      throw new Failure('cannot specify multiple --image options and command');
    }
  };
  yield* generate(call, () => make(call, name, command), {
    refusal: 'failed to create deployment: ',
    checks,
  });
}

export const deployment: Command = {
  name: 'deployment',
  aliases: ['deploy'],
  summary: 'make a deployment',
  usage: 'NAME --image=IMAGE [-- COMMAND [ARGS...]]',
  flags: [
    ...generatorFlags,
    { name: 'image', type: 'list', required: true, help: 'image to run; several make several containers' },
    { name: 'port', type: 'int32', value: '-1', help: 'port that the container listens on' },
    { name: 'replicas', short: 'r', type: 'int32', value: '1', help: 'how many Pods' },
  ],
  run,
};
