// kubectl run: one Pod of an image. Source: kubectl pkg/cmd/run/run.go, pkg/generate/versioned.
import type { JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { out, type Run } from '../../effect.ts';
import { resourceOfKind } from '../api/mapper.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import { Failure } from '../failure.ts';
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  recordFlag,
  saveConfigFlag,
} from '../flags/common.ts';
import { cascadeFlag, cascadeOf } from './deletion.ts';
import { checkPodTimeout } from './exec.ts';
import { generate, metadataOf } from './create/generator.ts';
import { overridden, overrideFlags } from './overrides.ts';
import { recorded } from './record.ts';
import { talkWith } from './run-attached.ts';
import { dryRunOf, structPrinter } from './writing.ts';

const imageLengthMax = 1024;
const domainPart = '(?:[A-Za-z\\d]|[A-Za-z\\d][A-Za-z\\d-]*[A-Za-z\\d])';
const pathPart = '[a-z\\d]+(?:(?:[._]|__|-+)[a-z\\d]+)*';
const reference = new RegExp(
  `^(?:${domainPart}(?:\\.${domainPart})*(?::\\d+)?/)?${pathPart}(?:/${pathPart})*(?::\\w[\\w.-]{0,127})?` +
    '(?:@[A-Za-z][A-Za-z\\d]*(?:[-_+.][A-Za-z][A-Za-z\\d]*)*:[\\da-fA-F]{32,})?$',
);

/** Whether a text can name an image. */
export function isReference(image: string): boolean {
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
    const value = pair.slice(equals + 1);
    return { name, ...(value === '' ? {} : { value }) };
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
    ...(flags.is('stdin') ? { stdin: true } : {}),
    ...(flags.is('stdin') && !flags.is('leave-stdin-open') ? { stdinOnce: true } : {}),
    ...(flags.is('tty') ? { tty: true } : {}),
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

/** Whether it is talked with: where that is said, else where its input is. */
function attaches({ flags }: Call): boolean {
  return flags.has('attach') ? flags.is('attach') : flags.is('stdin');
}

function check(call: Call): void {
  const { flags } = call;
  checkPodTimeout(call, true);
  const image = flags.text('image');
  if (image === '') throw new Failure('--image is required');
  if (!isReference(image))
    throw new Failure(`Invalid image name ${quoteGo(image)}: invalid reference format`);
  if (flags.is('tty') && !flags.is('stdin')) {
    throw usageFailure(call, '-i/--stdin is required for containers with -t/--tty=true');
  }
  if (flags.is('expose') && flags.text('port') === '') {
    throw usageFailure(call, '--port must be set when exposing a service');
  }
  const [restart, pull] = [flags.text('restart'), flags.text('image-pull-policy')];
  if (!['', 'Always', 'OnFailure', 'Never'].includes(restart)) {
    throw usageFailure(call, `invalid restart policy: ${restart}`);
  }
  if (!attaches(call) && flags.is('rm')) {
    throw usageFailure(call, '--rm should only be used for attached containers');
  }
  if (attaches(call) && flags.text('dry-run') !== 'none') {
    throw usageFailure(
      call,
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    );
  }
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pull)) {
    throw usageFailure(call, `invalid image pull policy: ${pull}`);
  }
}

function* runRun(call: Call): Run<void> {
  const [name, ...rest] = call.args;
  if (name === undefined || call.dashAt === 0) throw usageFailure(call, 'NAME is required for run');
  yield* cascadeOf(call);
  const talks = attaches(call);
  const made = function* (): Run<JsonObject> {
    const pod = recorded(call, yield* overridden(call, 'pods', make(call, name, rest)));
    // Alone among those who make an object, it asks where that goes.
    yield* resourceOfKind(call.client, 'v1', 'Pod');
    return pod;
  };
  const pod = yield* generate(call, made, {
    checks: () => check(call),
    validates: false,
    showsPlain: true,
    tells: !talks && !call.flags.is('expose'),
  });
  const service = call.flags.is('expose') ? yield* exposed(call, name) : undefined;
  if (talks) yield* talkWith(call, pod, service === undefined ? [pod] : [pod, service]);
  else if (service !== undefined) {
    const dryRun = yield* dryRunOf(call);
    yield* out(structPrinter(call, 'created', dryRun)(pod));
  }
}

