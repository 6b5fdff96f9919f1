// kubectl set image. Source: kubectl pkg/cmd/set/set_image.go.
import { quoteGo } from '../../../../std/go-quote.ts';
import type { Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { completeObjects } from '../../complete-objects.ts';
import { Failure, throwAll } from '../../failure.ts';
import type { Info } from '../../resources/info.ts';
import { namesFiles, resourcesAndPairs } from '../object-selection.ts';
import { dryRunOf } from '../writing.ts';
import { changeAll, checkLocal, chosenInfos, setFlags } from './changing.ts';
import { withContainers, withPodSpec } from './pod-spec.ts';

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
  if (resources.length === 0 && !namesFiles(call)) {
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

function* run(call: Call): Run<void> {
  const dryRun = yield* dryRunOf(call);
  const { resources, pairs, stray } = resourcesAndPairs(call.args);
  if (stray !== undefined)
    throw new Failure(`all resources must be specified before image changes: ${stray}`);
  const images = imagesOf(pairs);
  const infos = yield* chosenInfos(call, resources);
  check(call, resources, images);
  checkLocal(call, dryRun);
  const missing: Error[] = [];
  const change = ({ resource, object }: Info) =>
    withPodSpec(resource, object, (before) => {
      let spec = before;
      for (const [name, image] of images) {
        const fits = (each: string) => name === '*' || name === each;
        const result = withContainers(spec, fits, (container) => ({ ...container, image }));
        ({ spec } = result);
        if (result.count === 0)
          missing.push(new Failure(`error: unable to find container named ${quoteGo(name)}`));
      }
      return spec;
    });
  yield* changeAll(call, infos, dryRun, missing, {
    operation: 'image updated',
    refusal: 'failed to patch image update to pod template: ',
    change,
  });
}

export const image: Command = {
  name: 'image',
  summary: 'change the images of containers',
  usage: '(-f FILENAME | TYPE NAME) CONTAINER=IMAGE ...',
  flags: setFlags,
  examples: ['kubectl set image deploy/web web=nginx:1.26'],
  run,
  complete: completeObjects,
};
