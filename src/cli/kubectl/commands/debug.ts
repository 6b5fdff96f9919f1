// kubectl debug: a container beside those of a Pod, a copy of a Pod, a Pod on a node. Source: kubectl pkg/cmd/debug/debug.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { keyedHash } from '../../../std/hash.ts';
import { now, out, type Run } from '../../effect.ts';
import { sendJson } from '../api/client.ts';
import { objectPath } from '../api/discovery.ts';
import { resourceNamed } from '../api/mapper.ts';
import type { Call, Command } from '../command.ts';
import { Failure, throwAll } from '../failure.ts';
import { filenameFlag } from '../flags/common.ts';
import { at, listAt, objectAt, textAt } from '../json.ts';
import { twoWayPatch } from '../patch.ts';
import type { Info } from '../resources/info.ts';
import { plan } from '../resources/select.ts';
import { infosOf } from '../resources/visit.ts';
import { check, pairsOf, profileOf, type Asked } from './debug-check.ts';
import { customized, customOf } from './debug-custom.ts';
import { copied, namesIn, ofNode, profiled, profiles, type Profile } from './debug-profile.ts';
import { completePods } from './logs-complete.ts';
import { sourcesOf } from './object-selection.ts';
import { infoOf, podOnce, showLog, talkOrShow } from './run-attached.ts';
import { createObject, patchObject } from './writing.ts';

const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789';
const suffixLength = 5;
const write = { fieldManager: '', dryRun: 'none' } as const;

function* suffix(): Run<string> {
  const ms = yield* now();
  return Array.from({ length: suffixLength }, (_, index) =>
    suffixLetters.charAt(keyedHash(ms, 'debug', String(index)) % suffixLetters.length),
  ).join('');
}

function attaches({ flags }: Call): boolean {
  return flags.has('attach') ? flags.is('attach') : flags.is('stdin');
}

function* nameFor({ flags }: Call, pod: JsonObject): Run<string> {
  const given = flags.text('container');
  if (given !== '') return given;
  const taken = namesIn(pod);
  let name = `debugger-${yield* suffix()}`;
  while (taken.includes(name)) name += 'x';
  if (!flags.is('quiet')) yield* out(`Defaulting debug container name to ${name}.\n`);
  return name;
}

/** What the command line says of the container for debugging. */
function said(call: Call, words: readonly string[]): JsonObject {
  const { flags } = call;
  const [image, pull] = [flags.text('image'), flags.text('image-pull-policy')];
  const environment = [...pairsOf(call, 'env')].map(([name, value]) => ({ name, value }));
  return {
    ...(words.length === 0 ? {} : { [flags.is('arguments-only') ? 'args' : 'command']: words }),
    ...(environment.length === 0 ? {} : { env: environment }),
    ...(image === '' ? {} : { image }),
    ...(pull === '' ? {} : { imagePullPolicy: pull }),
    ...(flags.is('stdin') ? { stdin: true } : {}),
    ...(flags.is('tty') ? { tty: true } : {}),
  };
}

interface Made {
  readonly pod: JsonObject;
  /** Empty where no container was added or changed. */
  readonly container: string;
}

function* beside(call: Call, info: Info, { words, custom }: Asked, profile: Profile): Run<Made> {
  const { client, flags } = call;
  const { resource, namespace, name, object } = info;
  const container = yield* nameFor(call, object);
  const target = flags.text('target');
  const plain = {
    name: container,
    resources: {},
    ...said(call, words),
    ...(target === '' ? {} : { targetContainerName: target }),
    terminationMessagePolicy: 'File',
  };
  const added = yield* customized(call, profiled(plain, profile, 'ephemeral'), custom);
  const spec = objectAt(object, 'spec');
  const changed = {
    ...object,
    spec: { ...spec, ephemeralContainers: [...listAt(spec, 'ephemeralContainers'), added] },
  };
  const patch = yield* twoWayPatch(client, resource, object, changed);
  const subresource = 'ephemeralcontainers';
  return {
    pod: yield* patchObject(client, resource, namespace, name, { ...patch, subresource }, write),
    container,
  };
}

