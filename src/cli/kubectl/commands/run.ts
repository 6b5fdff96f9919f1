// kubectl run: one Pod of an image. Nothing can be attached to here. Source: kubectl pkg/cmd/run/run.go, pkg/generate/versioned.
import type { JsonObject } from '../../../std/draft.ts';
import { applyJsonPatch } from '../../../std/json-patch.ts';
import { applyMergePatch } from '../../../std/merge-patch.ts';
import { parseYaml } from '../../../std/yaml.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import type { Run } from '../../effect.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import { Failure } from '../failure.ts';
import { dryRunFlag, fieldManagerFlag, printFlags } from '../flags/common.ts';
import { resourceNamed } from '../api/mapper.ts';
import { isObject } from '../json.ts';
import { strategicHere } from '../patch.ts';
import { typed } from './set/typed.ts';
import { generate, metadataOf } from './create/generator.ts';

const imageLengthMax = 1024;
const domainPart = '(?:[A-Za-z\\d]|[A-Za-z\\d][A-Za-z\\d-]*[A-Za-z\\d])';
const pathPart = '[a-z\\d]+(?:(?:[._]|__|-+)[a-z\\d]+)*';
const reference = new RegExp(
  `^(?:${domainPart}(?:\\.${domainPart})*(?::\\d+)?/)?${pathPart}(?:/${pathPart})*(?::\\w[\\w.-]{0,127})?` +
    '(?:@[A-Za-z][A-Za-z\\d]*(?:[-_+.][A-Za-z][A-Za-z\\d]*)*:[\\da-fA-F]{32,})?$',
);

function isReference(image: string): boolean {
  return image.length <= imageLengthMax && reference.test(image);
}

function labelsOf(text: string, name: string): JsonObject {
  if (text === '') return { run: name };
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [key = '', value, ...more] = pair.split('=');
      if (key === '' || value === undefined || more.length > 0)
        throw new Failure(`unexpected label spec: ${pair}`);
      return [key, value];
    }),
  );
}

function environmentOf(pairs: readonly string[]): readonly JsonObject[] {
  return pairs.map((pair) => {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(equals, 0));
    if (!/^[-._a-zA-Z][-._a-zA-Z\d]*$/.test(name)) throw new Failure(`invalid env: ${pair}`);
    return { name, value: pair.slice(equals + 1) };
  });
}

function annotationsOf(pairs: readonly string[]): JsonObject {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new Failure(`invalid annotations format: ${pair}`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

function portOf(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new Failure(`strconv.Atoi: parsing ${quoteGo(text)}: invalid syntax`);
  return Number(text);
}

function make(call: Call, name: string, rest: readonly string[]): JsonObject {
  const { flags } = call;
  const environment = environmentOf(flags.list('env'));
  const annotations = annotationsOf(flags.list('annotations'));
  const labels = labelsOf(flags.text('labels'), name);
  const text = (flag: string) => flags.text(flag);
  const container: JsonObject = {
    name,
    image: text('image'),
    ...(rest.length === 0 ? {} : { [flags.is('command') ? 'command' : 'args']: rest }),
    ...(text('port') === '' ? {} : { ports: [{ containerPort: portOf(text('port')) }] }),
    ...(environment.length === 0 ? {} : { env: environment }),
    resources: {},
    ...(text('image-pull-policy') === '' ? {} : { imagePullPolicy: text('image-pull-policy') }),
    ...(flags.is('privileged') ? { securityContext: { privileged: true } } : {}),
  };
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      ...metadataOf(call, name, labels),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: { containers: [container], restartPolicy: text('restart') || 'Always', dnsPolicy: 'ClusterFirst' },
    status: {},
  };
}

function check(call: Call): void {
  const { flags } = call;
  const image = flags.text('image');
  if (image === '') throw new Failure('--image is required');
  if (!isReference(image))
    throw new Failure(`Invalid image name ${quoteGo(image)}: invalid reference format`);
  const [restart, pull] = [flags.text('restart'), flags.text('image-pull-policy')];
  if (!['', 'Always', 'OnFailure', 'Never'].includes(restart)) {
    throw usageFailure(call, `invalid restart policy: ${restart}`);
  }
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pull)) {
    throw usageFailure(call, `invalid image pull policy: ${pull}`);
  }
}