/** The Service of the Pod's port. */
function* exposed(call: Call, name: string): Run<JsonObject> {
  const { flags } = call;
  const labels = flags.text('labels');
  const port = portOf(flags.text('port'));
  const made = yield* generate(
    call,
    () => ({
      kind: 'Service',
      apiVersion: 'v1',
      metadata: metadataOf(call, name, labels === '' ? undefined : labelsOf(labels, name)),
      spec: { ports: [{ protocol: 'TCP', port, targetPort: port }], selector: labelsOf(labels, name) },
      status: { loadBalancer: {} },
    }),
    { validates: false, showsPlain: true },
  );
  // One mark is the printer's between two objects, the other the command's own.
  if (flags.text('output') === 'yaml') yield* out('---\n---\n');
  return made;
}

export const run: Command = {
  name: 'run',
  summary: 'run an image in one Pod',
  usage: 'NAME --image=IMAGE [--env=KEY=VALUE] [--port=PORT] [--command] -- [COMMAND] [ARGS...]',
  flags: [
    ...printFlags,
    ...filenameFlags,
    dryRunFlag,
    recordFlag,
    fieldManagerFlag('kubectl-run'),
    { name: 'annotations', type: 'texts', help: 'KEY=VALUE annotation of the Pod' },
    { name: 'attach', type: 'bool', value: 'false', help: 'attach to the Pod' },
    cascadeFlag,
    {
      name: 'command',
      type: 'bool',
      value: 'false',
      help: 'further words are the command, not its arguments',
    },
    { name: 'env', type: 'texts', help: 'KEY=VALUE of the environment' },
    { name: 'expose', type: 'bool', value: 'false', help: 'make a Service for --port, too' },
    { name: 'force', type: 'bool', value: 'false', help: 'with --rm: without waiting (no effect here)' },
    { name: 'grace-period', type: 'int', value: '-1', help: 'with --rm: seconds to end (no effect here)' },
    { name: 'image', type: 'string', required: true, help: 'image to run' },
    {
      name: 'image-pull-policy',
      type: 'string',
      choices: ['Always', 'IfNotPresent', 'Never'],
      help: 'when the image is pulled',
    },
    { name: 'labels', short: 'l', type: 'string', help: 'labels of the Pod, KEY=VALUE with commas between' },
    {
      name: 'leave-stdin-open',
      type: 'bool',
      value: 'false',
      help: 'keep its input open after the first session',
    },
    ...overrideFlags,
    { name: 'pod-running-timeout', type: 'duration', value: '1m0s', help: 'how long to wait until it runs' },
    { name: 'port', type: 'string', help: 'port that the container listens on' },
    { name: 'privileged', type: 'bool', value: 'false', help: 'run the container privileged' },
    { name: 'quiet', short: 'q', type: 'bool', value: 'false', help: 'show only what the container prints' },
    {
      name: 'restart',
      type: 'string',
      value: 'Always',
      choices: ['Always', 'OnFailure', 'Never'],
      help: 'restart policy',
    },
    { name: 'rm', type: 'bool', value: 'false', help: 'delete the Pod when it ends' },
    saveConfigFlag,
    { name: 'stdin', short: 'i', type: 'bool', value: 'false', help: 'keep standard input open' },
    { name: 'timeout', type: 'duration', value: '0s', help: 'with --rm: how long to wait (no effect here)' },
    { name: 'tty', short: 't', type: 'bool', value: 'false', help: 'give the container a terminal' },
    { name: 'wait', type: 'bool', value: 'false', help: 'with --rm: until it is gone (no effect here)' },
  ],
  examples: [
    'kubectl run web --image=nginx --port=80',
    'kubectl run box --image=busybox -it --rm --restart=Never -- sh',
    'kubectl run once --image=busybox --restart=Never -- echo hello',
  ],
  run: runRun,
};
