// kubectl set image. Source: kubectl pkg/cmd/set/set_image.go. Deliberately absent: set env, resources, selector and others.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { out, type Run } from '../../effect.ts';
import type { Call, Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { Failure, isExpected, throwAll } from '../failure.ts';
import { dryRunFlag, fieldManagerFlag, printFlags, recordFlag } from '../flags/common.ts';
import { twoWayPatch } from '../patch.ts';
import { at, isObject, listAt, objectAt, textAt } from '../json.ts';
import type { Info } from '../resources/info.ts';
import { plan } from '../resources/select.ts';
import { infosOf } from '../resources/visit.ts';
import { resourcesAndPairs, selectionFlags, selectionOf } from './object-selection.ts';
import { dryRunOf, patchObject, resultPrinter, type DryRun } from './writing.ts';

type Images = ReadonlyMap<string, string>;

function imagesOf(pairs: readonly string[]): Images {
  const wrong = pairs.filter((pair) => pair.indexOf('=') < 1);
  if (wrong.length > 0) throw new Failure(`invalid image format: ${wrong.join(', ')}`);
  return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

function check(call: Call, resources: readonly string[], images: Images): void {
  const causes: string[] = [];
  if (call.flags.is('all') && call.flags.text('selector') !== '') {
    causes.push('cannot set --all and --selector at the same time');
  }
  if (resources.length === 0 && call.flags.list('filename').length === 0) {
    causes.push('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  if (images.size === 0) causes.push('at least one image update is required');
  else if (images.size > 1 && images.has('*')) {
    causes.push(
      'all containers are already specified by *, but saw more than one container_name=container_image pairs',
    );
  }
  throwAll(causes.map((cause) => new Failure(cause)));
}

/** Where a kind keeps the spec of its Pods. */
function podSpecPath(object: JsonObject): readonly string[] {
  return textAt(object, 'kind') === 'Pod' ? ['spec'] : ['spec', 'template', 'spec'];
}

function withMember(object: JsonObject, path: readonly string[], value: Json): JsonObject {
  const [key = '', ...rest] = path;
  return { ...object, [key]: rest.length === 0 ? value : withMember(objectAt(object, key), rest, value) };
}

function withImages(object: JsonObject, images: Images, failures: Error[]): JsonObject {
  const path = podSpecPath(object);
  const spec = objectAt(object, ...path);
  const found = new Set<string>();
  const change = (container: Json): Json => {
    if (!isObject(container)) return container;
    const name = textAt(container, 'name');
    let image = textAt(container, 'image');
    for (const [wanted, value] of images) {
      if (wanted !== name && wanted !== '*') continue;
      found.add(wanted);
      image = value;
    }
    return { ...container, image };
  };
  const lists = ['initContainers', 'containers'].filter((member) => at(spec, member) !== undefined);
  const changed = Object.fromEntries(lists.map((member) => [member, listAt(spec, member).map(change)]));
  for (const name of images.keys()) {
    if (!found.has(name))
      failures.push(new Failure(`error: unable to find container named ${quoteGo(name)}`));
  }
  return withMember(object, path, { ...spec, ...changed });
}

function* setOne(call: Call, info: Info, images: Images, dryRun: DryRun, failures: Error[]): Run<void> {
  const { resource, namespace, name, object } = info;
  if (at(object, ...podSpecPath(object), 'containers') === undefined) {
    failures.push(
      new Failure(
        `error: ${resource.plural}/${name} the object is not a pod or does not have a pod template: *v1.${resource.kind}\n`,
      ),
    );
    return;
  }
  const changed = withImages(object, images, failures);
  const patch = yield* twoWayPatch(call.client, resource, object, changed);
  if (Object.keys(patch.body).length === 0) return;
  const print = resultPrinter(call, 'image updated', dryRun);
  if (dryRun === 'client') {
    yield* out(print(changed));
    return;
  }
  const write = { fieldManager: call.flags.text('field-manager'), dryRun };
  try {
    yield* out(print(yield* patchObject(call.client, resource, namespace, name, patch, write)));
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    failures.push(new Failure(`failed to patch image update to pod template: ${failure.message}`));
  }
}

function* runImage(call: Call): Run<void> {
  const { client, flags } = call;
  const dryRun = yield* dryRunOf(call);
  const { resources, pairs, stray } = resourcesAndPairs(call.args);
  if (stray !== undefined)
    throw new Failure(`all resources must be specified before image changes: ${stray}`);
  const images = imagesOf(pairs);
  const selection = selectionOf(call, { args: resources, bareType: flags.is('all') });
  const chosen = yield* plan(call.client, selection);
  const { infos, failures } = yield* infosOf(client, chosen, { selection, latest: true });
  throwAll(failures);
  check(call, resources, images);
  const all: Error[] = [];
  for (const info of infos) yield* setOne(call, info, images, dryRun, all);
  throwAll(all);
}

const image: Command = {
  name: 'image',
  summary: 'change the images of containers',
  usage: '(-f FILENAME | TYPE NAME) CONTAINER=IMAGE ...',
  flags: [
    ...selectionFlags,
    ...printFlags,
    dryRunFlag,
    recordFlag,
    fieldManagerFlag('kubectl-set'),
    { name: 'all', type: 'bool', value: 'false', help: 'every object of the type' },
  ],
  examples: ['kubectl set image deploy/web web=nginx:1.26'],
  run: runImage,
  complete: completeObjects,
};

export const set: Command = { name: 'set', summary: 'change parts of objects', commands: [image] };