function* copy(
  call: Call,
  info: Info,
  { words, custom }: Asked,
  profile: Profile,
  images: ReadonlyMap<string, string>,
): Run<Made> {
  const { client, flags } = call;
  const { resource, namespace, name, object } = info;
  const { ephemeralContainers: _ephemeral, nodeName, ...spec } = objectAt(object, 'spec');
  const base: JsonObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: flags.text('copy-to'),
      namespace,
      ...Object.fromEntries(
        Object.entries(objectAt(object, 'metadata')).filter(
          ([key]) => key === 'labels' || key === 'annotations',
        ),
      ),
    },
    spec: {
      ...spec,
      ...(flags.is('same-node') && nodeName !== undefined ? { nodeName } : {}),
      ...(flags.has('share-processes') ? { shareProcessNamespace: flags.is('share-processes') } : {}),
    },
  };
  let containers = listAt(base, 'spec', 'containers').map((each): JsonObject => {
    const image = images.get(textAt(each, 'name')) ?? images.get('*');
    return image === undefined ? objectAt(each) : { ...objectAt(each), image };
  });
  let container = flags.text('container');
  const known = containers.some((each) => textAt(each, 'name') === container);
  if (!known && flags.text('image') === '') {
    if (images.size === 0) throw new Failure('you must specify image when creating new container');
    container = '';
  } else {
    if (!known) {
      container = yield* nameFor(call, base);
      containers = [...containers, { name: container, resources: {}, terminationMessagePolicy: 'File' }];
    }
    const change = said(call, words);
    containers = containers.map((each) => {
      if (textAt(each, 'name') !== container) return each;
      const { stdin: _stdin, tty: _tty, ...kept } = each;
      const { args: _args, ...bare } = kept;
      return { ...('command' in change ? bare : kept), ...change };
    });
  }
  let made: JsonObject = { ...base, spec: { ...objectAt(base, 'spec'), containers } };
  if (container !== '') {
    made = copied(call, made, profile);
    const changed: Json[] = [];
    for (const each of listAt(made, 'spec', 'containers')) {
      const isMeant = textAt(each, 'name') === container;
      const own = profiled(objectAt(each), profile, 'copy');
      changed.push(isMeant ? yield* customized(call, own, custom) : each);
    }
    made = { ...made, spec: { ...objectAt(made, 'spec'), containers: changed } };
  }
  const pod = yield* createObject(client, resource, namespace, made, write);
  if (flags.is('replace')) {
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 };
    yield* sendJson(client, { method: 'DELETE', path: objectPath(resource, namespace, name), body });
  }
  return { pod, container };
}

function* onNode(call: Call, { name }: Info, { words, custom }: Asked, profile: Profile): Run<Made> {
  const { client, flags } = call;
  const container = flags.text('container') || 'debugger';
  const pod = `node-debugger-${name}-${yield* suffix()}`;
  if (!flags.is('quiet')) {
    yield* out(`Creating debugging pod ${pod} with container ${container} on node ${name}.\n`);
  }
  const { spec, volumeMounts } = ofNode(profile);
  const own = {
    name: container,
    resources: {},
    ...said(call, words),
    terminationMessagePolicy: 'File',
    ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
  };
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: pod, creationTimestamp: null },
    spec: {
      containers: [yield* customized(call, profiled(own, profile, 'node'), custom)],
      nodeName: name,
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
      ...spec,
    },
    status: {},
  };
  const pods = yield* resourceNamed(client, 'pods');
  return { pod: yield* createObject(client, pods, client.effective().namespace, object, write), container };
}

function stateOf(pod: JsonObject, container: string): JsonObject {
  const found = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses']
    .flatMap((member) => listAt(pod, 'status', member))
    .find((status) => textAt(status, 'name') === container);
  return objectAt(found, 'state');
}

function* talk(call: Call, { pod, container }: Made): Run<void> {
  const info = yield* infoOf(call, { apiVersion: 'v1', kind: 'Pod', ...pod });
  const begun = yield* podOnce(call, info, (each) => {
    const state = stateOf(each, container);
    return 'running' in state || 'terminated' in state;
  });
  if (at(stateOf(begun, container), 'terminated') !== undefined) yield* showLog(call, begun, container);
  else yield* talkOrShow(call, begun, container);
}