/** The Pod with what --overrides says merged into it. */
function* overridden({ client, flags }: Call, pod: JsonObject): Run<JsonObject> {
  const text = flags.text('overrides');
  if (text === '') return pod;
  const parsed = parseYaml(text);
  if ('error' in parsed) throw new Failure(parsed.error.message);
  const patch = parsed.documents[0]?.value ?? {};
  const type = flags.text('override-type');
  if (type === 'strategic')
    return typed(yield* strategicHere(client, yield* resourceNamed(client, 'pods'), pod, patch));
  if (type !== 'json' && type !== 'merge') {
    throw new Failure(`invalid override type: ${type}`);
  }
  const result = type === 'json' ? applyJsonPatch(pod, patch) : applyMergePatch(pod, patch);
  if ('error' in result) throw new Failure(result.error);
  return typed(isObject(result.value) ? result.value : {});
}

function* runRun(call: Call): Run<void> {
  const [name, ...rest] = call.args;
  if (name === undefined || call.dashAt === 0) throw usageFailure(call, 'NAME is required for run');
  const made = () => overridden(call, make(call, name, rest));
  yield* generate(call, made, { checks: () => check(call), validates: false });
}

export const run: Command = {
  name: 'run',
  summary: 'run an image in one Pod',
  usage: 'NAME --image=IMAGE [--env=KEY=VALUE] [--port=PORT] [--command] -- [COMMAND] [ARGS...]',
  flags: [
    ...printFlags,
    dryRunFlag,
    fieldManagerFlag('kubectl-run'),
    { name: 'annotations', type: 'texts', help: 'KEY=VALUE annotation of the Pod' },
    { name: 'attach', type: 'bool', value: 'false', absent: true, help: 'attach to the Pod' },
    {
      name: 'command',
      type: 'bool',
      value: 'false',
      help: 'further words are the command, not its arguments',
    },
    { name: 'env', type: 'texts', help: 'KEY=VALUE of the environment' },
    { name: 'image', type: 'string', required: true, help: 'image to run' },
    {
      name: 'image-pull-policy',
      type: 'string',
      choices: ['Always', 'IfNotPresent', 'Never'],
      help: 'when the image is pulled',
    },
    { name: 'labels', short: 'l', type: 'string', help: 'labels of the Pod, KEY=VALUE with commas between' },
    {
      name: 'override-type',
      type: 'string',
      value: 'merge',
      choices: ['json', 'merge', 'strategic'],
      help: 'how --overrides is merged',
    },
    { name: 'overrides', type: 'string', help: 'JSON that is merged into the Pod' },
    { name: 'port', type: 'string', help: 'port that the container listens on' },
    { name: 'privileged', type: 'bool', value: 'false', help: 'run the container privileged' },
    {
      name: 'restart',
      type: 'string',
      value: 'Always',
      choices: ['Always', 'OnFailure', 'Never'],
      help: 'restart policy',
    },
    { name: 'rm', type: 'bool', value: 'false', absent: true, help: 'delete the Pod when it ends' },
    { name: 'save-config', type: 'bool', value: 'false', help: 'keep what is created for a later apply' },
    {
      name: 'stdin',
      short: 'i',
      type: 'bool',
      value: 'false',
      absent: true,
      help: 'keep standard input open',
    },
    {
      name: 'tty',
      short: 't',
      type: 'bool',
      value: 'false',
      absent: true,
      help: 'give the container a terminal',
    },
  ],
  examples: [
    'kubectl run web --image=nginx --port=80',
    'kubectl run once --image=busybox --restart=Never -- echo hello',
  ],
  run: runRun,
};