function* run(call: Call): Run<void> {
  const { args, client, dashAt } = call;
  const profile = profileOf(call);
  const images = pairsOf(call, 'set-image');
  const asked = {
    names: args.slice(0, dashAt),
    words: dashAt === undefined ? [] : args.slice(dashAt),
    custom: customOf(call),
  };
  yield* check(call, asked, images);
  const words = asked.names.map((name) => (name.includes('/') ? name : `pods/${name}`));
  const selection = { ...sourcesOf(call), args: words };
  const { infos, failures } = yield* infosOf(client, yield* plan(client, selection), {
    selection,
    typed: true,
  });
  throwAll(failures);
  for (const info of infos) {
    const { kind, group, version } = info.resource;
    let made: Made;
    if (kind === 'Node') made = yield* onNode(call, info, asked, profile);
    else if (kind !== 'Pod')
      throw new Failure(`${quoteGo(`${group}/${version}, Kind=${kind}`)} not supported by debug`);
    else if (call.flags.text('copy-to') === '') made = yield* beside(call, info, asked, profile);
    else made = yield* copy(call, info, asked, profile, images);
    if (attaches(call) && made.container !== '') yield* talk(call, made);
  }
}

export const debug: Command = {
  name: 'debug',
  summary: 'look into a Pod or a node with a container of one’s own',
  usage: '(POD | TYPE/NAME) --image=IMAGE [-c CONTAINER] [-- COMMAND]',
  flags: [
    filenameFlag,
    {
      name: 'arguments-only',
      type: 'bool',
      value: 'false',
      help: 'what follows -- are arguments, not the command',
    },
    { name: 'attach', type: 'bool', value: 'false', help: 'talk with the container' },
    { name: 'container', short: 'c', type: 'string', help: 'name of the container' },
    { name: 'copy-to', type: 'string', help: 'name of the copy to make' },
    { name: 'custom', type: 'string', help: 'file with a part of the container' },
    { name: 'env', type: 'list', help: 'KEY=VALUE of the environment' },
    { name: 'image', type: 'string', help: 'image of the container' },
    {
      name: 'image-pull-policy',
      type: 'string',
      choices: ['Always', 'IfNotPresent', 'Never'],
      help: 'when the image is pulled',
    },
    { name: 'keep-annotations', type: 'bool', value: 'false', help: 'a copy keeps annotations' },
    { name: 'keep-init-containers', type: 'bool', value: 'true', help: 'a copy keeps init containers' },
    { name: 'keep-labels', type: 'bool', value: 'false', help: 'a copy keeps labels' },
    { name: 'keep-liveness', type: 'bool', value: 'false', help: 'a copy keeps liveness probes' },
    { name: 'keep-readiness', type: 'bool', value: 'false', help: 'a copy keeps readiness probes' },
    { name: 'keep-startup', type: 'bool', value: 'false', help: 'a copy keeps startup probes' },
    {
      name: 'profile',
      type: 'string',
      value: 'legacy',
      choices: profiles,
      help: 'what the container may do',
    },
    { name: 'quiet', short: 'q', type: 'bool', value: 'false', help: 'show only what the container prints' },
    { name: 'replace', type: 'bool', value: 'false', help: 'delete the Pod that is copied' },
    { name: 'same-node', type: 'bool', value: 'false', help: 'the copy runs where the Pod does' },
    { name: 'set-image', type: 'list', help: 'CONTAINER=IMAGE of the copy' },
    {
      name: 'share-processes',
      type: 'bool',
      value: 'true',
      help: 'containers of the copy see each other’s processes',
    },
    { name: 'stdin', short: 'i', type: 'bool', value: 'false', help: 'keep standard input open' },
    { name: 'target', type: 'string', help: 'container whose processes are looked at' },
    { name: 'tty', short: 't', type: 'bool', value: 'false', help: 'give the container a terminal' },
  ],
  examples: [
    'kubectl debug web-1 -it --image=busybox',
    'kubectl debug web-1 --copy-to=web-look --set-image=*=busybox',
  ],
  run,
  complete: completePods,
};
